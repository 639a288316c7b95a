/** A line of code with what is meant underlined. */
import { visible } from '../../core/text.ts';
import type { Style } from '../terminal/style.ts';
import { terminalWidth } from '../terminal/terminal-width.ts';

export interface ExcerptOptions {
  readonly line: string;
  /** 1-based. */
  readonly lineNumber: number;
  /** 1-based UTF-16 columns, end exclusive; null: it goes on in the next line. */
  readonly column: number;
  readonly endColumn: number | null;
  readonly style: Style;
}

const widest = 120;
/** How much is shown before the place where a long line is cut. */
const lead = 40;

/** Two lines: the code and the carets under it. Characters that do not show, or would move the terminal, are written out. */
export function sourceExcerpt({ line, lineNumber, column, endColumn, style }: ExcerptOptions): string {
  const start = column - 1;
  const end = Math.max(start + 1, Math.min(endColumn === null ? line.length : endColumn - 1, line.length));
  const first = start > widest - lead ? start - lead : line.length - line.trimStart().length;
  const from = Math.min(first, start);
  const to = Math.min(line.length, from + widest);
  const before = shown(line.slice(from, start));
  const marked = shown(line.slice(start, Math.min(end, to)));
  const after = shown(line.slice(Math.min(end, to), to));
  const prefix = from > 0 && from === start - lead ? '…' : '';
  const suffix = to < line.length ? '…' : '';

  const gutter = String(lineNumber).padStart(5);
  const code = `${prefix}${before}${marked}${after}${suffix}`;
  const indent = ' '.repeat(terminalWidth(prefix) + terminalWidth(before));
  const carets = '^'.repeat(Math.max(1, terminalWidth(marked)));
  return [
    `${style('dim', `${gutter} |`)} ${code}`,
    `${style('dim', `${' '.repeat(gutter.length)} |`)} ${indent}${style('yellow', carets)}`,
  ].join('\n');
}

function shown(text: string): string {
  return visible(text.replaceAll('\t', '  '), Infinity);
}
