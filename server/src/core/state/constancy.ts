/** Does a flag serve one and the same everywhere, and since when? */
import type { Environment, Flag, Serving } from '../model.ts';
import { timeOf } from './age.ts';
import { scopesOf } from './environments.ts';
import { singleVariant, stateIn } from './serving.ts';

/** What everybody gets: a variant, or, where the flag is disabled, the default value written in the code. */
export type Outcome = { readonly kind: 'variant'; readonly variant: string } | { readonly kind: 'code-default' };

export interface Constancy {
  readonly outcome: Outcome;
  /** Per environment, in the given order. */
  readonly environments: readonly {
    readonly key: string;
    readonly since: string;
    readonly lastEvaluatedAt: string | null;
  }[];
  /** The youngest `since`: from then on, all of them agreed. ms since the epoch. */
  readonly sinceMs: number;
}

/**
 * The outcome on which every scope of every given environment agrees: the environment, its datacenters and servers, and each
 * server's own report where there is one. null where they differ, where rules or shares divide the load, where an environment
 * is not known or does not say since when, and where there are no environments.
 */
export function constancyOf(flag: Flag, environments: readonly Environment[]): Constancy | null {
  let common: Outcome | null = null;
  const judged: { key: string; since: string; lastEvaluatedAt: string | null }[] = [];
  let sinceMs = -Infinity;
  for (const environment of environments) {
    const state = stateIn(flag, environment.key);
    const time = timeOf(state?.constantSince ?? null);
    if (state === null || state.constantSince === null || time === null) return null;
    const servings = [
      ...scopesOf(environment, state).map((scope) => scope.serving),
      ...state.observed.map((observed) => observed.serving),
    ];
    for (const serving of servings) {
      const outcome = outcomeOf(serving);
      if (outcome === null || (common !== null && !sameOutcome(common, outcome))) return null;
      common = outcome;
    }
    judged.push({ key: environment.key, since: state.constantSince, lastEvaluatedAt: state.lastEvaluatedAt });
    sinceMs = Math.max(sinceMs, time);
  }
  return common === null ? null : { outcome: common, environments: judged, sinceMs };
}

/** What everybody in one scope gets; null where not everybody gets the same. */
export function outcomeOf(serving: Serving): Outcome | null {
  if (serving.kind === 'off') return { kind: 'code-default' };
  if (serving.kind === 'targeted' && serving.rules === 0) return outcomeOf(serving.otherwise);
  const variant = singleVariant(serving);
  return variant === null ? null : { kind: 'variant', variant };
}

/** The serving that has this outcome. */
export function servingOfOutcome(outcome: Outcome): Serving {
  return outcome.kind === 'variant' ? { kind: 'static', variant: outcome.variant } : { kind: 'off' };
}

/** Whether both leave everybody with the same. */
export function sameOutcome(left: Outcome, right: Outcome): boolean {
  return left.kind === 'variant'
    ? right.kind === 'variant' && left.variant === right.variant
    : right.kind === left.kind;
}
