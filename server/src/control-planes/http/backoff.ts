/** How long to wait before the next attempt, and the timers that wait, so that tests need not. */

export interface Timers {
  set(callback: () => void, ms: number): unknown;
  clear(handle: unknown): void;
}

export const realTimers: Timers = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

const firstMs = 500;
const longestMs = 30_000;

/** Exponential with full jitter: anything up to 0.5 s, 1 s, 2 s ... 30 s, so that clients of one server do not come back together. `random` is in [0, 1). */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 16)));
}
