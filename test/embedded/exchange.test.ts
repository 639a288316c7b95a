/** Flags in and out in one piece: all or nothing, twice is once, and what goes out comes in again. */
import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import type { Flag } from '../../server/src/core/model.ts';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { call, errorOf, off, on, open, serve } from './client.ts';

let plane: TestControlPlane;
beforeEach(async () => {
  plane = await startTestControlPlane({ seed: shopSeed });
});
afterEach(() => plane.close());

const importPath = '/api/v1/projects/shop/import';
const take = (body: unknown, token?: string) =>
  call(plane, importPath, { method: 'POST', body, ...(token === undefined ? {} : { token }) });
const giftWrap = {
  key: 'gift-wrap',
  kind: 'valve',
  owner: 'team-shop',
  tags: ['checkout'],
  environments: { production: { serving: open(2_500), overrides: [{ datacenter: 'fra', serving: off }] } },
};

const changed = { key: 'new-checkout', kind: 'switch', owner: 'team-pay', environments: { staging: { serving: off } } };

describe('an import', () => {
  it('creates what is not there, with its overrides, and tells so', async () => {
    const answer = await take({ source: 'flags.json', flags: [giftWrap] });
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { created: ['gift-wrap'], updated: [], unchanged: [], dryRun: false },
    ]);
    const { owner, environments } = await plane.store.flag('shop', 'gift-wrap');
    expect(owner).toBe('team-shop');
    expect(environments['production']).toMatchObject({
      serving: open(2_500),
      scopes: [{ datacenter: 'fra', server: null, serving: off }],
    });
    expect(environments['staging']?.serving).toEqual(off);
    const [newest] = await plane.store.history('shop', 'gift-wrap', 1);
    expect(newest).toMatchObject({ actor: 'admin', reason: 'Imported from flags.json' });
  });

  it('changes nothing the second time, not even the audit log', async () => {
    await take({ source: 'flags.json', flags: [giftWrap] });
    const before = await plane.store.revision('shop');
    const again = await take({ source: 'flags.json', flags: [giftWrap] });
    expect(again.body).toMatchObject({ created: [], unchanged: ['gift-wrap'], revision: before });
  });

  it('refuses to touch flags that differ unless it is asked to, and then changes what differs', async () => {
    const before = await plane.store.snapshot('shop');
    const refused = await take({ source: 'flags.json', flags: [giftWrap, changed] });
    expect([refused.status, errorOf(refused).message]).toEqual([
      409,
      '1 flag exists and differs: "new-checkout". Nothing was imported; ask for an update to change them.',
    ]);
    expect(await plane.store.snapshot('shop')).toEqual(before);
    const done = await take({ source: 'flags.json', flags: [giftWrap, changed], update: true });
    expect(done.body).toMatchObject({ created: ['gift-wrap'], updated: ['new-checkout'] });
    const flag = await plane.store.flag('shop', 'new-checkout');
    expect([flag.owner, flag.environments['staging']?.serving]).toEqual(['team-pay', off]);
    expect(flag.environments['production']).toEqual(
      before.flags.find(({ key }) => key === 'new-checkout')?.environments['production'],
    );
  });

  it('is done once, where it is sent again because its answer was lost', async () => {
    const headers = { 'idempotency-key': 'import-1' };
    const send = (body: object) => call(plane, '/api/v1/projects/shop/import', { method: 'POST', body, headers });
    const body = { source: 'flags.json', flags: [giftWrap, changed], update: true };
    expect((await send(body)).body).toMatchObject({ created: ['gift-wrap'], updated: ['new-checkout'] });
    const { revision } = await plane.store.flag('shop', 'new-checkout');
    const author = { name: 'mia', tokenId: null };
    await plane.store.patchFlag('shop', 'new-checkout', { owner: 'team-checkout' }, revision ?? '', author);
    const again = await send(body);
    expect([again.status, again.body]).toMatchObject([
      200,
      { created: [], updated: [], unchanged: ['gift-wrap', 'new-checkout'] },
    ]);
    expect((await plane.store.flag('shop', 'new-checkout')).owner).toBe('team-checkout');
    const other = await send({ ...body, update: false });
    expect([other.status, errorOf(other).message]).toEqual([
      422,
      expect.stringMatching(/was used for another request/),
    ]);
  });

  it('may be done after it was only tried, or failed', async () => {
    const headers = { 'idempotency-key': 'import-2' };
    const send = (body: object) => call(plane, '/api/v1/projects/shop/import', { method: 'POST', body, headers });
    expect((await send({ source: 'f', flags: [giftWrap], dryRun: true })).status).toBe(200);
    expect((await send({ source: 'f', flags: [changed] })).status).toBe(409);
    expect((await send({ source: 'f', flags: [giftWrap] })).body).toMatchObject({ created: ['gift-wrap'] });
  });

  it('tells what it would do, and does nothing, where that is asked', async () => {
    const before = await plane.store.revision('shop');
    const answer = await take({ source: 'flags.json', flags: [giftWrap], dryRun: true });
    expect(answer.body).toMatchObject({ created: ['gift-wrap'], dryRun: true });
    expect(await plane.store.revision('shop')).toBe(before);
    expect((await call(plane, '/api/v1/projects/shop/flags/gift-wrap')).status).toBe(404);
  });

  it.each<[string, object, RegExp]>([
    ['a share of 101 %', { environments: { production: { serving: open(10_100) } } }, /a share is at most 10000/],
    ['a negative share', { environments: { production: { serving: open(-100) } } }, /a share is at least 0/],
    [
      'shares that are too little',
      { environments: { production: { serving: { kind: 'fractional', shares: [{ variant: 'on', share: 1 }] } } } },
      /Flag "gift-wrap": The shares add up to 1/,
    ],
    [
      'an unknown environment',
      { environments: { pre: { serving: on } } },
      /Flag "gift-wrap": There is no environment "pre"/,
    ],
    ['a key with control characters', { key: 'gift\u0000wrap' }, /a key is made of/],
    [
      'values of two types',
      {
        variants: [
          { name: 'on', value: true },
          { name: 'off', value: 'no' },
        ],
      },
      /Flag "gift-wrap": The values of the variants must all be/,
    ],
    ['an unknown property', { colour: 'red' }, /Unrecognized key: "colour"/],
    ['a description without end', { description: 'x'.repeat(4_001) }, /description/],
  ])('with %s is refused as a whole', async (_what, part, message) => {
    const before = await plane.store.snapshot('shop');
    const good = { ...giftWrap, key: 'loyalty-points' };
    const answer = await take({ source: 'flags.json', flags: [good, { ...giftWrap, ...part }] });
    expect([answer.status, errorOf(answer).message]).toEqual([422, expect.stringMatching(message)]);
    expect(await plane.store.snapshot('shop')).toEqual(before);
  });

  it('with a key twice, or larger than the limit, or by who may not, is refused', async () => {
    expect(errorOf(await take({ source: 'f', flags: [giftWrap, giftWrap] })).message).toContain('in the import twice');
    const large = await take({ source: 'f', flags: [{ ...giftWrap, description: 'x'.repeat(17 * 1024 * 1024) }] });
    expect([large.status, errorOf(large).message]).toEqual([413, "This request's body has at most 16384 KiB."]);
    expect((await take({ source: 'f', flags: [giftWrap] }, plane.operatorToken)).status).toBe(403);
  });
});

