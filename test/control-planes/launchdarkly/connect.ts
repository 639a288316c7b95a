/** A fake LaunchDarkly for each test, and what tests do with an adapter of it. */
import { afterEach, expect } from 'vitest';
import type { Flag, Serving } from '../../../server/src/core/model.ts';
import type { ControlPlane, ControlPlaneError } from '../../../server/src/control-planes/control-plane.ts';
import { createControlPlane } from '../../../server/src/control-planes/registry.ts';
import type { NewFlag } from '../../support/fakes/launchdarkly-flags.ts';
import {
  startFakeLaunchDarkly,
  type FakeLaunchDarkly,
  type FakeLaunchDarklyOptions,
} from '../../support/fakes/launchdarkly.ts';
import { rollout } from './flags.ts';

export const now = Date.UTC(2026, 10, 23, 12);
export const production = { environment: 'production', datacenter: null, server: null };

export let fake: FakeLaunchDarkly;
/** What the adapter warned of. */
export let log: string[] = [];
afterEach(() => fake.close());

/** Starts `fake` anew. */
export async function start(flags: readonly NewFlag[], options: Partial<FakeLaunchDarklyOptions> = {}): Promise<void> {
  log = [];
  fake = await startFakeLaunchDarkly({ ...options, flags });
}

export function connect(token = 'api-writer', environments: object = {}): ControlPlane {
  return createControlPlane(
    { kind: 'launchdarkly', url: fake.url, project: 'shop', environments },
    {
      configFile: '/shop/sluice.config.json',
      credentials: { tokenFor: () => token },
      log: { debug: () => undefined, warn: (line) => log.push(line) },
      now: () => now,
    },
  );
}

/** The flag of a fresh reading. */
export async function read(plane: ControlPlane, key = 'new-checkout'): Promise<Flag> {
  const { flags } = await plane.readFlags();
  return flags.find((flag) => flag.key === key) ?? expect.fail(`no flag ${key}`);
}

/** Changes `new-checkout` in production, as it is now. */
export async function write(plane: ControlPlane, serving: Serving, reason: string | null = null): Promise<Flag> {
  const { key, revision } = await read(plane);
  return plane.write({ key, scope: production, serving, expectedRevision: revision ?? '', reason });
}

export async function rollBack(plane: ControlPlane): Promise<Flag> {
  const { key, revision } = await read(plane);
  return plane.rollback({ key, scope: production, expectedRevision: revision ?? '', reason: 'too many errors' });
}

/** What a promise fails with. */
export async function failure(promise: Promise<unknown>): Promise<ControlPlaneError> {
  return promise.then(
    (value) => expect.fail(`expected an error, got ${JSON.stringify(value)}`),
    (error: unknown) => error as ControlPlaneError,
  );
}

/** `new-checkout` with this in production. */
export const inProduction = (config: object): NewFlag => ({
  key: 'new-checkout',
  environments: { production: config },
});
export const isOn = inProduction({ on: true });
export const valve = (weight: number): NewFlag => inProduction({ on: true, ...rollout([weight, 100_000 - weight]) });

/** The bodies of all changes that were sent. */
export const patches = (): readonly unknown[] =>
  fake.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body);

/** How many requests had this in their address. */
export const asked = (part: string): number => fake.requests.filter(({ url }) => url.includes(part)).length;
