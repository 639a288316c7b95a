/** Text that comes from elsewhere, as the page shows it. Pure. */

/** Marks that turn the reading direction, and control characters but for tab and line breaks. */
const misleading = /(?![\t\n\r])[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Whatever could make the text look like another one is written out (`\u{202e}`); emoji and all scripts stay as they are. */
export function plainText(text: string): string {
  return text.replace(misleading, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
