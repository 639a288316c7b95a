/** Every way in which a control plane can fail to answer: an error of the right kind that says what to do, and never a state. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  ControlPlaneError,
  type ControlPlane,
  type ControlPlaneErrorKind,
} from '../../../server/src/control-planes/control-plane.ts';
import { createSluice } from '../../../server/src/control-planes/sluice/sluice.ts';
import {
  deadUrl,
  sluiceError,
  sluiceSnapshot,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../support/fault-server.ts';

const canary = 'slc_canary-7f3a91';
const now = Date.UTC(2026, 10, 23, 12);

let server: FaultServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

function sluiceAt(url: string, timeoutMs = 2_000): ControlPlane {
  return createSluice({
    baseUrl: new URL(`${url}/`),
    project: 'shop',
    credentials: { tokenFor: () => canary },
    now: () => now,
    timeoutMs,
    maxBytes: 100_000,
  });
}

async function failure(promise: Promise<unknown>): Promise<ControlPlaneError> {
  const error: unknown = await promise.then(
    (value) => expect.fail(`expected an error, got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ControlPlaneError);
  return error as ControlPlaneError;
}

/** Everything an error could tell somebody who logs it. */
function everythingIn(error: unknown): string {
  let text = '';
  for (let current = error; current instanceof Error; current = current.cause)
    text += `${current.stack} ${JSON.stringify(current)} `;
  return text;
}

const reading: readonly [name: string, fault: Fault, kind: ControlPlaneErrorKind, sentence: string][] = [
  [
    'never answers',
    'silent',
    'timeout',
    'no answer within 0.15 s. It may be overloaded or the network slow; try again.',
  ],
  ['starts and stops', 'drip', 'timeout', 'no answer within 0.15 s'],
  ['hangs up', 'reset', 'network', 'the connection broke (UND_ERR_SOCKET) before the whole answer came. Try again.'],
  [
    'hangs up in the middle',
    'cut-off',
    'network',
    'the connection broke (UND_ERR_SOCKET) before the whole answer came',
  ],
  ['sends nothing', 'empty', 'format', 'the answer is empty. Is the URL the address of a control plane?'],
  ['sends half a document', 'cut-json', 'format', 'the answer is not valid JSON; it may have been cut off'],
  ['sends a page', 'html', 'format', 'it answered with a web page instead of JSON'],
  ['sends no type', 'no-type', 'format', 'it answered with something of no declared type instead of JSON'],
  ['sends bytes', 'not-text', 'format', 'the answer is not UTF-8 text'],
  ['sends too much', { body: { flags: 'x'.repeat(200_000) } }, 'format', 'the answer is larger than'],
  [
    'is something else',
    'wrong-product',
    'format',
    'what answers there is not a Sluice control plane. Is the URL right?',
  ],
  ['is an empty object', { body: {} }, 'format', 'is not a Sluice control plane'],
  ['is an empty list', { body: [] }, 'format', 'is not a Sluice control plane'],
  ['is null', { body: null }, 'format', 'is not a Sluice control plane'],
  [
    'has no flags',
    { body: sluiceSnapshot({ flags: undefined }) },
    'format',
    'a part that is not as it should be (flags)',
  ],
  ['has no revision', { body: sluiceSnapshot({ revision: undefined }) }, 'format', 'not as it should be (revision)'],
  [
    'is of tomorrow',
    { body: sluiceSnapshot({ apiVersion: 2 }) },
    'format',
    'it speaks version 2 of the API, this Sluice version 1',
  ],
  [
    'answers for another project',
    { body: sluiceSnapshot({ project: 'blog' }) },
    'format',
    'it answered for the project "blog"',
  ],
  ['redirects', { status: 302, headers: { location: '/elsewhere' } }, 'format', 'a redirect, which is not followed'],
  [
    'says 401',
    { status: 401, body: sluiceError('unauthenticated', 'Who?') },
    'auth',
    'it does not accept the token (401): unknown, expired or revoked. Sign in again',
  ],
  [
    'says 403',
    { status: 403, body: sluiceError('forbidden', 'A viewer may not.') },
    'forbidden',
    'it does not allow that (403). It says: A viewer may not.',
  ],
  [
    'says 404',
    { status: 404, body: sluiceError('not-found', 'There is no project "shop".') },
    'not-found',
    'it is not there (404). It says: There is no project "shop".',
  ],
  [
    'is a 404 page',
    { status: 404, headers: { 'content-type': 'text/html' }, body: 'no' },
    'format',
    'what answers there is not this kind of control plane',
  ],
  [
    'says 429',
    { status: 429, headers: { 'retry-after': '7' } },
    'rate-limit',
    'it was asked too often (429). Try again in 7 s.',
  ],
  [
    'says 429 until',
    { status: 429, headers: { 'retry-after': 'Mon, 23 Nov 2026 12:01:00 GMT' } },
    'rate-limit',
    'Try again in 60 s.',
  ],
  ['says 429 and nonsense', { status: 429, headers: { 'retry-after': 'soon' } }, 'rate-limit', 'Try again later.'],
  [
    'says 500',
    { status: 500, body: sluiceError('internal', 'Disk full') },
    'server',
    'it is in trouble (500). It says: Disk full. Try again; its log says more.',
  ],
  ['says 503', { status: 503, headers: { 'retry-after': '3' } }, 'server', 'it is in trouble (503). Try again'],
  ['says 418', { status: 418 }, 'format', 'it answered with status 418'],
  ['says 304 unasked', { status: 304 }, 'format', 'not a Sluice control plane'],
];

