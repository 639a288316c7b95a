/** Why flags can go or not, for people: the words are those of the editor's hover. */
import { verdictHead, verdictText, verdictWord, type VerdictDetail } from '../../core/state/verdict-text.ts';
import { visible } from '../../core/text.ts';
import type { FlagReport, ReportedFlag } from '../flags/flag-report.ts';
import type { Style } from '../terminal/style.ts';
import { table, type Cell } from './table.ts';

type Format = NonNullable<Cell['format']>;

const formats: { readonly [word: string]: Format } = { safe: 'green', caution: 'yellow', keep: 'dim', unknown: 'red' };

/** A block for each flag whose verdict is known of: its key, the verdict, what it stands on. */
export function verdictBlocks({ flags }: FlagReport, detail: VerdictDetail, style: Style): readonly string[] {
  return flags.flatMap(({ flag, verdict }) => {
    if (verdict === null) return [];
    const { headline, rows, rest } = verdictText(verdict, detail);
    const cells = rows.map((row) => row.map((text): Cell => ({ text, ...formatOf(text) })));
    const head = verdictHead.map((title) => title.toUpperCase());
    const lines = [
      style('bold', visible(flag.key)),
      headline,
      ...(rows.length === 0 ? [] : [table(head, cells, style)]),
      ...(rest === null ? [] : [style('dim', rest)]),
    ];
    return [lines.join('\n')];
  });
}

/** The verdict as a cell of a table of flags. */
export function verdictCell({ verdict }: ReportedFlag): Cell {
  const word = verdict === null ? 'unknown' : verdictWord(verdict);
  return { text: word, ...formatOf(word) };
}

/** `2 flags can go: 1 safe to remove, 1 with caution`. */
export function staleSummary({ flags }: FlagReport): string {
  const safe = flags.filter(({ verdict }) => verdict?.verdict === 'safe').length;
  const rest = flags.length - safe;
  if (flags.length === 0) return 'No flag is known to have outlived its purpose.';
  const parts = [...(safe > 0 ? [`${safe} safe to remove`] : []), ...(rest > 0 ? [`${rest} with caution`] : [])];
  return `${flags.length} ${flags.length === 1 ? 'flag' : 'flags'} may go: ${parts.join(', ')}`;
}

function formatOf(text: string): { readonly format?: Format } {
  const format = Object.hasOwn(formats, text) ? formats[text] : undefined;
  return format === undefined ? {} : { format };
}
