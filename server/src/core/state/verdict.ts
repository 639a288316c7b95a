/**
 * Can a flag go? The one judgement of the editor's hover, `sluice flags --stale` and `sluice report`; what is stale or stuck it asks
 * of `judgeStale` and `judgeStuck`, as the checks do.
 *
 * Every predicate (`predicates.ts`) says keep, caution, safe, unknown or nothing. The verdict follows, first rule that holds:
 *
 * 1. `keep`: a predicate says keep. Permanent flags, purposes that may stay forever, flags that still decide something in a critical
 *    environment, or that have not been constant for long enough, archived flags that no code reads.
 * 2. What critical environments serve is not known (an incomplete or too old state, no critical environment, not told since when):
 *    `keep`, and `isKnown` is false; but `caution` where the state as such is good and an expiry date has passed or the control plane
 *    itself marks the flag.
 * 3. `caution`: a predicate says caution (servers that apply something else, a recent change, another environment that serves
 *    something else, a half-open valve that nobody touches, dependents ...) or unknown. Unknown never becomes safe.
 * 4. `safe`: constant in every critical environment for longer than the purpose allows, and nothing contradicts.
 *
 * So whatever `stale-switch` or `stuck-valve` report is caution or safe here; the opposite does not hold, for these two look at
 * fewer things. The thresholds are those of `allowance.ts`, as configured for the two checks, and `recentMs`. docs/staleness.md tells
 * people the same.
 */
import type { CallSite, Environment, Flag, FlagSnapshot } from '../model.ts';
import type { ConfiguredTimes } from './allowance.ts';
import type { Predicate } from './predicate.ts';
import { gatherPredicates } from './predicates.ts';
import type { Survivor } from './survivor.ts';

/** On what a verdict is based. */
export interface VerdictInput {
  readonly snapshot: FlagSnapshot;
  /** False where the state is too old to say anything. */
  readonly isFresh: boolean;
  readonly criticalEnvironments: readonly Environment[];
  /** ms since the epoch. */
  readonly now: number;
  /** `after` as configured for `stale-switch` and `stuck-valve`. */
  readonly staleAfter: ConfiguredTimes;
  readonly stuckAfter: ConfiguredTimes;
  /** null: the workspace is not read, or not whole. */
  readonly code: CodeView | null;
}

export interface CodeView {
  /** Every call site of the flag. */
  readonly callSites: readonly CallSite[];
  /** How many call sites of the workspace compute their key. */
  readonly dynamicReads: number;
}

export interface FlagVerdict {
  readonly verdict: 'keep' | 'caution' | 'safe';
  /** False where it is `keep` only because nothing shows that the flag is done. */
  readonly isKnown: boolean;
  /** What every place keeps when the flag goes; null where it does not serve one and the same everywhere. */
  readonly survivor: Survivor | null;
  readonly predicates: readonly Predicate[];
  /** Names of the predicates that say unknown. */
  readonly missing: readonly string[];
}

/** Judges one flag. Pure: what it is not told, it does not know. */
export function judgeFlag(flag: Flag, input: VerdictInput): FlagVerdict {
  const { predicates, survivor, isServingKnown, isMarked } = gatherPredicates(flag, input);
  const said = new Set(predicates.map(({ says }) => says));
  const missing = predicates.filter(({ says }) => says === 'unknown').map(({ name }) => name);
  const verdict = (): FlagVerdict['verdict'] => {
    if (said.has('keep')) return 'keep';
    if (!isServingKnown) return isMarked ? 'caution' : 'keep';
    return said.has('caution') || said.has('unknown') ? 'caution' : 'safe';
  };
  return { verdict: verdict(), isKnown: said.has('keep') || isServingKnown || isMarked, survivor, predicates, missing };
}
