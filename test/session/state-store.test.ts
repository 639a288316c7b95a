import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FlagSnapshot } from '../../server/src/core/model.ts';
import { createStateStore, type LastKnownSnapshot, type StateStore } from '../../server/src/session/state-store.ts';
import { shopSnapshot, shopSwitch } from '../support/snapshots.ts';
import { fakeControlPlane, planeName, trouble, type FakeControlPlane } from './fake-control-plane.ts';

const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const newer = shopSnapshot({ revision: '18', flags: [shopSwitch('new-checkout', { revision: '6' })] });

interface Setup {
  readonly plane?: FakeControlPlane;
  readonly lastKnown?: LastKnownSnapshot;
  readonly isOffline?: boolean;
  readonly isFile?: boolean;
}

function setUp({ plane = fakeControlPlane(shopSnapshot()), lastKnown, isOffline = false, isFile = false }: Setup = {}) {
  const changes: boolean[] = [];
  const store = createStateStore({ logger, isOffline, changed: ({ snapshot }) => changes.push(snapshot) });
  store.setSource({ controlPlane: plane, lastKnown: lastKnown ?? null, isFile });
  changes.length = 0;
  return { store, plane, changes };
}

function cache(snapshot: FlagSnapshot | null): LastKnownSnapshot & { written: FlagSnapshot[] } {
  const written: FlagSnapshot[] = [];
  return { written, read: () => Promise.resolve(snapshot), write: async (value) => void written.push(value) };
}

const kindOf = (store: StateStore) => store.view().status.kind;

describe('what the status says', () => {
  test('no control plane: off', () => {
    const store = createStateStore({ logger, isOffline: false, changed: () => {} });
    expect(store.view()).toEqual({
      snapshot: null,
      status: {
        kind: 'off',
        controlPlane: null,
        origin: null,
        readAt: null,
        complete: false,
        flagCount: 0,
        problem: null,
        problemKind: null,
      },
    });
  });

  test('read: polled, with all there is to know', async () => {
    const { store } = setUp();
    expect(await store.refresh()).toEqual({
      kind: 'polled',
      controlPlane: planeName,
      origin: 'http://127.0.0.1:4650',
      readAt: shopSnapshot().readAt,
      complete: true,
      flagCount: 4,
      problem: null,
      problemKind: null,
    });
  });

  test('a file: file', async () => {
    const { store } = setUp({ isFile: true });
    expect((await store.refresh()).kind).toBe('file');
  });

  test('a part is missing: not complete, and why', async () => {
    const partial = shopSnapshot({ complete: false, incompleteReason: 'The second page was lost.' });
    const { store } = setUp({ plane: fakeControlPlane(partial) });
    expect(await store.refresh()).toMatchObject({
      kind: 'polled',
      complete: false,
      problem: 'The second page was lost.',
    });
  });

  test('never read: none, and why', async () => {
    const { store } = setUp({ plane: fakeControlPlane(trouble('auth')) });
    expect(await store.refresh()).toMatchObject({
      kind: 'none',
      origin: 'http://127.0.0.1:4650',
      problemKind: 'auth',
      problem: `${planeName} said auth.`,
    });
  });

  test('no answer any more: cached, and the snapshot stays', async () => {
    const { store } = setUp({ plane: fakeControlPlane(shopSnapshot(), trouble('network')) });
    await store.refresh();
    expect(await store.refresh()).toMatchObject({ kind: 'cached', flagCount: 4, problemKind: 'network' });
    expect(store.view().snapshot).toEqual(shopSnapshot());
  });

  test('an adapter that throws what it should not: cached or none, never a crash', async () => {
    const { store } = setUp({ plane: fakeControlPlane(new TypeError('x is undefined')) });
    expect(await store.refresh()).toMatchObject({ kind: 'none', problemKind: 'format' });
  });
});

describe('the last known state', () => {
  test('is used where the control plane does not answer', async () => {
    const { store, changes } = setUp({ plane: fakeControlPlane(trouble('network')), lastKnown: cache(shopSnapshot()) });
    expect((await store.refresh()).kind).toBe('cached');
    expect(changes).toEqual([true, false]);
  });

  test('is written after a complete reading, not after a partial one', async () => {
    const kept = cache(null);
    const { store, plane } = setUp({ lastKnown: kept });
    await store.refresh();
    plane.answers = [shopSnapshot({ complete: false })];
    await store.refresh();
    expect(kept.written).toEqual([shopSnapshot()]);
  });

  test('that cannot be read or written is no trouble', async () => {
    const broken = { read: () => Promise.reject(new Error('disk')), write: () => Promise.reject(new Error('disk')) };
    const { store } = setUp({ lastKnown: broken });
    expect((await store.refresh()).kind).toBe('polled');
  });

  test('offline: it is all there is, and nobody is contacted', async () => {
    const { store, plane } = setUp({ isOffline: true, lastKnown: cache(shopSnapshot()) });
    expect(await store.refresh()).toMatchObject({ kind: 'cached', flagCount: 4 });
    store.watch();
    expect([plane.reads, plane.listener]).toEqual([0, null]);
  });
});

