/** GitLab's code quality report. */
import { createHash } from 'node:crypto';
import type { Severity } from '../../core/model.ts';
import { visible } from '../../core/text.ts';
import type { CheckReport } from '../check/check-report.ts';
import { leftOutLine } from '../check/limit-findings.ts';
import { lacksState, outcomeLine } from '../check/outcome.ts';
import { jsonText } from './json-text.ts';

const severities = { error: 'major', warning: 'minor', info: 'info', hint: 'info' } as const satisfies {
  [severity in Severity]: string;
};

/**
 * A JSON list, empty without findings. It has room for nothing else, so what is to be said of the run as such is an issue of the
 * configuration file.
 */
export function checkGitlab(report: CheckReport): string {
  const leftOut = leftOutLine(report);
  const state = lacksState(report.outcome) ? outcomeLine(report.outcome) : null;
  return jsonText([
    ...(state === null ? [] : [ownIssue('state-unavailable', state, 'blocker')]),
    ...(leftOut === null ? [] : [ownIssue('findings-left-out', `${leftOut}.`, 'info')]),
    ...report.findings.map((reported) => ({
      description: visible(reported.finding.message, 1_000),
      check_name: reported.finding.check,
      fingerprint: reported.fingerprint,
      severity: severities[reported.finding.severity],
      location: {
        path: reported.place.file,
        lines: { begin: reported.place.line, end: reported.place.endLine },
      },
    })),
  ]);
}

/** The same issue in every run, so that GitLab tells whether it is new. */
function ownIssue(name: string, description: string, severity: string): object {
  return {
    description,
    check_name: name,
    fingerprint: createHash('sha256').update(`sluice\0${name}`).digest('hex').slice(0, 32),
    severity,
    location: { path: 'sluice.config.json', lines: { begin: 1, end: 1 } },
  };
}
