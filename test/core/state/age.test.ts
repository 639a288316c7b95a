import { describe, expect, it } from 'vitest';
import {
  ageSince,
  dayMs,
  formatAge,
  formatDay,
  formatMinute,
  hourMs,
  minuteMs,
  timeOf,
} from '../../../server/src/core/state/age.ts';
import { daysAgo, now } from '../../support/snapshots.ts';

describe('formatAge', () => {
  it.each([
    [-5, 'less than a minute'],
    [Number.NaN, 'less than a minute'],
    [59_999, 'less than a minute'],
    [minuteMs, '1 minute'],
    [119 * minuteMs, '119 minutes'],
    [2 * hourMs, '2 hours'],
    [3.9 * hourMs, '3 hours'],
    [47 * hourMs, '47 hours'],
    [48 * hourMs, '2 days'],
    [203.9 * dayMs, '203 days'],
    [1_000 * dayMs, '1000 days'],
  ])('%d ms is %s', (ms, text) => expect(formatAge(ms)).toBe(text));
});

it('tells a time and a day, and null where there is none', () => {
  expect(timeOf('2026-05-02T10:00:00Z')).toBe(Date.UTC(2026, 4, 2, 10));
  expect(timeOf('soon')).toBeNull();
  expect(timeOf(null)).toBeNull();
  expect(formatDay('2026-05-02T23:30:00-05:00')).toBe('2026-05-03');
  expect(formatDay('soon')).toBeNull();
  expect(formatMinute('2026-05-02T10:04:59Z')).toBe('2026-05-02 10:04 UTC');
  expect(formatMinute(null)).toBeNull();
});

it('counts the future as now', () => {
  expect(ageSince(daysAgo(3), now)).toBe(3 * dayMs);
  expect(ageSince(daysAgo(-3), now)).toBe(0);
  expect(ageSince(null, now)).toBeNull();
});
