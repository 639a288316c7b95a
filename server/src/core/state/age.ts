/** Times and durations for people. */
import { plural } from '../text.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/**
 * A duration for people, in the largest unit that says enough: `less than a minute`, `5 minutes`, `3 hours`, `203 days`.
 * Days are never summed up to months. Parts of a unit are cut off, so that an age is never overstated; less than 0 counts as 0.
 */
export function formatAge(ms: number): string {
  if (!(ms >= minuteMs)) return 'less than a minute';
  if (ms < 2 * hourMs) return plural(Math.floor(ms / minuteMs), 'minute');
  if (ms < 2 * dayMs) return plural(Math.floor(ms / hourMs), 'hour');
  return plural(Math.floor(ms / dayMs), 'day');
}

/** ms since the epoch of an ISO 8601 time; null where it is absent or cannot be read. */
export function timeOf(iso: string | null): number | null {
  if (iso === null) return null;
  const time = Date.parse(iso);
  return Number.isNaN(time) ? null : time;
}

/** How long ago a time was, in ms; null where that is not known, 0 for the future (clocks differ). */
export function ageSince(iso: string | null, now: number): number | null {
  const time = timeOf(iso);
  return time === null ? null : Math.max(0, now - time);
}

/** The day of an ISO 8601 time in UTC, `2026-05-02`; null where the time is absent or cannot be read. */
export function formatDay(iso: string | null): string | null {
  const time = timeOf(iso);
  return time === null ? null : new Date(time).toISOString().slice(0, 10);
}

/** The minute of an ISO 8601 time, `2026-05-02 14:05 UTC`; null where the time is absent or cannot be read. */
export function formatMinute(iso: string | null): string | null {
  const time = timeOf(iso);
  return time === null ? null : `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Up to when a state tells what happened, in ms since the epoch: what came after it was read is not known. */
export function knownUntil(readAt: string, now: number): number {
  return Math.min(now, timeOf(readAt) ?? -Infinity);
}
