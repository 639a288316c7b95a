/** Where control planes disagree, as `sluice status` tells it and as a build fails on it. */
import type { Comparison } from '../../core/state/compare.ts';
import { listOf, plural, quoteKey, visible } from '../../core/text.ts';
import type { Session } from '../../session/session.ts';
import { UsageError } from '../usage-error.ts';

/** The comparisons of a session; of one flag only, where a key is given. */
export function comparisonsOf(session: Session, key: string | null): readonly Comparison[] {
  const comparisons = session.comparisons();
  if (key === null) return comparisons;
  return comparisons.map((comparison) => {
    const notKnown = comparison.notKnown.filter((each) => each.key === key);
    return {
      ...comparison,
      flags: comparison.problem === null ? 1 : 0,
      // Of one flag, all is known that can be, unless it may be missing.
      isComplete: comparison.problem === null && !notKnown.some(({ scope }) => scope === null),
      differences: comparison.differences.filter((each) => each.key === key),
      notKnown,
    };
  });
}

/** Throws UsageError where no control plane is compared with another one. */
export function requireComparison({ planes }: Session): void {
  if (planes.some(({ comparedWith }) => comparedWith !== null)) return;
  throw new UsageError(
    'There is nothing to compare: list two control planes for the same folder (or both without a folder) under "controlPlanes" in sluice.config.json.',
    'status',
  );
}

/** Why a comparison may have missed something; null where it has not. */
export function comparisonTrouble(comparisons: readonly Comparison[]): string | null {
  const incomplete = comparisons.find(({ isComplete }) => !isComplete);
  if (!incomplete) return null;
  const { authoritative, compared, problem, notKnown } = incomplete;
  const keys = [...new Set(notKnown.map(({ key }) => quoteKey(key)))].slice(0, 3);
  const reason = problem ?? notKnown[0]?.why ?? 'The state of one of them is incomplete, empty or too old.';
  const about = keys.length > 0 && problem === null ? ` (${listOf(keys)})` : '';
  return `${authoritative} and ${compared} could not be compared completely${about}. ${visible(reason, 500)}`;
}

/** "3 differences in 2 flags of 14", and what was left out. */
export function comparisonSummary({ differences, notKnown, flags }: Comparison): string {
  const differing = new Set(differences.map(({ key }) => key)).size;
  const found =
    differences.length === 0
      ? `No differences in ${plural(flags, 'flag')}`
      : `${plural(differences.length, 'difference')} in ${differing} of ${plural(flags, 'flag')}`;
  return notKnown.length === 0 ? found : `${found}; ${notKnown.length} not known`;
}
