import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Io } from '../../../server/src/cli/command.ts';
import { createProgressLine } from '../../../server/src/cli/terminal/progress.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

/** What is written while files are read for so long, one update every 50 ms. */
function written(forMs: number, { isTerminal = true, isQuiet = false } = {}): string[] {
  const texts: string[] = [];
  const stream = { isTerminal, hasColors: false, write: (text: string) => void texts.push(text) };
  const io: Io = {
    cwd: '/',
    env: {},
    stdout: stream,
    stderr: stream,
    signal: new AbortController().signal,
    now: () => 0,
    ask: () => Promise.resolve(null),
  };
  const line = createProgressLine(io, isQuiet);
  for (let ms = 0; ms <= forMs; ms += 50) {
    line.update({ done: ms, total: 1_000 });
    vi.advanceTimersByTime(50);
  }
  line.done();
  return texts;
}

test('a quick scan shows nothing', () => {
  expect(written(250)).toEqual([]);
});

test('a slow one shows a line now and then, and takes it away', () => {
  expect(written(500)).toEqual([
    '\r\u001b[KReading 300 of 1000 files',
    '\r\u001b[KReading 400 of 1000 files',
    '\r\u001b[KReading 500 of 1000 files',
    '\r\u001b[K',
  ]);
});

test('without a terminal, or when asked to be quiet, there is none', () => {
  expect(written(500, { isTerminal: false })).toEqual([]);
  expect(written(500, { isQuiet: true })).toEqual([]);
});
