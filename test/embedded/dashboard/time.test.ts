import { expect, test } from 'vitest';
import { age, ago, exactTime } from '../../../server/src/embedded/dashboard/page/model/time.ts';
import { now } from './shop-flags.ts';

const before = (seconds: number): string => new Date(now - seconds * 1000).toISOString();

test.each([
  [0, 'just now'],
  [4, 'just now'],
  [12, '12 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [3 * 3600, '3 h'],
  [47 * 3600, '47 h'],
  [48 * 3600, '2 days'],
  [203 * 86_400, '203 days'],
  [-30, 'just now'],
])('%i seconds are %j', (seconds, text) => {
  expect(age(before(seconds), now)).toBe(text);
});

test('an unknown time has no age, and says so in a sentence', () => {
  expect([age(null, now), age('yesterday', now)]).toEqual([null, null]);
  expect([ago(null, now), ago(before(2), now), ago(before(12), now)]).toEqual([
    'at an unknown time',
    'just now',
    '12 s ago',
  ]);
});

test('exact times are the same for everybody', () => {
  expect(exactTime('2026-11-23T14:05:09.123+02:00')).toBe('2026-11-23 12:05:09 UTC');
  expect([exactTime(null), exactTime('soon')]).toEqual(['unknown', 'soon']);
});
