/** OFREP as the specification has it: shapes, codes, ETag, event streams, and who may ask for what. */
import { describe, expect, it } from 'vitest';
import type { TestControlPlane } from '../../support/control-plane.ts';
import { off, on, open } from '../client.ts';
import { sdkToken, setServing, startShop } from './servers.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: { readonly [name: string]: unknown };
}

async function ask(
  plane: TestControlPlane,
  token: string | null,
  options: { key?: string; body?: unknown; headers?: Record<string, string>; query?: string } = {},
): Promise<Answer> {
  const { key, body = { context: { targetingKey: 'user-1' } }, query = '' } = options;
  const path = key === undefined ? '' : `/${encodeURIComponent(key)}`;
  const response = await fetch(`${plane.url}/ofrep/v1/evaluate/flags${path}${query}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...options.headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? (JSON.parse(text) as Answer['body']) : {},
  };
}

describe('one flag', () => {
  it.each<[string, object, number, object]>([
    ['new-checkout', {}, 200, { key: 'new-checkout', reason: 'STATIC', variant: 'on', value: true }],
    ['recommendations', { targetingKey: 'user-1' }, 200, { key: 'recommendations', reason: 'SPLIT' }],
    ['recommendations', {}, 400, { key: 'recommendations', errorCode: 'TARGETING_KEY_MISSING' }],
    ['recommendations', { targetingKey: '' }, 400, { errorCode: 'TARGETING_KEY_MISSING' }],
    ['recommendations', { targetingKey: 7 }, 400, { key: 'recommendations', errorCode: 'INVALID_CONTEXT' }],
    ['new-checkout', { server: 'fra 1' }, 400, { errorCode: 'INVALID_CONTEXT' }],
    ['new-checkout', { server: 'fra-1' }, 400, { errorCode: 'INVALID_CONTEXT' }],
    ['nothing', {}, 404, { key: 'nothing', errorCode: 'FLAG_NOT_FOUND' }],
    ['a/b', {}, 404, { key: 'a/b', errorCode: 'FLAG_NOT_FOUND' }],
    ['old-search', {}, 404, { key: 'old-search', errorCode: 'FLAG_NOT_FOUND' }],
  ])('%s with the context %j: %i', async (key, context, status, expected) => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const answer = await ask(plane, token, { key, body: { context } });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(expected);
  });

  it('has no value where it is disabled, and metadata of strings', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    await setServing(plane, 'new-checkout', { kind: 'off' });
    const { status, body } = await ask(plane, token, { key: 'new-checkout' });
    expect([status, body['reason'], 'value' in body]).toEqual([200, 'DISABLED', false]);
    expect(Object.values(body['metadata'] as object).every((value) => typeof value === 'string')).toBe(true);
  });

  it.each([
    ['no JSON', '{"context":', {}, 400, 'PARSE_ERROR'],
    ['no object', '[]', {}, 400, 'PARSE_ERROR'],
    ['no JSON type', '{}', { 'content-type': 'text/plain' }, 400, 'PARSE_ERROR'],
    ['a context that is none', '{"context":[]}', {}, 400, 'INVALID_CONTEXT'],
  ])('refuses %s', async (_what, body, headers, status, errorCode) => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const answer = await ask(plane, token, { key: 'new-checkout', body, headers });
    expect([answer.status, answer.body['errorCode'], answer.body['key']]).toEqual([status, errorCode, 'new-checkout']);
  });

  it('refuses a body that is too large, and too many requests with one token', async () => {
    const plane = await startShop({ evaluation: { rate: { perSecond: 0.001, burst: 2 } } });
    const [{ token }, other] = [await sdkToken(plane), await sdkToken(plane)];
    const body = { context: { targetingKey: 'x'.repeat(70_000) } };
    expect((await ask(plane, token, { body })).status).toBe(413);
    expect((await ask(plane, token)).status).toBe(200);
    const refused = await ask(plane, token);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(plane, other.token)).status).toBe(200);
  });
});

describe('who asks', () => {
  it('is refused without a body where the token is missing, wrong, revoked or for another scope', async () => {
    const plane = await startShop();
    const { id, token } = await sdkToken(plane, { datacenter: 'fra' });
    await expect(ask(plane, null)).resolves.toMatchObject({ status: 401, text: '' });
    await expect(ask(plane, 'sluice_s_wrong')).resolves.toMatchObject({ status: 401, text: '' });
    const elsewhere = await ask(plane, token, { headers: { 'x-sluice-datacenter': 'iad' } });
    expect([elsewhere.status, elsewhere.text]).toEqual([403, '']);
    expect(elsewhere.headers.get('x-sluice-reason')).toBe(
      'The datacenter is "fra" in the token, but "iad" in the headers.',
    );
    const body = { context: { datacenter: 'iad' } };
    expect((await ask(plane, token, { body })).status).toBe(403);
    expect((await ask(plane, token, { headers: { 'x-sluice-environment': 'staging' } })).status).toBe(403);
    await plane.store.revokeToken(id, { name: 'mia', tokenId: null });
    expect((await ask(plane, token)).status).toBe(401);
  });

  it('may send the token as X-API-Key, and where it is in headers or in the context', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    await setServing(plane, 'new-checkout', off, { datacenter: 'fra', server: 'fra-1' });
    const key = 'new-checkout';
    const headers = { 'x-api-key': token, 'x-sluice-datacenter': 'fra', 'x-sluice-server': 'fra-1' };
    expect((await ask(plane, null, { key, headers })).body['value']).toBe(false);
    const body = { context: { datacenter: 'fra', server: 'fra-1' } };
    expect((await ask(plane, token, { key, body })).body['value']).toBe(false);
    expect((await ask(plane, token, { key })).body['value']).toBe(true);
    const differs = await ask(plane, null, { key, headers, body: { context: { server: 'fra-2' } } });
    expect(differs.body).toMatchObject({ errorCode: 'INVALID_CONTEXT' });
  });

  it('may be a person, who says which environment', async () => {
    const plane = await startShop();
    expect((await ask(plane, plane.viewerToken)).status).toBe(400);
    const query = '?project=shop&environment=production';
    expect((await ask(plane, plane.viewerToken, { key: 'new-checkout', query })).body['value']).toBe(true);
    expect((await ask(plane, plane.viewerToken, { query: '?project=shop&environment=nowhere' })).status).toBe(400);
  });

  it('cannot use a token for applications for anything else', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${plane.url}/api/v1/projects/shop/snapshot`, { headers })).status).toBe(403);
  });
});

