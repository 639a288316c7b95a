/** Text in XML 1.0. */

/**
 * For an attribute or an element; one line, because build services look for commands at the beginning of lines. Characters that do not show are references, so that a parser reads the same text; those that
 * XML cannot hold at all are written out as `\u{...}`, because one of them would make the whole report unreadable.
 */
export function xmlText(text: string): string {
  return text.replace(special, (character) => {
    const named = entities[character];
    if (named !== undefined) return named;
    const code = character.codePointAt(0) ?? 0;
    return impossible.test(character) ? `\\u{${code.toString(16)}}` : `&#x${code.toString(16)};`;
  });
}

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Build services take `##[command]` out of a log.
  '#': '&#35;',
};

const impossible = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const special = /[&<>"'#]|\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|[\ufffe\uffff]/gu;
