/** GitLab's code quality report. */
import type { Severity } from '../../core/model.ts';
import type { CheckReport } from '../check-report.ts';

const severities = { error: 'major', warning: 'minor', info: 'info', hint: 'info' } as const satisfies {
  [severity in Severity]: string;
};

/** A JSON list, empty without findings. */
export function checkGitlab({ findings }: CheckReport): string {
  const issues = findings.map((reported) => ({
    description: reported.finding.message,
    check_name: reported.finding.check,
    fingerprint: reported.fingerprint,
    severity: severities[reported.finding.severity],
    location: {
      path: reported.place.file,
      lines: { begin: reported.place.line, end: reported.place.endLine },
    },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}
