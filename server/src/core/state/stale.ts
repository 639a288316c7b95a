/** Has a flag stopped deciding anything? The one judgement of `sluice check`, the editor and the dashboard. */
import type { Environment, Flag } from '../model.ts';
import { allowanceOf, staleAfter, type Allowance, type ConfiguredTimes } from './allowance.ts';
import { constancyOf, servingOfOutcome, type Constancy, type Outcome } from './constancy.ts';
import { servingLabel } from './serving.ts';

/** On what a flag is judged. */
export interface JudgedOn {
  readonly criticalEnvironments: readonly Environment[];
  /** ms since the epoch up to which the state is known: what happened after it was read is not. */
  readonly knownUntil: number;
  readonly after: ConfiguredTimes;
}

export interface Stale {
  readonly constancy: Constancy;
  readonly allowance: Allowance;
}

/**
 * A flag that has served one and the same to everybody in every critical environment for longer than its purpose allows.
 * null where it has not, where it may, where it is permanent or archived, and where that is not known.
 */
export function judgeStale(flag: Flag, { criticalEnvironments, knownUntil, after }: JudgedOn): Stale | null {
  if (flag.permanent || flag.archivedAt !== null) return null;
  const allowance = allowanceOf(flag, after, staleAfter);
  if (allowance.ms === null) return null;
  const constancy = constancyOf(flag, criticalEnvironments);
  if (constancy === null || !(knownUntil - constancy.sinceMs > allowance.ms)) return null;
  return { constancy, allowance };
}

/** What everybody gets, in words that follow "has been": `on`, `at 0 %`, `serving variant blue`, `disabled`. */
export function outcomeLabel(flag: Flag, outcome: Outcome): string {
  if (outcome.kind === 'code-default') return 'disabled';
  const label = servingLabel(flag, servingOfOutcome(outcome));
  if (flag.kind === 'valve') return `at ${label}`;
  return label === 'on' || label === 'off' ? label : `serving ${label}`;
}
