import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStore } from '../../../server/src/embedded/dashboard/page/store.ts';
import type { Store } from '../../../server/src/embedded/dashboard/page/store.ts';
import type { Flag } from '../../../server/src/core/model.ts';
import { FakeEventSource } from './fake-event-source.ts';
import type { ChangeRequest, FleetServer } from '../../../server/src/embedded/dashboard/page/model/wire.ts';
import { asked, flag, off, on, production, server, state } from './shop-flags.ts';

type Answer = { readonly status: number; readonly body?: unknown };

/** A control plane of one project: what it holds, what it was asked, and answers that the test holds back. */
const plane = {
  flags: new Map<string, Flag>(),
  asked: [] as string[],
  etag: '"1"',
  /** What newer control planes send: servers, environments that need a second person, open requests. */
  fleet: undefined as readonly FleetServer[] | undefined,
  approval: false,
  requests: [] as readonly ChangeRequest[],
  override: null as ((path: string) => Promise<Answer | undefined> | Answer | undefined) | null,
};

async function fakeFetch(path: string, init: { headers?: Record<string, string> } = {}): Promise<Response> {
  plane.asked.push(path.replace('/api/v1', ''));
  const special = await plane.override?.(path);
  const answer = special ?? answerTo(path, init.headers ?? {});
  const body = answer.status === 304 ? null : JSON.stringify(answer.body ?? {});
  return new Response(body, { status: answer.status, headers: { ETag: plane.etag } });
}

function answerTo(path: string, headers: Record<string, string>): Answer {
  if (path.endsWith('/session')) return { status: 200, body: { name: 'mia', role: 'operator' } };
  if (path.endsWith('/projects')) return { status: 200, body: { projects: [{ key: 'shop' }, { key: 'warehouse' }] } };
  if (path.endsWith('/snapshot')) {
    if (headers['If-None-Match'] === plane.etag) return { status: 304 };
    const environments = [{ ...production, approval: plane.approval }];
    return { status: 200, body: { environments, flags: [...plane.flags.values()], fleet: plane.fleet } };
  }
  if (path.endsWith('/fleet')) return { status: 200, body: { fleet: plane.fleet } };
  if (path.includes('/change-requests')) return { status: 200, body: { changeRequests: plane.requests } };
  const found = plane.flags.get(decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)));
  return found ? { status: 200, body: found } : { status: 404, body: { error: { message: 'no such flag' } } };
}

const checkout = (serving = on, revision = '1'): Flag =>
  flag({ revision, environments: { production: state(serving) } });
const change = (flagKey: string | null): void => FakeEventSource.newest().emit('change', JSON.stringify({ flagKey }));
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const serving = (store: Store): unknown => store.state().flags.get('new-checkout')?.environments['production']?.serving;

