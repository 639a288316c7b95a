import { expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../server/src/config/durations.ts';

const hour = 3_600_000;

it.each([
  ['0h', 0],
  ['12h', 12 * hour],
  ['14d', 14 * 24 * hour],
  ['6w', 6 * 7 * 24 * hour],
  ['', null],
  ['14', null],
  ['14 d', null],
  ['-1d', null],
  ['1.5d', null],
  ['1m', null],
  ['1D', null],
  ['99999999999999999999d', null],
])('%j is %j ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each([
  [0, '0 seconds'],
  [-5, '0 seconds'],
  [1_000, '1 second'],
  [59_999, '59 seconds'],
  [60_000, '1 minute'],
  [hour, '1 hour'],
  [23.9 * hour, '23 hours'],
  [24 * hour, '1 day'],
  [7 * 24 * hour, '7 days'],
  [14 * 24 * hour, '2 weeks'],
  [15 * 24 * hour, '15 days'],
  [205 * 24 * hour, '205 days'],
])('%d ms are %j', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
