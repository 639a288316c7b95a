/** In which brackets a place stands, from its text. */

export interface Enclosing {
  readonly bracket: '(' | '[' | '{';
  readonly at: number;
  /** The word right before the bracket, or before the closed `(...)` that comes before it: `if`, `for`, `pay`; empty where there is none. */
  readonly word: string;
  /** What stands in the closed `(...)` before the bracket: `const book of books`; null where there is none. */
  readonly head: string | null;
}

const maxDepth = 100;

/** The brackets that are open at `place`, from the innermost to the outermost after `from`. `code` has no strings or comments. */
export function enclosing(code: string, place: number, from = 0): readonly Enclosing[] {
  const found: Enclosing[] = [];
  let closed = 0;
  for (let at = place - 1; at >= from && found.length < maxDepth; at--) {
    const character = code.charAt(at);
    if (character === ')' || character === ']' || character === '}') closed++;
    else if (character === '(' || character === '[' || character === '{') {
      if (closed > 0) closed--;
      else found.push({ bracket: character, at, ...wordBefore(code, at) });
    }
  }
  return found;
}

function wordBefore(code: string, end: number): Pick<Enclosing, 'word' | 'head'> {
  const before = code.slice(0, end).trimEnd();
  if (!before.endsWith(')')) return { word: lastWord(before), head: null };
  let open = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const character = before.charAt(at);
    if (character === ')') open++;
    else if (character === '(' && --open === 0) {
      return { word: lastWord(before.slice(0, at).trimEnd()), head: before.slice(at + 1, -1).trim() };
    }
  }
  return { word: '', head: null };
}

/** `await` of `for await (...)` is not the word that counts. */
function lastWord(text: string): string {
  return /([\w$]+|=>)(?:\s+await)?$/.exec(text.slice(-200))?.[1] ?? '';
}
