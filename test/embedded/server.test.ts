/** What the server refuses before it looks at a request, and how it says so. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { call, errorOf, flagPath, on, open, rawStatus } from './client.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startTestControlPlane({ seed: shopSeed });
});
afterAll(() => plane.close());

describe('requests from elsewhere', () => {
  const paths = ['/healthz', '/', '/api/v1/projects', '/api/v1/projects/shop/events', '/sign-in', '/nowhere'];
  const hostile: [string, (port: number) => Record<string, string>][] = [
    ['a rebound name', (port) => ({ host: `flags.attacker.example:${port}` })],
    ['our name without our port', () => ({ host: '127.0.0.1' })],
    ['our name with another port', (port) => ({ host: `127.0.0.1:${port + 1}` })],
    ['a name that begins like ours', (port) => ({ host: `127.0.0.1.attacker.example:${port}` })],
    ['user information in front', (port) => ({ host: `127.0.0.1:${port}@attacker.example` })],
    ['another origin', () => ({ origin: 'https://attacker.example' })],
    ['a sandboxed page', () => ({ origin: 'null' })],
    ['another port of this machine', (port) => ({ origin: `http://127.0.0.1:${port + 1}` })],
    ['our name over https', (port) => ({ origin: `https://127.0.0.1:${port}` })],
    ['a script of another site', () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })],
    ['a script of another port', () => ({ 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' })],
  ];
  it.each(hostile)('are refused: %s', async (_what, headers) => {
    const sent = {
      host: `127.0.0.1:${plane.port}`,
      authorization: `Bearer ${plane.adminToken}`,
      ...headers(plane.port),
    };
    const statuses = await Promise.all(paths.map((path) => rawStatus(plane, path, sent)));
    expect(statuses).toEqual(paths.map(() => 403));
    expect(await rawStatus(plane, '/sign-out', sent, 'POST')).toBe(403);
  });

  it.each([
    ['by each name of loopback', (port: number) => ({ host: `localhost:${port}` })],
    ['in capitals', (port: number) => ({ host: `LOCALHOST:${port}` })],
    ['by its IPv6 name', (port: number) => ({ host: `[::1]:${port}` })],
    ['from its own page', (port: number) => ({ origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' })],
  ])('are answered %s', async (_what, headers) => {
    const sent = { host: `127.0.0.1:${plane.port}`, ...headers(plane.port) };
    expect(await rawStatus(plane, '/api/v1', sent)).toBe(200);
  });

  it('may be links to a page, but not to the API', async () => {
    const sent = { host: `127.0.0.1:${plane.port}`, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await rawStatus(plane, '/sign-in?code=abc', sent)).toBe(200);
    expect(await rawStatus(plane, '/', sent)).toBe(200);
    expect(await rawStatus(plane, '/api/v1', sent)).toBe(403);
  });

  it('get no permission to read: there is no CORS', async () => {
    const preflight = await call(plane, '/api/v1/projects', { method: 'OPTIONS', token: null });
    expect(preflight.status).toBe(405);
    const names = [...preflight.headers.keys()].filter((name) => name.startsWith('access-control'));
    expect(names).toEqual([]);
  });
});

it.each(['/', '/sign-in', '/sign-in.js', '/api/v1', '/api/v1/projects', '/nowhere', '/%zz'])(
  'sends the security headers with %s',
  async (path) => {
    const { headers } = await call(plane, path, { token: null });
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self';.* frame-ancestors 'none'$/,
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  },
);

describe('bad input', () => {
  const serving = (value: unknown) => ({ environment: 'production', serving: value });
  const put = `${flagPath('recommendations')}/serving`;
  const flags = '/api/v1/projects/shop/flags';
  const cases: [what: string, method: string, path: string, body: unknown, status: number, message: RegExp][] = [
    ['a share above 10000', 'PUT', put, serving(open(10001)), 422, /a share is at most 10000/],
    ['a negative share', 'PUT', put, serving(open(-1)), 422, /a share is at least 0/],
    ['half a unit', 'PUT', put, serving(open(0.5)), 422, /whole number of 1\/100 %/],
    [
      'shares that do not add up',
      'PUT',
      put,
      serving({ kind: 'fractional', shares: [{ variant: 'on', share: 9999 }] }),
      422,
      /add up to 9999; they must add up to 10000/,
    ],
    [
      'a variant twice',
      'PUT',
      put,
      serving({
        kind: 'fractional',
        shares: [
          { variant: 'on', share: 5000 },
          { variant: 'on', share: 5000 },
        ],
      }),
      422,
      /two shares/,
    ],
    [
      'an unknown variant',
      'PUT',
      put,
      serving({ kind: 'static', variant: 'blue' }),
      422,
      /no variant "blue"; it has "on", "off"/,
    ],
    ['rules', 'PUT', put, serving({ kind: 'targeted', rules: 1, otherwise: on }), 422, /no targeting rules/],
    [
      'shares for a switch',
      'PUT',
      `${flagPath('new-checkout')}/serving`,
      serving(open(5000)),
      422,
      /A switch is on or off/,
    ],
    [
      'an unknown environment',
      'PUT',
      put,
      { environment: 'prod', serving: on },
      422,
      /no environment "prod" in this project; known: "staging", "production"/,
    ],
    [
      'an unknown datacenter',
      'PUT',
      put,
      { ...serving(on), datacenter: 'ams' },
      422,
      /no datacenter "ams" in environment "production"; known: "fra", "iad"/,
    ],
    [
      'an unknown server',
      'PUT',
      put,
      { ...serving(on), datacenter: 'fra', server: 'iad-1' },
      422,
      /no server "iad-1" in datacenter "fra"; known: "fra-1", "fra-2"/,
    ],
    ['a server without its datacenter', 'PUT', put, { ...serving(on), server: 'fra-1' }, 422, /Name the datacenter/],
    ['nothing for an environment', 'PUT', put, serving(null), 422, /cannot be removed/],
    ['an unknown property', 'PUT', put, { ...serving(on), percent: 50 }, 422, /percent/],
    ['a reason of 501 characters', 'PUT', put, { ...serving(on), reason: 'x'.repeat(501) }, 422, /reason/],
    [
      'a reason that forges a line',
      'PUT',
      put,
      { ...serving(on), reason: 'fine\n::error::x' },
      422,
      /control characters/,
    ],
    [
      'a key with control characters',
      'POST',
      flags,
      { key: 'new\u001b[2Jcheckout', kind: 'switch' },
      422,
      /a key is made of/,
    ],
    ['a key of 201 characters', 'POST', flags, { key: 'k'.repeat(201), kind: 'switch' }, 422, /at most 200/],
    ['a key that is a step in an address', 'POST', flags, { key: '..', kind: 'switch' }, 422, /reserved/],
    ['a lone surrogate', 'POST', flags, { key: 'gift-wrap', kind: 'switch', owner: 'team\ud800' }, 422, /owner/],
    [
      'a switch of words',
      'POST',
      flags,
      { key: 'gift-wrap', kind: 'switch', variants: [{ name: 'a', value: 'a' }] },
      422,
      /one true and one false/,
    ],
    [
      'variants of two types',
      'POST',
      flags,
      {
        key: 'gift-wrap',
        kind: 'variant',
        variants: [
          { name: 'a', value: 'a' },
          { name: 'b', value: 1 },
        ],
      },
      422,
      /all be boolean, string, number or object/,
    ],
    [
      'a valve with one end',
      'POST',
      flags,
      { key: 'gift-wrap', kind: 'valve', variants: [{ name: 'a', value: 'a' }] },
      422,
      /at least two variants/,
    ],
    [
      '41 variants',
      'POST',
      flags,
      {
        key: 'gift-wrap',
        kind: 'variant',
        variants: Array.from({ length: 41 }, (_, n) => ({ name: `v${n}`, value: n })),
      },
      422,
      /variants/,
    ],
    [
      '101 tags',
      'POST',
      flags,
      { key: 'gift-wrap', kind: 'switch', tags: Array.from({ length: 101 }, (_, n) => `t${n}`) },
      422,
      /tags/,
    ],
    [
      '4001 characters',
      'POST',
      flags,
      { key: 'gift-wrap', kind: 'switch', description: 'x'.repeat(4001) },
      422,
      /description/,
    ],
    ['a time in words', 'POST', flags, { key: 'gift-wrap', kind: 'switch', expiresAt: 'tomorrow' }, 422, /ISO 8601/],
    ['JSON that is cut off', 'POST', flags, '{"key":', 400, /malformed/],
    [
      'a prototype',
      'POST',
      flags,
      '{"key":"gift-wrap","kind":"switch","__proto__":{"permanent":true}}',
      400,
      /malformed/,
    ],
    ['a list', 'POST', flags, [], 422, /body/],
    ['257 KiB', 'POST', flags, 'x'.repeat(257 * 1024), 413, /at most 256 KiB/],
    ['10 MB', 'POST', flags, 'x'.repeat(10_000_000), 413, /at most 256 KiB/],
    ['a limit of 501', 'GET', '/api/v1/projects/shop/audit?limit=501', undefined, 422, /limit/],
    ['a limit in words', 'GET', '/api/v1/projects/shop/audit?limit=all', undefined, 422, /limit/],
    ['an unknown query', 'GET', '/api/v1/projects/shop/audit?offset=5', undefined, 422, /offset/],
    ['the wrong method', 'DELETE', flags, undefined, 405, /takes POST only/],
    ['an unknown flag', 'GET', flagPath('new-chekout'), undefined, 404, /no flag "new-chekout" in project "shop"/],
    ['an unknown project', 'GET', '/api/v1/projects/toys/snapshot', undefined, 404, /no project "toys"/],
    ['an unknown address', 'GET', '/api/v2', undefined, 404, /nothing at this address/],
    ['an address that does not parse', 'GET', '/api/v1/projects/%zz/snapshot', undefined, 400, /malformed/],
    ['a path out of the assets', 'GET', '/..%2f..%2fetc%2fpasswd', undefined, 404, /nothing at this address/],
  ];
  it.each(cases)('is refused: %s', async (_what, method, path, body, status, message) => {
    const before = await plane.store.revision('shop');
    const revision = (
      await plane.store.flag('shop', path.includes('new-checkout') ? 'new-checkout' : 'recommendations')
    ).revision;
    const answer = await call(plane, path, { method, body, revision });
    expect(errorOf(answer).message).toMatch(message);
    expect(answer.status).toBe(status);
    expect(await plane.store.revision('shop')).toBe(before);
  });

  it('is refused: anything but JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const headers = { 'content-type': type };
      const answer = await call(plane, flags, { method: 'POST', body: '{"key":"gift-wrap","kind":"switch"}', headers });
      expect([type, answer.status, errorOf(answer).code]).toEqual([type, 415, 'invalid']);
    }
  });
});

describe('a caller who asks too much', () => {
  const startBusy = async () => {
    let now = 0;
    const reads = { perSecond: 0.5, burst: 3 };
    const writes = { perSecond: 0.1, burst: 2 };
    const busy = await startTestControlPlane({ seed: shopSeed, apiRate: { reads, writes, nowMs: () => now } });
    onTestFinished(() => busy.close());
    return { busy, wait: (seconds: number) => (now += seconds * 1000) };
  };

  it('waits as long as the answer says, and keeps nobody else out', async () => {
    const { busy, wait } = await startBusy();
    const read = (token: string) => call(busy, '/api/v1/projects/shop/snapshot', { token });
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await read(busy.viewerToken)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await read(busy.viewerToken);
    expect([refused.headers.get('retry-after'), errorOf(refused)]).toEqual([
      '2',
      {
        code: 'rate-limited',
        message: 'Too many requests at once: nothing was done. Wait 2 seconds and try again.',
        status: 429,
      },
    ]);
    expect((await read(busy.operatorToken)).status).toBe(200);
    expect((await call(busy, '/healthz', { token: null })).status).toBe(200);
    wait(1);
    expect((await read(busy.viewerToken)).status).toBe(429);
    wait(1);
    expect([(await read(busy.viewerToken)).status, (await read(busy.viewerToken)).status]).toEqual([200, 429]);
  });

  it('changes nothing beyond the limit, and reads all the same', async () => {
    const { busy, wait } = await startBusy();
    const create = (key: string) =>
      call(busy, '/api/v1/projects/shop/flags', { method: 'POST', body: { key, kind: 'switch' } });
    expect([(await create('a')).status, (await create('b')).status]).toEqual([201, 201]);
    const refused = await create('c');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect((await call(busy, flagPath('c'))).status).toBe(404);
    wait(10);
    expect((await create('c')).status).toBe(201);
  });
});

it('counts wrong tokens, and still serves the right one', async () => {
  const other = await startTestControlPlane();
  try {
    let answer = await call(other, '/api/v1/session', { token: 'sluice_v_guess' });
    for (let n = 0; n < 120; n++) answer = await call(other, '/api/v1/session', { token: `sluice_v_guess${n}` });
    expect([answer.status, errorOf(answer).code]).toEqual([429, 'rate-limited']);
    expect((await call(other, '/api/v1/session')).status).toBe(200);
  } finally {
    await other.close();
  }
});
