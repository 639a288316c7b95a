/** The event stream: nothing missed, nothing twice, and it ends when it must. */
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  shopSeed,
  startTestControlPlane,
  type TestControlPlane,
  type TestControlPlaneOptions,
} from '../support/control-plane.ts';
import { call, off, on, serve } from './client.ts';
import { createDataDir } from './data-dir.ts';
import { openEvents, type EventStream } from './sse.ts';

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const item of running.splice(0).toReversed()) await item.close();
});

async function start(options: TestControlPlaneOptions = {}): Promise<TestControlPlane> {
  const plane = await startTestControlPlane({ seed: shopSeed, ...options });
  running.push(plane);
  return plane;
}

async function listen(plane: TestControlPlane, options: Parameters<typeof openEvents>[1] = {}): Promise<EventStream> {
  const stream = await openEvents(plane, options);
  running.push(stream);
  return stream;
}

const flip = (plane: TestControlPlane, serving: object) =>
  serve(plane, 'new-checkout', { environment: 'production', serving }, { token: plane.operatorToken });

describe('a stream', () => {
  it('says hello with the current revision, then each change of its project', async () => {
    const plane = await start({ now: () => new Date('2026-11-01T09:00:00Z') });
    const stream = await listen(plane);
    expect(await stream.next()).toEqual({ id: '13', event: 'hello', data: { revision: '13' } });
    await plane.store.putProject('outlet', { name: 'mia', tokenId: null });
    await flip(plane, off);
    expect(await stream.next()).toEqual({
      id: '14',
      event: 'change',
      data: {
        revision: '14',
        flagKey: 'new-checkout',
        environment: 'production',
        at: '2026-11-01T09:00:00.000Z',
        actor: 'operator',
      },
    });
  });

  it('gives a client that comes back exactly what it missed, oldest first', async () => {
    const plane = await start();
    for (const serving of [off, on, off]) await flip(plane, serving);
    const stream = await listen(plane, { lastEventId: '14' });
    // `hello` has no id here: a client that is cut off now must still get what follows.
    expect(await stream.next()).toEqual({ id: null, event: 'hello', data: { revision: '16' } });
    await flip(plane, on);
    const ids = [await stream.next(), await stream.next(), await stream.next()].map((event) => event?.id);
    expect(ids).toEqual(['15', '16', '17']);
  });

  it('repeats nothing to a client that has everything', async () => {
    const plane = await start();
    const stream = await listen(plane, { lastEventId: '13' });
    expect((await stream.next())?.event).toBe('hello');
    await flip(plane, off);
    expect((await stream.next())?.id).toBe('14');
  });

  it.each([
    ['too old', '1'],
    ['from another database', '400'],
    ['no revision', 'banana'],
  ])('tells a client whose last event is %s to read again', async (_what, lastEventId) => {
    const plane = await start({ events: { keptChanges: 5 } });
    const stream = await listen(plane, { lastEventId });
    expect((await stream.next())?.event).toBe('hello');
    expect(await stream.next()).toEqual({ id: '13', event: 'reset', data: { revision: '13' } });
  });

  it('keeps quiet connections open with a comment', async () => {
    const plane = await start({ events: { heartbeatMs: 20 } });
    const stream = await listen(plane);
    await stream.next();
    expect(await stream.next()).toEqual({ id: null, event: 'comment', data: 'still here' });
  });

  it('resumes after a restart, from disk', async () => {
    const dataDir = createDataDir();
    const first = await startTestControlPlane({ seed: shopSeed, dataDir });
    await flip(first, off);
    await first.close();
    const second = await start({ seed: undefined, dataDir });
    const stream = await listen(second, { lastEventId: '13' });
    expect((await stream.next())?.event).toBe('hello');
    expect(await stream.next()).toMatchObject({ id: '14', data: { flagKey: 'new-checkout' } });
  });
});