describe('all flags', () => {
  it('come with an ETag that changes when the answer would, and only then', async () => {
    const plane = await startShop({ now: () => new Date('2026-11-01T09:00:00Z') });
    const { token } = await sdkToken(plane);
    const place = { 'x-sluice-datacenter': 'fra', 'x-sluice-server': 'fra-1' };
    const first = await ask(plane, token, { headers: place });
    expect(first.body['metadata']).toMatchObject({ flagSetId: 'shop/production', version: '13' });
    expect((first.body['flags'] as { key: string }[]).map(({ key }) => key)).toEqual([
      'button-color',
      'new-checkout',
      'recommendations',
      'stop-payments',
    ]);
    const again = (more: Record<string, string> = {}, body?: unknown) =>
      ask(plane, token, { headers: { ...place, 'if-none-match': first.headers.get('etag') ?? '', ...more }, body });
    await expect(again()).resolves.toMatchObject({ status: 304, text: '' });
    await setServing(plane, 'new-checkout', off, { environment: 'staging' });
    await setServing(plane, 'new-checkout', off, { datacenter: 'iad' });
    expect((await again()).status).toBe(304);
    expect((await again({}, { context: { targetingKey: 'user-2' } })).status).toBe(200);
    await setServing(plane, 'new-checkout', off, { datacenter: 'fra' });
    expect((await again()).status).toBe(200);
  });

  it('say where changes are announced, without the token, for as long as the answer is good', async () => {
    let now = Date.parse('2026-11-01T09:00:00Z');
    const plane = await startShop({ now: () => new Date(now) });
    const { token } = await sdkToken(plane);
    const first = await ask(plane, token);
    const [stream] = first.body['eventStreams'] as { type: string; endpoint: { requestUri: string } }[];
    expect(stream?.type).toBe('sse');
    expect(first.text).not.toContain(token);
    const uri = stream?.endpoint.requestUri ?? '';
    const open = () => fetch(plane.url + uri, { headers: { accept: 'text/event-stream' } });
    const opened = await open();
    expect(opened.headers.get('content-type')).toContain('text/event-stream');
    await opened.body?.cancel();
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    now += 6 * 60_000;
    expect((await ask(plane, token, { headers })).status).toBe(304);
    now += 10 * 60_000;
    // The ticket has expired, so that a client with the old answer must be given a new one.
    expect((await open()).status).toBe(401);
    expect((await ask(plane, token, { headers })).status).toBe(200);
    expect((await fetch(`${plane.url}${uri.slice(0, -2)}xx`)).status).toBe(401);
  });
});

