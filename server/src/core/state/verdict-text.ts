/** A verdict in words: what the editor's hover, `sluice flags --stale` and `sluice report` say. */
import { formatDay } from './age.ts';
import { isPlain, nothing, type Predicate } from './predicate.ts';
import { survivorLabel } from './survivor.ts';
import type { FlagVerdict } from './verdict.ts';

/** Visible text, not yet escaped for Markdown or HTML. */
export interface VerdictText {
  /** One sentence. */
  readonly headline: string;
  /** Cells under `verdictHead`: what says something for or against. */
  readonly rows: readonly (readonly string[])[];
  /** One sentence that gathers what else was looked at; null where all of it is in the rows. */
  readonly rest: string | null;
}

/** The heading of the rows. */
export const verdictHead = ['looked at', 'value', 'since', 'says'] as const;

export type VerdictDetail = 'short' | 'all';

/** `short`: a flag that is to be kept gets its sentence and nothing else. `all`: every predicate has a row. */
export function verdictText(verdict: FlagVerdict, detail: VerdictDetail = 'short'): VerdictText {
  const { predicates } = verdict;
  const headline = headlineOf(verdict);
  if (detail === 'all') return { headline, rows: predicates.map(rowOf), rest: null };
  if (verdict.verdict === 'keep') return { headline, rows: [], rest: null };
  const gathered = predicates.filter((predicate) => !isShown(predicate));
  return { headline, rows: predicates.filter(isShown).map(rowOf), rest: restOf(gathered) };
}

/** The word for a verdict, as tables show it. */
export function verdictWord({
  verdict,
  isKnown,
}: Pick<FlagVerdict, 'verdict' | 'isKnown'>): FlagVerdict['verdict'] | 'unknown' {
  return isKnown ? verdict : 'unknown';
}

function headlineOf(verdict: FlagVerdict): string {
  const survives = verdict.survivor === null ? null : survivorLabel(verdict.survivor);
  switch (verdict.verdict) {
    case 'safe':
      return `Safe to remove${survives === null ? '' : `; what survives is ${survives}`}.`;
    case 'caution':
      return `Caution: ${cause(verdict, ['caution', 'unknown'])}.${survives === null ? '' : ` What would survive is ${survives}.`}`;
    case 'keep':
      if (verdict.isKnown) return `Keep: ${cause(verdict, ['keep'])}.`;
      return `Not known whether it can go: ${cause(verdict, ['unknown'])}.`;
  }
}

/** The first predicate that says so, and how many more do. */
function cause({ predicates }: FlagVerdict, words: readonly Predicate['says'][]): string {
  const [first, ...others] = words.flatMap((word) => predicates.filter(({ says }) => says === word));
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `${first.name} (${first.value.replace(/\.$/, '')})${more}`;
}

function restOf(gathered: readonly Predicate[]): string | null {
  const namesOf = (list: readonly Predicate[]): string => list.map(({ name }) => name).join(', ');
  const telling = gathered.filter((predicate) => !isPlain(predicate)).map(({ name, value }) => `${name} (${value})`);
  const untold = gathered.filter(({ value }) => value === nothing.notTold);
  const empty = gathered.filter((predicate) => isPlain(predicate) && !untold.includes(predicate));
  const parts = [
    ...(telling.length === 0 ? [] : [telling.join(', ')]),
    ...(empty.length === 0 ? [] : [`nothing there: ${namesOf(empty)}`]),
    ...(untold.length === 0 ? [] : [`not told: ${namesOf(untold)}`]),
  ];
  return parts.length === 0 ? null : `Also looked at: ${parts.join('; ')}.`;
}

function isShown(predicate: Predicate): boolean {
  return predicate.says !== null && !isPlain(predicate);
}

function rowOf({ name, value, at, says }: Predicate): readonly string[] {
  return [name, value, formatDay(at) ?? '', says ?? ''];
}
