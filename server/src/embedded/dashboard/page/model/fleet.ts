/** What the servers really apply, as lines for people and as an index for cells. Pure. */
import type { Environment, Flag, Scope, Serving } from '../../../../core/model.ts';
import { scopeId } from './columns.ts';
import { servingLabel } from './serving.ts';
import { duration } from './time.ts';
import type { FleetServer } from './wire.ts';

/** A server on which a flag is not served as it should be. */
export interface Drift {
  readonly server: FleetServer;
  readonly serving: Serving;
}

export interface FleetIndex {
  readonly byScope: ReadonlyMap<string, FleetServer>;
  readonly byEnvironment: ReadonlyMap<string, readonly FleetServer[]>;
  readonly driftOf: ReadonlyMap<string, readonly Drift[]>;
}

/** Null where the control plane does not say anything about servers. */
export function indexFleet(fleet: readonly FleetServer[] | null): FleetIndex | null {
  if (fleet === null) return null;
  const driftOf = new Map<string, Drift[]>();
  for (const server of fleet) {
    for (const { flagKey, serving } of server.differs) {
      const known = driftOf.get(flagKey);
      if (known === undefined) driftOf.set(flagKey, [{ server, serving }]);
      else known.push({ server, serving });
    }
  }
  return {
    byScope: new Map(fleet.map((server) => [scopeId(scopeOf(server)), server])),
    byEnvironment: Map.groupBy(fleet, ({ environment }) => environment),
    driftOf,
  };
}

export function scopeOf({ environment, datacenter, server }: FleetServer): Scope {
  return { environment, datacenter, server };
}

export function isInTrouble(server: FleetServer): boolean {
  return server.state !== 'current';
}

/** "up to date", "3 revisions behind", "silent for 5 min"; after the server's name and "is". */
export function serverStateText(server: FleetServer, now: number): string {
  if (server.state === 'silent') return `silent for ${silence(server, now)}`;
  if (server.state === 'current') return 'up to date';
  return server.behind === 1 ? '1 revision behind' : `${server.behind} revisions behind`;
}

/** The same for the narrow head of a column: "current", "3 behind", "silent 5m". */
export function serverStateShort(server: FleetServer, now: number): string {
  if (server.state === 'behind') return `${server.behind} behind`;
  if (server.state === 'current') return 'current';
  const [, amount, unit] = /^(\d+) (\w)/.exec(silence(server, now)) ?? [];
  return amount === undefined ? 'silent' : `silent ${amount}${unit}`;
}

export interface FleetLine {
  readonly environment: string;
  /** "applied on 7 of 8 servers"; "applied on all 8 servers". */
  readonly summary: string;
  /** "fra-2 is 3 revisions behind", worst first. */
  readonly troubles: readonly { readonly scope: Scope; readonly name: string; readonly text: string }[];
  /** Declared, but never heard of. */
  readonly unheard: readonly string[];
  readonly isWell: boolean;
}

/** Null where nothing is known about the environment's servers and none are declared. */
export function fleetLine(environment: Environment, index: FleetIndex, now: number): FleetLine | null {
  const servers = index.byEnvironment.get(environment.key) ?? [];
  const declared = environment.datacenters.flatMap(({ key, servers: names }) =>
    names.map((server) => ({ environment: environment.key, datacenter: key, server })),
  );
  const unheard = declared.filter((scope) => !index.byScope.has(scopeId(scope)));
  const total = servers.length + unheard.length;
  if (total === 0) return null;
  const names = [...servers, ...unheard].map(({ server }) => server);
  const isUnique = new Set(names).size === names.length;
  const nameOf = (scope: { datacenter: string; server: string }): string =>
    isUnique ? scope.server : `${scope.datacenter}/${scope.server}`;
  const applied = servers.filter((server) => !isInTrouble(server)).length;
  return {
    environment: environment.key,
    summary: appliedText(applied, servers.length, total),
    troubles: servers
      .filter(isInTrouble)
      .sort(worstFirst)
      .map((server) => ({
        scope: scopeOf(server),
        name: nameOf(server),
        text: `${server.state === 'silent' ? '' : 'is '}${serverStateText(server, now)}`,
      })),
    // Where nobody was heard of, that is said already.
    unheard: servers.length === 0 ? [] : unheard.map(nameOf),
    isWell: applied === total,
  };
}

/** What the servers of one environment make of one flag; null where nobody says. */
export function flagFleetText(flag: Flag, environment: string, index: FleetIndex | null, now: number): string | null {
  const servers = index?.byEnvironment.get(environment) ?? [];
  if (index === null || servers.length === 0) return null;
  const drifts = (index.driftOf.get(flag.key) ?? []).filter(({ server }) => server.environment === environment);
  const drifting = new Map(drifts.map(({ server, serving }) => [server, serving]));
  const silent = servers.filter((server) => server.state === 'silent');
  const applied = servers.filter((server) => server.state !== 'silent' && !drifting.has(server)).length;
  const total = servers.length;
  const texts = [
    ...[...drifting]
      .filter(([server]) => server.state !== 'silent')
      .map(([server, serving]) => `${server.server} still applies ${servingLabel(flag, serving).text}`),
    ...silent.map((server) => {
      const last = drifting.get(server);
      const held = last === undefined ? '' : `, last applied ${servingLabel(flag, last).text}`;
      return `${server.server} ${serverStateText(server, now)}${held}`;
    }),
  ];
  const shown = texts.length > 4 ? [...texts.slice(0, 3), `${texts.length - 3} more`] : texts;
  return [capital(appliedText(applied, total, total)), ...shown].join('; ');
}

/** The flag with what servers report that serve something else: what `constancyOf` and its like look at. */
export function withObserved(flag: Flag, drifts: readonly Drift[]): Flag {
  const environments = { ...flag.environments };
  for (const { server, serving } of drifts) {
    const state = environments[server.environment];
    // A silent server says nothing about what it applies now.
    if (state === undefined || server.state === 'silent') continue;
    const report = { datacenter: server.datacenter, server: server.server, serving, at: server.seenAt };
    environments[server.environment] = { ...state, observed: [...state.observed, report] };
  }
  return { ...flag, environments };
}

function appliedText(applied: number, heard: number, total: number): string {
  const noun = total === 1 ? 'server' : 'servers';
  if (heard === 0) return `none of ${total} ${noun} has asked for its flags yet`;
  if (applied === total) return total === 1 ? 'applied on its 1 server' : `applied on all ${total} servers`;
  return `applied on ${applied} of ${total} ${noun}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function worstFirst(one: FleetServer, other: FleetServer): number {
  const bySilence = Number(other.state === 'silent') - Number(one.state === 'silent');
  return bySilence || other.behind - one.behind || (one.server < other.server ? -1 : 1);
}

function silence(server: FleetServer, now: number): string {
  const since = Date.parse(server.seenAt);
  if (Number.isNaN(since)) return 'an unknown time';
  const text = duration(now - since);
  return text === 'just now' ? 'a moment' : text;
}
