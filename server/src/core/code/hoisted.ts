/** Declarations that count before they are reached, so that code nothing reaches may still be needed. */
import type { Span } from '../model.ts';
import { once } from '../once.ts';
import { blankOut } from './blank.ts';

/** See `neededOutside`. */
export type NeededOutside = (rest: Span, around: Span | null) => boolean;

/**
 * For one file. The answer is true where some of `rest`, statements at the end of a block, is there for code outside of it: a function,
 * a type or a `var` whose name stands elsewhere in `around` (null: the file), also in a later `case` or in a template, or what a module imports
 * and exports. A comment or a string that has the name counts as well: better no finding than a wrong one.
 *
 * Takes time in proportion to the text, however many declarations there are, and however many ways out one block has.
 */
export function neededOutside(text: string): NeededOutside {
  const mentions = once(() => mentionsIn(text));
  // Of several ways out of one block, what follows the first holds what follows the others.
  let latest: Declarations | null = null;
  return (rest, around) => {
    if (latest === null || latest.end !== rest.end || latest.start > rest.start) latest = declarationsIn(text, rest);
    const { start, end } = around ?? { start: 0, end: text.length };
    return outermost(latest, rest).some(
      ({ name }) =>
        name === null ||
        (mentions().get(name) ?? []).some((at) => (at >= start && at < rest.start) || (at >= rest.end && at < end)),
    );
  };
}

const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const names = new RegExp(String.raw`(?<![\p{ID_Continue}$])${name}`, 'gu');

interface Declaration {
  readonly at: number;
  /** null: what a module imports or exports. */
  readonly name: string | null;
}

interface Declarations extends Span {
  readonly all: readonly Declaration[];
  /** How many brackets are open before each character from `start` on, and at the end. */
  readonly depths: Int32Array;
}

// The letter comes first, so that the space before it is only looked at where something may begin. A class may have decorators.
const declaration = new RegExp(
  [
    '(?=[acdefintv])(?:',
    String.raw`(?<=(?:^|[;}\n])[^\S\n]*)(?:import\b(?!\s*[(.])|export\b|declare\s+(?:global|module|namespace)\b`,
    String.raw`|(?:(?:declare|abstract)\s+)*(?:(?:async\s+)?function\b\s*(?:\*\s*)?`,
    String.raw`|(?:interface|type|namespace|var|(?:const\s+)?enum)\s+)(?<name>${name}))`,
    String.raw`|(?<![\p{ID_Continue}$.])class\s+(?<className>${name}))`,
  ].join(''),
  'gu',
);

function declarationsIn(text: string, { start, end }: Span): Declarations {
  const code = blankOut(text.slice(start, end));
  const all = [...code.matchAll(declaration)].map(({ index, groups }) => ({
    at: start + index,
    name: groups?.['name'] ?? groups?.['className'] ?? null,
  }));
  return { start, end, all, depths: all.length === 0 ? new Int32Array(0) : depthsOf(code) };
}

function depthsOf(code: string): Int32Array {
  const depths = new Int32Array(code.length + 1);
  let depth = 0;
  for (let at = 0; at < code.length; at++) {
    const character = code.charAt(at);
    depths[at] = depth;
    if (character === '(' || character === '[' || character === '{') depth++;
    else if (character === ')' || character === ']' || character === '}') depth--;
  }
  depths[code.length] = depth;
  return depths;
}

/** Those that stand in no brackets of `rest`; all of them where its brackets do not close. */
function outermost({ start, end, all, depths }: Declarations, rest: Span): readonly Declaration[] {
  const depthAt = (at: number): number => depths[at - start] ?? 0;
  const inside = all.filter(({ at }) => at >= rest.start);
  const level = depthAt(rest.start);
  return depthAt(end) === level ? inside.filter(({ at }) => depthAt(at) <= level) : inside;
}

/** Where every name stands that is no member: `this.fee` is something else, `...fee` is not. In order of position. */
function mentionsIn(text: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { index, 0: word } of text.matchAll(names)) {
    if (text.charAt(index - 1) === '.' && text.slice(Math.max(0, index - 3), index) !== '...') continue;
    const places = found.get(word);
    if (places) places.push(index);
    else found.set(word, [index]);
  }
  return found;
}
