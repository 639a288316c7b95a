/** Durations as people write them in the configuration. */

const minute = 60_000;
const unitMs = { m: minute, h: 60 * minute, d: 24 * 60 * minute, w: 7 * 24 * 60 * minute } as const;

/** What a duration looks like. */
export const durationPattern = /^\d+(m|h|d|w)$/;

/** Whole milliseconds of "5m", "12h", "14d" or "6w"; null where the text is no duration, or one too long to count exactly. */
export function parseDuration(text: string): number | null {
  const unit = durationPattern.exec(text)?.[1];
  if (unit === undefined) return null;
  const ms = Number(text.slice(0, -1)) * unitMs[unit as keyof typeof unitMs];
  return Number.isSafeInteger(ms) ? ms : null;
}
