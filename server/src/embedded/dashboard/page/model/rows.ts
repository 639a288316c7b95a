/** What a row says about its flag beside the cells, and what rows are picked and sorted by. Pure. */
import type { Environment, Flag, FlagState, Serving } from '../../../../core/model.ts';
import type { Column } from './columns.ts';
import type { Drift, FleetIndex } from './fleet.ts';
import { judgeHealth, type HealthMark } from './health.ts';
import { effectiveServing, isPartlyOpen, sameServing, servingLabel } from './serving.ts';
import { age, ago, exactTime } from './time.ts';
import type { PageEnvironment } from './wire.ts';

export interface Change {
  readonly at: string | null;
  readonly by: string | null;
}

/** What the row says about a flag beside its cells, seen from one environment. */
export interface RowFacts {
  /** For how long the environment has been as it is: "203 days"; "–" where nobody knows. */
  readonly unchanged: string;
  /** Who made the last change; null where nobody knows. */
  readonly by: string | null;
  /** `constant`: every server serves one and the same variant; `moving`: it is partly open, or servers differ. */
  readonly tone: 'constant' | 'moving' | 'unknown';
  /** The same in sentences. */
  readonly lines: readonly string[];
}

/** Everything rows are filtered and sorted by, worked out once per flag. */
export interface Assessed {
  readonly flag: Flag;
  readonly marks: readonly HealthMark[];
  /** Servers of one environment serve different things. */
  readonly differs: boolean;
  /** Some server lets a part of the load through. */
  readonly partlyOpen: boolean;
  /** Key, description, owner, purpose and tags, in lower case. */
  readonly text: string;
}

export interface AssessOptions {
  readonly environments: readonly PageEnvironment[];
  readonly columns: readonly Column[];
  readonly fleet: FleetIndex | null;
  readonly now: number;
  /** Epoch milliseconds up to which the state is known. */
  readonly knownUntil: number;
}

/** Works through flags again only where they, their servers or the minute have changed: thousands of them cost nothing while nothing happens. */
export function createAssessor(): (flags: Iterable<Flag>, options: AssessOptions) => Assessed[] {
  let known = new WeakMap<Flag, { readonly drifts: readonly Drift[]; readonly value: Assessed }>();
  let last: { environments: unknown; columns: unknown; minute: number } | null = null;
  return (flags, options) => {
    const { environments, columns, fleet, now } = options;
    const minute = Math.floor(now / 60_000);
    if (last?.environments !== environments || last.columns !== columns || last.minute !== minute) {
      known = new WeakMap();
      last = { environments, columns, minute };
    }
    return Array.from(flags, (flag) => {
      const drifts = fleet?.driftOf.get(flag.key) ?? noDrifts;
      const before = known.get(flag);
      if (before?.drifts === drifts) return before.value;
      const value = assess(flag, drifts, options);
      known.set(flag, { drifts, value });
      return value;
    });
  };
}

const noDrifts: readonly Drift[] = [];

export function assess(flag: Flag, drifts: readonly Drift[], options: AssessOptions): Assessed {
  const { environments, columns } = options;
  return {
    flag,
    marks: judgeHealth(flag, environments, drifts, options),
    differs: differsBetweenServers(flag, columns),
    partlyOpen: partlyOpenSomewhere(flag, columns),
    text: [flag.key, flag.description, flag.owner, flag.purpose, ...flag.tags].join('\n').toLowerCase(),
  };
}

export function rowFacts(flag: Flag, environment: string | null, now: number): RowFacts {
  const state = environment === null ? undefined : flag.environments[environment];
  const created = flag.createdAt === null ? [] : [`Created ${ago(flag.createdAt, now)}, ${exactTime(flag.createdAt)}`];
  if (state === undefined || environment === null) {
    const why = environment === null ? 'There is no environment.' : `The flag has no state in ${environment}.`;
    return { unchanged: '–', by: null, tone: 'unknown', lines: [why, ...created] };
  }
  const change = lastChange(flag, environment);
  const constantFor = age(state.constantSince, now);
  const changed = `Last change: ${exactTime(change.at)} by ${change.by ?? 'nobody known'}`;
  if (constantFor !== null) {
    const { text } = servingLabel(flag, constantServing(state));
    const constant = `Constant for ${constantFor}: ${environment} serves ${text} everywhere.`;
    return { unchanged: constantFor, by: change.by, tone: 'constant', lines: [constant, changed, ...created] };
  }
  const moving = `${environment} does not serve one and the same variant everywhere.`;
  return {
    unchanged: age(change.at, now) ?? '–',
    by: change.by,
    tone: 'moving',
    lines: [moving, changed, ...created],
  };
}

/** The latest change of a flag in one environment, or anywhere. */
export function lastChange(flag: Flag, environment: string | null): Change {
  let latest: Change = { at: null, by: null };
  let time = -Infinity;
  for (const [key, state] of Object.entries(flag.environments)) {
    if (environment !== null && key !== environment) continue;
    for (const { changedAt, changedBy } of [state, ...state.scopes]) {
      const at = changedAt === null ? Number.NaN : Date.parse(changedAt);
      if (!(at > time)) continue;
      time = at;
      latest = { at: changedAt, by: changedBy };
    }
  }
  return latest;
}

/** True where two servers of one environment serve different things. Environments may differ: that is what they are for. */
export function differsBetweenServers(flag: Flag, columns: readonly Column[]): boolean {
  let environment: string | null = null;
  let first: Serving | null = null;
  for (const { scope } of columns) {
    const serving = effectiveServing(flag, scope)?.serving ?? null;
    if (scope.environment !== environment) {
      environment = scope.environment;
      first = serving;
    } else if (serving !== first && !sameServing(first, serving)) return true;
  }
  return false;
}

export function partlyOpenSomewhere(flag: Flag, columns: readonly Column[]): boolean {
  let before: Serving | null = null;
  return columns.some(({ scope }) => {
    const serving = effectiveServing(flag, scope)?.serving ?? null;
    // Most servers of an environment share one serving.
    if (serving === null || serving === before) return false;
    before = serving;
    return isPartlyOpen(serving);
  });
}

/** The environment whose ages the facts columns show: the picked one, else the first critical one, else the first. */
export function factsEnvironment(environments: readonly Environment[], picked: string | null): string | null {
  if (picked !== null) return picked;
  return (environments.find(({ critical }) => critical) ?? environments[0])?.key ?? null;
}

/** A constant environment may be set by overrides alone: then the first of them says what it serves. */
function constantServing(state: FlagState): Serving {
  return isPartlyOpen(state.serving) ? (state.scopes[0]?.serving ?? state.serving) : state.serving;
}
