/** The adapter of PostHog against a fake of it: what is PostHog's own, beside what all adapters have to pass. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Serving } from '../../../server/src/core/model.ts';
import type { ControlPlane, ControlPlaneError } from '../../../server/src/control-planes/control-plane.ts';
import { createControlPlane } from '../../../server/src/control-planes/registry.ts';
import type { FakePostHogFlag } from '../../support/fakes/posthog-flags.ts';
import { startFakePostHog, type FakePostHog, type FakePostHogOptions } from '../../support/fakes/posthog.ts';

const production = { environment: 'production', datacenter: null, server: null };
const everybody = (percentage: number, more: object = {}): FakePostHogFlag['filters'] => ({
  groups: [{ properties: [], rollout_percentage: percentage, variant: null, ...more }],
});
const on: Serving = { kind: 'static', variant: 'on' };
const off: Serving = { kind: 'static', variant: 'off' };
const open = (share: number): Serving => ({
  kind: 'fractional',
  shares: [
    { variant: 'on', share },
    { variant: 'off', share: 10_000 - share },
  ],
});

let fake: FakePostHog;
afterEach(() => fake.close());

async function start(flags: readonly object[], options: Partial<FakePostHogOptions> = {}): Promise<void> {
  fake = await startFakePostHog({ ...options, flags: flags as FakePostHogOptions['flags'] });
}

function connect(token = 'phx_all', log: string[] = []): ControlPlane {
  return createControlPlane(
    { kind: 'posthog', url: fake.url, project: fake.project, environment: 'production' },
    {
      configFile: '/shop/sluice.config.json',
      credentials: { tokenFor: () => token },
      log: { debug: () => undefined, warn: (line) => log.push(line) },
      now: () => Date.UTC(2026, 10, 23, 12),
    },
  );
}

async function revisionOf(plane: ControlPlane, key: string): Promise<string> {
  const { flags } = await plane.readFlags();
  return flags.find((flag) => flag.key === key)?.revision ?? expect.fail(`no flag ${key}`);
}

async function write(plane: ControlPlane, key: string, serving: Serving, expectedRevision?: string) {
  return plane.write({
    key,
    scope: production,
    serving,
    expectedRevision: expectedRevision ?? (await revisionOf(plane, key)),
    reason: null,
  });
}

async function failure(promise: Promise<unknown>): Promise<ControlPlaneError> {
  return promise.then(
    (value) => expect.fail(`expected an error, got ${JSON.stringify(value)}`),
    (error: unknown) => error as ControlPlaneError,
  );
}

const patches = (): readonly unknown[] =>
  fake.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body);

describe('reading', () => {
  it('takes in all pages and the archive, and leaves out what is deleted', async () => {
    const flags = Array.from({ length: 230 }, (_, index) => ({ key: `flag-${index}` }));
    await start([...flags, { key: 'gone', deleted: true }, { key: 'old-search', active: false, archived: true }]);
    const snapshot = await connect().readFlags();
    expect(snapshot).toMatchObject({
      controlPlane: {
        kind: 'posthog',
        name: `PostHog project 4711 at ${fake.url}`,
        url: `${fake.url}/project/4711/feature_flags`,
      },
      environments: [{ key: 'production', critical: true }],
      complete: true,
      incompleteReason: null,
      readAt: '2026-11-23T12:00:00.000Z',
    });
    expect(snapshot.flags).toHaveLength(231);
    const archived = snapshot.flags.filter(({ archivedAt }) => archivedAt !== null);
    expect(archived.map(({ key }) => key)).toEqual(['old-search']);
    expect(archived[0]?.url).toBe(`${fake.url}/project/4711/feature_flags/232`);
  });

  it('of an old server gives each flag once, and says that it cannot be changed', async () => {
    await start([{ key: 'new-checkout' }, { key: 'old-search' }], { isOld: true });
    const plane = connect();
    const { flags, complete } = await plane.readFlags();
    expect([flags.map(({ key }) => key), complete]).toEqual([['new-checkout', 'old-search'], true]);
    expect(plane.refusal?.({ key: 'old-search', scope: production, serving: off })).toBe(
      'This PostHog is too old to refuse changes that would undo others; update it.',
    );
    expect((await failure(write(plane, 'old-search', off))).kind).toBe('invalid');
  });

  it('keeps the flags beside one of a format of tomorrow', async () => {
    await start([{ key: 'new-checkout' }, { key: 'rules', filters: { version: 2, rules: [] } }]);
    const log: string[] = [];
    const snapshot = await connect('phx_all', log).readFlags();
    expect(snapshot.flags.map(({ key }) => key)).toEqual(['new-checkout']);
    expect(snapshot.complete).toBe(false);
    expect(snapshot.incompleteReason).toBe(
      '1 flag could not be read: rules (filters.version: a format that this version of Sluice does not read).',
    );
    expect(log).toEqual([expect.stringContaining('1 flag could not be read')]);
  });

  it('never hands out an encrypted payload, which PostHog sends in plain text', async () => {
    const payload = { is_remote_configuration: true, has_encrypted_payloads: true };
    await start([
      { key: 'payment-key', ...payload, filters: { ...everybody(100), payloads: { true: '"pk_secret"' } } },
    ]);
    expect(JSON.stringify(await connect().readFlags())).not.toContain('pk_secret');
  });

  it.each([
    ['us.i.posthog.com', 'https://us.posthog.com'],
    ['eu.i.posthog.com', 'https://eu.posthog.com'],
    ['eu-assets.i.posthog.com', 'https://eu.posthog.com'],
  ])('from %s, which takes in events, is refused before it is asked', async (host, instead) => {
    await start([]);
    const config = { kind: 'posthog', url: `https://${host}`, project: '1', environment: 'production' } as const;
    const options = { configFile: '/shop/sluice.config.json', credentials: { tokenFor: () => null } };
    expect(() => createControlPlane(config, options)).toThrow(
      `${host} takes in events and tells no flags. Set controlPlane.url to ${instead}.`,
    );
  });
});

describe('a change', () => {
  it('of a share sends the whole conditions with that one number changed, and what its author saw', async () => {
    const filters = {
      holdout: null,
      groups: [{ variant: null, properties: [], sort_key: 'a1', rollout_percentage: 25, description: 'everybody' }],
      payloads: { true: '{"b":1,"a":2}' },
      multivariate: null,
    };
    await start([{ key: 'new-checkout', version: 7, filters }]);
    const flag = await write(connect(), 'new-checkout', open(5_050));
    expect(flag.environments['production']?.serving).toEqual(open(5_050));
    const sent = JSON.parse(JSON.stringify(filters).replace('"rollout_percentage":25', '"rollout_percentage":50.5'));
    expect(patches()).toEqual([{ filters: sent, version: 7, original_flag: { active: true, filters } }]);
    expect(JSON.stringify((patches()[0] as { filters: object }).filters)).toBe(JSON.stringify(sent));
    expect(JSON.stringify(fake.flag('new-checkout').filters)).toBe(JSON.stringify(sent));
  });

  it('to off leaves the percentage alone, and so does the way back', async () => {
    await start([{ key: 'new-checkout', filters: everybody(25) }]);
    const plane = connect();
    const flag = await write(plane, 'new-checkout', off);
    expect(flag.environments['production']).toMatchObject({ serving: off, changedBy: 'mia@shop.example' });
    await write(plane, 'new-checkout', open(2_500), flag.revision ?? '');
    expect(patches()).toMatchObject([{ active: false }, { active: true }]);
    expect(patches().every((body) => !('filters' in (body as object)))).toBe(true);
  });

  it('to what it is already sends nothing', async () => {
    await start([{ key: 'new-checkout' }]);
    await write(connect(), 'new-checkout', on);
    expect(patches()).toEqual([]);
  });

  it('between reading and writing is refused by PostHog, and not overwritten', async () => {
    await start([{ key: 'new-checkout', filters: everybody(25) }]);
    const plane = connect();
    const revision = await revisionOf(plane, 'new-checkout');
    fake.beforeNextWrite(() => fake.edit('new-checkout', { filters: everybody(60) }));
    const error = await failure(write(plane, 'new-checkout', open(3_000), revision));
    expect(error.kind).toBe('conflict');
    expect(error.message).toContain('The feature flag was updated by otto@shop.example since you started editing it.');
    expect(fake.flag('new-checkout').filters).toEqual(everybody(60));
  });

  it('of something else between reading and writing is kept', async () => {
    await start([{ key: 'new-checkout', filters: everybody(25) }]);
    const plane = connect();
    const revision = await revisionOf(plane, 'new-checkout');
    fake.beforeNextWrite(() => fake.edit('new-checkout', { tags: ['checkout'] }));
    expect((await write(plane, 'new-checkout', open(3_000), revision)).tags).toEqual(['checkout']);
  });

  it('by others that wins at the same time is reported', async () => {
    await start([{ key: 'new-checkout', filters: everybody(25) }]);
    const plane = connect();
    const revision = await revisionOf(plane, 'new-checkout');
    fake.beforeNextWrite(() => fake.edit('new-checkout', { active: false }));
    const error = await failure(write(plane, 'new-checkout', open(3_000), revision));
    expect(error.kind).toBe('conflict');
    expect(error.message).toContain('somebody else changed it at the same time');
    expect(error.current?.environments['production']?.serving).toEqual(off);
  });

  it('that needs another person was not made', async () => {
    await start([{ key: 'new-checkout' }]);
    fake.requireApproval();
    const error = await failure(write(connect(), 'new-checkout', off));
    expect(error.kind).toBe('approval');
    expect(error.message).toContain('This change needs the approval of one of: Otto.');
    expect(fake.flag('new-checkout').active).toBe(true);
  });

  it('that other flags forbid says which', async () => {
    const needs = { properties: [{ type: 'flag', key: '1', operator: 'flag_evaluates_to', value: true }] };
    await start([{ key: 'new-checkout' }, { key: 'express', filters: everybody(100, needs) }]);
    const error = await failure(write(connect(), 'new-checkout', off));
    expect(error.kind).toBe('invalid');
    expect(error.message).toContain('because other flags depend on it: express (ID: 2)');
  });

  it('that the key may not make is refused before it is tried', async () => {
    await start([{ key: 'new-checkout' }]);
    const plane = connect('phx_read');
    await plane.readFlags();
    expect(plane.refusal?.({ key: 'new-checkout', scope: production, serving: off })).toBe(
      'The PostHog key may only read: give it the scope feature_flag:write, or sign in with another.',
    );
    const error = await failure(write(plane, 'new-checkout', off));
    expect([error.kind, error.message]).toEqual(['forbidden', expect.stringContaining("'feature_flag:write'")]);
  });

  it('that the flag does not allow is refused with the reason', async () => {
    await start([{ key: 'old-search', active: false, archived: true }, { key: 'new-checkout' }]);
    const plane = connect();
    await plane.readFlags();
    const refusal = (key: string, scope: object, serving: Serving): string | null | undefined =>
      plane.refusal?.({ key, scope: { ...production, ...scope }, serving });
    expect(refusal('old-search', {}, on)).toBe('It is archived in PostHog; unarchive it there first.');
    expect(refusal('new-checkout', { environment: 'staging' }, off)).toBe(
      'The project stands for the environment "production" alone.',
    );
    expect(refusal('new-checkout', { datacenter: 'fra' }, off)).toContain('no datacenters and servers');
    expect(refusal('new-checkout', {}, off)).toBeNull();
    expect(refusal('never-seen', {}, off)).toBeNull();
  });
});

describe('a rollback', () => {
  it('undoes the last change of what is served, whoever made it, and not a later one of something else', async () => {
    const cohort = { properties: [{ type: 'cohort', key: 'id', value: 3 }], rollout_percentage: 100 };
    await start([{ key: 'new-checkout', filters: { groups: [cohort, ...(everybody(5).groups ?? [])] } }]);
    fake.edit('new-checkout', { filters: everybody(60) });
    fake.edit('new-checkout', { tags: ['checkout'] });
    const plane = connect();
    const expectedRevision = await revisionOf(plane, 'new-checkout');
    expect(await plane.previousServing?.({ key: 'new-checkout', scope: production })).toEqual({
      kind: 'serving',
      serving: { kind: 'targeted', rules: 1, otherwise: open(500) },
    });
    const flag = await plane.rollback({ key: 'new-checkout', scope: production, expectedRevision, reason: null });
    expect(flag.environments['production']?.serving.kind).toBe('targeted');
    expect(flag.tags).toEqual(['checkout']);
    expect(fake.flag('new-checkout').filters.groups).toHaveLength(2);
  });

  it('of both, when both were changed at once', async () => {
    await start([{ key: 'new-checkout', active: false, filters: everybody(25) }]);
    const plane = connect();
    const { revision } = await write(plane, 'new-checkout', on);
    const back = { key: 'new-checkout', scope: production, expectedRevision: revision ?? '', reason: null };
    await plane.rollback(back);
    expect(fake.flag('new-checkout')).toMatchObject({ active: false, filters: everybody(25) });
  });

  it('of a flag that was never changed says so', async () => {
    await start([{ key: 'new-checkout' }]);
    const plane = connect();
    const expectedRevision = await revisionOf(plane, 'new-checkout');
    expect(await plane.previousServing?.({ key: 'new-checkout', scope: production })).toEqual({ kind: 'none' });
    const error = await failure(
      plane.rollback({ key: 'new-checkout', scope: production, expectedRevision, reason: null }),
    );
    expect([error.kind, error.message]).toEqual(['invalid', expect.stringContaining('it was never changed')]);
  });

  it('without the activity log undoes what this adapter did, and only that', async () => {
    await start([{ key: 'new-checkout', filters: everybody(25) }]);
    const plane = connect('phx_write');
    const { revision } = await write(plane, 'new-checkout', open(5_000));
    const back = { key: 'new-checkout', scope: production, reason: null };
    await plane.rollback({ ...back, expectedRevision: revision ?? '' });
    expect(fake.flag('new-checkout').filters).toEqual(everybody(25));

    fake.edit('new-checkout', { filters: everybody(60) });
    const expectedRevision = await revisionOf(plane, 'new-checkout');
    const error = await failure(plane.rollback({ ...back, expectedRevision }));
    expect([error.kind, error.message]).toEqual(['forbidden', expect.stringContaining('activity_log:read')]);
  });

  it('is not guessed where the log does not lead to what is', async () => {
    await start([{ key: 'new-checkout', filters: everybody(25) }]);
    fake.edit('new-checkout', { filters: everybody(60) });
    fake.flag('new-checkout').filters = everybody(70);
    const plane = connect();
    const expectedRevision = await revisionOf(plane, 'new-checkout');
    expect(await plane.previousServing?.({ key: 'new-checkout', scope: production })).toEqual({ kind: 'unknown' });
    const error = await failure(
      plane.rollback({ key: 'new-checkout', scope: production, expectedRevision, reason: null }),
    );
    expect([error.kind, error.message]).toEqual([
      'unsupported',
      expect.stringContaining('does not lead to what it is'),
    ]);
  });
});
