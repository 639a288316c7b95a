/** JSON as reports write it. */
import { withoutBracketCommands } from '../terminal/inert.ts';

/**
 * Two spaces, and a line break at the end. Characters that do not show, or that a terminal or a build service obeys, are
 * escaped: a parser reads the same text, and nobody is fooled who looks at the file.
 */
export function jsonText(value: unknown): string {
  return withoutBracketCommands(`${JSON.stringify(value, null, 2)}\n`.replace(hidden, escaped), '\\u0023');
}

/** Line breaks are left: inside of a string JSON has escaped them already. */
const hidden = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
