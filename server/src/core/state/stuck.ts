/** Has somebody forgotten a rollout halfway? The one judgement of `sluice check`, the editor and the dashboard. */
import type { Environment, Flag, FlagState } from '../model.ts';
import { timeOf } from './age.ts';
import { allowanceOf, stuckAfter, type Allowance } from './allowance.ts';
import { leavesOf } from './environments.ts';
import { formatShare, fullShare, openShare, stateIn } from './serving.ts';
import type { JudgedOn } from './stale.ts';

/** One environment in which a valve has stood half open for too long. */
export interface StuckPlace {
  readonly environment: string;
  /** `25 %`, or `10 % to 100 %` where the scopes differ. */
  readonly shares: string;
  readonly since: string;
  readonly changedBy: string | null;
}

export interface Stuck {
  /** At least one. */
  readonly places: readonly StuckPlace[];
  readonly allowance: Allowance;
}

/**
 * A valve that is neither closed nor fully open in a critical environment, and that nobody has touched there for longer than its
 * purpose allows. null where that is not so, where it may, where it is permanent or archived, and where that is not known.
 */
export function judgeStuck(flag: Flag, { criticalEnvironments, knownUntil, after }: JudgedOn): Stuck | null {
  if (flag.kind !== 'valve' || flag.permanent || flag.archivedAt !== null) return null;
  const allowance = allowanceOf(flag, after, stuckAfter);
  const { ms } = allowance;
  if (ms === null) return null;
  const places = criticalEnvironments.flatMap((environment) => stuckIn(flag, environment, knownUntil - ms) ?? []);
  return places.length === 0 ? null : { places, allowance };
}

function stuckIn(flag: Flag, environment: Environment, changedBefore: number): StuckPlace | null {
  const state = stateIn(flag, environment.key);
  if (state === null) return null;
  const shares = leavesOf(environment, state).map((scope) => openShare(flag, scope.serving));
  const known = shares.filter((share) => share !== null);
  if (
    known.length < shares.length ||
    known.every((share) => share === 0) ||
    known.every((share) => share === fullShare)
  ) {
    return null;
  }
  const last = lastChange(state);
  if (last === null || !(last.time < changedBefore)) return null;
  return { environment: environment.key, shares: sharesLabel(known), since: last.at, changedBy: last.by };
}

/** The latest change of any scope; null where one of them does not tell its own, for that may be the latest. */
function lastChange(state: FlagState): { time: number; at: string; by: string | null } | null {
  let last: { time: number; at: string; by: string | null } | null = null;
  for (const { changedAt, changedBy } of [state, ...state.scopes]) {
    const time = timeOf(changedAt);
    if (changedAt === null || time === null) return null;
    if (last === null || time > last.time) last = { time, at: changedAt, by: changedBy };
  }
  return last;
}

function sharesLabel(shares: readonly number[]): string {
  const [lowest, highest] = [Math.min(...shares), Math.max(...shares)];
  return lowest === highest ? formatShare(lowest) : `${formatShare(lowest)} to ${formatShare(highest)}`;
}
