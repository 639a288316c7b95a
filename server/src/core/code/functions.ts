/** What the text of a function tells about it. */
import type { Span } from '../model.ts';
import { endOfBrackets } from './blank.ts';

const modifiers = /^(?:(?:export|default|public|private|protected|static|override)\s+)*/;

/**
 * Where the body of the function begins, if it is one in which `await` may stand; null where it may not, or the text does not say so
 * beyond doubt. `code` is that of the file, without strings and comments.
 */
export function asyncBodyStart(code: string, { start, end }: Span): number | null {
  const text = code.slice(start, end);
  const [before] = modifiers.exec(text) ?? [''];
  const head = /^async\b\s*(function\b\s*\*?\s*[\w$]*|\*?\s*[#\w$]*)\s*/.exec(text.slice(before.length));
  if (head === null) return null;
  let at = before.length + head[0].length;
  const arrow = /^=>\s*/.exec(text.slice(at));
  // `async order => ...`
  if (arrow !== null) return head[1] === '' ? null : start + at + arrow[0].length;
  if (text.charAt(at) !== '(') return null;
  const closed = endOfBrackets(text, at);
  if (closed === null) return null;
  at = closed;
  const toBody = /^\s*(?::[^={}]*)?(=>\s*|\{)/.exec(text.slice(at));
  // `async() {}` is a method of that name.
  if (toBody === null || (head[1] === '' && toBody[1] === '{')) return null;
  return start + at + toBody[0].length;
}
