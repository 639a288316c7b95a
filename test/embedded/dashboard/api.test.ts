import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  ApiError,
  askForChange,
  decideRequest,
  readFlag,
  readFleet,
  readRequests,
  readSnapshot,
  rollBack,
  undoChanges,
  writeServing,
} from '../../../server/src/embedded/dashboard/page/api.ts';
import { flag, on } from './shop-flags.ts';

let sent: { path: string; init: RequestInit }[] = [];
let answer: () => Response | Promise<Response>;

beforeEach(() => {
  sent = [];
  answer = () => Response.json(flag());
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    sent.push({ path, init });
    return answer();
  });
});
afterEach(() => void vi.unstubAllGlobals());

const fra = { environment: 'production', datacenter: 'fra', server: null };

describe('writes', () => {
  test('name the revision that was seen, and only the scope they mean', async () => {
    await writeServing('shop', 'pay/express', { scope: fra, serving: on, reason: '  Opening fra  ', revision: '7' });
    expect(sent[0]?.path).toBe('/api/v1/projects/shop/flags/pay%2Fexpress/serving');
    expect(sent[0]?.init).toMatchObject({ method: 'PUT', credentials: 'same-origin', headers: { 'If-Match': '"7"' } });
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({
      environment: 'production',
      datacenter: 'fra',
      serving: on,
      reason: 'Opening fra',
    });
  });

  test('clear an override with null, and leave an empty reason out', async () => {
    await writeServing('shop', 'new-checkout', {
      scope: { ...fra, server: 'fra-1' },
      serving: null,
      reason: ' ',
      revision: '7',
    });
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({
      environment: 'production',
      datacenter: 'fra',
      server: 'fra-1',
      serving: null,
    });
  });

  test('roll back by a request of their own', async () => {
    await rollBack('shop', 'new-checkout', { scope: fra, reason: null, revision: '7' });
    expect([sent[0]?.init.method, sent[0]?.path]).toEqual([
      'POST',
      '/api/v1/projects/shop/flags/new-checkout/rollback',
    ]);
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ environment: 'production', datacenter: 'fra' });
  });
});

describe('a second person', () => {
  const bodyOf = (index = 0): unknown => JSON.parse(String(sent[index]?.init.body));
  const ask = {
    flagKey: 'new-checkout',
    scope: fra,
    action: 'serving',
    serving: on,
    reason: ' Open it ',
    revision: '7',
  } as const;

  test('is passed over only on purpose', async () => {
    const write = { scope: fra, reason: 'Payments fail', revision: '7' };
    await writeServing('shop', 'new-checkout', { ...write, serving: on, emergency: true });
    await rollBack('shop', 'new-checkout', { ...write, emergency: false });
    expect(bodyOf()).toMatchObject({ reason: 'Payments fail', emergency: true });
    expect(bodyOf(1)).not.toHaveProperty('emergency');
  });

  test('is asked for a change, once even if it is sent twice', async () => {
    await askForChange('shop', ask, 'key-1');
    expect([sent[0]?.init.method, sent[0]?.path]).toEqual(['POST', '/api/v1/projects/shop/change-requests']);
    expect(sent[0]?.init.headers).toMatchObject({ 'If-Match': '"7"', 'Idempotency-Key': 'key-1' });
    expect(bodyOf()).toEqual({
      flagKey: 'new-checkout',
      environment: 'production',
      datacenter: 'fra',
      action: 'serving',
      serving: on,
      reason: 'Open it',
    });
    await askForChange('shop', { ...ask, action: 'rollback', serving: null }, 'key-2');
    expect(bodyOf(1)).not.toHaveProperty('serving');
  });

  test('decides by a request of their own', async () => {
    await decideRequest('shop', 'r/1', 'reject', ' Not on a Friday ');
    await decideRequest('shop', 7, 'approve', null);
    expect(sent.map(({ path }) => path)).toEqual([
      '/api/v1/projects/shop/change-requests/r%2F1/reject',
      '/api/v1/projects/shop/change-requests/7/approve',
    ]);
    expect([bodyOf(), bodyOf(1)]).toEqual([{ note: 'Not on a Friday' }, {}]);
  });

  test('a control plane without requests or servers has none, which is no error', async () => {
    answer = () => Response.json({ error: { code: 'not-found', message: 'Nothing here.' } }, { status: 404 });
    expect([await readRequests('shop'), await readFleet('shop')]).toEqual([null, null]);
    answer = () => Response.json({ changeRequests: [{ id: 'r1' }], fleet: [] });
    expect([await readRequests('shop'), await readFleet('shop')]).toEqual([[{ id: 'r1' }], []]);
  });

  test('undoing says who, when, and whether it is only a look', async () => {
    const span = { actor: 'ana', from: '2026-11-23T11:00:00Z', to: '2026-11-23T12:00:00Z' };
    await undoChanges('shop', { ...span, dryRun: true }, 'key-1');
    expect(sent[0]?.path).toBe('/api/v1/projects/shop/undo');
    expect(bodyOf()).toEqual({ ...span, dryRun: true });
  });
});