it('gives out what another control plane takes in: the same flags there', async () => {
  await serve(plane, 'new-checkout', { environment: 'production', datacenter: 'fra', server: 'fra-1', serving: off });
  const { flags } = (await call(plane, '/api/v1/projects/shop/export')).body as { flags: unknown[] };
  const other = await startTestControlPlane();
  try {
    for (const { key, critical, datacenters } of await plane.store.environments('shop')) {
      const input = {
        critical,
        datacenters: datacenters.map(({ key: name, servers }) => ({ key: name, servers: [...servers] })),
      };
      await other.store.putEnvironment('shop', key, input, { name: 'mia', tokenId: null });
    }
    const answer = await call(other, importPath, { method: 'POST', body: { source: 'the other shop', flags } });
    expect(answer.status).toBe(200);
    const served = (all: readonly Flag[]) =>
      all.map(({ environments, archivedAt, ...flag }) => ({
        ...flag,
        createdAt: null,
        revision: null,
        url: null,
        isArchived: archivedAt !== null,
        environments: Object.entries(environments).map(([key, { serving, scopes }]) => [
          key,
          serving,
          scopes.map(({ datacenter, server, serving: own }) => [datacenter, server, own]),
        ]),
      }));
    expect(served((await other.store.snapshot('shop')).flags)).toEqual(
      served((await plane.store.snapshot('shop')).flags),
    );
  } finally {
    await other.close();
  }
});

