/** Tokens, sign-in links and sessions. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { call, errorOf, flagPath, off, serve } from './client.ts';
import { openEvents } from './sse.ts';

let plane: TestControlPlane;
let now = Date.parse('2026-11-01T09:00:00Z');
beforeEach(async () => {
  now = Date.parse('2026-11-01T09:00:00Z');
  plane = await startTestControlPlane({ seed: shopSeed, now: () => new Date(now) });
});
afterEach(() => plane.close());

const minutes = 60_000;
const hours = 60 * minutes;

const spend = (link: string) =>
  call(plane, '/sign-in', { method: 'POST', token: null, body: { code: new URL(link).searchParams.get('code') } });

async function signIn(token: string): Promise<string> {
  const { body } = await call(plane, '/api/v1/sign-in-links', { method: 'POST', token, body: {} });
  const { headers } = await spend((body as { url: string }).url);
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

const withCookie = (cookie: string, path: string, method = 'GET', body?: unknown) =>
  call(plane, path, { method, token: null, headers: { cookie }, body });

describe('tokens', () => {
  it('are shown once and listed without their secret', async () => {
    const made = await call(plane, '/api/v1/tokens', {
      method: 'POST',
      body: { name: 'ci', role: 'viewer', expiresAt: '2026-12-01T00:00:00Z' },
    });
    const { id, token } = made.body as { id: string; token: string };
    expect(token).toMatch(/^sluice_v_[\w-]{43}$/);
    expect((await call(plane, '/api/v1/session', { token })).body).toEqual({
      name: 'ci',
      role: 'viewer',
      via: 'token',
      project: null,
      environmentRoles: {},
    });
    const { body } = await call(plane, '/api/v1/tokens');
    expect((body as { tokens: { id: string }[] }).tokens.find((listed) => listed.id === id)).toEqual({
      id,
      name: 'ci',
      role: 'viewer',
      project: null,
      environment: null,
      datacenter: null,
      server: null,
      environmentRoles: {},
      createdAt: '2026-11-01T09:00:00.000Z',
      expiresAt: '2026-12-01T00:00:00.000Z',
      lastUsedAt: '2026-11-01T09:00:00.000Z',
      revokedAt: null,
    });
    expect(JSON.stringify(body)).not.toContain(token.slice(12));
  });

  it('stop working when they expire or are revoked', async () => {
    const make = (name: string, extra: object) =>
      plane.store.createToken({ name, role: 'viewer', ...extra }, { name: 'test', tokenId: null });
    const short = await make('short', { expiresAt: '2026-11-01T10:00:00Z' });
    const long = await make('long', {});
    const statuses = async () =>
      Promise.all([short, long].map(async ({ token }) => (await call(plane, '/api/v1/session', { token })).status));
    expect(await statuses()).toEqual([200, 200]);
    now += 1 * hours;
    expect(await statuses()).toEqual([401, 200]);
    expect((await call(plane, `/api/v1/tokens/${long.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await call(plane, `/api/v1/tokens/${long.id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await statuses()).toEqual([401, 401]);
    expect((await plane.store.audit('shop', 1, null))[0]).toMatchObject({ action: 'token-revoked', actor: 'admin' });
  });

  it('cannot be made to have expired already', async () => {
    const body = { name: 'ci', role: 'viewer', expiresAt: '2026-10-01T00:00:00Z' };
    const answer = await call(plane, '/api/v1/tokens', { method: 'POST', body });
    expect([answer.status, errorOf(answer).message]).toEqual([422, 'The token would already have expired.']);
  });
});

describe('a sign-in link', () => {
  it('gives a browser a session with the role of who made it, and leads to the page it names', async () => {
    const path = '/#/flag/checkout%2Fone-page';
    const made = await call(plane, '/api/v1/sign-in-links', {
      method: 'POST',
      token: plane.operatorToken,
      body: { path },
    });
    const { url, expiresAt } = made.body as { url: string; expiresAt: string };
    expect([url.startsWith(`${plane.url}/sign-in?code=`), expiresAt]).toEqual([true, '2026-11-01T09:02:00.000Z']);
    const answer = await spend(url);
    expect(answer.body).toEqual({ path });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^sluice_session_\d+=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    const session = await withCookie(cookie.split(';')[0] ?? '', '/api/v1/session');
    expect(session.body).toMatchObject({ name: 'operator', role: 'operator', via: 'session', environmentRoles: {} });
  });

  it('works once', async () => {
    const link = await plane.createSignInLink();
    expect((await spend(link)).status).toBe(200);
    const again = await spend(link);
    expect([again.status, errorOf(again).message, again.headers.get('set-cookie')]).toEqual([
      401,
      'This sign-in link was used already or is older than two minutes. Ask for a new one.',
      null,
    ]);
  });

  it('works for two minutes', async () => {
    const [early, late] = [await plane.createSignInLink(), await plane.createSignInLink()];
    now += 2 * minutes - 1;
    expect((await spend(early)).status).toBe(200);
    now += 1;
    expect((await spend(late)).status).toBe(401);
  });

  it('is not spent by looking at it', async () => {
    const link = await plane.createSignInLink();
    const page = await call(plane, new URL(link).pathname + new URL(link).search, { token: null });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    // The page must work under its own Content-Security-Policy: no inline script or style.
    expect(page.body).toContain('<script src="/sign-in.js"></script>');
    expect(page.body).not.toMatch(/<style|style=|\son\w+=|<script>/);
    expect((await spend(link)).status).toBe(200);
  });

  it.each(['https://attacker.example/', '//attacker.example', '/\\attacker.example', '/api/v1/tokens', '/#/ab\ncd'])(
    'cannot lead to %j',
    async (path) => {
      const answer = await call(plane, '/api/v1/sign-in-links', { method: 'POST', body: { path } });
      expect([answer.status, errorOf(answer).message]).toEqual([
        422,
        'path: a path of the dashboard, such as "/#/flag/new-checkout"',
      ]);
      await expect(plane.createSignInLink(path)).rejects.toThrow();
    },
  );
});

describe('a session', () => {
  it('can do what its role can, in the name of its token', async () => {
    const cookie = await signIn(plane.operatorToken);
    const flipped = await serve(
      plane,
      'new-checkout',
      { environment: 'production', serving: off },
      { token: null, headers: { cookie } },
    );
    expect(flipped.status).toBe(200);
    expect((await plane.store.history('shop', 'new-checkout', 1))[0]?.actor).toBe('operator');
    expect((await withCookie(cookie, '/api/v1/tokens')).status).toBe(403);
  });

  it('ends after twelve hours', async () => {
    const cookie = await signIn(plane.viewerToken);
    now += 12 * hours - 1;
    expect((await withCookie(cookie, flagPath('new-checkout'))).status).toBe(200);
    now += 1;
    expect((await withCookie(cookie, flagPath('new-checkout'))).status).toBe(401);
  });

  it('ends with its token, and its event stream with it', async () => {
    const cookie = await signIn(plane.viewerToken);
    const stream = await openEvents(plane, { headers: { cookie } });
    await stream.next();
    const token = (await plane.store.tokens()).find(({ name }) => name === 'viewer');
    await call(plane, `/api/v1/tokens/${token?.id}`, { method: 'DELETE' });
    expect(await stream.next()).toBeNull();
    expect((await withCookie(cookie, '/api/v1/session')).status).toBe(401);
  });

  it('ends with signing out, and its event stream with it', async () => {
    const cookie = await signIn(plane.viewerToken);
    const stream = await openEvents(plane, { headers: { cookie } });
    await stream.next();
    const signedOut = await withCookie(cookie, '/sign-out', 'POST');
    expect([signedOut.status, signedOut.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringContaining('Max-Age=0'),
    ]);
    expect(await stream.next()).toBeNull();
    expect((await withCookie(cookie, '/api/v1/session')).status).toBe(401);
  });

  it('is no second chance for a wrong token', async () => {
    const cookie = await signIn(plane.adminToken);
    const answer = await call(plane, '/api/v1/session', { token: 'sluice_a_wrong', headers: { cookie } });
    expect(answer.status).toBe(401);
  });

  it('does not need one to see the page, which then says how to sign in', async () => {
    expect((await call(plane, '/', { token: null })).status).toBe(200);
  });
});
