/** Code without what is no code, for checks that look at the text around call sites. No parser: that is the extraction's. */

/**
 * The text with comments and the insides of strings as blanks, at the same length. What the text alone does not tell (quotes in a
 * regular expression, apostrophes in JSX) costs the rest of its line at most. Takes time in proportion to the text, whatever is in it.
 */
export function blankOut(text: string): string {
  const parts: string[] = [];
  /** By quote: where a search for its other end has come to without finding it. */
  const unclosed = new Map<string, number>();
  let kept = 0;
  const blank = (from: number, to: number): void => {
    parts.push(text.slice(kept, from), text.slice(from, to).replace(/[^\n]/g, ' '));
    kept = to;
  };
  const start = /\/[/*]|['"`]/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const [opening] = match;
    const { index } = match;
    if (opening === '//' || opening === '/*') {
      const end = endOfComment(text, opening, index);
      blank(index, end);
      start.lastIndex = end;
    } else if (index >= (unclosed.get(opening) ?? 0)) {
      const { end, isClosed } = endOfString(text, opening, index + 1);
      if (!isClosed) {
        unclosed.set(opening, end);
        continue;
      }
      blank(index + 1, end);
      start.lastIndex = end + 1;
    }
  }
  parts.push(text.slice(kept));
  return parts.join('');
}

function endOfComment(text: string, opening: string, from: number): number {
  const end = opening === '//' ? text.indexOf('\n', from) : text.indexOf('*/', from + 2);
  if (end < 0) return text.length;
  return opening === '//' ? end : end + 2;
}

/** Where the closing quote stands, or what was looked at in vain ends. */
function endOfString(text: string, quote: string, from: number): { readonly end: number; readonly isClosed: boolean } {
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === quote) return { end: at, isClosed: true };
    if (character === '\\') at++;
    else if (character === '\n' && quote !== '`') return { end: at, isClosed: false };
  }
  return { end: text.length, isClosed: false };
}

const pairs: { readonly [open: string]: string } = { '(': ')', '[': ']', '{': '}' };

/** Where the bracket that opens at `start` is closed again (after it); null where it is not. `code` has no strings or comments. */
export function endOfBrackets(code: string, start: number): number | null {
  const open: string[] = [];
  for (let at = start; at < code.length; at++) {
    const character = code.charAt(at);
    const closing = pairs[character];
    if (closing !== undefined) open.push(closing);
    else if (character === ')' || character === ']' || character === '}') {
      if (open.pop() !== character) return null;
      if (open.length === 0) return at + 1;
    }
  }
  return null;
}
