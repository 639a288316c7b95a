import { expect, it } from 'vitest';
import { parseDuration } from '../../server/src/config/durations.ts';

const hour = 3_600_000;

it.each([
  ['0h', 0],
  ['5m', hour / 12],
  ['12h', 12 * hour],
  ['14d', 14 * 24 * hour],
  ['6w', 6 * 7 * 24 * hour],
  ['', null],
  ['14', null],
  ['14 d', null],
  ['-1d', null],
  ['1.5d', null],
  ['1M', null],
  ['1D', null],
  ['99999999999999999999d', null],
])('%j is %j ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});
