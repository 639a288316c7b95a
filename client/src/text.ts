/** Text from a repository or a control plane, made safe to show: what is seen is what is there. */

/** Control, format (bidi, zero width, tags), unassigned and private characters, line breaks, and letters that look like nothing. */
const INVISIBLE =
  /[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]|\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]|(?! )\p{Zs}/gu;

const NOT_ASCII = /[^\x20-\x7e]/gu;

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * The text with every character that cannot be seen, or that changes how others are seen, written as `<U+202E>`.
 * @example visibleText('new\u200bcheckout') === 'new<U+200B>checkout'
 */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => `<${codePoint(character)}>`);
}

/** True where somebody who reads the text cannot know what it holds. */
export function hasInvisible(text: string): boolean {
  return visibleText(text) !== text;
}

/** A sentence on the characters that may only look like plain letters; null where all are plain ASCII. */
export function lookalikeNote(key: string): string | null {
  const unusual = [...new Set(key.match(NOT_ASCII) ?? [])];
  if (unusual.length === 0) return null;
  const list = unusual.map((character) => `${visibleText(character)} (${codePoint(character)})`).join(', ');
  return `The key holds characters that are not plain ASCII and may look like others: ${list}.`;
}

/** For labels in which the editor turns `$(name)` into an icon: visible, and no icon comes of it. */
export function labelText(text: string): string {
  return visibleText(text).replaceAll('$(', '\\$(');
}

/** The text on one line of at most `limit` characters, cut with an ellipsis. */
export function shorten(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}
