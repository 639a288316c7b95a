/** For programs. Stable: fields are added, never changed. */
import { countBySeverity, type CheckReport, type ReportedFinding } from '../check-report.ts';
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
    ...(report.shard === null ? {} : { shard: report.shard }),
    ...(report.baseline === null ? {} : { baseline: report.baseline }),
    ...(report.change === null ? {} : { change: report.change }),
    findings: report.findings.map((reported) => findingJson(reported, report.shard !== null)),
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

/** `isPart`: with what it takes to write a report of any format from it. */
function findingJson(reported: ReportedFinding, isPart: boolean): object {
  const { finding, place, related, fingerprint, controlPlane, isNew, change, path, sourceLine } = reported;
  return {
    check: finding.check,
    severity: finding.severity,
    message: finding.message,
    ...place,
    key: finding.flagKey,
    evidence: finding.evidence,
    suggestions: finding.suggestions,
    ...(related.length === 0 ? {} : { related }),
    fingerprint,
    ...(controlPlane === null ? {} : { controlPlane }),
    ...(isNew === null ? {} : { isNew }),
    ...(change === null ? {} : { change }),
    ...(isPart ? { path, sourceLine } : {}),
  };
}