describe('a stream ends', () => {
  it('when its token is revoked, and others go on', async () => {
    const plane = await start();
    const [mine, other] = [await listen(plane), await listen(plane, { token: plane.operatorToken })];
    await mine.next();
    await other.next();
    const token = (await plane.store.tokens()).find(({ name }) => name === 'viewer');
    await call(plane, `/api/v1/tokens/${token?.id}`, { method: 'DELETE' });
    expect(await mine.next()).toBeNull();
    await flip(plane, off);
    expect((await other.next())?.event).toBe('change');
    expect((await openEvents(plane)).status).toBe(401);
  });

  it('when its token is rotated, at once or when the former secret ends, and others go on', async () => {
    let now = Date.parse('2026-11-01T09:00:00Z');
    const plane = await start({ now: () => new Date(now), events: { heartbeatMs: 20 } });
    const author = { name: 'test', tokenId: null };
    const [leaked, graced] = await Promise.all(
      ['leaked', 'graced'].map((name) => plane.store.createToken({ name, role: 'viewer' }, author)),
    );
    const streams = await Promise.all([leaked, graced].map((token) => listen(plane, { token: token?.token ?? '' })));
    for (const stream of streams) expect((await stream.next())?.event).toBe('hello');
    const [first, second] = streams;
    await plane.store.rotateToken(leaked?.id ?? '', 0, author);
    const renewed = await plane.store.rotateToken(graced?.id ?? '', 60, author);
    expect(await untilEnd(first)).toEqual([]);
    await flip(plane, off);
    expect(await nextChange(second)).toMatchObject({ event: 'change' });
    const later = await listen(plane, { token: renewed.token });
    await later.next();
    now += 61_000;
    expect(await untilEnd(second)).toEqual([]);
    await flip(plane, on);
    expect(await nextChange(later)).toMatchObject({ event: 'change' });
  });

  it('when its token expires', async () => {
    let now = '2026-11-01T09:00:00.000Z';
    const plane = await start({ now: () => new Date(now), events: { heartbeatMs: 20 } });
    const author = { name: 'test', tokenId: null };
    const { token } = await plane.store.createToken(
      { name: 'ci', role: 'viewer', expiresAt: '2026-11-01T10:00:00Z' },
      author,
    );
    const stream = await listen(plane, { token });
    await stream.next();
    now = '2026-11-01T10:00:00.000Z';
    let last = await stream.next();
    while (last !== null) last = await stream.next();
    expect(last).toBeNull();
  });

  it('when the server stops', async () => {
    const plane = await start();
    const stream = await listen(plane);
    await stream.next();
    await plane.close();
    expect(await stream.next().catch(() => null)).toBeNull();
  });

  it('when its reader does not read', async () => {
    const warnings: string[] = [];
    const log = { debug: () => {}, info: () => {}, error: () => {}, warn: (text: string) => void warnings.push(text) };
    const plane = await start({ log, events: { maxBufferedBytes: 10_000 } });
    const socket = connect(plane.port, '127.0.0.1');
    running.push({ close: async () => void socket.destroy() });
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => {});
    await new Promise<void>((resolve) => {
      socket.once('data', () => {
        socket.pause();
        resolve();
      });
      socket.write(
        `GET /api/v1/projects/shop/events HTTP/1.1\r\nHost: 127.0.0.1:${plane.port}\r\nAuthorization: Bearer ${plane.viewerToken}\r\n\r\n`,
      );
    });
    // The kernel's own buffers fill first; the audit log alone would take thousands of flips for that.
    const name = 'x'.repeat(4_000_000);
    for (let n = 0; n < 10 && warnings.length === 0; n++) {
      await plane.store.putEnvironment(
        'shop',
        `test-${n}`,
        { critical: false, datacenters: [] },
        { name, tokenId: null },
      );
    }
    expect(warnings).toEqual(['The event stream of viewer reads too slowly and was closed.']);
    socket.resume();
    await closed;
  });
});

it('refuses more streams than it can serve', async () => {
  const plane = await start({ events: { maxStreams: 1 } });
  await listen(plane);
  const refused = await call(plane, '/api/v1/projects/shop/events');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
});

/** The changes until the server ends the stream; comments and the fleet's news are left out. */
async function untilEnd(stream: EventStream | undefined): Promise<readonly unknown[]> {
  const changes: unknown[] = [];
  for (let event = await stream?.next(); event; event = await stream?.next()) {
    if (event.event === 'change') changes.push(event);
  }
  return changes;
}

async function nextChange(stream: EventStream | undefined): Promise<unknown> {
  for (let event = await stream?.next(); event; event = await stream?.next()) {
    if (event.event === 'change') return event;
  }
  return null;
}