describe('the OpenFeature manifest', () => {
  const path = '/openfeature/v0/manifest';
  const flagPath = (key: string) => `${path}/flags/${key}`;

  it('lists the flags with type and default value, and what the token may do', async () => {
    const answer = await call(plane, path, { token: plane.viewerToken });
    expect(answer.headers.get('x-manifest-capabilities')).toBe('read');
    const { flags } = answer.body as { flags: { key: string; type: string; defaultValue: unknown }[] };
    expect(flags.find(({ key }) => key === 'new-checkout')).toMatchObject({ type: 'boolean', defaultValue: false });
    expect(flags.map(({ key }) => key)).toEqual(
      (await plane.store.snapshot('shop')).flags.filter(({ archivedAt }) => archivedAt === null).map(({ key }) => key),
    );
    expect((await call(plane, path)).headers.get('x-manifest-capabilities')).toBe('read,write,delete');
  });

  it('creates, describes and archives a flag', async () => {
    const input = { key: 'greeting', type: 'string', defaultValue: 'hello' };
    const created = await call(plane, `${path}/flags`, { method: 'POST', body: input });
    expect([created.status, created.body]).toMatchObject([201, { flag: input }]);
    const update = { key: 'greeting', type: 'string', description: 'Above the basket' };
    const updated = await call(plane, flagPath('greeting'), { method: 'PUT', body: update });
    expect([updated.status, updated.body]).toMatchObject([
      200,
      { flag: { ...input, description: 'Above the basket' } },
    ]);
    const archived = await call(plane, flagPath('greeting'), { method: 'DELETE' });
    expect([archived.status, (archived.body as { archivedAt: string | null }).archivedAt]).not.toContain(null);
    expect((await plane.store.flag('shop', 'greeting')).archivedAt).not.toBeNull();
  });

  it.each<[string, string, string, object | undefined, number, RegExp]>([
    [
      'a key that is taken',
      'POST',
      `${path}/flags`,
      { key: 'new-checkout', type: 'boolean', defaultValue: false },
      409,
      /already a flag/,
    ],
    [
      'a default of another type',
      'POST',
      `${path}/flags`,
      { key: 'greeting', type: 'integer', defaultValue: 'hi' },
      400,
      /not of the type integer/,
    ],
    [
      'another type',
      'PUT',
      flagPath('new-checkout'),
      { key: 'new-checkout', type: 'string' },
      409,
      /cannot be changed from boolean to string/,
    ],
    ['another key in the body', 'PUT', flagPath('new-checkout'), { key: 'gift-wrap', type: 'boolean' }, 400, /differ/],
    [
      'a flag that is not there',
      'PUT',
      flagPath('gift-wrap'),
      { key: 'gift-wrap', type: 'boolean' },
      404,
      /no flag "gift-wrap"/,
    ],
    [
      'archiving what people are served',
      'DELETE',
      flagPath('new-checkout'),
      undefined,
      409,
      /is served in production: switch it off/,
    ],
  ])('refuses %s', async (_what, method, address, body, status, message) => {
    const answer = await call(plane, address, { method, body });
    expect([answer.status, errorOf(answer)]).toMatchObject([
      status,
      { message: expect.stringMatching(message), status },
    ]);
  });
});
