/** Environments and the scopes in them. */
import type { Environment, Flag, FlagSnapshot, FlagState, Scope, Serving } from '../model.ts';
import { effectiveServing } from './serving.ts';

/**
 * The environments on which staleness is judged: those the configuration names, else those the control plane marks.
 * One that is named but that the snapshot does not have is among them, without datacenters: nobody knows its state, and a
 * verdict on all critical environments must not pass over it.
 */
export function criticalEnvironments(
  snapshot: FlagSnapshot,
  configured: readonly string[] | null,
): readonly Environment[] {
  if (configured === null) return snapshot.environments.filter((environment) => environment.critical);
  return [...new Set(configured)].map((key) => {
    const known = snapshot.environments.find((environment) => environment.key === key);
    return { key, critical: true, datacenters: known?.datacenters ?? [] };
  });
}

/** A scope, what applies in it, and whether it has a serving of its own. */
export interface ScopeServing extends Scope {
  readonly serving: Serving;
  readonly overridden: boolean;
}

/**
 * Every scope of an environment from wide to narrow: the environment, then each datacenter followed by its servers. Overrides
 * for datacenters and servers that the environment does not list are scopes all the same.
 */
export function scopesOf(environment: Environment, state: FlagState): readonly ScopeServing[] {
  const scope = (datacenter: string | null, server: string | null): ScopeServing => ({
    environment: environment.key,
    datacenter,
    server,
    serving: effectiveServing(state, datacenter, server),
    overridden:
      datacenter === null ||
      state.scopes.some((override) => override.datacenter === datacenter && override.server === server),
  });
  return [
    scope(null, null),
    ...[...serversByDatacenter(environment, state)].flatMap(([datacenter, servers]) => [
      scope(datacenter, null),
      ...[...servers].map((server) => scope(datacenter, server)),
    ]),
  ];
}

/**
 * The narrowest scopes: where requests are served. An environment without listed datacenters and a datacenter without listed
 * servers stand for themselves, for there may be others than those with an override.
 */
export function leavesOf(environment: Environment, state: FlagState): readonly ScopeServing[] {
  return scopesOf(environment, state).filter(({ datacenter, server }) => {
    if (server !== null) return true;
    if (datacenter === null) return environment.datacenters.length === 0;
    return !environment.datacenters.some(({ key, servers }) => key === datacenter && servers.length > 0);
  });
}

/** The keys of a flag's environments that the snapshot does not list, sorted. */
export function unlistedEnvironments(flag: Flag, snapshot: FlagSnapshot): readonly string[] {
  const listed = new Set(snapshot.environments.map((environment) => environment.key));
  return Object.keys(flag.environments)
    .filter((key) => !listed.has(key))
    .sort();
}

function serversByDatacenter(environment: Environment, state: FlagState): Map<string, Set<string>> {
  const servers = new Map<string, Set<string>>();
  for (const { key, servers: listed } of environment.datacenters) servers.set(key, new Set(listed));
  for (const { datacenter, server } of state.scopes) {
    const known = servers.get(datacenter) ?? new Set();
    if (server !== null) known.add(server);
    servers.set(datacenter, known);
  }
  return servers;
}
