/** Text in the Markdown that GitHub and GitLab show: as in `core/text.ts`, and nobody is told by it. */
import { escapeMarkdown, markdownCode, visible } from '../../core/text.ts';
import { withoutBracketCommands } from '../terminal/inert.ts';

/** GitHub takes comments of so many characters and answers longer ones with an error. */
export const mostCommentCharacters = 65_536;

/**
 * Text of a cell or a line. A backslash before `@`, `#` or `:` is gone before mentions, references and emoji are looked for, so
 * that a space without width comes between instead.
 */
export function markdownCell(text: string): string {
  return withoutBracketCommands(
    escapeMarkdown(visible(text, 1_000))
      .replace(/\\(.)/g, (match, character: string) => ('@#:'.includes(character) ? `${character}${gap}` : match))
      .replace(/\b(gh|sc)-(?=\d)/gi, `$1-${gap}`),
    '\\#',
  );
}

/** Code in a cell: a bar ends a cell even inside code. */
export function markdownCodeCell(text: string): string {
  return withoutBracketCommands(markdownCode(text).replaceAll('|', '\\|'), '\\u{23}');
}

/** Where a finding is: of a long path, the line is never cut off. */
export function markdownPlace({ file, line }: { readonly file: string; readonly line: number }): string {
  return markdownCodeCell(`${visible(file, 180)}:${line}`);
}

const gap = '&#8203;';
