/** Everything applications read flags through: OFREP, flagd sync, and the fleet that is known from both. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../log.ts';
import type { StoreSnapshot } from '../store/methods/projects.ts';
import type { Store } from '../store/store.ts';
import { Definitions } from './definitions.ts';
import { Fleet, rememberedMs } from './fleet/fleet.ts';
import type { FleetServer } from './fleet/fleet-server.ts';
import { LastEvaluated } from './last-evaluated.ts';
import { LiveFlags } from './live-flags.ts';
import { EventStreams } from './ofrep/event-streams.ts';
import { registerOfrep } from './ofrep/routes.ts';
import { Tickets } from './ofrep/tickets.ts';
import { RateLimit, type RateLimitOptions } from '../rate-limit.ts';
import { withEvaluations, withSeenTopology } from './seen.ts';
import { createEvaluationStore, createFleetStore, forgetServers, createSdkAccess } from './store-access.ts';
import { SyncServer, type SyncOptions } from './sync/server.ts';

export interface EvaluationOptions {
  readonly store: Store;
  readonly log: Logger;
  /** Of every HTTP answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Other processes use the same database. */
  readonly isShared: boolean;
  readonly maxStreams?: number;
  readonly heartbeatMs?: number;
  /** Requests with one token. */
  readonly rate?: RateLimitOptions;
  readonly fleetLimits?: { readonly datacenters: number; readonly servers: number };
}

export interface Evaluation {
  readonly definitions: Definitions;
  readonly fleet: Fleet;
  /** Adds what was seen to a snapshot: the fleet, servers nobody declared, and when flags were last asked for. */
  complete(snapshot: StoreSnapshot): Promise<StoreSnapshot & { readonly fleet: readonly FleetServer[] }>;
  /** Changes when what `complete` adds does. */
  version(project: string): string;
  /** Adds OFREP's routes. */
  register(app: FastifyInstance): void;
  /** Starts flagd sync and gives its port. */
  listenSync(host: string, port: number, tls: SyncOptions['tls']): Promise<number>;
  /** Streams open now. */
  streams(): { readonly sync: number; readonly events: number };
  /** Ends all streams and writes what is not written yet. The store must still be open. */
  close(): Promise<void>;
}

export async function createEvaluation(options: EvaluationOptions): Promise<Evaluation> {
  const { store, log, headers, maxStreams = 10_000, heartbeatMs = 15_000 } = options;
  const nowMs = (): number => Date.parse(store.now());
  const access = createSdkAccess(store, log);
  const source = await LiveFlags.open(store, log);
  const definitions = new Definitions(source);
  const fleetStore = createFleetStore(store, options.isShared);
  const fleet = new Fleet({ definitions, source, store: fleetStore, log, nowMs, limits: options.fleetLimits });
  await forgetServers(store, new Date(nowMs() - rememberedMs).toISOString());
  for (const project of await store.projects()) await fleet.load(project);
  const lastEvaluated = new LastEvaluated(createEvaluationStore(store), log, nowMs);
  const streamOptions = { maxStreams, heartbeatMs, maxBufferedBytes: 64 * 1024 };
  const streams = new EventStreams(definitions, access, log, streamOptions);
  const tickets = new Tickets(await readTicketSecret(store), nowMs);
  const rate = new RateLimit(options.rate ?? { perSecond: 2000, burst: 4000 });
  const failures = new RateLimit({ perSecond: 2, burst: 120 });
  let sync: SyncServer | null = null;
  return {
    definitions,
    fleet,
    complete: async (snapshot) => {
      const { project, environments, flags } = snapshot;
      const evaluations = await lastEvaluated.read(project);
      return {
        ...snapshot,
        environments: environments.map((environment) =>
          withSeenTopology(environment, fleet.topology(project, environment.key), flags),
        ),
        flags: flags.map((flag) => withEvaluations(flag, evaluations)),
        fleet: await fleet.describe(project),
      };
    },
    version: (project) => `${fleet.version(project)}-${lastEvaluated.version(project)}`,
    register: (app) =>
      registerOfrep(app, {
        source,
        access,
        definitions,
        fleet,
        lastEvaluated,
        streams,
        tickets,
        rate,
        failures,
        log,
        headers,
      }),
    listenSync: (host, port, tls) => {
      sync = new SyncServer(
        { source, access, definitions, fleet, rate, failures, log },
        { maxStreams, heartbeatMs, tls },
      );
      return sync.listen(host, port);
    },
    streams: () => ({ sync: sync?.size ?? 0, events: streams.size }),
    close: async () => {
      streams.close();
      await sync?.close();
      definitions.close();
      source.close();
      await fleet.close();
      await lastEvaluated.close();
    },
  };
}

/** The same on every replica and after a restart, so that a client's ticket opens its stream wherever it comes out. */
async function readTicketSecret(store: Store): Promise<Buffer> {
  const name = 'ticket-secret';
  return store.write(async ({ statements }) => {
    const row = (await statements.meta.get(name)) as { value: string } | undefined;
    if (row) return Buffer.from(row.value, 'base64url');
    const secret = randomBytes(32);
    await statements.setMeta.run(name, secret.toString('base64url'));
    return secret;
  });
}
