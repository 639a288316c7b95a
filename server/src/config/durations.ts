/** Durations as people write them in the configuration. */

const hour = 3_600_000;
const unitMs = { h: hour, d: 24 * hour, w: 7 * 24 * hour } as const;

/** Whole milliseconds of "12h", "14d" or "6w"; null where the text is no duration, or one too long to count exactly. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+)(h|d|w)$/.exec(text);
  if (match === null) return null;
  const ms = Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
  return Number.isSafeInteger(ms) ? ms : null;
}

/** The shortest spelling of a duration for people: "14 days", "1 hour", "6 weeks". Rounds down to the unit that fits. */
export function formatDuration(ms: number): string {
  const days = Math.floor(ms / unitMs.d);
  if (days >= 14 && ms % unitMs.w === 0) return count(ms / unitMs.w, 'week');
  if (days >= 1) return count(days, 'day');
  if (ms >= hour) return count(Math.floor(ms / hour), 'hour');
  if (ms >= 60_000) return count(Math.floor(ms / 60_000), 'minute');
  return count(Math.max(0, Math.floor(ms / 1000)), 'second');
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