describe('an event stream', () => {
  async function openStream(plane: TestControlPlane, token: string, lastEventId?: string) {
    const { body } = await ask(plane, token, { headers: { 'x-sluice-datacenter': 'fra', 'x-sluice-server': 'fra-1' } });
    const [place] = body['eventStreams'] as { endpoint: { requestUri: string } }[];
    const response = await fetch(plane.url + (place?.endpoint.requestUri ?? ''), {
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    return {
      next: async () => (await reader?.read())?.value ?? null,
      close: async () => reader?.cancel(),
    };
  }

  it('tells of a change of this scope and of no other, and what was missed', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const stream = await openStream(plane, token);
    const first = await stream.next();
    const id = /id: (\S+)/.exec(first ?? '')?.[1];
    expect(first).toBe(`retry: 2000\nid: ${id}\n\n`);
    await setServing(plane, 'new-checkout', off, { datacenter: 'iad' });
    await setServing(plane, 'new-checkout', off, { datacenter: 'fra' });
    const event = /^id: (\S+)\nevent: message\ndata: (.+)\n\n$/.exec((await stream.next()) ?? '') ?? [];
    expect(JSON.parse(event[2] ?? '')).toEqual({ type: 'refetchEvaluation', etag: event[1] });
    await stream.close();
    const [missed, current] = [await openStream(plane, token, id), await openStream(plane, token, event[1])];
    expect(await missed.next()).toContain('refetchEvaluation');
    expect(await current.next()).not.toContain('refetchEvaluation');
    await missed.close();
    await current.close();
    await expect.poll(() => plane.evaluation.streams().events).toBe(0);
  });

  it('ends within a second when its token is revoked', async () => {
    const plane = await startShop();
    const { id, token } = await sdkToken(plane);
    const stream = await openStream(plane, token);
    await stream.next();
    const started = performance.now();
    await plane.store.revokeToken(id, { name: 'mia', tokenId: null });
    expect(await stream.next().catch(() => null)).toBeNull();
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('is refused beyond the number that is allowed', async () => {
    const plane = await startShop({ evaluation: { maxStreams: 1 } });
    const { token } = await sdkToken(plane);
    const stream = await openStream(plane, token);
    await stream.next();
    const refused = await openStream(plane, token);
    expect(await refused.next()).toContain('Too many event streams');
    await stream.close();
  });
});

it('says when flags were last asked for by themselves', async () => {
  const plane = await startShop({ now: () => new Date('2026-11-01T09:00:00Z') });
  const { token } = await sdkToken(plane);
  await setServing(plane, 'recommendations', open(1));
  await setServing(plane, 'new-checkout', on);
  await ask(plane, token, { key: 'new-checkout' });
  const headers = { authorization: `Bearer ${plane.viewerToken}` };
  const answer = await fetch(`${plane.url}/api/v1/projects/shop/snapshot`, { headers });
  const { flags } = (await answer.json()) as { flags: { key: string; environments: Record<string, object> }[] };
  const seen = flags.map(({ key, environments }) => [key, environments['production']]);
  expect(seen.find(([key]) => key === 'new-checkout')?.[1]).toMatchObject({
    lastEvaluatedAt: '2026-11-01T09:00:00.000Z',
  });
  expect(seen.find(([key]) => key === 'recommendations')?.[1]).toMatchObject({ lastEvaluatedAt: null });
});
