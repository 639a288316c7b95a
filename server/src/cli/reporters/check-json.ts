/** For programs. Stable: fields are added, never changed. */
import { countAll, type CheckReport, type ReportedFinding } from '../check/check-report.ts';
import { sumOf } from '../check/limit-findings.ts';
import { jsonText } from './json-text.ts';
import { planesJson } from './planes-json.ts';
import { problemsOf } from './problems.ts';
import { stateJson } from './state-json.ts';

/** One object and a line break. Sorted, so that two runs on the same state give the same bytes. */
export function checkJson(report: CheckReport): string {
  const { outcome, leftOut } = report;
  const counts = countAll(report);
  return jsonText({
    version: 1,
    outcome: outcome.kind,
    outcomeReason: outcome.reason,
    isStateRequired: outcome.isStateRequired,
    state: stateJson(report.state),
    isStatePinned: report.isStateGiven,
    ...(report.planes.length === 0 ? {} : { controlPlanes: planesJson(report.planes) }),
    ...(report.shard === null ? {} : { shard: report.shard }),
    ...(report.baseline === null ? {} : { baseline: report.baseline }),
    ...(report.change === null ? {} : { change: report.change }),
    findings: report.findings.map((reported) => findingJson(reported, report.shard !== null)),
    summary: {
      findings: sumOf(counts),
      ...counts,
      ...(leftOut === null
        ? {}
        : { leftOut: { findings: sumOf(leftOut.counts), ...leftOut.counts, why: leftOut.why } }),
      files: report.summary.files,
      parsed: report.summary.parsed,
      skipped: report.summary.skipped,
    },
    problems: problemsOf(report.summary.problems, report.cwd),
    assumptions: report.assumptions,
  });
}

/** `isPart`: with what it takes to write a report of any format from it. */
function findingJson(reported: ReportedFinding, isPart: boolean): object {
  const { finding, place, related, fixes, fingerprint, controlPlane, isNew, change, path, sourceLine } = reported;
  return {
    check: finding.check,
    severity: finding.severity,
    message: finding.message,
    ...place,
    key: finding.flagKey,
    evidence: finding.evidence,
    suggestions: finding.suggestions,
    ...(related.length === 0 ? {} : { related }),
    ...(fixes.length === 0 ? {} : { fixes }),
    fingerprint,
    ...(controlPlane === null ? {} : { controlPlane }),
    ...(isNew === null ? {} : { isNew }),
    ...(change === null ? {} : { change }),
    ...(isPart ? { path, sourceLine } : {}),
  };
}
