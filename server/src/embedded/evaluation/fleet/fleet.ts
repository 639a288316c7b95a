/** Which server holds which revision: seen by what it fetches, so that "applied on 7 of 8" is observed and not assumed. */
import type { Datacenter } from '../../../core/model.ts';
import type { Logger } from '../../log.ts';
import type { ServedScope } from '../compile.ts';
import type { Definition, Definitions } from '../definitions.ts';
import type { FlagSource } from '../flag-source.ts';
import { describeFleet, type FleetServer, type ServerSighting } from './fleet-server.ts';
import { Reports, type FleetStore } from './reports.ts';
import { Roster, type ServerRecord, type Via } from './roster.ts';
import { VersionClock } from './version-clock.ts';

export { FleetFull } from './roster.ts';

/** Not connected and not heard of for this long: nobody knows what the server applies. */
const silentAfterMs = 3 * 60_000;
/** A replica that has not said so for this long does not hold a server's stream any more. */
const connectedElsewhereMs = 60_000;
/** For how long a server that reads nothing any more is known. */
export const rememberedMs = 7 * 24 * 60 * 60_000;
const toldStepMs = 60_000;
const persistedStepMs = 20_000;

export interface FleetOptions {
  readonly definitions: Definitions;
  readonly source: FlagSource;
  readonly store: FleetStore;
  readonly log: Logger;
  readonly nowMs: () => number;
  /** How often time alone is looked at: who has become silent, what other replicas wrote. */
  readonly sweepMs?: number;
  readonly limits?: { readonly datacenters: number; readonly servers: number };
}

/** A live stream of a server. */
export interface FleetConnection {
  /** The definition was written out. */
  hold(definition: Definition): void;
  end(): void;
}

