/** A project's snapshot, completed by what was seen: servers nobody declared, and when flags were last asked for. Pure. */
import type { Datacenter, Environment, Flag } from '../../core/model.ts';

/** Declared, seen, and with an override of their own; in this order, each once. */
export function withSeenTopology<Declared extends Environment>(
  environment: Declared,
  seen: readonly Datacenter[],
  flags: readonly Flag[],
): Declared {
  const servers = new Map(environment.datacenters.map(({ key, servers }) => [key, new Set(servers)]));
  const add = (datacenter: string, names: readonly string[]): void => {
    const known = servers.get(datacenter) ?? new Set();
    for (const name of names) known.add(name);
    servers.set(datacenter, known);
  };
  for (const datacenter of seen) add(datacenter.key, datacenter.servers);
  for (const flag of flags) {
    for (const { datacenter, server } of flag.environments[environment.key]?.scopes ?? []) {
      add(datacenter, server === null ? [] : [server]);
    }
  }
  return { ...environment, datacenters: [...servers].map(([key, names]) => ({ key, servers: [...names] })) };
}

/** When flags were last asked for: `environment` and `flagKey` to a time. */
export type Evaluations = ReadonlyMap<string, string>;

export function evaluationKey(environment: string, flagKey: string): string {
  return JSON.stringify([environment, flagKey]);
}

export function withEvaluations(flag: Flag, evaluations: Evaluations): Flag {
  if (evaluations.size === 0) return flag;
  const environments = Object.entries(flag.environments).map(([environment, state]) => {
    const lastEvaluatedAt = evaluations.get(evaluationKey(environment, flag.key)) ?? state.lastEvaluatedAt;
    return [environment, { ...state, lastEvaluatedAt }] as const;
  });
  return { ...flag, environments: Object.fromEntries(environments) };
}
