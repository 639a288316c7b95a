/** Which token may do what, and where: role × verb × environment, and that nobody hands out or reaches more than they have. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TokenInput } from '../../server/src/embedded/shapes.ts';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { call, errorOf, flagPath, off, on } from './client.ts';

const author = { name: 'test', tokenId: null };
const start = Date.parse('2026-11-01T09:00:00Z');
const hours = 3_600_000;
let plane: TestControlPlane;
let now = start;
beforeAll(async () => {
  plane = await startTestControlPlane({ seed: shopSeed, now: () => new Date(now) });
  await plane.store.putProject('blog', author);
});
beforeEach(() => {
  now = start;
});
afterAll(() => plane.close());

const make = (input: Partial<TokenInput>) =>
  plane.store.createToken({ name: 'mia', role: 'operator', ...input }, author);
const tokenOf = async (input: Partial<TokenInput>): Promise<string> => (await make(input)).token;

/** Requests that change nothing: each ends after the look at the role, because the flag or what is asked for is not there. */
const verbs: Readonly<Record<string, (environment: string) => { method: string; path: string; body?: object }>> = {
  read: () => ({ method: 'GET', path: '/api/v1/projects/shop/snapshot' }),
  serve: (environment) => ({ method: 'PUT', path: `${flagPath('~')}/serving`, body: { environment, serving: off } }),
  'roll back': (environment) => ({ method: 'POST', path: `${flagPath('~')}/rollback`, body: { environment } }),
  ask: (environment) => ({
    method: 'POST',
    path: '/api/v1/projects/shop/change-requests',
    body: { flagKey: 'no-such-flag', environment, action: 'serving', serving: off, reason: 'Errors' },
  }),
  declare: (environment) => ({
    method: 'PUT',
    path: `/api/v1/projects/shop/environments/${environment}`,
    body: { datacenters: [{ key: 'fra', servers: ['fra-1', 'fra-1'] }] },
  }),
  define: (environment) => ({
    method: 'POST',
    path: '/api/v1/projects/shop/flags',
    body: { key: 'gift-wrap', kind: 'switch', servings: { [environment]: { kind: 'static', variant: 'none' } } },
  }),
  import: (environment) => ({
    method: 'POST',
    path: '/api/v1/projects/shop/import',
    body: {
      source: 'flags.json',
      dryRun: true,
      flags: [{ key: 'gift-wrap', kind: 'switch', environments: { [environment]: { serving: on } } }],
    },
  }),
};

const statusOf = async (verb: string, environment: string, token: string): Promise<number> => {
  const { path, ...rest } = verbs[verb]!(environment);
  return (await call(plane, path, { ...rest, token, revision: '1' })).status;
};

/** What each may do in staging and in production; what is not named is refused. */
const everything = Object.keys(verbs).join(', ');
const operating = 'read, serve, roll back, ask';
const table: readonly [who: string, token: Partial<TokenInput>, staging: string, production: string][] = [
  ['a viewer', { role: 'viewer' }, 'read', 'read'],
  ['an operator', { role: 'operator' }, operating, operating],
  ['an admin', { role: 'admin' }, everything, everything],
  ['an admin of this project', { role: 'admin', project: 'shop' }, everything, everything],
  ['an admin of another project', { role: 'admin', project: 'blog' }, '', ''],
  ['an application', { role: 'sdk', project: 'shop', environment: 'staging' }, '', ''],
  ['an operator of staging', { role: 'viewer', environmentRoles: { staging: 'operator' } }, operating, 'read'],
  ['an operator not of production', { environmentRoles: { production: 'viewer' } }, operating, 'read'],
  ['an admin of staging alone', { role: 'viewer', environmentRoles: { staging: 'admin' } }, operating, 'read'],
  ['an admin not of production', { role: 'admin', environmentRoles: { production: 'viewer' } }, everything, 'read'],
  [
    'an admin who operates production',
    { role: 'admin', environmentRoles: { production: 'operator' } },
    everything,
    'read, serve, roll back, ask, define, import',
  ],
];

