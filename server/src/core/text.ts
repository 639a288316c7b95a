/** Words for people. Flag keys, names and reasons come from control planes and repositories: treat them as hostile. */

/**
 * The text with everything invisible written out as `\u{...}`: control characters (also ANSI escapes and line breaks),
 * bidirectional marks, zero-width characters, lone surrogates. What is left is one line that shows what it is.
 * Longer than `limit` characters, it is cut and ends in `…`.
 */
export function visible(text: string, limit = 200): string {
  // Nearly all text is plain, and this is called for each part of each finding after each keystroke.
  if (text.length <= limit && plain.test(text)) return text;
  const characters = [...text];
  const shown = characters.length > limit ? [...characters.slice(0, limit), '…'] : characters;
  return shown.join('').replace(invisible, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A flag key as it stands in a message: visible and in quotes. */
export function quoteKey(key: string): string {
  return `"${visible(key)}"`;
}

/**
 * Text that Markdown shows as it is: no emphasis, links (neither of bare addresses), images, lists, HTML, code or line breaks
 * come out of it. Only what needs it is escaped, because some editors show the backslashes.
 */
export function escapeMarkdown(text: string): string {
  return visible(text, Infinity)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(special, (match) => (match.length === 1 ? `\\${match}` : `${match.slice(0, -1)}\\${match.slice(-1)}`));
}

/** Of several characters, the last one is escaped: the dot of `1.` and `www.`. */
const special = new RegExp(
  [
    /[\\`*[\]#|>~@$]/,
    // The brackets are escaped; this is for readers of Markdown that take it less exactly.
    /(?<=\])\(/,
    // Inside a word it is only a character.
    /(?<![A-Za-z\d])_|_(?![A-Za-z\d])/,
    // `http://`, `:smile:`
    /:(?=\/|[\w+-]+:)/,
    /www\./,
    // At the beginning of a line: lists, rules, headings.
    /^\s*[-+=]/,
    /^\s*\d+[.)]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** A Markdown code span; its fence is longer than any run of backticks inside. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(shown) || shown === '' ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  const last = words.at(-1) ?? '';
  if (words.length < 2) return last;
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** `1 day`, `2 days`, `0 days`; the plural of every word we use ends in s. */
export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** A Markdown table with aligned columns; the cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(3, cell.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const plain = /^[\x20-\x7e]*$/;

/** Controls, format characters, line and paragraph separators, lone surrogates, no characters, variation selectors, letters without ink. */
const invisible =
  /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Noncharacter_Code_Point}|\p{Variation_Selector}|\u115f|\u1160|\u3164|\uffa0/gu;
