/** A real control plane in memory, on a free port, with a token of each role. Close it when the test ends. */
import { silentLog, type Logger } from '../../server/src/embedded/log.ts';
import type { EventOptions } from '../../server/src/embedded/events.ts';
import type { ControlPlaneOptions } from '../../server/src/embedded/start.ts';
import type { Seed } from '../../server/src/embedded/seed.ts';
import type { Assets } from '../../server/src/embedded/server.ts';
import { createDatabase } from './postgres-database.ts';
import { startControlPlane, type RunningControlPlane } from '../../server/src/embedded/start.ts';

export interface TestControlPlaneOptions {
  readonly seed?: Seed;
  /** The project; `shop` where not said. */
  readonly project?: string;
  /** `:memory:` where not said. A data directory that has tokens already gives an empty `adminToken`. */
  readonly dataDir?: string;
  /** `postgres://…`; where the tests run on PostgreSQL and nothing is said, a database of its own. */
  readonly store?: string;
  readonly now?: () => Date;
  readonly log?: Logger;
  /** One small page where not said: most tests do not need the dashboard. */
  readonly assets?: Assets;
  readonly events?: Partial<EventOptions>;
  readonly apiRate?: ControlPlaneOptions['apiRate'];
  readonly evaluation?: ControlPlaneOptions['evaluation'];
}

export interface TestControlPlane extends Pick<
  RunningControlPlane,
  'url' | 'port' | 'syncPort' | 'store' | 'evaluation' | 'createSignInLink'
> {
  readonly project: string;
  readonly adminToken: string;
  readonly operatorToken: string;
  readonly viewerToken: string;
  close(): Promise<void>;
}

/** Where the tests of the control plane are run on PostgreSQL (see vitest.config.ts): an empty database of its server. */
export async function freshDatabase(): Promise<string | null> {
  const server = process.env['SLUICE_TEST_POSTGRES'];
  return server ? createDatabase(server) : null;
}

const page: Assets = new Map([['/', { contentType: 'text/html; charset=utf-8', body: '<title>Sluice</title>' }]]);

/** @example const plane = await startTestControlPlane({ seed: shopSeed }); ... await plane.close(); */
export async function startTestControlPlane(options: TestControlPlaneOptions = {}): Promise<TestControlPlane> {
  const project = options.project ?? 'shop';
  const plane = await startControlPlane({
    host: '127.0.0.1',
    port: 0,
    syncPort: 0,
    project,
    dataDir: options.dataDir ?? ':memory:',
    store: options.store ?? (options.dataDir === undefined ? await freshDatabase() : null),
    seed: options.seed,
    now: options.now,
    log: options.log ?? silentLog,
    assets: options.assets ?? page,
    events: options.events,
    apiRate: options.apiRate,
    evaluation: options.evaluation,
  });
  const author = { name: 'test', tokenId: null };
  const { store, url, port, syncPort, evaluation, createSignInLink, close } = plane;
  return {
    url,
    port,
    syncPort,
    evaluation,
    project,
    store,
    createSignInLink,
    close,
    adminToken: plane.adminToken ?? '',
    operatorToken: (await store.createToken({ name: 'operator', role: 'operator' }, author)).token,
    viewerToken: (await store.createToken({ name: 'viewer', role: 'viewer' }, author)).token,
  };
}

/** A web shop: two environments, three datacenters, a switch, a valve, a variant flag, a kill switch and an archived flag. */
export const shopSeed: Seed = {
  environments: [
    { key: 'staging', critical: false, datacenters: [{ key: 'fra', servers: ['fra-1'] }] },
    {
      key: 'production',
      critical: true,
      datacenters: [
        { key: 'fra', servers: ['fra-1', 'fra-2'] },
        { key: 'iad', servers: ['iad-1', 'iad-2'] },
      ],
    },
  ],
  flags: [
    {
      key: 'new-checkout',
      kind: 'switch',
      purpose: 'release',
      owner: 'team-checkout',
      description: 'The one-page checkout.',
      tags: ['checkout'],
      createdAt: '2026-03-02T09:00:00Z',
      createdBy: 'mia',
      changes: [
        { at: '2026-04-20T09:00:00Z', by: 'mia', environment: 'staging', serving: { kind: 'static', variant: 'on' } },
        {
          at: '2026-05-02T09:00:00Z',
          by: 'mia',
          environment: 'production',
          serving: { kind: 'static', variant: 'on' },
          reason: 'Conversion is up',
        },
      ],
    },
    {
      key: 'recommendations',
      kind: 'valve',
      purpose: 'release',
      owner: 'team-search',
      description: 'Recommendations below the basket.',
      createdAt: '2026-06-01T09:00:00Z',
      changes: [
        {
          at: '2026-06-10T09:00:00Z',
          by: 'ben',
          environment: 'production',
          serving: {
            kind: 'fractional',
            shares: [
              { variant: 'on', share: 2500 },
              { variant: 'off', share: 7500 },
            ],
          },
        },
        {
          at: '2026-06-11T09:00:00Z',
          by: 'ben',
          environment: 'production',
          datacenter: 'iad',
          serving: { kind: 'static', variant: 'off' },
        },
      ],
    },
    {
      key: 'button-color',
      kind: 'variant',
      purpose: 'experiment',
      owner: 'team-growth',
      variants: [
        { name: 'blue', value: '#00f' },
        { name: 'green', value: '#0f0' },
      ],
      createdAt: '2026-07-01T09:00:00Z',
      servings: { production: { kind: 'static', variant: 'blue' } },
    },
    {
      key: 'stop-payments',
      kind: 'switch',
      purpose: 'kill-switch',
      owner: 'team-payments',
      permanent: true,
      createdAt: '2026-01-05T09:00:00Z',
    },
    {
      key: 'old-search',
      kind: 'switch',
      purpose: 'release',
      createdAt: '2025-11-03T09:00:00Z',
      archivedAt: '2026-02-01T09:00:00Z',
    },
  ],
};
