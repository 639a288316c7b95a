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
