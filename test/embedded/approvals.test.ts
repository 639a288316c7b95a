/** Roles in one environment, changes that need a second person, and undoing what one person did. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TokenInput } from '../../server/src/embedded/shapes.ts';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { call, errorOf, flagPath, off, on, open, serve } from './client.ts';

const author = { name: 'test', tokenId: null };
let plane: TestControlPlane;
let now = Date.parse('2026-11-01T09:00:00Z');
beforeEach(async () => {
  now = Date.parse('2026-11-01T09:00:00Z');
  plane = await startTestControlPlane({ seed: shopSeed, now: () => new Date(now) });
});
afterEach(() => plane.close());

const tokenOf = async (input: TokenInput): Promise<string> => (await plane.store.createToken(input, author)).token;
const production = { environment: 'production', serving: off } as const;
const staging = { environment: 'staging', serving: off } as const;
const servedIn = async (environment: string) =>
  (await plane.store.flag('shop', 'new-checkout')).environments[environment]?.serving;

describe('a role in one environment', () => {
  it.each<[string, Partial<TokenInput>, number, number]>([
    ['a viewer who operates staging', { role: 'viewer', environmentRoles: { staging: 'operator' } }, 403, 200],
    ['an operator who only looks at production', { environmentRoles: { production: 'viewer' } }, 403, 200],
    ['an operator', {}, 200, 200],
    ['an operator of another project', { project: 'blog' }, 403, 403],
    ['an operator of this project', { project: 'shop' }, 200, 200],
    ['a viewer', { role: 'viewer' }, 403, 403],
    ['an application', { role: 'sdk', project: 'shop', environment: 'production' }, 403, 403],
  ])('lets %s change what it reaches', async (_who, input, inProduction, inStaging) => {
    const token = await tokenOf({ name: 'mia', role: 'operator', ...input });
    expect((await serve(plane, 'new-checkout', production, { token })).status).toBe(inProduction);
    expect((await serve(plane, 'new-checkout', staging, { token })).status).toBe(inStaging);
  });

  it('does not reach to what is defined for all environments', async () => {
    const token = await tokenOf({ name: 'mia', role: 'viewer', environmentRoles: { staging: 'admin' } });
    const answer = await call(plane, '/api/v1/tokens', { token });
    expect([answer.status, errorOf(answer).message]).toEqual([403, 'This needs the role admin; you have viewer.']);
    expect((await call(plane, '/api/v1/session', { token })).body).toEqual({
      name: 'mia',
      role: 'viewer',
      via: 'token',
      project: null,
      environmentRoles: { staging: 'admin' },
    });
  });

  it('reads nothing of another project', async () => {
    await plane.store.putProject('blog', author);
    const token = await tokenOf({ name: 'mia', role: 'admin', project: 'blog' });
    expect((await call(plane, '/api/v1/projects/shop/snapshot', { token })).status).toBe(403);
    expect((await call(plane, '/openfeature/v0/manifest?project=shop', { token })).status).toBe(403);
    expect((await call(plane, '/api/v1/projects', { token })).body).toEqual({ projects: [{ key: 'blog' }] });
  });
});

describe('where a change needs a second person', () => {
  const path = '/api/v1/projects/shop/change-requests';
  let mia = '';
  let ben = '';
  beforeEach(async () => {
    const { datacenters } = (await plane.store.environments('shop')).find(({ key }) => key === 'production')!;
    const body = { critical: true, datacenters, approval: true };
    const put = await call(plane, '/api/v1/projects/shop/environments/production', { method: 'PUT', body });
    expect(put.body).toMatchObject({ approval: true });
    mia = await tokenOf({ name: 'mia', role: 'operator' });
    ben = await tokenOf({ name: 'ben', role: 'operator' });
  });

  const ask = async (parts: object = {}, token = mia) => {
    const body = { flagKey: 'new-checkout', action: 'serving', ...production, reason: 'Errors', ...parts };
    const answer = await call(plane, path, { method: 'POST', body, token });
    return { ...answer, id: (answer.body as { id: string }).id };
  };
  const decide = (id: string, verdict: string, token: string) =>
    call(plane, `${path}/${id}/${verdict}`, { method: 'POST', body: {}, token });

  it('changes nothing at once, neither by a change nor by a rollback nor by an import', async () => {
    const refused = await serve(plane, 'new-checkout', production, { token: mia });
    expect([refused.status, errorOf(refused).code]).toEqual([409, 'approval-required']);
    const { revision } = await plane.store.flag('shop', 'new-checkout');
    const body = { environment: 'production' };
    const rolled = await call(plane, `${flagPath('new-checkout')}/rollback`, { method: 'POST', body, revision });
    expect(errorOf(rolled).code).toBe('approval-required');
    const flag = { key: 'new-checkout', kind: 'switch', environments: { production: { serving: off } } };
    const imported = await call(plane, '/api/v1/projects/shop/import', {
      method: 'POST',
      body: { source: 'flags.json', flags: [flag], update: true },
    });
    expect(errorOf(imported).code).toBe('approval-required');
    expect(await servedIn('production')).toEqual(on);
    expect((await serve(plane, 'new-checkout', staging, { token: mia })).status).toBe(200);
  });

  it('is carried out when somebody else approves it, in the name of who asked', async () => {
    const { status, id } = await ask();
    expect([status, await servedIn('production')]).toEqual([201, on]);
    const approved = await decide(id, 'approve', ben);
    expect(approved.body).toMatchObject({ status: 'approved', requestedBy: 'mia', decidedBy: 'ben' });
    expect(await servedIn('production')).toEqual(off);
    const history = await plane.store.history('shop', 'new-checkout', 3);
    expect(history.map(({ action, actor, detail }) => [action, actor, detail])).toEqual([
      ['change-approved', 'ben', `approved: asked for by mia (${id})`],
      ['serving-changed', 'mia', 'approved by ben'],
      ['change-requested', 'mia', `a change (${id})`],
    ]);
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    ['the same person', async () => mia, /Another person has to approve/],
    ['the same person with another token', () => tokenOf({ name: 'mia', role: 'admin' }), /Another person/],
    ['who may only look', async () => plane.viewerToken, /needs the role operator/],
    [
      'who may only look there',
      () => tokenOf({ name: 'zoe', role: 'operator', environmentRoles: { production: 'viewer' } }),
      /needs the role operator in production; you have viewer/,
    ],
  ])('cannot be approved by %s', async (_who, token, message) => {
    const { id } = await ask();
    const answer = await decide(id, 'approve', await token());
    expect([answer.status, errorOf(answer).message]).toEqual([403, expect.stringMatching(message)]);
    expect(await servedIn('production')).toEqual(on);
  });

  it('keeps to the role in its environment, however many were asked for since', async () => {
    const { id } = await ask();
    for (let count = 0; count < 201; count++) {
      const change = { flagKey: 'new-checkout', scope: { environment: 'staging', datacenter: null, server: null } };
      await plane.store.askForChange(
        'shop',
        { ...change, action: 'serving', serving: off, reason: `${count}` },
        { name: 'mia', tokenId: null },
      );
      now += 1;
    }
    const zoe = await tokenOf({ name: 'zoe', role: 'viewer', environmentRoles: { staging: 'operator' } });
    for (const verdict of ['approve', 'reject']) expect((await decide(id, verdict, zoe)).status, verdict).toBe(403);
    expect(await servedIn('production')).toEqual(on);
    expect((await decide(id, 'approve', ben)).status).toBe(200);
  });

  it('is listed as open until it is decided, however many were decided since', async () => {
    const { id } = await ask();
    const change = { flagKey: 'new-checkout', scope: { environment: 'staging', datacenter: null, server: null } };
    for (let count = 0; count < 201; count++) {
      now += 1;
      const later = await plane.store.askForChange(
        'shop',
        { ...change, action: 'serving', serving: off, reason: `${count}` },
        { name: 'mia', tokenId: null },
      );
      await plane.store.decideChangeRequest('shop', { id: later.id, verdict: 'reject', note: null }, author);
    }
    const { body } = await call(plane, `${path}?status=open`);
    expect((body as { changeRequests: { id: string }[] }).changeRequests.map((request) => request.id)).toEqual([id]);
  });

  it('is approved once, by one of two at once', async () => {
    const { id } = await ask();
    const zoe = await tokenOf({ name: 'zoe', role: 'operator' });
    const answers = await Promise.all([decide(id, 'approve', ben), decide(id, 'approve', zoe)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is closed without a change where the flag has moved on, and where it has waited for too long', async () => {
    const first = await ask();
    await serve(plane, 'new-checkout', staging, { token: mia });
    const outdated = await decide(first.id, 'approve', ben);
    expect([outdated.status, errorOf(outdated).message]).toEqual([409, expect.stringContaining('has changed since')]);
    const second = await ask();
    now += 8 * 86_400_000;
    expect(errorOf(await decide(second.id, 'approve', ben)).message).toContain('This request is expired already');
    const { body } = await call(plane, path);
    const listed = (body as { changeRequests: { id: string; status: string }[] }).changeRequests;
    expect(Object.fromEntries(listed.map(({ id, status }) => [id, status]))).toEqual({
      [first.id]: 'outdated',
      [second.id]: 'expired',
    });
    expect(await servedIn('production')).toEqual(on);
  });

  it('can be rejected, and withdrawn by who asked only', async () => {
    const [first, second] = [await ask(), await ask()];
    expect((await decide(first.id, 'withdraw', ben)).status).toBe(403);
    expect((await decide(first.id, 'withdraw', mia)).body).toMatchObject({ status: 'withdrawn' });
    expect((await decide(second.id, 'reject', ben)).body).toMatchObject({ status: 'rejected' });
    expect((await decide(second.id, 'approve', ben)).status).toBe(409);
  });

  it('is no way around by archiving: what is served there has to be switched off first', async () => {
    const archive = async (archived: boolean) => {
      const { revision } = await plane.store.flag('shop', 'new-checkout');
      return call(plane, flagPath('new-checkout'), { method: 'PATCH', body: { archived }, revision });
    };
    const refused = await archive(true);
    expect([refused.status, errorOf(refused).code]).toEqual([409, 'approval-required']);
    expect((await plane.store.flag('shop', 'new-checkout')).archivedAt).toBeNull();
    await decide((await ask()).id, 'approve', ben);
    expect((await archive(true)).status).toBe(200);
    expect((await archive(false)).status).toBe(200);
  });

  it('is no way around by a flag that is served from the start', async () => {
    const define = (servings: object) => {
      const body = { key: 'gift-cards', kind: 'switch', servings };
      return call(plane, '/api/v1/projects/shop/flags', { method: 'POST', body });
    };
    const refused = await define({ production: on });
    expect([refused.status, errorOf(refused).message]).toEqual([
      409,
      '"gift-cards" would be served in production, where a change needs a second person: define it without a serving there, then ask for one. Nothing was made.',
    ]);
    expect((await call(plane, flagPath('gift-cards'))).status).toBe(404);
    expect((await define({ production: off, staging: on })).status).toBe(201);
  });

  it('cannot be approved once the token it was asked for with is revoked', async () => {
    const { id } = await ask();
    const asker = (await plane.store.tokens()).find(({ name }) => name === 'mia')!;
    await plane.store.revokeToken(asker.id, author);
    const refused = await decide(id, 'approve', ben);
    expect([refused.status, errorOf(refused).message]).toEqual([
      409,
      'The token with which mia asked has been revoked: reject the request, and have the change asked for again.',
    ]);
    expect(await servedIn('production')).toEqual(on);
    expect((await decide(id, 'reject', ben)).status).toBe(200);
  });

  it('is asked for with a reason and for what exists', async () => {
    expect((await ask({ reason: undefined })).status).toBe(422);
    expect((await ask({ environment: 'pre' })).status).toBe(422);
    expect((await ask({ flagKey: 'gift-wrap' })).status).toBe(404);
    expect((await ask({}, plane.viewerToken)).status).toBe(403);
  });

  it('waits for nobody in an emergency that an administrator declares, with a reason that is written down', async () => {
    const emergency = { ...production, emergency: true };
    expect((await serve(plane, 'new-checkout', { ...emergency, reason: 'On fire' }, { token: mia })).status).toBe(403);
    expect((await serve(plane, 'new-checkout', emergency)).status).toBe(422);
    expect((await serve(plane, 'new-checkout', { ...emergency, reason: 'On fire' })).status).toBe(200);
    expect((await plane.store.history('shop', 'new-checkout', 1))[0]).toMatchObject({ detail: 'emergency: On fire' });
  });
});

describe('undoing what one person did', () => {
  const undo = (body: object, token = plane.operatorToken) =>
    call(plane, '/api/v1/projects/shop/undo', { method: 'POST', body, token });

  it('brings back what was there before, leaves what others changed since, and shows both beforehand', async () => {
    const mia = await tokenOf({ name: 'mia', role: 'operator' });
    const from = new Date(now).toISOString();
    now += 60_000;
    await serve(plane, 'new-checkout', production, { token: mia });
    await serve(plane, 'new-checkout', { ...production, serving: on, datacenter: 'fra' }, { token: mia });
    await serve(plane, 'new-checkout', staging, { token: mia });
    now += 60_000;
    const to = new Date(now).toISOString();
    now += 60_000;
    await serve(plane, 'new-checkout', { environment: 'staging', serving: on });
    await serve(plane, 'new-checkout', staging);
    const span = { actor: 'mia', from, to };
    const planned = await undo({ ...span, dryRun: true });
    expect(planned.body).toEqual({
      changes: [
        {
          flagKey: 'new-checkout',
          scope: { environment: 'staging', datacenter: null, server: null },
          from: off,
          to: on,
          conflict: 'admin changed it after that, at 2026-11-01T09:03:00.000Z.',
        },
        {
          flagKey: 'new-checkout',
          scope: { environment: 'production', datacenter: 'fra', server: null },
          from: on,
          to: null,
          conflict: null,
        },
        {
          flagKey: 'new-checkout',
          scope: { environment: 'production', datacenter: null, server: null },
          from: off,
          to: on,
          conflict: null,
        },
      ],
      applied: 0,
    });
    expect(await servedIn('production')).toEqual(off);
    expect((await undo(span)).body).toMatchObject({ applied: 2 });
    const { environments } = await plane.store.flag('shop', 'new-checkout');
    expect([environments['production']?.serving, environments['production']?.scopes]).toEqual([on, []]);
    expect(environments['staging']?.serving).toEqual(off);
    expect((await undo(span)).body).toMatchObject({ applied: 0 });
  });

  it('brings back what somebody else set in between, and no more', async () => {
    const [mia, ben] = [
      await tokenOf({ name: 'mia', role: 'operator' }),
      await tokenOf({ name: 'ben', role: 'operator' }),
    ];
    const valve = { environment: 'production' };
    const from = new Date(now).toISOString();
    for (const [token, share] of [
      [mia, 5000],
      [ben, 1000],
      [mia, 7000],
      [mia, 9000],
    ] as const) {
      now += 1_000;
      await serve(plane, 'recommendations', { ...valve, serving: open(share) }, { token });
    }
    const span = { actor: 'mia', from, to: new Date(now + 1_000).toISOString() };
    expect((await undo(span)).body).toMatchObject({ changes: [{ to: open(1000), conflict: null }], applied: 1 });
    const { environments } = await plane.store.flag('shop', 'recommendations');
    expect(environments['production']?.serving).toEqual(open(1000));
  });

  it('is an emergency only for who is an administrator in every environment concerned', async () => {
    await serve(plane, 'new-checkout', production, { token: plane.operatorToken });
    const span = {
      actor: 'operator',
      from: new Date(now - 1_000).toISOString(),
      to: new Date(now + 1_000).toISOString(),
    };
    const body = { critical: true, datacenters: [], approval: true };
    await call(plane, '/api/v1/projects/shop/environments/production', { method: 'PUT', body });
    expect(errorOf(await undo(span)).code).toBe('approval-required');
    const zoe = await tokenOf({ name: 'zoe', role: 'admin', environmentRoles: { production: 'operator' } });
    expect((await undo({ ...span, emergency: true }, zoe)).status).toBe(403);
    expect(await servedIn('production')).toEqual(off);
    expect((await undo({ ...span, emergency: true }, plane.adminToken)).body).toMatchObject({ applied: 1 });
  });

  it('needs the role in every environment concerned, and a span', async () => {
    const from = new Date(now).toISOString();
    await serve(plane, 'new-checkout', production, { token: plane.operatorToken });
    const span = { actor: 'operator', from, to: new Date(now + 1_000).toISOString() };
    const token = await tokenOf({ name: 'zoe', role: 'viewer', environmentRoles: { staging: 'operator' } });
    expect((await undo(span, token)).status).toBe(403);
    expect((await undo({ ...span, to: from })).status).toBe(422);
    expect(await servedIn('production')).toEqual(off);
  });
});