describe('answers', () => {
  const outcome = async (): Promise<unknown> => readFlag('shop', 'new-checkout').catch((error: unknown) => error);
  const problem =
    (status: number, error: object = { message: 'Said so.' }) =>
    () =>
      Response.json({ error }, { status });

  test.each([
    [401, 'signed-out'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [422, 'refused'],
    [428, 'refused'],
    [500, 'server'],
  ])('%i is %s', async (status, kind) => {
    answer = problem(status);
    expect(await outcome()).toMatchObject({ name: 'ApiError', kind, message: 'Said so.' });
  });

  test.each([
    [409, 'approval-required', 'approval'],
    [409, 'conflict', 'conflict'],
    [503, 'unavailable', 'unavailable'],
    [507, 'disk-full', 'unavailable'],
    [504, 'unknown-outcome', 'server'],
    // Something in between answers without a code: nobody knows what became of the request.
    [503, '', 'server'],
  ])('%i %s is %s', async (status, code, kind) => {
    answer = problem(status, { code, message: 'Said so.' });
    expect(await outcome()).toMatchObject({ kind });
  });

  test('a conflict carries the flag as it is now', async () => {
    answer = problem(409, { message: 'Moved on.', current: flag({ revision: '8' }) });
    expect(await outcome()).toMatchObject({ current: { revision: '8' } });
  });

  test.each<[string, () => Response | Promise<Response>, string]>([
    ['no answer', () => Promise.reject(new TypeError('fetch failed')), 'The control plane cannot be reached.'],
    [
      'none in time',
      () => Promise.reject(new DOMException('late', 'TimeoutError')),
      'The control plane did not answer in time.',
    ],
    [
      'a page of something else',
      () => new Response('<html>'),
      'The answer of the control plane broke off, or something else answered in its place.',
    ],
  ])('%s leaves open what happened', async (_, given, message) => {
    answer = given;
    expect(await outcome()).toMatchObject({ kind: 'network', message });
    expect(await outcome()).toBeInstanceOf(ApiError);
  });

  test('an error without a body still says what it was', async () => {
    answer = () => new Response('', { status: 502 });
    expect(await outcome()).toMatchObject({ kind: 'server', message: 'The control plane answered 502.' });
  });

  test('a snapshot that has not changed is not read again', async () => {
    answer = () => new Response(null, { status: 304 });
    expect(await readSnapshot('shop', '"7"')).toBeNull();
    expect(sent[0]?.init.headers).toEqual({ 'If-None-Match': '"7"' });
    answer = () => Response.json({ flags: [] }, { headers: { ETag: '"8"' } });
    expect(await readSnapshot('shop', null)).toEqual({ flags: [], etag: '"8"' });
  });
});
