/** Declarations that count before they are reached, so that code nothing reaches may still be needed. */
import type { Span } from '../model.ts';
import { blankOut } from './blank.ts';

/**
 * True where some of `rest`, statements at the end of a block, is there for code outside of it: a function or a type whose name stands
 * elsewhere in `around` (null: the file), also in a later `case` or in a template, or what a module imports and exports. A comment
 * or a string that has the name counts as well: better no finding than a wrong one.
 */
export function isNeededOutside(text: string, rest: Span, around: Span | null): boolean {
  const written = text.slice(rest.start, rest.end);
  if (!/\b(?:function|class|interface|type|enum|import|export)\b/.test(written)) return false;
  const top = outerLevel(blankOut(written));
  if (ofModule.test(top)) return true;
  const { start, end } = around ?? { start: 0, end: text.length };
  const outside = `${text.slice(start, rest.start)}\n${text.slice(rest.end, end)}`;
  return [...top.matchAll(declaration)].some(([, name = '']) => isMentioned(outside, name));
}

const ofModule = /(?:^|[;}\n])\s*(?:import\b(?!\s*[(.])|export\b)/;
const declaration =
  /(?:^|[;}\n])\s*(?:declare\s+|abstract\s+)*(?:(?:async\s+)?function\b\s*\*?|(?:class|interface|type|(?:const\s+)?enum)\s)\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

/** `this.fee` is something else, `...fee` is not. */
function isMentioned(code: string, name: string): boolean {
  const word = name.replaceAll('$', String.raw`\$`);
  return new RegExp(String.raw`(?<=^|[^\p{ID_Continue}$.]|\.\.\.)${word}(?![\p{ID_Continue}$])`, 'u').test(code);
}

/** The code without what stands in brackets; all of it where they do not close. */
function outerLevel(code: string): string {
  let depth = 0;
  const outer = code.replace(/[^\n]/g, (character) => {
    if (/[)\]}]/.test(character)) depth--;
    const kept = depth <= 0 ? character : ' ';
    if (/[([{]/.test(character)) depth++;
    return kept;
  });
  return depth === 0 ? outer : code;
}
