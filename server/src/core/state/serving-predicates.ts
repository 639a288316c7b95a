/** What a flag serves, applies and is asked for in each environment, as predicates. */
import type { Environment, Flag, FlagSnapshot, FlagState } from '../model.ts';
import { plural, visible } from '../text.ts';
import { ageSince, dayMs, formatAge, timeOf } from './age.ts';
import type { Allowance, ConfiguredTimes } from './allowance.ts';
import { constancyOf, outcomeOf, sameOutcome, type Outcome } from './constancy.ts';
import { scopesOf } from './environments.ts';
import { observedPredicates } from './observed-predicates.ts';
import { nothing, type Predicate } from './predicate.ts';
import { sameServing, servingLabel, stateIn } from './serving.ts';
import { outcomeLabel } from './stale.ts';
import { judgeStuck } from './stuck.ts';

/** A change or an evaluation that is younger contradicts "nobody needs it any more". */
export const recentMs = 7 * dayMs;

/** Overrides that are listed one by one. */
const listed = 5;

export interface Scene {
  readonly flag: Flag;
  readonly snapshot: FlagSnapshot;
  readonly critical: readonly Environment[];
  readonly allowance: Allowance;
  /** ms since the epoch. */
  readonly knownUntil: number;
  /** What all critical environments serve to everybody; null where they do not. */
  readonly outcome: Outcome | null;
  /** How often the code reads the flag; null where that is not known. */
  readonly reads: number | null;
  readonly stuckAfter: ConfiguredTimes;
}

/** Those of one critical environment; `isKnown` is false where it is not known what it serves, or since when. */
export interface ServedPredicates {
  readonly isKnown: boolean;
  readonly predicates: readonly Predicate[];
}

/** What critical environments serve decides first of all. */
export function criticalPredicates(scene: Scene): readonly ServedPredicates[] {
  return scene.critical.map((environment) => {
    const state = stateIn(scene.flag, environment.key);
    const served = servedIn(scene, environment, state);
    return {
      isKnown: served.says !== 'unknown',
      predicates: [served, ...(state === null ? [] : detailsOf(scene, environment, state))],
    };
  });
}

/** Whether several critical environments serve the same; nothing where there are no two, or one divides its load. */
export function agreementOf({ flag, critical }: Scene): readonly Predicate[] {
  const outcomes = critical.map((environment) => ({
    key: environment.key,
    outcome: constancyOf(flag, [environment])?.outcome ?? null,
  }));
  const [first, ...others] = outcomes;
  if (!first?.outcome || others.length === 0 || others.some(({ outcome }) => outcome === null)) return [];
  const told = { name: 'critical environments', source: 'control plane', at: null } as const;
  const { outcome: common } = first;
  if (others.every(({ outcome }) => outcome !== null && sameOutcome(common, outcome)))
    return [{ ...told, value: 'all serve the same', says: 'safe' }];
  const parts = outcomes.map(
    ({ key, outcome }) => `${visible(key)} ${outcome === null ? '' : outcomeLabel(flag, outcome)}`,
  );
  return [{ ...told, value: parts.join(', '), says: 'keep' }];
}

/** Environments without real users contradict where they serve something else than the critical ones, or have just begun to. */
export function otherPredicates(scene: Scene, environments: readonly Environment[]): readonly Predicate[] {
  return environments.flatMap((environment) => {
    const state = stateIn(scene.flag, environment.key);
    const served = servedElsewhere(scene, environment, state);
    return state === null ? [served] : [served, evaluatedIn(scene, environment, state)];
  });
}

function servedIn(scene: Scene, environment: Environment, state: FlagState | null): Predicate {
  const { flag, allowance, knownUntil, stuckAfter } = scene;
  const told = (value: string, at: string | null, says: Predicate['says']): Predicate => ({
    name: `served in ${visible(environment.key)}`,
    value,
    source: 'control plane',
    at,
    says,
  });
  if (state === null) return told(nothing.notTold, null, 'unknown');
  // Reports of servers have a predicate of their own.
  const constancy = constancyOf({ ...flag, environments: { [environment.key]: { ...state, observed: [] } } }, [
    environment,
  ]);
  if (constancy !== null) {
    const age = Math.max(0, knownUntil - constancy.sinceMs);
    const label = `${outcomeLabel(flag, constancy.outcome)} everywhere for ${formatAge(age)}`;
    if (allowance.ms === null) return told(label, state.constantSince, null);
    const says = knownUntil - constancy.sinceMs > allowance.ms ? 'safe' : 'keep';
    return told(`${label}, allowed ${formatAge(allowance.ms)}`, state.constantSince, says);
  }
  const single = singleOutcome(environment, state);
  if (single !== null) return told(`${outcomeLabel(flag, single)} everywhere, since when is not told`, null, 'unknown');
  const stuck = judgeStuck(flag, { criticalEnvironments: [environment], knownUntil, after: stuckAfter });
  const [place] = stuck?.places ?? [];
  if (place !== undefined && stuck?.allowance.ms) {
    const age = formatAge(ageSince(place.since, knownUntil) ?? 0);
    return told(`${place.shares} for ${age}, allowed ${formatAge(stuck.allowance.ms)}`, place.since, 'caution');
  }
  const differs = differingOverrides(state).length;
  const elsewhere = differs === 0 ? '' : `, other in ${plural(differs, 'override')}`;
  return told(
    `${servingLabel(flag, state.serving)}${elsewhere}, so it still decides something`,
    state.changedAt,
    'keep',
  );
}

