/** The edit that takes a comment out of a file and leaves no trace of it. */
import type { Fix, Span } from './model.ts';

/**
 * A comment alone on its lines goes with them, and among JSX with the braces around it; one behind code goes with the blanks in
 * front; of one between code, a blank is left where the code would run together.
 */
export function removeComment(text: string, comment: Span): Fix['edits'][number] {
  const { start, end } = inBraces(text, comment) ?? comment;
  const lineStart = 1 + Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1));
  const before = text.slice(lineStart, start);
  const [after = '', lineEnd = ''] = /^[^\S\r\n]*(\r\n|\n|\r|$)/.exec(text.slice(end)) ?? [];
  const isLast = after !== '' || end === text.length;
  if (isLast && before.trim() === '') {
    // The last line has no line break of its own: the one in front goes.
    const isEnd = lineEnd === '' && lineStart > 0;
    const from = isEnd ? lineStart - (text.slice(0, lineStart).endsWith('\r\n') ? 2 : 1) : lineStart;
    return { span: { start: from, end: end + after.length }, newText: '' };
  }
  if (isLast) {
    const blanks = before.length - before.trimEnd().length;
    return { span: { start: start - blanks, end: end + after.length - lineEnd.length }, newText: '' };
  }
  const following = /^[^\S\r\n]*/.exec(text.slice(end))?.[0].length ?? 0;
  if (before.trim() === '' || following > 0) return { span: { start, end: end + following }, newText: '' };
  return { span: { start, end }, newText: /\s$/.test(before) ? '' : ' ' };
}

/** The braces of `{/* … *\/}` among JSX; null where they may be those of a block of code. */
function inBraces(text: string, { start, end }: Span): Span | null {
  const [opening] = /\{\s*$/.exec(text.slice(Math.max(0, start - 200), start)) ?? [];
  const [closing] = /^\s*\}/.exec(text.slice(end, end + 200)) ?? [];
  if (opening === undefined || closing === undefined) return null;
  const before = text.slice(0, start - opening.length).trimEnd();
  const isAmongElements = /[>}]$/.test(before) && !before.endsWith('=>');
  return isAmongElements ? { start: start - opening.length, end: end + closing.length } : null;
}
