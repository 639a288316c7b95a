/** Flags, servings, scopes and concurrency, over HTTP. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Flag } from '../../server/src/core/model.ts';
import type { AuditEntry } from '../../server/src/embedded/store/audit.ts';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { call, errorOf, flagPath, off, on, open, serve } from './client.ts';

let plane: TestControlPlane;
let now = '2026-11-01T09:00:00.000Z';
beforeEach(async () => {
  now = '2026-11-01T09:00:00.000Z';
  plane = await startTestControlPlane({ seed: shopSeed, now: () => new Date(now) });
});
afterEach(() => plane.close());

const flagsPath = '/api/v1/projects/shop/flags';
const production = 'production';
const stateOf = (flag: unknown, environment = production) => (flag as Flag).environments[environment];

describe('a new flag', () => {
  it('has two variants and is off everywhere', async () => {
    const { status, body, headers } = await call(plane, flagsPath, {
      method: 'POST',
      body: { key: 'gift-wrap', kind: 'switch', owner: 'team-checkout' },
    });
    expect(status).toBe(201);
    expect(headers.get('etag')).toBe(`"${(body as Flag).revision}"`);
    expect(body).toMatchObject({
      key: 'gift-wrap',
      valueType: 'boolean',
      variants: [
        { name: 'on', value: true },
        { name: 'off', value: false },
      ],
      createdAt: now,
      url: `${plane.url}/#/flag/gift-wrap`,
    });
    expect(stateOf(body)).toEqual({
      serving: off,
      constantSince: now,
      changedAt: now,
      changedBy: 'admin',
      lastEvaluatedAt: null,
      scopes: [],
      observed: [],
    });
    expect(Object.keys((body as Flag).environments)).toEqual(['staging', 'production']);
  });

  it('keeps the servings it is given, and its key stays usable in an address', async () => {
    const key = 'checkout/one-page:v2';
    await call(plane, flagsPath, { method: 'POST', body: { key, kind: 'valve', servings: { staging: open(5000) } } });
    const { body, status } = await call(plane, flagPath(key));
    expect([status, stateOf(body, 'staging')?.serving]).toEqual([200, open(5000)]);
  });

  it('is refused where the key is taken, even by an archived one', async () => {
    const taken = await call(plane, flagsPath, { method: 'POST', body: { key: 'old-search', kind: 'switch' } });
    expect(taken.status).toBe(409);
    expect(errorOf(taken).message).toBe('There is already an archived flag "old-search" in project "shop".');
    expect(errorOf(taken).current?.key).toBe('old-search');
  });
});

describe('scopes', () => {
  it('holds an override beside the environment, and removes it again', async () => {
    const scope = { environment: production, datacenter: 'fra', server: 'fra-2' };
    const { body } = await serve(plane, 'new-checkout', { ...scope, serving: off, reason: 'fra-2 is slow' });
    expect(stateOf(body)?.serving).toEqual(on);
    expect(stateOf(body)?.scopes).toEqual([
      { datacenter: 'fra', server: 'fra-2', serving: off, changedAt: now, changedBy: 'admin' },
    ]);
    const removed = await serve(plane, 'new-checkout', { ...scope, serving: null });
    expect(stateOf(removed.body)?.scopes).toEqual([]);
  });

  it('loses the overrides of a datacenter that is removed, each with its own audit entry', async () => {
    const before = await plane.store.flag('shop', 'recommendations');
    await call(plane, '/api/v1/projects/shop/environments/production', {
      method: 'PUT',
      body: { critical: true, datacenters: [{ key: 'fra', servers: ['fra-1'] }] },
    });
    const { body } = await call(plane, flagPath('recommendations'));
    expect(stateOf(body)?.scopes).toEqual([]);
    expect((body as Flag).revision).not.toBe(before.revision);
    const { body: history } = await call(plane, `${flagPath('recommendations')}/history?limit=1`);
    expect((history as { entries: AuditEntry[] }).entries[0]).toMatchObject({
      action: 'serving-changed',
      datacenter: 'iad',
      before: off,
      after: null,
      reason: 'The datacenter iad was removed',
    });
  });

  it('gives every flag its default serving in a new environment', async () => {
    await call(plane, '/api/v1/projects/shop/environments/canary', { method: 'PUT', body: {} });
    const { body } = await call(plane, '/api/v1/projects/shop/snapshot');
    const { flags } = body as { flags: Flag[] };
    expect(Object.fromEntries(flags.map((flag) => [flag.key, stateOf(flag, 'canary')?.serving]))).toEqual({
      'button-color': { kind: 'off' },
      'new-checkout': off,
      'old-search': off,
      recommendations: off,
      'stop-payments': off,
    });
  });
});

describe('constantSince', () => {
  const step = async (at: string, key: string, change: Record<string, unknown>) => {
    now = at;
    const { body } = await serve(plane, key, { environment: production, ...change });
    return stateOf(body)?.constantSince;
  };

  it('follows what all scopes serve together', async () => {
    const fra = { datacenter: 'fra' };
    const since = [
      ['seeded as on', stateOf(await plane.store.flag('shop', 'new-checkout'))?.constantSince],
      ['an override that agrees', await step('2026-11-02T00:00:00.000Z', 'new-checkout', { ...fra, serving: on })],
      ['one that does not', await step('2026-11-03T00:00:00.000Z', 'new-checkout', { ...fra, serving: off })],
      ['all off', await step('2026-11-04T00:00:00.000Z', 'new-checkout', { serving: off })],
      ['override gone', await step('2026-11-05T00:00:00.000Z', 'new-checkout', { ...fra, serving: null })],
      [
        'disabled is not the variant off',
        await step('2026-11-06T00:00:00.000Z', 'new-checkout', { serving: { kind: 'off' } }),
      ],
    ];
    expect(since).toEqual([
      ['seeded as on', '2026-05-02T09:00:00.000Z'],
      ['an override that agrees', '2026-05-02T09:00:00.000Z'],
      ['one that does not', null],
      ['all off', '2026-11-04T00:00:00.000Z'],
      ['override gone', '2026-11-04T00:00:00.000Z'],
      ['disabled is not the variant off', '2026-11-06T00:00:00.000Z'],
    ]);
  });

  it('takes shares with everything on one variant for that variant', async () => {
    await step('2026-11-02T00:00:00.000Z', 'recommendations', { datacenter: 'iad', serving: null });
    expect([
      await step('2026-11-03T00:00:00.000Z', 'recommendations', { serving: open(10000) }),
      await step('2026-11-04T00:00:00.000Z', 'recommendations', { serving: on }),
      await step('2026-11-05T00:00:00.000Z', 'recommendations', { serving: open(9999) }),
    ]).toEqual(['2026-11-03T00:00:00.000Z', '2026-11-03T00:00:00.000Z', null]);
  });
});

describe('rollback', () => {
  const rollBack = async (key: string, scope: object) => {
    const { revision } = await plane.store.flag('shop', key);
    return call(plane, `${flagPath(key)}/rollback`, {
      method: 'POST',
      body: { environment: production, ...scope },
      revision,
      token: plane.operatorToken,
    });
  };

  it('restores what exactly this scope served, and redoes when done again', async () => {
    const iad = { datacenter: 'iad' };
    expect(stateOf((await rollBack('recommendations', iad)).body)?.scopes).toEqual([]);
    const redone = stateOf((await rollBack('recommendations', iad)).body);
    expect(redone?.scopes).toMatchObject([{ datacenter: 'iad', serving: off, changedBy: 'operator' }]);
    expect(redone?.serving).toEqual(open(2500));
    expect(stateOf((await rollBack('recommendations', {})).body)?.serving).toEqual(off);
  });

  it('undoes the last real change: writing what is served already is none', async () => {
    const before = (await plane.store.flag('shop', 'new-checkout')).revision;
    const same = await serve(plane, 'new-checkout', { environment: production, serving: on });
    expect([(same.body as Flag).revision, same.status]).toEqual([before, 200]);
    expect(stateOf((await rollBack('new-checkout', {})).body)?.serving).toEqual(off);
  });

  it('is invalid where nothing was changed', async () => {
    const answer = await rollBack('stop-payments', { datacenter: 'fra' });
    expect(answer.status).toBe(422);
    expect(errorOf(answer).message).toBe(
      'There is nothing to roll back: "stop-payments" has not been changed in production / fra since it was created.',
    );
  });
});

describe('concurrent writers', () => {
  it('lets the first one win and shows the second one the flag as it is now', async () => {
    const { revision } = await plane.store.flag('shop', 'new-checkout');
    const write = (serving: object) =>
      call(plane, `${flagPath('new-checkout')}/serving`, {
        method: 'PUT',
        body: { environment: production, serving },
        revision,
      });
    const results = await Promise.all([write(off), write({ kind: 'off' })]);
    const statuses = results.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409]);
    const refused = results.find(({ status }) => status === 409);
    const current = refused && errorOf(refused).current;
    expect(current).toEqual(await plane.store.flag('shop', 'new-checkout'));
  });

  it.each([
    ['no If-Match', {}, 428],
    ['any revision', { 'if-match': '*' }, 428],
    ['an outdated one', { 'if-match': '"1"' }, 409],
    ['not a revision', { 'if-match': '"abc"' }, 422],
  ])('refuses a write with %s', async (_what, headers, status) => {
    const before = await plane.store.flag('shop', 'new-checkout');
    const body = { environment: production, serving: off };
    const answer = await call(plane, `${flagPath('new-checkout')}/serving`, { method: 'PUT', body, headers });
    expect(answer.status).toBe(status);
    expect(await plane.store.flag('shop', 'new-checkout')).toEqual(before);
  });

  it('answers 304 to who has the snapshot or flag already', async () => {
    for (const path of ['/api/v1/projects/shop/snapshot', flagPath('new-checkout')]) {
      const etag = (await call(plane, path)).headers.get('etag') ?? '';
      const again = await call(plane, path, { headers: { 'if-none-match': `W/"0", ${etag}` } });
      expect([path, again.status, again.body]).toEqual([path, 304, '']);
      await serve(plane, 'new-checkout', { environment: production, serving: path.endsWith('snapshot') ? off : on });
      expect((await call(plane, path, { headers: { 'if-none-match': etag } })).status).toBe(200);
    }
  });
});

describe('a write that is sent again', () => {
  const headers = { 'idempotency-key': 'f3b1' };

  it('is done once, whatever happened in between', async () => {
    const { revision } = await plane.store.flag('shop', 'recommendations');
    const write = () =>
      serve(plane, 'recommendations', { environment: production, serving: open(5000) }, { headers, revision });
    const first = await write();
    await serve(plane, 'recommendations', { environment: production, serving: open(0) });
    const again = await write();
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(stateOf(first.body)?.serving).toEqual(open(5000));
    expect(stateOf(again.body)?.serving).toEqual(open(0));
    expect(again.body).toEqual(await plane.store.flag('shop', 'recommendations'));
  });

  it('is done when it failed the first time', async () => {
    const change = { environment: production, serving: off };
    const refused = await serve(plane, 'new-checkout', change, { headers, revision: '1' });
    const done = await serve(plane, 'new-checkout', change, { headers });
    expect([refused.status, done.status, stateOf(done.body)?.serving]).toEqual([409, 200, off]);
  });

  it('is refused when the key stood for another write, for a day', async () => {
    await serve(plane, 'new-checkout', { environment: production, serving: off }, { headers });
    const other = () => serve(plane, 'new-checkout', { environment: 'staging', serving: off }, { headers });
    expect(errorOf(await other()).message).toContain('use a new one for each write');
    now = '2026-11-02T09:00:00.001Z';
    expect((await other()).status).toBe(200);
  });

  it('is a different one when somebody else sends it', async () => {
    const body = { key: 'gift-wrap', kind: 'switch' };
    expect((await call(plane, flagsPath, { method: 'POST', body, headers })).status).toBe(201);
    expect((await call(plane, flagsPath, { method: 'POST', body, headers })).status).toBe(201);
    const { token } = await plane.store.createToken({ name: 'ci', role: 'admin' }, { name: 'test', tokenId: null });
    expect((await call(plane, flagsPath, { method: 'POST', body, headers, token })).status).toBe(409);
  });
});

describe('patching', () => {
  const patch = async (key: string, body: object) =>
    call(plane, flagPath(key), { method: 'PATCH', body, revision: (await plane.store.flag('shop', key)).revision });

  it('changes what is named and says so in the history', async () => {
    const { body } = await patch('new-checkout', {
      owner: 'team-basket',
      tags: [],
      expiresAt: '2026-12-24T18:00:00+01:00',
    });
    expect(body).toMatchObject({
      owner: 'team-basket',
      tags: [],
      expiresAt: '2026-12-24T17:00:00.000Z',
      purpose: 'release',
    });
    expect((await plane.store.history('shop', 'new-checkout', 1))[0]).toMatchObject({
      action: 'flag-updated',
      detail:
        'owner: "team-checkout" → "team-basket"; tags: ["checkout"] → []; expiresAt: null → "2026-12-24T17:00:00.000Z"',
    });
  });

  it('archives, after which servings are refused, and restores', async () => {
    expect((await patch('new-checkout', { archived: true })).body).toMatchObject({ archivedAt: now });
    const refused = await serve(plane, 'new-checkout', { environment: production, serving: off });
    expect([refused.status, errorOf(refused).message]).toEqual([
      422,
      '"new-checkout" is archived: restore it (archived: false) before changing what it serves.',
    ]);
    expect((await patch('new-checkout', { archived: false })).body).toMatchObject({ archivedAt: null });
    expect((await serve(plane, 'new-checkout', { environment: production, serving: off })).status).toBe(200);
    const actions = (await plane.store.history('shop', 'new-checkout', 3)).map(({ action }) => action);
    expect(actions).toEqual(['serving-changed', 'flag-updated', 'flag-archived']);
  });
});
