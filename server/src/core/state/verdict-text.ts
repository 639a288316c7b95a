/** A verdict in words: what the editor's hover, `sluice flags --stale` and `sluice report` say. */
import { formatDay } from './age.ts';
import { isPlain, type Predicate } from './predicate.ts';
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
  const [shown, gathered] = [predicates.filter(isShown), predicates.filter((predicate) => !isShown(predicate))];
  const rest = gathered.map(({ name, value }) => `${name}: ${value}`).join('; ');
  return { headline, rows: shown.map(rowOf), rest: rest === '' ? null : `Also looked at: ${rest}.` };
}

/** The word for a verdict, as tables show it. */
export function verdictWord({ verdict, isKnown }: Pick<FlagVerdict, 'verdict' | 'isKnown'>): string {
  return isKnown ? verdict : 'unknown';
}

function headlineOf(verdict: FlagVerdict): string {
  const survives = verdict.survivor === null ? null : survivorLabel(verdict.survivor);
  if (verdict.verdict === 'safe') return `Safe to remove${survives === null ? '' : `; what survives is ${survives}`}.`;
  if (verdict.verdict === 'keep') {
    if (verdict.isKnown) return `Keep: ${causes(verdict, 'keep')}.`;
    return `Not known whether it can go: ${causes(verdict, 'unknown')}.`;
  }
  const reasons = causes(verdict, 'caution');
  const unknown = verdict.missing.length === 0 ? '' : `not known: ${verdict.missing.join(', ')}`;
  const why = [reasons, unknown].filter(Boolean).join('; ');
  return `Remove with caution: ${why}.${survives === null ? '' : ` What would survive is ${survives}.`}`;
}

/** The first three that say it. */
function causes({ predicates }: FlagVerdict, says: Predicate['says']): string {
  const found = predicates.filter((predicate) => predicate.says === says);
  const shown = found.slice(0, 3).map(({ name, value }) => `${name} (${value.replace(/\.$/, '')})`);
  return [...shown, ...(found.length > 3 ? [`${found.length - 3} more`] : [])].join(', ');
}

function isShown(predicate: Predicate): boolean {
  return predicate.says !== null && !isPlain(predicate);
}

function rowOf({ name, value, at, says }: Predicate): readonly string[] {
  return [name, value, formatDay(at) ?? '', says ?? ''];
}