describe('changes', () => {
  test('readings at one time share one more: at most two for many', async () => {
    const { store, plane } = setUp();
    await Promise.all([1, 2, 3, 4, 5].map(() => store.refresh()));
    expect(plane.reads).toBe(2);
  });

  test('the same revision again is no change', async () => {
    const { store, changes } = setUp();
    await store.refresh();
    await store.refresh();
    expect(changes).toEqual([true, false]);
  });

  test('the stream: up is live, a change is read, down is cached, up again is read', async () => {
    const { store, plane } = setUp();
    await store.refresh();
    store.watch();
    plane.listener?.connection(null);
    await plane.readTimes(2);
    await store.refresh();
    expect(kindOf(store)).toBe('live');

    plane.answers = [newer];
    plane.listener?.changed({ key: 'new-checkout', revision: '18' });
    await store.refresh();
    expect(store.view().snapshot?.revision).toBe('18');

    plane.listener?.connection(trouble('network'));
    expect(store.view().status).toMatchObject({ kind: 'cached', flagCount: 1, problemKind: 'network' });

    plane.listener?.connection(null);
    await store.refresh();
    expect(store.view().status).toMatchObject({ kind: 'live', problem: null });
    store.dispose();
    expect(plane.listener).toBeNull();
  });

  test('an answer that comes after the control plane was replaced is dropped', async () => {
    const { store } = setUp();
    const reading = store.refresh();
    const other = { ...fakeControlPlane(newer), name: 'sluice at https://flags.shop.example' };
    store.setSource({ controlPlane: other, lastKnown: null, isFile: false });
    await reading;
    expect(store.view().snapshot).toBeNull();
  });

  test('signing in to the same control plane keeps what is known', async () => {
    const { store } = setUp();
    await store.refresh();
    store.setSource({ controlPlane: fakeControlPlane(trouble('auth')), lastKnown: null, isFile: false });
    expect(await store.refresh()).toMatchObject({ kind: 'cached', flagCount: 4, problemKind: 'auth' });
  });

  test('an abort stops the reading and is no trouble of the control plane', async () => {
    const { store, plane } = setUp();
    const abort = new AbortController();
    plane.readFlags = () => {
      abort.abort(new Error('cancelled'));
      return Promise.reject(new Error('aborted'));
    };
    await expect(store.refresh(abort.signal)).rejects.toThrow('cancelled');
    expect(store.view().status.problem).toBeNull();
  });
});

describe('while watched', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('a control plane without a stream is read every minute', async () => {
    const { store, plane } = setUp();
    Object.assign(plane, { capabilities: { ...plane.capabilities, subscribe: false } });
    await store.refresh();
    store.watch();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(plane.reads).toBe(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(plane.reads).toBe(3);
    store.dispose();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(plane.reads).toBe(3);
  });

  test('a passing trouble is tried again, ever more seldom', async () => {
    const { store, plane } = setUp({ plane: fakeControlPlane(trouble('server')) });
    store.watch();
    await store.refresh();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(plane.reads).toBe(2);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(plane.reads).toBeGreaterThan(60);
    expect(plane.reads).toBeLessThan(140);
    store.dispose();
  });

  test('a lasting trouble is not', async () => {
    const { store, plane } = setUp({ plane: fakeControlPlane(trouble('auth')) });
    store.watch();
    await store.refresh();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(plane.reads).toBe(1);
    store.dispose();
  });
});

test('a reading that began before a change does not take it back: it is done again', async () => {
  const before = shopSnapshot();
  const { store, plane } = setUp({ plane: fakeControlPlane(before) });
  await store.refresh();
  const slow = Promise.withResolvers<FlagSnapshot>();
  const begun = Promise.withResolvers<void>();
  const readOnce = plane.readFlags.bind(plane);
  plane.readFlags = async () => {
    plane.readFlags = readOnce;
    begun.resolve();
    plane.answers = [newer];
    return slow.promise;
  };
  const reading = store.refresh();
  await begun.promise;
  store.replaceFlag(newer.flags[0]!);
  slow.resolve(before);
  await reading;
  expect(store.view().snapshot).toEqual(newer);
});
