/** Flags whose values are themselves shares: 0 to 100, or 0 to 1. */
import type { Flag } from '../model.ts';

export interface ShareValues {
  /** The lowest and the highest value of a variant. */
  readonly lowest: number;
  readonly highest: number;
  /** From 0 to this, as far as the values show it: 1 or 100. */
  readonly scale: number | null;
}

/**
 * The values of a number flag that stands for how much of something there is: that of a valve, or one with 0, all (1 or 100), and a
 * part of it. null for every other flag: 20, 50 and 100 may be sizes of a page.
 */
export function shareValues(flag: Flag): ShareValues | null {
  if (flag.valueType !== 'number') return null;
  const values = flag.variants.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  if (values.length === 0 || values.length < flag.variants.length) return null;
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const scale = lowest === 0 && (highest === 1 || highest === 100) ? highest : null;
  const isShare = scale !== null && values.some((value) => value > 0 && value < scale);
  return flag.kind === 'valve' || isShare ? { lowest, highest, scale } : null;
}

/** True where a value is neither nothing nor all of it, so that a test for truth would take a part for the whole. */
export function hasParts(flag: Flag): boolean {
  const values = shareValues(flag);
  if (values === null) return false;
  return flag.variants.some(
    ({ value }) => typeof value === 'number' && value > values.lowest && value < values.highest,
  );
}
