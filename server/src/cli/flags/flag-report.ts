/** What `sluice flags` and `sluice status` tell about flags, ready for a reporter. */
import type { Environment, Flag, FlagSnapshot, ObservedServing, Serving } from '../../core/model.ts';
import {
  criticalEnvironments,
  scopesOf,
  unlistedEnvironments,
  type ScopeServing,
} from '../../core/state/environments.ts';
import { sameServing, stateIn } from '../../core/state/serving.ts';
import type { FlagVerdict } from '../../core/state/verdict.ts';
import type { StateStatus } from '../../protocol.ts';

export interface FlagReport {
  /** Sorted by key. */
  readonly flags: readonly ReportedFlag[];
  /** In the control plane's order. */
  readonly environments: readonly Environment[];
  readonly state: StateStatus;
  readonly isStateGiven: boolean;
  /** ms since the epoch. */
  readonly now: number;
}

export interface ReportedFlag {
  readonly flag: Flag;
  /** Call sites in the workspace; null where the code was not scanned. */
  readonly references: number | null;
  /** Whether it can go; null where that is not known, or was not asked. */
  readonly verdict: FlagVerdict | null;
}

export interface ReportedScope extends ScopeServing {
  readonly critical: boolean;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
  /** What the server itself reported; null where it did not, and for scopes that are no server. */
  readonly observed: ObservedServing | null;
  /** Whether the two are the same; null where nothing was reported. */
  readonly agrees: boolean | null;
}

/** The environments of a snapshot as the configuration judges them. */
export function reportedEnvironments(
  snapshot: FlagSnapshot,
  configuredCritical: readonly string[] | null,
): readonly Environment[] {
  const critical = new Set(criticalEnvironments(snapshot, configuredCritical).map(({ key }) => key));
  const unlisted = new Set(snapshot.flags.flatMap((flag) => unlistedEnvironments(flag, snapshot)));
  return [
    ...snapshot.environments.map((environment) => ({ ...environment, critical: critical.has(environment.key) })),
    ...[...unlisted].sort().map((key) => ({ key, critical: true, datacenters: [] })),
  ];
}

/** Every scope in which a flag can be set, wide to narrow. */
export function reportedScopes(flag: Flag, environments: readonly Environment[]): readonly ReportedScope[] {
  return environments.flatMap((environment) => {
    const state = stateIn(flag, environment.key);
    if (!state) return [];
    return scopesOf(environment, state).map((scope): ReportedScope => {
      const own = state.scopes.find(
        ({ datacenter, server }) => datacenter === scope.datacenter && server === scope.server,
      );
      const changed = scope.datacenter === null ? state : own;
      const observed = observedIn(state.observed, scope);
      return {
        ...scope,
        critical: environment.critical,
        changedAt: changed?.changedAt ?? null,
        changedBy: changed?.changedBy ?? null,
        observed,
        agrees: observed && agrees(observed.serving, scope.serving),
      };
    });
  });
}

function observedIn(observed: readonly ObservedServing[], scope: ScopeServing): ObservedServing | null {
  if (scope.server === null) return null;
  return observed.find(({ datacenter, server }) => datacenter === scope.datacenter && server === scope.server) ?? null;
}

function agrees(observed: Serving, desired: Serving): boolean {
  return sameServing(observed, desired);
}
