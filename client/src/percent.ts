/** Shares are integers 0..10000 (1/100 %); people read and type percent. */

export type ParsedPercent =
  | { readonly ok: true; readonly share: number }
  | { readonly ok: false; readonly message: string };

/**
 * What a person typed as a percentage: "25", "12.5 %", "0,25%". Steps of 0.01; nothing is rounded.
 * @example parsePercent('12.5 %') // { ok: true, share: 1250 }
 */
export function parsePercent(text: string): ParsedPercent {
  const match = /^(\d{1,4})(?:[.,](\d+))?\s*%?$/.exec(text.trim());
  if (!match) return { ok: false, message: 'Type a number from 0 to 100, such as 25 or 12.5.' };
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > 2) return { ok: false, message: 'A valve moves in steps of 0.01 %.' };
  const share = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  if (share > 10_000) return { ok: false, message: 'A valve opens to 100 % at most.' };
  return { ok: true, share };
}

/** @example formatShare(1250) === '12.5 %' */
export function formatShare(share: number): string {
  return `${Number((share / 100).toFixed(2))} %`;
}

/** Usual stops of a valve on its way, without the one it is at. */
export function quickSteps(current: number | null): readonly number[] {
  return [0, 100, 500, 1_000, 2_500, 5_000, 7_500, 10_000].filter((share) => share !== current);
}
