import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLiveStream } from '../../../server/src/embedded/dashboard/page/live.ts';
import type { News } from '../../../server/src/embedded/dashboard/page/model/news.ts';
import { FakeEventSource } from './fake-event-source.ts';

const seen: string[] = [];
const news: string[] = [];
const listener = {
  changed: (flagKey: string | null) => void seen.push(`changed ${flagKey}`),
  news: ({ flagKey, environment, actor }: News) => void news.push([flagKey, environment, actor].join(' ')),
  fleet: () => void seen.push('fleet'),
  connection: (state: string) => void seen.push(state),
};

beforeEach(() => {
  seen.length = 0;
  news.length = 0;
  FakeEventSource.opened.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const newest = (): FakeEventSource => FakeEventSource.newest();

describe('the stream of changes', () => {
  test('reads everything after it has connected, then what changed', () => {
    const stream = openLiveStream('/events', listener);
    newest().emit('hello', '{"revision":"7"}');
    newest().emit('change', '{"revision":"8","flagKey":"new-checkout"}');
    newest().emit('change', '{"revision":"9","flagKey":null}');
    newest().emit('change', 'half a me');
    newest().emit('reset', '{"revision":"20"}');
    expect(seen).toEqual([
      'live',
      'changed null',
      'changed new-checkout',
      'changed null',
      'changed null',
      'changed null',
    ]);
    stream.close();
    expect(newest().readyState).toBe(FakeEventSource.CLOSED);
  });

  test('tells who changed what, and that servers are others now', () => {
    openLiveStream('/events', listener);
    newest().emit('change', '{"flagKey":"express-pay","environment":"production","actor":"ana"}');
    newest().emit('fleet', '{"version":"3"}');
    expect(news).toEqual(['express-pay production ana']);
    expect(seen).toEqual(['changed express-pay', 'fleet']);
  });

  test('leaves reconnecting to the browser as long as the browser tries', () => {
    openLiveStream('/events', listener);
    newest().fail(FakeEventSource.CONNECTING);
    vi.advanceTimersByTime(60_000);
    expect(seen).toEqual(['lost']);
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  test('opens it again where the browser gives up, at growing distances, and soon again after a success', () => {
    openLiveStream('/events', listener);
    const delays: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      newest().fail(FakeEventSource.CLOSED);
      const before = FakeEventSource.opened.length;
      const start = Date.now();
      while (FakeEventSource.opened.length === before) vi.advanceTimersByTime(50);
      delays.push(Date.now() - start);
    }
    expect(delays[0]).toBeLessThan(1400);
    expect(delays[5]).toBeGreaterThan(11_000);
    expect(delays[5]).toBeLessThan(19_000);
    newest().emit('hello', '{}');
    newest().fail(FakeEventSource.CLOSED);
    vi.advanceTimersByTime(1300);
    expect(FakeEventSource.opened).toHaveLength(8);
  });

  test('does not come back once closed', () => {
    const stream = openLiveStream('/events', listener);
    newest().fail(FakeEventSource.CLOSED);
    stream.close();
    vi.advanceTimersByTime(60_000);
    expect(FakeEventSource.opened).toHaveLength(1);
  });
});