describe('role × verb × environment', () => {
  it.each(table)('%s', async (_who, input, staging, production) => {
    const token = await tokenOf(input);
    for (const [environment, allowed] of Object.entries({ staging, production })) {
      const statuses: Record<string, number> = {};
      for (const verb of Object.keys(verbs)) statuses[verb] = await statusOf(verb, environment, token);
      const may = Object.keys(statuses).filter((verb) => statuses[verb] !== 403);
      expect(may.join(', '), environment).toBe(allowed);
      // And what was let through got further than the look at the role.
      for (const verb of may) expect([200, 404, 422], `${verb} in ${environment}`).toContain(statuses[verb]);
    }
  });

  it.each<[string, (made: { id: string; token: string }) => Promise<unknown>, number]>([
    ['a good one', async () => undefined, 404],
    ['an expired one', async () => (now += 2 * hours), 401],
    ['a revoked one', ({ id }) => plane.store.revokeToken(id, author), 401],
    ['one rotated without a grace', ({ id }) => plane.store.rotateToken(id, 0, author), 401],
    ['one rotated with a grace', ({ id }) => plane.store.rotateToken(id, 600, author), 404],
    [
      'one rotated with a grace that is over',
      async ({ id }) => {
        await plane.store.rotateToken(id, 600, author);
        now += 601_000;
      },
      401,
    ],
    [
      'one rotated with a grace, and revoked then',
      async ({ id }) => {
        await plane.store.rotateToken(id, 600, author);
        await plane.store.revokeToken(id, author);
      },
      401,
    ],
  ])('%s, for each verb of an operator', async (_what, happens, status) => {
    const made = await make({ expiresAt: new Date(start + 1 * hours).toISOString() });
    await happens(made);
    for (const verb of ['serve', 'roll back', 'ask']) {
      expect(await statusOf(verb, 'staging', made.token), verb).toBe(status);
    }
  });
});

describe('nobody hands out more than they have', () => {
  const making = (body: object, token: string) => call(plane, '/api/v1/tokens', { method: 'POST', body, token });

  it.each<[string, Partial<TokenInput>, object, number]>([
    ['for all projects', { project: 'shop' }, { role: 'viewer' }, 403],
    ['for another project', { project: 'shop' }, { role: 'viewer', project: 'blog' }, 403],
    ['for their own project', { project: 'shop' }, { role: 'admin', project: 'shop' }, 201],
    ['that reaches further by its role', { environmentRoles: { production: 'viewer' } }, { role: 'operator' }, 403],
    [
      'that reaches further in one environment',
      { environmentRoles: { production: 'viewer' } },
      { role: 'viewer', environmentRoles: { production: 'operator' } },
      403,
    ],
    [
      'that reaches as far',
      { environmentRoles: { production: 'viewer' } },
      { role: 'admin', environmentRoles: { production: 'viewer' } },
      201,
    ],
    [
      'for an application of their project',
      { project: 'shop', environmentRoles: { production: 'viewer' } },
      { role: 'sdk', project: 'shop', environment: 'production' },
      201,
    ],
    [
      'for an application of another project',
      { project: 'shop' },
      { role: 'sdk', project: 'blog', environment: 'production' },
      403,
    ],
  ])('a token %s', async (_what, input, body, status) => {
    const token = await tokenOf({ role: 'admin', ...input });
    expect((await making({ name: 'ben', ...body }, token)).status).toBe(status);
  });

  it('nor takes over what reaches further, by a rotation', async () => {
    const { id } = await make({ name: 'root', role: 'admin' });
    const bound = await tokenOf({ role: 'admin', project: 'shop' });
    const smaller = await tokenOf({ role: 'admin', environmentRoles: { production: 'viewer' } });
    for (const token of [bound, smaller]) {
      const answer = await call(plane, `/api/v1/tokens/${id}/rotate`, { method: 'POST', body: {}, token });
      expect([answer.status, JSON.stringify(answer.body)]).toEqual([403, expect.not.stringContaining('sluice_')]);
    }
    expect((await call(plane, `/api/v1/tokens/${id}`, { method: 'DELETE', token: bound })).status).toBe(403);
    expect((await plane.store.token(id))?.revokedAt).toBeNull();
  });
});

describe('a token of one project', () => {
  it('sees the tokens of this project, and no changes of tokens in its audit log', async () => {
    const own = await tokenOf({ name: 'owner', role: 'admin', project: 'blog' });
    await tokenOf({ name: 'stranger', role: 'admin', project: 'shop' });
    const { body } = await call(plane, '/api/v1/tokens', { token: own });
    const { tokens } = body as { tokens: { name: string; project: string | null }[] };
    expect(new Set(tokens.map(({ project }) => project))).toEqual(new Set(['blog']));
    expect(tokens.map(({ name }) => name)).toContain('owner');
    const actionsFor = async (token: string) => {
      const answer = await call(plane, '/api/v1/projects/blog/audit', { token });
      return (answer.body as { entries: { action: string }[] }).entries.map(({ action }) => action);
    };
    expect(await actionsFor(own)).toEqual(['project-created']);
    expect(await actionsFor(plane.adminToken)).toContain('token-created');
  });

  it('is told why', async () => {
    const token = await tokenOf({ role: 'admin', project: 'blog' });
    const body = { name: 'ben', role: 'viewer' };
    const answer = await call(plane, '/api/v1/tokens', { method: 'POST', token, body });
    expect(errorOf(answer)).toMatchObject({
      code: 'forbidden',
      message: 'Your token is for the project "blog" alone: it makes and changes tokens of this project only.',
    });
  });
});
