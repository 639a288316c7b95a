/** The change stream: what arrives, and how it comes back after every way of ending. Time is in the hands of the tests. */
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { ControlPlaneError, Subscription } from '../../../server/src/control-planes/control-plane.ts';
import { createSluice } from '../../../server/src/control-planes/sluice/sluice.ts';
import { shopSeed, startTestControlPlane } from '../../support/control-plane.ts';
import { deadUrl, sluiceSnapshot, startFaultServer, type Fault, type FaultServer } from '../../support/fault-server.ts';
import { manualTimers, type ManualTimers } from '../../support/manual-timers.ts';

const silence = 45_000;

interface Heard {
  readonly changes: { readonly key: string | null; readonly revision: string | null }[];
  /** `up`, or the kind of the problem. */
  readonly connections: string[];
  readonly problems: ControlPlaneError[];
}

interface Followed {
  readonly heard: Heard;
  readonly timers: ManualTimers;
  readonly controlPlane: ReturnType<typeof createSluice>;
  advance(ms: number): void;
  follow(): Subscription;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** `random` is 1: the delays are the longest there can be. */
function prepare(url: string, token: string | null = null): Followed {
  const timers = manualTimers();
  let at = 0;
  const controlPlane = createSluice({
    baseUrl: new URL(url),
    project: 'shop',
    credentials: { tokenFor: () => token },
    timers,
    random: () => 1,
    now: () => at,
  });
  const heard: Heard = { changes: [], connections: [], problems: [] };
  return {
    heard,
    timers,
    controlPlane,
    advance: (ms) => {
      at += ms;
    },
    follow() {
      const subscription = controlPlane.subscribe({
        changed: (change) => heard.changes.push(change),
        connection: (problem) => {
          heard.connections.push(problem?.kind ?? 'up');
          if (problem !== null) heard.problems.push(problem);
        },
      });
      cleanups.push(() => subscription.close());
      return subscription;
    },
  };
}

/** A stream the test writes to; the newest connection counts. */
async function startStream(): Promise<{
  server: FaultServer;
  write(text: string | Uint8Array): void;
  end(): void;
  connected(n: number): Promise<void>;
}> {
  let current: ServerResponse | null = null;
  const stream: Fault = (request, response) => {
    if (request.url?.endsWith('/snapshot')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sluiceSnapshot()));
      return;
    }
    current = response;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
  };
  const server = await startFaultServer(stream);
  cleanups.push(() => server.close());
  return {
    server,
    write: (text) => void (current ?? expect.fail('nobody is connected')).write(text),
    end: () => void current?.end(),
    connected: (n) => expect.poll(() => server.requests.filter(({ url }) => url.endsWith('/events')).length).toBe(n),
  };
}