describe('a control plane that', () => {
  it.each(reading)('%s', async (_name, fault, kind, sentence) => {
    server = await startFaultServer(fault);
    const isSlow = fault === 'silent' || fault === 'drip';
    const error = await failure(sluiceAt(server.url, isSlow ? 150 : 2_000).readFlags());
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(`Could not read the flags (sluice at ${server.url}): `);
    expect(error.message).toContain(sentence);
    expect(everythingIn(error)).not.toContain(canary);
  });

  it('is dead', async () => {
    const url = await deadUrl();
    const error = await failure(sluiceAt(url).readFlags());
    expect(error.kind).toBe('network');
    expect(error.message).toBe(
      `Could not read the flags (sluice at ${url}): nobody answers there (ECONNREFUSED). Is it running, and is the URL right?`,
    );
  });

  it('does not speak TLS', async () => {
    server = await startFaultServer({ body: sluiceSnapshot() });
    const error = await failure(sluiceAt(server.url.replace('http:', 'https:')).readFlags());
    expect(error.kind).toBe('network');
    expect(error.message).toContain(
      'it does not speak TLS there (ERR_SSL_WRONG_VERSION_NUMBER). Is "https" in the URL right?',
    );
  });

  it('is gone after it answered once: an error, and not the former flags as if they were new', async () => {
    server = await startFaultServer({ headers: { etag: '"17"' }, body: sluiceSnapshot() });
    const controlPlane = sluiceAt(server.url);
    await controlPlane.readFlags();
    server.respond('empty');
    expect((await failure(controlPlane.readFlags())).kind).toBe('format');
  });

  it('tells when to come back', async () => {
    server = await startFaultServer({ status: 429, headers: { 'retry-after': '7' } });
    expect((await failure(sluiceAt(server.url).readFlags())).retryAfterMs).toBe(7_000);
  });

  it('cannot put escape sequences or the token into a message', async () => {
    const message = `\u001B[2Jcome in \u202Eright\u200B to left, ${canary}\r\n::error::x`;
    server = await startFaultServer({ status: 403, body: sluiceError('forbidden', message) });
    const error = await failure(sluiceAt(server.url).readFlags());
    expect(error.message).toContain('It says: [2Jcome in right to left, *** ::error::x.');
    expect(everythingIn(error)).not.toContain(canary);
  });

  it('is waited for no longer than the caller does', async () => {
    const silent = await startFaultServer('silent');
    server = silent;
    const controller = new AbortController();
    const answer = sluiceAt(silent.url).readFlags({ signal: controller.signal });
    await expect.poll(() => silent.requests.length).toBeGreaterThan(0);
    controller.abort(new Error('closed the window'));
    await expect(answer).rejects.toThrow('closed the window');
  });
});

