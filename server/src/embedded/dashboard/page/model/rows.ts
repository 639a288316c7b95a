/** The rows of the matrix: one per flag, with its facts and one cell per column. Pure. */
import type { Environment, Flag, FlagState, ObservedServing, Serving } from '../../../../core/model.ts';
import type { Column } from './columns.ts';
import { scopeName } from './columns.ts';
import { effectiveServing, isPartlyOpen, sameServing, servingLabel } from './serving.ts';
import type { ServingLabel, ServingSource } from './serving.ts';
import { age, exactTime } from './time.ts';

export interface Cell {
  readonly label: ServingLabel;
  /** Null where the flag has no state there. */
  readonly source: ServingSource | null;
  /** True where this column's serving is set narrower than its environment. */
  readonly override: boolean;
  /** What the server reported to apply, where that differs from what it should serve. */
  readonly observed: string | null;
  readonly title: string;
  /** Equal signatures look equal: a changed one is what flashes. */
  readonly signature: string;
}

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
  readonly title: string;
  readonly expired: boolean;
}

export function buildCell(flag: Flag, column: Column): Cell {
  const effective = effectiveServing(flag, column.scope);
  const label = servingLabel(flag, effective?.serving ?? null);
  const observed = observedElsewhere(flag, column);
  const observedText = observed === null ? null : servingLabel(flag, observed.serving).text;
  const override = effective !== null && effective.source !== 'environment';
  const origin =
    effective === null
      ? 'no state'
      : effective.source === 'environment'
        ? `inherited from ${column.scope.environment}`
        : `override for this ${effective.source}`;
  const title = [
    scopeName(column.scope),
    `${label.long} (${origin})`,
    ...(observedText === null ? [] : [`the server still applies ${observedText}`]),
  ].join('\n');
  const signature = [label.tone, label.text, label.share, effective?.source, observedText].join('|');
  return { label, source: effective?.source ?? null, override, observed: observedText, title, signature };
}

export function rowFacts(flag: Flag, environment: string | null, now: number): RowFacts {
  const state = environment === null ? undefined : flag.environments[environment];
  const expired = flag.expiresAt !== null && Date.parse(flag.expiresAt) <= now;
  if (state === undefined || environment === null) {
    const title = environment === null ? 'There is no environment.' : `The flag has no state in ${environment}.`;
    return { unchanged: '–', by: null, tone: 'unknown', title, expired };
  }
  const change = lastChange(flag, environment);
  const constantFor = age(state.constantSince, now);
  const changed = `Last change: ${exactTime(change.at)} by ${change.by ?? 'nobody known'}`;
  if (constantFor !== null) {
    const { text } = servingLabel(flag, constantServing(state));
    const title = `Constant for ${constantFor}: ${environment} serves ${text} everywhere.\n${changed}`;
    return { unchanged: constantFor, by: change.by, tone: 'constant', title, expired };
  }
  const title = `${environment} does not serve one and the same variant everywhere.\n${changed}`;
  return { unchanged: age(change.at, now) ?? '–', by: change.by, tone: 'moving', title, expired };
}

/** The latest change of a flag in one environment, or anywhere. */
export function lastChange(flag: Flag, environment: string | null): Change {
  const states = Object.entries(flag.environments)
    .filter(([key]) => environment === null || key === environment)
    .map(([, state]) => state);
  const changes = states
    .flatMap((state) => [state, ...state.scopes])
    .filter(({ changedAt }) => changedAt !== null)
    .sort((one, other) => Date.parse(other.changedAt ?? '') - Date.parse(one.changedAt ?? ''));
  const [latest] = changes;
  return { at: latest?.changedAt ?? null, by: latest?.changedBy ?? null };
}

/** True where two servers of one environment serve different things. Environments may differ: that is what they are for. */
export function differsBetweenServers(flag: Flag, columns: readonly Column[]): boolean {
  const first = new Map<string, ReturnType<typeof effectiveServing>>();
  for (const { scope } of columns) {
    const effective = effectiveServing(flag, scope);
    const known = first.get(scope.environment);
    if (known === undefined) first.set(scope.environment, effective);
    else if (!sameServing(known?.serving ?? null, effective?.serving ?? null)) return true;
  }
  return false;
}

export function partlyOpenSomewhere(flag: Flag, columns: readonly Column[]): boolean {
  return columns.some(({ scope }) => {
    const effective = effectiveServing(flag, scope);
    return effective !== null && isPartlyOpen(effective.serving);
  });
}

/** The environment whose ages the facts columns show: the picked one, else the first critical one, else the first. */
export function factsEnvironment(environments: readonly Environment[], picked: string | null): string | null {
  if (picked !== null) return picked;
  return (environments.find(({ critical }) => critical) ?? environments[0])?.key ?? null;
}

/** Indexes of the cells that look different now. A cell that did not exist before has not changed. */
export function changedCells(before: readonly Cell[], after: readonly Cell[]): number[] {
  return after.flatMap((cell, index) => {
    const old = before[index];
    return old !== undefined && old.signature !== cell.signature ? [index] : [];
  });
}

/** A constant environment may be set by overrides alone: then the first of them says what it serves. */
function constantServing(state: FlagState): Serving {
  return isPartlyOpen(state.serving) ? (state.scopes[0]?.serving ?? state.serving) : state.serving;
}

function observedElsewhere(flag: Flag, column: Column): ObservedServing | null {
  const { environment, datacenter, server } = column.scope;
  const observed = flag.environments[environment]?.observed.find(
    (report) => report.datacenter === datacenter && report.server === server,
  );
  const desired = effectiveServing(flag, column.scope);
  return observed !== undefined && !sameServing(observed.serving, desired?.serving ?? null) ? observed : null;
}
