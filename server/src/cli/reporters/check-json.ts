/** For programs. Stable: fields are added, never changed. */
import { countBySeverity, type CheckReport } from '../check-report.ts';
import { planesJson } from './planes-json.ts';
import { problemsOf } from './problems.ts';
import { stateJson } from './state-json.ts';

/** One object and a line break. Sorted, so that two runs on the same state give the same bytes. */
export function checkJson(report: CheckReport): string {
  const { error, warning, info, hint } = countBySeverity(report.findings);
  const value = {
    version: 1,
    state: stateJson(report.state),
    ...(report.planes.length === 0 ? {} : { controlPlanes: planesJson(report.planes) }),
    findings: report.findings.map(({ finding, place, controlPlane }) => ({
      check: finding.check,
      severity: finding.severity,
      message: finding.message,
      ...place,
      key: finding.flagKey,
      evidence: finding.evidence,
      suggestions: finding.suggestions,
      ...(controlPlane === null ? {} : { controlPlane }),
    })),
    summary: {
      findings: report.findings.length,
      error,
      warning,
      info,
      hint,
      files: report.summary.files,
      parsed: report.summary.parsed,
      skipped: report.summary.skipped,
    },
    problems: problemsOf(report.summary.problems, report.cwd),
    assumptions: report.assumptions,
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}