const change = {
  key: 'new-checkout',
  scope: { environment: 'production', datacenter: null, server: null },
  serving: { kind: 'static', variant: 'on' },
  expectedRevision: '17',
  reason: null,
} as const;

/** `timeout` means: nobody knows whether the change was made; look first. */
const writing: readonly [name: string, fault: Fault, kind: ControlPlaneErrorKind, sentence: string][] = [
  [
    'never answers',
    'silent',
    'timeout',
    'no answer within 0.15 s; the change may have been made or not. Read the flag again',
  ],
  ['hangs up', 'reset', 'timeout', 'before the answer came; the change may have been made or not'],
  [
    'hangs up after the status',
    'cut-off',
    'timeout',
    'it was accepted, but the answer could not be read; the change may have',
  ],
  ['accepts and sends half a document', 'cut-json', 'timeout', 'it was accepted, but the answer could not be read'],
  ['accepts and sends something else', 'wrong-product', 'timeout', 'it was accepted, but the answer is not the flag'],
  [
    'is a gateway that gave up',
    { status: 504 },
    'timeout',
    'a gateway got no answer (504); the change may have been made',
  ],
  ['is broken', { status: 500 }, 'server', 'it is in trouble (500)'],
  ['redirects', { status: 307, headers: { location: '/elsewhere' } }, 'format', 'a redirect, which is not followed'],
  [
    'refuses',
    { status: 422, body: sluiceError('invalid', 'It is archived.') },
    'invalid',
    'it refused (422). It says: It is archived.',
  ],
  [
    'wants a revision',
    { status: 428, body: sluiceError('revision-required', 'Send If-Match.') },
    'invalid',
    'Send If-Match.',
  ],
  [
    'has moved on',
    { status: 409, body: sluiceError('conflict', 'It is at 18.') },
    'conflict',
    'it has changed since you looked (409). It says: It is at 18. Look at it',
  ],
];

describe('a change on a control plane that', () => {
  it.each(writing)('%s', async (_name, fault, kind, sentence) => {
    server = await startFaultServer(fault);
    const error = await failure(sluiceAt(server.url, fault === 'silent' ? 150 : 2_000).write(change));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain('Could not change new-checkout (sluice at');
    expect(error.message).toContain(sentence);
    expect(server.requests).toHaveLength(1);
    expect(everythingIn(error)).not.toContain(canary);
  });

  it('is dead: certainly not made', async () => {
    expect((await failure(sluiceAt(await deadUrl()).write(change))).kind).toBe('network');
  });

  it.each(['.', '..', ''])('cannot address a flag of the key %j: nothing is sent', async (key) => {
    server = await startFaultServer({ body: {} });
    expect((await failure(sluiceAt(server.url).write({ ...change, key }))).kind).toBe('invalid');
    expect(server.requests).toHaveLength(0);
  });

  it('encodes keys that look like paths', async () => {
    server = await startFaultServer({ status: 500 });
    await failure(sluiceAt(server.url).write({ ...change, key: '../../tokens?x#y' }));
    expect(server.requests[0]?.url).toBe('/api/v1/projects/shop/flags/..%2F..%2Ftokens%3Fx%23y/serving');
  });

  it.each(['', '17"\r\nx: y', 'a b'])('is never asked with the revision %j', async (expectedRevision) => {
    server = await startFaultServer({ body: {} });
    expect((await failure(sluiceAt(server.url).write({ ...change, expectedRevision }))).kind).toBe('invalid');
    expect(server.requests).toHaveLength(0);
  });
});