/** Overrides, reports, the last change and the last evaluation. */
function detailsOf(scene: Scene, environment: Environment, state: FlagState): readonly Predicate[] {
  const { flag, knownUntil } = scene;
  return [
    ...overridePredicates(flag, environment, state),
    ...observedPredicates(flag, environment, state),
    changedIn(environment, state, knownUntil),
    evaluatedIn(scene, environment, state),
  ];
}

function overridePredicates(flag: Flag, environment: Environment, state: FlagState): readonly Predicate[] {
  const key = visible(environment.key);
  const told = { source: 'control plane', says: null } as const;
  const differing = differingOverrides(state);
  const count = state.scopes.length;
  const value = differing.length === 0 ? 'serving the same' : `${differing.length} of them serving something else`;
  return [
    {
      ...told,
      name: `overrides in ${key}`,
      value: count === 0 ? nothing.none : `${count}, ${value}`,
      at: null,
    },
    ...differing.slice(0, listed).map(({ datacenter, server, serving, changedAt }) => ({
      ...told,
      name: `served in ${key} / ${visible(server === null ? datacenter : `${datacenter} / ${server}`)}`,
      value: servingLabel(flag, serving),
      at: changedAt,
    })),
  ];
}

function differingOverrides({ serving, scopes }: FlagState): FlagState['scopes'] {
  return scopes.filter((scope) => !sameServing(scope.serving, serving));
}

function changedIn({ key }: Environment, state: FlagState, knownUntil: number): Predicate {
  const changes = [state, ...state.scopes].flatMap(({ changedAt, changedBy }) => {
    const time = timeOf(changedAt);
    return time === null ? [] : [{ time, at: changedAt, by: changedBy }];
  });
  const told = { name: `changed in ${visible(key)}`, source: 'control plane' } as const;
  const [last] = changes.sort((left, right) => right.time - left.time);
  if (last === undefined) return { ...told, value: nothing.notTold, at: null, says: null };
  const age = Math.max(0, knownUntil - last.time);
  const by = last.by === null ? '' : ` by ${visible(last.by, 60)}`;
  // Where it has been constant for longer, something else than its value was changed: somebody is at work.
  return { ...told, value: `${formatAge(age)} ago${by}`, at: last.at, says: age < recentMs ? 'caution' : null };
}

/** Says something only where the workspace does not read the flag: then somebody else may. */
function evaluatedIn({ snapshot, reads, knownUntil }: Scene, { key }: Environment, state: FlagState): Predicate {
  const told = { name: `last evaluated in ${visible(key)}`, source: 'control plane' } as const;
  const decides = (says: Predicate['says']): Predicate['says'] => (reads === 0 ? says : null);
  const age = ageSince(state.lastEvaluatedAt, knownUntil);
  if (age !== null) {
    const says = decides(age < recentMs ? 'caution' : 'safe');
    return { ...told, value: `${formatAge(age)} ago`, at: state.lastEvaluatedAt, says };
  }
  const tells = snapshot.controlPlane.tells?.includes('evaluated') === true;
  return tells
    ? { ...told, value: 'never', at: null, says: decides('safe') }
    : { ...told, value: nothing.notTold, at: null, says: decides('unknown') };
}

function servedElsewhere(
  { flag, outcome, knownUntil }: Scene,
  environment: Environment,
  state: FlagState | null,
): Predicate {
  const told = (value: string, says: Predicate['says']): Predicate => ({
    name: `served in ${visible(environment.key)}`,
    value,
    source: 'control plane',
    at: state?.constantSince ?? state?.changedAt ?? null,
    // Where the critical environments still decide something, the others add nothing.
    says: outcome === null ? null : says,
  });
  if (state === null) return told(nothing.notTold, 'unknown');
  const own = singleOutcome(environment, state);
  if (own === null) return told(servingLabel(flag, state.serving), 'caution');
  const age = ageSince(state.constantSince, knownUntil);
  const label = outcomeLabel(flag, own);
  const value = age === null ? `${label}, since when is not told` : `${label} for ${formatAge(age)}`;
  if (outcome !== null && !sameOutcome(own, outcome)) return told(value, 'caution');
  if (age === null) return told(value, 'unknown');
  return told(value, age < recentMs ? 'caution' : 'safe');
}

/** What everybody in the environment is to get, in whatever scope; null where not everybody gets the same. */
function singleOutcome(environment: Environment, state: FlagState): Outcome | null {
  const [first, ...others] = scopesOf(environment, state).map(({ serving }) => outcomeOf(serving));
  if (first === undefined || first === null) return null;
  return others.every((other) => other !== null && sameOutcome(first, other)) ? first : null;
}
