/** Tells known findings from new ones. */
import type { CheckReport } from '../check/check-report.ts';
import type { Baseline, BaselineEntry } from './baseline-file.ts';

export interface Told {
  /** The file (relative to the workspace) was looked at. */
  isLookedAt(path: string): boolean;
  /** Findings of checks that need the state are all there. */
  readonly hasState: boolean;
}

export interface AppliedBaseline {
  /** Every finding says whether it is new; `baseline` is filled in. */
  readonly report: CheckReport;
  /** Entries without the ones that are gone. */
  readonly left: readonly BaselineEntry[];
}

/** Compares all findings of a run with a baseline. An entry is gone only where a finding would have been seen. */
export function applyBaseline(
  report: CheckReport,
  { file, baseline }: { readonly file: string; readonly baseline: Baseline },
  { isLookedAt, hasState }: Told,
): AppliedBaseline {
  const accepted = new Set(baseline.entries.map(({ fingerprint }) => fingerprint));
  const findings = report.findings.map((finding) => ({ ...finding, isNew: !accepted.has(finding.fingerprint) }));
  const present = new Set(findings.map(({ fingerprint }) => fingerprint));
  const needState = new Set(report.checks.filter(({ needsState }) => needsState).map(({ id }) => id));

  const isTold = (entry: BaselineEntry): boolean => isLookedAt(entry.file) && (hasState || !needState.has(entry.check));
  const missing = baseline.entries.filter(({ fingerprint }) => !present.has(fingerprint));
  const gone = new Set(missing.filter(isTold));
  const fresh = findings.filter(({ isNew }) => isNew).length;
  return {
    report: {
      ...report,
      findings,
      baseline: {
        file,
        known: findings.length - fresh,
        new: fresh,
        leftOut: 0,
        gone: gone.size,
        isPruned: false,
        notTold: missing.length - gone.size,
      },
    },
    left: baseline.entries.filter((entry) => !gone.has(entry)),
  };
}

/** `--new-only`: without the findings that are known. */
export function onlyNew(report: CheckReport): CheckReport {
  const findings = report.findings.filter(({ isNew }) => isNew !== false);
  const leftOut = report.findings.length - findings.length;
  return { ...report, findings, baseline: report.baseline && { ...report.baseline, leftOut } };
}

/** The counts again, after findings that are not asked for were left out. */
export function recounted(report: CheckReport): CheckReport {
  const fresh = report.findings.filter(({ isNew }) => isNew !== false).length;
  const known = report.findings.length - fresh;
  return { ...report, baseline: report.baseline && { ...report.baseline, known, new: fresh } };
}
