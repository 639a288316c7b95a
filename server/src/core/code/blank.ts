/** Code without what is no code, for checks that look at the text around call sites. No parser: that is the extraction's. */

/**
 * The text with comments and the insides of strings as blanks, at the same length. What the text alone does not tell (quotes in a
 * regular expression, apostrophes in JSX) costs the rest of its line at most; an odd backtick more.
 */
export function blankOut(text: string): string {
  return text.replace(notCode, (match) => {
    const quote = /^['"`]/.test(match) ? match.charAt(0) : '';
    const inside = quote === '' ? match : match.slice(1, -1);
    return quote + inside.replace(/[^\n]/g, ' ') + quote;
  });
}

const notCode = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g;

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
