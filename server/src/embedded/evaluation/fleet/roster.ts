/** The servers that this process knows, within bounds: a caller that makes up names must not fill the memory. */
import type { ServedScope } from '../compile.ts';

export type Via = 'ofrep' | 'flagd-sync';

/** One server as it was seen last. Without a `server` in its scope: only that somebody called from this datacenter. */
export interface ServerRecord {
  readonly scope: ServedScope & { readonly datacenter: string };
  seenAtMs: number;
  /** What is told of `seenAtMs`: moves at most once a minute, so that a fleet at rest looks the same each time. */
  toldAtMs: number;
  via: Via;
  client: string | null;
  /** The project's revision whose configuration it held. */
  revision: string;
  /** Of the definition it holds; null where only the revision is known (from before a restart, from another replica). */
  fingerprint: string | null;
  /** Live streams of this process. */
  connections: number;
  /** Another replica says so. */
  connectedElsewhere: boolean;
  /** As it was told last, to notice when time alone changes it. */
  wasSilent: boolean;
}

export interface RosterLimits {
  /** Per project and environment. */
  readonly datacenters: number;
  /** Per datacenter. */
  readonly servers: number;
}

/** All places are taken by servers that are live: one more is refused, not dropped unseen. */
export class FleetFull extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FleetFull';
  }
}

export class Roster {
  readonly #limits: RosterLimits;
  readonly #isSilent: (record: ServerRecord) => boolean;
  /** By project and environment, then by datacenter, then by server (''  for none). */
  readonly #environments = new Map<string, Map<string, Map<string, ServerRecord>>>();

  constructor(limits: RosterLimits, isSilent: (record: ServerRecord) => boolean) {
    this.#limits = limits;
    this.#isSilent = isSilent;
  }

  find({ project, environment, datacenter, server }: ServedScope): ServerRecord | null {
    if (datacenter === null) return null;
    const datacenters = this.#environments.get(environmentKey(project, environment));
    return datacenters?.get(datacenter)?.get(server ?? '') ?? null;
  }

  /** All of a project, in no particular order. */
  *ofProject(project: string): Iterable<ServerRecord> {
    for (const record of this.all()) if (record.scope.project === project) yield record;
  }

  *all(): Iterable<ServerRecord> {
    for (const datacenters of this.#environments.values()) {
      for (const servers of datacenters.values()) yield* servers.values();
    }
  }

  /**
   * Adds a record, or another one in the place of one that has been silent the longest.
   * @throws FleetFull
   */
  add(record: ServerRecord): void {
    this.makeRoom(record.scope);
    const { project, environment, datacenter, server } = record.scope;
    const key = environmentKey(project, environment);
    const datacenters = this.#environments.get(key) ?? new Map<string, Map<string, ServerRecord>>();
    const servers = datacenters.get(datacenter) ?? new Map<string, ServerRecord>();
    this.#environments.set(key, datacenters);
    datacenters.set(datacenter, servers);
    servers.set(server ?? '', record);
  }

  /** @throws FleetFull when there is no room for this scope and nobody silent to give way */
  makeRoom(scope: ServedScope): void {
    const { project, environment, datacenter } = scope;
    if (datacenter === null || this.find(scope) !== null) return;
    const datacenters = this.#environments.get(environmentKey(project, environment));
    if (!datacenters) return;
    const servers = datacenters.get(datacenter);
    if (servers === undefined) {
      if (datacenters.size >= this.#limits.datacenters && !this.#dropSilentDatacenter(datacenters)) {
        throw new FleetFull(
          `Environment "${environment}" has ${this.#limits.datacenters} datacenters that are in use: do names stay the same there?`,
        );
      }
    } else if (servers.size >= this.#limits.servers && !this.#dropSilentServer(servers)) {
      throw new FleetFull(
        `Datacenter "${datacenter}" has ${this.#limits.servers} servers that are in use: do names stay the same there?`,
      );
    }
  }

  remove({ scope }: ServerRecord): void {
    const key = environmentKey(scope.project, scope.environment);
    const datacenters = this.#environments.get(key);
    const servers = datacenters?.get(scope.datacenter);
    servers?.delete(scope.server ?? '');
    if (servers?.size === 0) datacenters?.delete(scope.datacenter);
    if (datacenters?.size === 0) this.#environments.delete(key);
  }

  #dropSilentServer(servers: Map<string, ServerRecord>): boolean {
    const silent = [...servers.values()].filter((record) => this.#isSilent(record));
    const oldest = silent.sort((a, b) => a.seenAtMs - b.seenAtMs)[0];
    return oldest !== undefined && servers.delete(oldest.scope.server ?? '');
  }

  #dropSilentDatacenter(datacenters: Map<string, Map<string, ServerRecord>>): boolean {
    for (const [datacenter, servers] of datacenters) {
      if (![...servers.values()].every((record) => this.#isSilent(record))) continue;
      return datacenters.delete(datacenter);
    }
    return false;
  }
}

function environmentKey(project: string, environment: string): string {
  return JSON.stringify([project, environment]);
}