let store: Store;
beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('fetch', fakeFetch);
  FakeEventSource.opened.length = 0;
  Object.assign(plane, { flags: new Map([['new-checkout', checkout()]]), asked: [], etag: '"1"', override: null });
  Object.assign(plane, { fleet: undefined, approval: false, requests: [] });
  store = createStore();
  await store.start(null);
  FakeEventSource.newest().emit('hello', '{}');
  await settle();
  plane.asked = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the store', () => {
  test('starts with the first project, or the one the address names', async () => {
    expect(store.state()).toMatchObject({
      phase: 'ready',
      project: 'shop',
      connection: 'live',
      session: { name: 'mia' },
    });
    await store.start('warehouse');
    expect(store.state().project).toBe('warehouse');
    await store.start('no-such-project');
    expect(store.state().project).toBe('shop');
  });

  test('reads a changed flag alone, many as one snapshot', async () => {
    plane.flags.set('new-checkout', checkout(off, '2'));
    change('new-checkout');
    await settle();
    expect(serving(store)).toEqual(off);
    expect(plane.asked).toEqual(['/projects/shop/flags/new-checkout']);
    plane.asked = [];
    let release = (): void => {};
    plane.override = () => new Promise<undefined>((resolve) => (release = () => resolve(undefined)));
    change('new-checkout');
    for (let index = 0; index < 6; index += 1) change(`gift-card-${index}`);
    plane.override = null;
    release();
    await settle();
    expect(plane.asked).toEqual(['/projects/shop/flags/new-checkout', '/projects/shop/snapshot']);
  });

  test('reads everything where a flag is gone', async () => {
    plane.flags.delete('new-checkout');
    plane.etag = '"2"';
    change('new-checkout');
    await settle();
    expect([...store.state().flags.keys()]).toEqual([]);
    expect(store.state().phase).toBe('ready');
  });

  test('a reset reads everything', async () => {
    plane.flags.set('new-checkout', checkout(off, '9'));
    plane.etag = '"9"';
    FakeEventSource.newest().emit('reset', '{"revision":"9"}');
    await settle();
    expect(serving(store)).toEqual(off);
  });

  test('an answer that was on its way while a write came back does not undo the write on the screen', async () => {
    let release = (): void => {};
    plane.override = () =>
      new Promise((resolve) => {
        plane.override = null;
        release = () => resolve({ status: 200, body: checkout(on, '1') });
      });
    change('new-checkout');
    await settle();
    plane.flags.set('new-checkout', checkout(off, '2'));
    store.put(checkout(off, '2'));
    const shown: unknown[] = [];
    store.onChange(() => shown.push(serving(store)));
    release();
    await settle();
    expect(serving(store)).toEqual(off);
    expect(shown).not.toContainEqual(on);
  });

  test('an equal flag keeps its object, so that its row is left alone', async () => {
    const before = store.state().flags.get('new-checkout');
    change('new-checkout');
    await settle();
    expect(store.state().flags.get('new-checkout')).toBe(before);
  });

  test('a read that fails keeps the state, says so, tries again and recovers', async () => {
    plane.override = () => ({ status: 503 });
    plane.flags.set('new-checkout', checkout(off, '2'));
    plane.etag = '"2"';
    change('new-checkout');
    await settle();
    expect(store.state()).toMatchObject({ phase: 'ready', connection: 'lost' });
    expect(serving(store)).toEqual(on);
    plane.override = null;
    await vi.advanceTimersByTimeAsync(3000);
    expect(store.state().connection).toBe('live');
    expect(serving(store)).toEqual(off);
  });

  test('looks again by itself, because a stream can die silently', async () => {
    plane.flags.set('new-checkout', checkout(off, '2'));
    plane.etag = '"2"';
    await vi.advanceTimersByTimeAsync(30_000);
    expect(serving(store)).toEqual(off);
  });

  test('a session that has ended empties the page and ends the stream', async () => {
    plane.override = () => ({ status: 401 });
    FakeEventSource.newest().fail(FakeEventSource.CLOSED);
    await settle();
    expect(store.state()).toMatchObject({ phase: 'signed-out', session: null });
    expect(store.state().flags.size).toBe(0);
    const opened = FakeEventSource.opened.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeEventSource.opened).toHaveLength(opened);
  });

  test.each([
    ['nobody answers', () => Promise.reject(new TypeError('fetch failed')), 'The control plane cannot be reached.'],
    ['something else answers', () => ({ status: 502 }), 'The control plane answered 502.'],
  ])('a start where %s says so', async (_, override, problem) => {
    plane.override = override;
    await store.start(null);
    expect(store.state()).toMatchObject({ phase: 'failed', problem });
  });

  describe('servers', () => {
    test('are not known where the control plane does not send them, and then not asked for', async () => {
      expect(store.state().fleet).toBeNull();
      FakeEventSource.newest().emit('fleet', '{"version":"2"}');
      await settle();
      expect(plane.asked).toEqual([]);
    });

    test('are read alone when they change', async () => {
      plane.fleet = [server('fra', 'fra-1')];
      await store.start(null);
      expect(store.state().fleet).toHaveLength(1);
      const flags = store.state().flags;
      plane.asked = [];
      plane.fleet = [server('fra', 'fra-1'), server('fra', 'fra-2')];
      FakeEventSource.newest().emit('fleet', '{"version":"2"}');
      await settle();
      expect(plane.asked).toEqual(['/projects/shop/fleet']);
      expect(store.state().fleet).toHaveLength(2);
      expect(store.state().flags).toBe(flags);
    });
  });

  describe('change requests', () => {
    test('are not asked for where nothing needs a second person', async () => {
      change('new-checkout');
      await settle();
      expect(plane.asked).toEqual(['/projects/shop/flags/new-checkout']);
      expect(store.state().requests).toBeNull();
    });

    test('are read at the beginning and with each change, for asking is told as one', async () => {
      plane.approval = true;
      plane.requests = [asked()];
      await store.start(null);
      expect(store.state().requests).toHaveLength(1);
      plane.requests = [];
      change('new-checkout');
      await settle();
      expect(store.state().requests).toEqual([]);
      plane.requests = [asked({ id: 'r2' })];
      change('new-checkout');
      await settle();
      expect(store.state().requests?.map(({ id }) => id)).toEqual(['r2']);
    });

    test('a control plane that does not know them has none', async () => {
      plane.approval = true;
      plane.override = (path) => (path.includes('change-requests') ? { status: 404 } : undefined);
      await store.start(null);
      expect(store.state()).toMatchObject({ phase: 'ready', requests: null });
    });
  });

  test('hands on what the stream tells of others', () => {
    const heard: unknown[] = [];
    store.onNews((news) => heard.push(news));
    FakeEventSource.newest().emit('change', '{"flagKey":"new-checkout","environment":"production","actor":"ana"}');
    expect(heard).toEqual([{ flagKey: 'new-checkout', environment: 'production', actor: 'ana' }]);
  });

  test('environments that are the same keep their object, so that the columns stay', async () => {
    const before = store.state().environments;
    plane.etag = '"2"';
    plane.flags.set('gift-cards', flag({ key: 'gift-cards' }));
    change(null);
    await settle();
    expect(store.state().flags.size).toBe(2);
    expect(store.state().environments).toBe(before);
  });
});
