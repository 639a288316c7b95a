/** One thing that was looked at before a flag was judged. */

/** What it speaks for. `unknown`: it would have to be known, and is not. */
export type Says = 'keep' | 'caution' | 'safe' | 'unknown';

export interface Predicate {
  /** `served in production`, `references`. Visible text. */
  readonly name: string;
  /** For people: `on everywhere for 205 days`. Visible text. */
  readonly value: string;
  /** Who says so. `default`: Sluice's own. */
  readonly source: 'control plane' | 'code' | 'configuration' | 'default';
  /** ISO 8601: since when that is so, or when it was or will be; null where it has no time of its own. */
  readonly at: string | null;
  /** null: it informs and decides nothing. */
  readonly says: Says | null;
}

/** What a predicate says where nothing is there. Nobody needs to read it, so short texts gather these on one line. */
export const nothing = { none: 'none', no: 'no', notSet: 'not set', notTold: 'not told' } as const;

const plainValues: ReadonlySet<string> = new Set(Object.values(nothing));

/** True for predicates that have nothing to tell and decide nothing, or only do not speak against. */
export function isPlain({ value, says }: Predicate): boolean {
  return (says === null || says === 'safe') && plainValues.has(value);
}
