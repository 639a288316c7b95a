/** What changed since an earlier report, and how debt went over time. */
import {
  isStale,
  type DebtChanges,
  type DebtReport,
  type FlagName,
  type Health,
  type HistoryEntry,
} from './debt-report.ts';

/** As much of an earlier report as is compared. */
export interface EarlierReport {
  readonly at: string;
  readonly isComplete: boolean;
  readonly flags: readonly (FlagName & { readonly verdict: Health })[];
  readonly history: readonly HistoryEntry[];
}

/** Entries that are kept: one a day for more than five years. */
const mostHistory = 2_000;

type Compared = Pick<DebtReport, 'history' | 'changes' | 'changesProblem'>;

/**
 * The history with this report's totals added, and the changes. Unknown is not absent: where one of the two reports is not complete,
 * nothing is said to be added, removed or resolved.
 */
export function compareReports(
  current: Pick<DebtReport, 'at' | 'isComplete' | 'totals' | 'flags'>,
  earlier: EarlierReport | null,
): Compared {
  const entry: readonly HistoryEntry[] = current.isComplete ? [{ at: current.at, ...current.totals }] : [];
  const byTime = new Map([...(earlier?.history ?? []), ...entry].map((each) => [each.at, each]));
  const history = [...byTime.values()].sort((a, b) => (a.at < b.at ? -1 : 1)).slice(-mostHistory);
  if (earlier === null) return { history, changes: null, changesProblem: null };
  const problem = !current.isComplete
    ? 'The state is not complete, so nothing is compared.'
    : !earlier.isComplete
      ? 'The state of the earlier report was not complete, so nothing is compared.'
      : null;
  return { history, changes: problem === null ? changesOf(current, earlier) : null, changesProblem: problem };
}

function changesOf({ flags }: Pick<DebtReport, 'flags'>, earlier: EarlierReport): DebtChanges {
  const now = new Map(flags.map((flag) => [idOf(flag), flag]));
  const then = new Map(earlier.flags.map((flag) => [idOf(flag), flag]));
  const wasStale = (flag: FlagName): boolean => {
    const known = then.get(idOf(flag));
    return known !== undefined && isStale(known);
  };
  return {
    since: earlier.at,
    added: names(flags.filter((flag) => !then.has(idOf(flag)))),
    removed: names(earlier.flags.filter((flag) => !now.has(idOf(flag)))),
    newlyStale: names(flags.filter((flag) => isStale(flag) && !wasStale(flag))),
    resolved: names(
      earlier.flags.filter((flag) => {
        const verdict = now.get(idOf(flag))?.verdict;
        return isStale(flag) && (verdict === undefined || verdict === 'keep');
      }),
    ),
    stillStale: flags.filter((flag) => isStale(flag) && wasStale(flag)).length,
  };
}

function names(flags: readonly FlagName[]): readonly FlagName[] {
  return flags
    .map(({ controlPlane, key }) => ({ controlPlane, key }))
    .sort((a, b) => (a.key === b.key ? (idOf(a) < idOf(b) ? -1 : 1) : a.key < b.key ? -1 : 1));
}

function idOf({ controlPlane, key }: FlagName): string {
  return JSON.stringify([controlPlane, key]);
}