function event(name: string, data: object, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

describe('following the real control plane', () => {
  it('hears of a change, and of nothing before it', async () => {
    const plane = await startTestControlPlane({ seed: shopSeed });
    cleanups.push(() => plane.close());
    const { heard, timers, controlPlane, follow } = prepare(plane.url, plane.operatorToken);
    const { revision, flags } = await controlPlane.readFlags();
    follow();
    await expect.poll(() => heard.connections).toEqual(['up']);
    // The snapshot is as new as the stream: there is nothing to read again.
    expect(heard.changes).toEqual([]);

    const changed = await controlPlane.write({
      key: 'new-checkout',
      scope: { environment: 'production', datacenter: null, server: null },
      serving: { kind: 'static', variant: 'off' },
      expectedRevision: flags.find(({ key }) => key === 'new-checkout')?.revision ?? '',
      reason: null,
    });
    await expect.poll(() => heard.changes.map(({ key }) => key)).toEqual(['new-checkout']);
    expect(Number(heard.changes[0]?.revision)).toBeGreaterThan(Number(revision));
    expect(changed.key).toBe('new-checkout');
    expect(timers.pending).toEqual([silence]);
  });

  it('with a token that was revoked is down, says why and keeps a long distance', async () => {
    const plane = await startTestControlPlane({ seed: shopSeed });
    cleanups.push(() => plane.close());
    const { heard, timers, follow } = prepare(plane.url, 'slc_revoked');
    follow();
    expect(await timers.waitFor(() => true)).toBe(30_000);
    expect(heard.connections).toEqual(['auth']);
  });
});

describe('what arrives', () => {
  it('is a change of one flag, of anything, or a reason to read everything again', async () => {
    const { server, write, connected } = await startStream();
    const { heard, controlPlane, follow } = prepare(server.url);
    await controlPlane.readFlags();
    follow();
    await connected(1);
    write(event('hello', { revision: '17' }));
    write(': still here\n\n');
    write(event('change', { revision: '18', flagKey: 'new-checkout' }, '18'));
    write(event('change', { revision: '19', flagKey: null }, '19'));
    write('id: 20\nevent: change\ndata: {"revi\n\n');
    write(event('reset', { revision: '44' }));
    write(event('someday', { revision: '45' }));
    write(event('change', { revision: '46', flagKey: 'button-color' }, '46'));
    await expect.poll(() => heard.changes.at(-1)?.revision).toBe('46');
    expect(heard.changes).toEqual([
      { key: 'new-checkout', revision: '18' },
      { key: null, revision: '19' },
      // Unreadable: something changed, nobody knows what.
      { key: null, revision: null },
      { key: null, revision: '44' },
      { key: 'button-color', revision: '46' },
    ]);
    expect(heard.connections).toEqual(['up']);
  });

  it('after a snapshot of another revision begins with a reason to read again', async () => {
    const { server, write, connected } = await startStream();
    const { heard, controlPlane, follow } = prepare(server.url);
    await controlPlane.readFlags();
    follow();
    await connected(1);
    write(event('hello', { revision: '18' }));
    await expect.poll(() => heard.changes).toEqual([{ key: null, revision: '18' }]);
  });

  it('may be cut anywhere, also in the middle of a letter', async () => {
    const { server, write, connected } = await startStream();
    const { heard, follow } = prepare(server.url);
    follow();
    await connected(1);
    const bytes = Buffer.from(event('change', { revision: '18', flagKey: 'größe' }, '18'));
    for (const byte of bytes) write(Uint8Array.of(byte));
    await expect.poll(() => heard.changes).toEqual([{ key: 'größe', revision: '18' }]);
  });
});

describe('a stream that ends', () => {
  it('is taken up where it was left, after a delay', async () => {
    const { server, write, end, connected } = await startStream();
    const { heard, timers, follow } = prepare(server.url);
    follow();
    await connected(1);
    write(event('change', { revision: '18', flagKey: 'new-checkout' }, '18'));
    await expect.poll(() => heard.changes.length).toBe(1);
    end();
    timers.fire(await timers.waitFor((ms) => ms !== silence));
    await connected(2);
    expect(server.requests.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '18']);
    write(event('change', { revision: '19', flagKey: 'new-checkout' }, '19'));
    await expect.poll(() => heard.connections).toEqual(['up', 'network', 'up']);
  });

  it('is not resumed from an id after a reset', async () => {
    const { server, write, end, connected } = await startStream();
    const { heard, timers, follow } = prepare(server.url);
    follow();
    await connected(1);
    write(event('change', { revision: '18', flagKey: null }, '18'));
    write(event('reset', { revision: '44' }));
    await expect.poll(() => heard.changes.length).toBe(2);
    end();
    timers.fire(await timers.waitFor((ms) => ms !== silence));
    await connected(2);
    expect(server.requests.at(-1)?.headers['last-event-id']).toBeUndefined();
  });

  it('waits longer each time, up to 30 s, and says so once', async () => {
    const { heard, timers, follow } = prepare(await deadUrl());
    follow();
    const delays: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const ms = await timers.waitFor(() => true);
      delays.push(ms);
      timers.fire(ms);
    }
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(heard.connections).toEqual(['network']);
  });

  it('starts over from the shortest delay when it had lasted', async () => {
    const { server, write, end, connected } = await startStream();
    const { heard, timers, advance, follow } = prepare(server.url);
    follow();
    for (const [attempt, lasted] of [
      [1, 0],
      [2, 0],
      [3, 60_000],
    ] as const) {
      await connected(attempt);
      write(event('hello', { revision: '17' }));
      await expect.poll(() => heard.connections.filter((each) => each === 'up').length).toBe(attempt);
      advance(lasted);
      end();
      const ms = await timers.waitFor((delay) => delay !== silence);
      expect(ms).toBe([500, 1_000, 500][attempt - 1]);
      timers.fire(ms);
    }
    await connected(4);
  });

  it('is given up when it falls silent', async () => {
    const { server, write, connected } = await startStream();
    const { heard, timers, follow } = prepare(server.url);
    follow();
    await connected(1);
    write(event('hello', { revision: '17' }));
    await expect.poll(() => heard.connections).toEqual(['up']);
    timers.fire(silence);
    await timers.waitFor((ms) => ms === 500);
    expect(heard.connections).toEqual(['up', 'timeout']);
    expect(heard.problems[0]?.message).toContain('Could not follow the changes');
    expect(heard.problems[0]?.message).toContain('nothing came for 45 s.');
  });

  it('keeps away for as long as it is told', async () => {
    const server = await startFaultServer({ status: 429, headers: { 'retry-after': '90' } });
    cleanups.push(() => server.close());
    const { timers, follow } = prepare(server.url);
    follow();
    expect(await timers.waitFor(() => true)).toBe(90_000);
  });

  it.each([
    ['html', 'format'],
    ['reset', 'network'],
    [{ status: 503 }, 'server'],
    [{ status: 403 }, 'forbidden'],
  ] as const)('or never begins (%j) is a problem of its kind', async (fault, kind) => {
    const server = await startFaultServer(fault);
    cleanups.push(() => server.close());
    const { heard, timers, follow } = prepare(server.url);
    follow();
    await timers.waitFor(() => true);
    expect(heard.connections).toEqual([kind]);
  });
});

describe('closing', () => {
  it('ends the connection, and nothing is heard afterwards', async () => {
    const { server, connected } = await startStream();
    const { heard, timers, follow } = prepare(server.url);
    const subscription = follow();
    await connected(1);
    subscription.close();
    await expect.poll(() => timers.pending).toEqual([]);
    expect(heard).toEqual({ changes: [], connections: [], problems: [] });
  });

  it('while waiting to come back ends the waiting', async () => {
    const { timers, follow } = prepare(await deadUrl());
    const subscription = follow();
    await timers.waitFor(() => true);
    subscription.close();
    expect(timers.pending).toEqual([]);
  });
});
