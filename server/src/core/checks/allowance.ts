/** How long a flag may sit still, and who says so. */
import type { Evidence, Flag, Purpose } from '../model.ts';
import { formatAge } from '../state/age.ts';
import { markdownTable } from '../text.ts';
import type { CheckOptions } from './check.ts';

/** By purpose, in ms; null = forever. */
export type AllowedTimes = { readonly [purpose in Purpose]: number | null };

export interface Allowance {
  /** ms; null = forever. */
  readonly ms: number | null;
  /** The purpose by which the flag is judged: a flag without one as a release flag. */
  readonly purpose: Purpose;
  readonly evidence: readonly Evidence[];
}

/** What the configuration allows, else what the check allows by default. */
export function allowanceOf(flag: Flag, options: CheckOptions, defaults: AllowedTimes): Allowance {
  const purpose = flag.purpose ?? 'release';
  const configured = options.after[purpose];
  const ms = configured === undefined ? defaults[purpose] : configured;
  const source = configured === undefined ? 'the default' : 'configured';
  return {
    ms,
    purpose,
    evidence: [
      { label: 'purpose', value: flag.purpose ?? 'not set, judged as release', since: null },
      {
        label: 'allowed',
        value: `${ms === null ? 'forever' : formatAge(ms)} (${source} for ${purpose} flags)`,
        since: null,
      },
    ],
  };
}

/** The default times as a Markdown table, for the documentation of a check. */
export function allowanceTable(defaults: AllowedTimes): string {
  const rows = Object.entries(defaults).map(([purpose, ms]) => [
    `\`${purpose}\``,
    ms === null ? 'forever' : formatAge(ms),
  ]);
  return markdownTable(['Purpose', 'May stay'], rows);
}