export class Fleet {
  readonly #options: FleetOptions;
  readonly #roster: Roster;
  readonly #reports: Reports;
  readonly #versions = new VersionClock();
  readonly #loaded = new Map<string, Promise<void>>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: FleetOptions) {
    this.#options = options;
    const limits = options.limits ?? { datacenters: 100, servers: 1000 };
    this.#roster = new Roster(limits, (record) => this.#isSilent(record));
    this.#reports = new Reports(options.store, options.log);
    this.#sweeper = setInterval(() => void this.sweep(), options.sweepMs ?? 10_000).unref();
  }

  /**
   * Makes sure that there is room for whoever calls from this scope.
   * @throws FleetFull
   */
  admit(scope: ServedScope): void {
    this.#roster.makeRoom(scope);
  }

  /** Notes that a server asked and was given a definition. Nothing is noted of a call without a datacenter. */
  seen(
    scope: ServedScope,
    { via, client, definition }: { readonly via: Via; readonly client: string | null; readonly definition: Definition },
  ): void {
    const record = this.#recordOf(scope, via);
    if (record) this.#update(record, { via, client, definition });
  }

  /** Notes that a server has opened a stream; null where it has no name. */
  connect(scope: ServedScope, { via, client }: { via: Via; client: string | null }): FleetConnection | null {
    if (scope.server === null) return null;
    const record = this.#recordOf(scope, via);
    if (!record) return null;
    record.connections++;
    this.#update(record, { via, client, definition: null });
    this.#changed(record);
    let isOpen = true;
    return {
      hold: (definition) => this.#update(record, { via, client, definition }),
      end: () => {
        if (!isOpen) return;
        isOpen = false;
        record.connections--;
        this.#update(record, { via, client, definition: null });
        this.#changed(record);
      },
    };
  }

  /** Every known server of a project, in the order of their names. */
  async describe(project: string): Promise<readonly FleetServer[]> {
    await this.#load(project);
    const state = this.#options.source.read(project);
    if (state === null) return [];
    const sightings = [...this.#roster.ofProject(project)].flatMap((record) => this.#sighting(record));
    const stale = sightings.filter(({ isCurrent }) => !isCurrent).map(({ revision }) => Number(revision));
    const oldest = stale.length === 0 ? null : String(Math.min(...stale));
    const entries = oldest === null ? [] : await this.#options.source.entriesSince(project, oldest);
    return describeFleet(this.#options.source.read(project) ?? state, sightings, entries);
  }

  /** The datacenters and servers of an environment that were seen in the last seven days. */
  topology(project: string, environment: string): readonly Datacenter[] {
    const servers = new Map<string, string[]>();
    for (const { scope } of this.#roster.ofProject(project)) {
      if (scope.environment !== environment) continue;
      const known = servers.get(scope.datacenter) ?? [];
      if (scope.server !== null) known.push(scope.server);
      servers.set(scope.datacenter, known);
    }
    return [...servers]
      .map(([key, names]) => ({ key, servers: names.sort() }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Changes whenever what `describe` tells of a project changes by itself, not by a new revision. Opaque. */
  version(project: string): string {
    return this.#versions.of(project);
  }

  /** Called at most once a second and project when its version has changed. The returned function stops it. */
  onChange(listener: (project: string, version: string) => void): () => void {
    return this.#versions.onChange(listener);
  }

  /** Reads what is known from before a start, so that `topology` and `describe` can tell. */
  async load(project: string): Promise<void> {
    await this.#load(project);
  }

  /** Notices what time alone changes. Runs by itself every few seconds. */
  async sweep(): Promise<void> {
    const now = this.#options.nowMs();
    for (const record of this.#roster.all()) {
      if (record.connections > 0) this.#update(record, { via: record.via, client: record.client, definition: null });
      if (now - record.seenAtMs > rememberedMs) this.#roster.remove(record);
      const isSilent = this.#isSilent(record);
      if (isSilent !== record.wasSilent) this.#versions.bump(record.scope.project);
      record.wasSilent = isSilent;
    }
    if (!this.#options.store.isShared) return;
    for (const project of this.#loaded.keys()) await this.#read(project);
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#versions.close();
    await this.#reports.close();
  }

  #load(project: string): Promise<void> {
    const known = this.#loaded.get(project);
    if (known) return known;
    const loading = this.#read(project);
    this.#loaded.set(project, loading);
    return loading;
  }

  async #read(project: string): Promise<void> {
    try {
      for (const report of await this.#options.store.load(project)) this.#merge(report.scope, report);
    } catch (error) {
      this.#loaded.delete(project);
      this.#options.log.warn(`Which servers are known could not be read: ${String(error)}`);
    }
  }

  /** Another replica's report, or one from before a start, where it is newer than what is known here. */
  #merge(scope: ServerRecord['scope'], report: Awaited<ReturnType<FleetStore['load']>>[number]): void {
    const seenAtMs = Date.parse(report.seenAt);
    if (this.#options.nowMs() - seenAtMs > rememberedMs) return;
    const known = this.#roster.find(scope);
    if (known && (known.connections > 0 || known.seenAtMs >= seenAtMs)) return;
    const { via, client, revision, connected } = report;
    const next: ServerRecord = {
      scope,
      via,
      client,
      revision,
      seenAtMs,
      toldAtMs: seenAtMs,
      fingerprint: null,
      connections: 0,
      connectedElsewhere: connected,
      wasSilent: false,
    };
    next.wasSilent = this.#isSilent(next);
    try {
      if (known) Object.assign(known, { ...next, scope: known.scope });
      else this.#roster.add(next);
      this.#versions.bump(scope.project);
    } catch {
      // No room: whoever is live here matters more than what was written once.
    }
  }

  #recordOf(scope: ServedScope, via: Via): ServerRecord | null {
    const { datacenter } = scope;
    if (datacenter === null) return null;
    void this.#load(scope.project);
    const known = this.#roster.find(scope);
    if (known) return known;
    const now = this.#options.nowMs();
    const record: ServerRecord = {
      scope: { ...scope, datacenter },
      via,
      client: null,
      revision: '0',
      fingerprint: null,
      seenAtMs: now,
      toldAtMs: now,
      connections: 0,
      connectedElsewhere: false,
      wasSilent: false,
    };
    this.#roster.add(record);
    this.#changed(record);
    return record;
  }

  #update(
    record: ServerRecord,
    { via, client, definition }: { via: Via; client: string | null; definition: Definition | null },
  ): void {
    const now = this.#options.nowMs();
    const isNews = record.via !== via || record.client !== client || record.wasSilent;
    const holdsOther = definition !== null && record.fingerprint !== definition.fingerprint;
    const seenLongAgo = now - record.seenAtMs >= persistedStepMs;
    record.via = via;
    record.client = client;
    record.wasSilent = false;
    if (definition !== null) {
      record.fingerprint = definition.fingerprint;
      record.revision = this.#revisionOf(record.scope, definition);
    }
    if (isNews || holdsOther || now - record.toldAtMs >= toldStepMs) return this.#changed(record);
    if (!seenLongAgo) return;
    record.seenAtMs = now;
    this.#reports.add(record);
  }

  /** The latest revision at which the scope serves this; a slow reader may be handed what is outdated by then. */
  #revisionOf(scope: ServedScope, definition: Definition): string {
    const { definitions } = this.#options;
    const isLatest = definitions.of(scope)?.fingerprint === definition.fingerprint;
    return (isLatest ? definitions.revision(scope.project) : null) ?? definition.revision;
  }

  #changed(record: ServerRecord): void {
    const now = this.#options.nowMs();
    record.seenAtMs = now;
    record.toldAtMs = now;
    this.#reports.add(record);
    this.#versions.bump(record.scope.project);
  }

  #sighting(record: ServerRecord): readonly ServerSighting[] {
    const { scope, via, client, revision, fingerprint } = record;
    const { server } = scope;
    if (server === null) return [];
    const now = this.#options.definitions.of(scope)?.fingerprint;
    return [
      {
        scope: { ...scope, server },
        via,
        client,
        revision,
        seenAt: new Date(record.toldAtMs).toISOString(),
        connected: this.#isConnected(record),
        silent: this.#isSilent(record),
        isCurrent: fingerprint !== null && fingerprint === now,
      },
    ];
  }

  #isConnected({ connections, connectedElsewhere, seenAtMs }: ServerRecord): boolean {
    if (connections > 0) return true;
    return connectedElsewhere && this.#options.nowMs() - seenAtMs < connectedElsewhereMs;
  }

  #isSilent(record: ServerRecord): boolean {
    return !this.#isConnected(record) && this.#options.nowMs() - record.seenAtMs > silentAfterMs;
  }
}

/** What a `user-agent` says, as one short printable line; null where it says nothing. */
export function clientName(userAgent: string | undefined): string | null {
  const name = (userAgent ?? '')
    .replaceAll(/[^ -~]/g, '')
    .trim()
    .slice(0, 100);
  return name === '' ? null : name;
}
