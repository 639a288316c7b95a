/** Columns for people. */
import type { Style } from '../terminal/style.ts';
import { terminalWidth } from '../terminal/terminal-width.ts';

export interface Cell {
  /** Safe for a terminal. */
  readonly text: string;
  readonly format?: Parameters<Style>[0];
}

/** A heading and rows, columns two spaces apart, without trailing spaces. */
export function table(heading: readonly string[], rows: readonly (readonly Cell[])[], style: Style): string {
  const widths = heading.map((title, column) =>
    Math.max(terminalWidth(title), ...rows.map((row) => terminalWidth(row[column]?.text ?? ''))),
  );
  const line = (cells: readonly Cell[]): string => {
    const last = cells.findLastIndex(({ text }) => text !== '');
    return cells
      .slice(0, last + 1)
      .map(({ text, format }, column) => {
        const padding = column === last ? '' : ' '.repeat((widths[column] ?? 0) - terminalWidth(text));
        return (format && text !== '' ? style(format, text) : text) + padding;
      })
      .join('  ');
  };
  const head = line(heading.map((text) => ({ text, format: 'dim' })));
  return [head, ...rows.map(line)].join('\n');
}
