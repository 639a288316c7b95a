/** What `sluice report` tells of flag debt, ready for a reporter. The JSON report is this, field by field. */
import type { FlagKind, Purpose } from '../../core/model.ts';
import type { Predicate } from '../../core/state/predicate.ts';
import type { Survivor } from '../../core/state/survivor.ts';
import type { StateStatus } from '../../protocol.ts';

/** Best news first: the order of legends, bars and tables. */
export const healths = ['safe', 'caution', 'keep', 'unknown'] as const;
export type Health = (typeof healths)[number];

export interface DebtReport {
  /** ISO 8601: as of when; with `--state` the time of that state. */
  readonly at: string;
  /** The name of its folder. */
  readonly workspace: string;
  readonly planes: readonly ReportedPlane[];
  /** All of the state is there and complete: only then do numbers compare with those of another time. */
  readonly isComplete: boolean;
  readonly totals: DebtTotals;
  /** Sorted by key; archived flags that no code reads are left out. */
  readonly flags: readonly DebtFlag[];
  /** How many archived flags were left out. */
  readonly archived: number;
  /** What code reads where no state is known, so that nothing can be judged. Sorted by key. */
  readonly unjudged: readonly UnjudgedKey[];
  /** Oldest first; the last one is this report's, if it is complete. */
  readonly history: readonly HistoryEntry[];
  /** null: there is no earlier report, or one of the two is not complete. */
  readonly changes: DebtChanges | null;
  /** Why there are no changes although an earlier report was named. */
  readonly changesProblem: string | null;
}

export interface ReportedPlane {
  /** null where the workspace has only one. */
  readonly name: string | null;
  readonly state: StateStatus;
  /** How fresh its state is, in one line. Safe to show after escaping. */
  readonly line: string;
}

export type DebtTotals = { readonly [health in Health]: number } & { readonly flags: number };

export type HistoryEntry = DebtTotals & { readonly at: string };

export interface FlagName {
  /** The control plane it is a flag of; null where there is only one. */
  readonly controlPlane: string | null;
  readonly key: string;
}

export interface DebtFlag extends FlagName {
  readonly kind: FlagKind;
  readonly purpose: Purpose | null;
  readonly owner: string | null;
  readonly description: string | null;
  /** Its page in the control plane; checked to be one a person may open. */
  readonly url: string | null;
  readonly createdAt: string | null;
  /** Whole days. */
  readonly ageDays: number | null;
  /** Since when all critical environments have served one and the same. */
  readonly constantSince: string | null;
  readonly verdict: Health;
  /** The verdict in one sentence. */
  readonly text: string;
  readonly survivor: Survivor | null;
  /** The same in words. */
  readonly survives: string | null;
  readonly missing: readonly string[];
  readonly predicates: readonly Predicate[];
  readonly reads: number;
  readonly testReads: number;
  /** Where the code reads it. */
  readonly places: readonly DebtPlace[];
}

/** Relative to the workspace, with `/`; 1-based. */
export interface DebtPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface UnjudgedKey extends FlagName {
  readonly reads: number;
}

export interface DebtChanges {
  /** When the earlier report was made. */
  readonly since: string;
  readonly added: readonly FlagName[];
  readonly removed: readonly FlagName[];
  /** Safe or caution now, and not then. */
  readonly newlyStale: readonly FlagName[];
  /** Safe or caution then; now gone, or to be kept. */
  readonly resolved: readonly FlagName[];
  /** Safe or caution then and now. */
  readonly stillStale: number;
}

/** Safe to remove, or to be removed with caution: what has to be looked after. */
export function isStale({ verdict }: { readonly verdict: Health }): boolean {
  return verdict === 'safe' || verdict === 'caution';
}

/** How many of each. */
export function totalsOf(flags: readonly { readonly verdict: Health }[]): DebtTotals {
  const totals = { flags: flags.length, safe: 0, caution: 0, keep: 0, unknown: 0 };
  for (const { verdict } of flags) totals[verdict] += 1;
  return totals;
}
