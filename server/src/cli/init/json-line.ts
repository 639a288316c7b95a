/** JSON as `sluice init` writes it. */

export type Entry = string | number | readonly string[];

/** An object on one line, as people write it. */
export function inline(value: { readonly [key: string]: Entry }): string {
  const text = (entry: Entry): string =>
    typeof entry === 'object'
      ? `[${entry.map(quoted).join(', ')}]`
      : typeof entry === 'string'
        ? quoted(entry)
        : String(entry);
  return `{ ${Object.entries(value)
    .map(([key, entry]) => `${JSON.stringify(key)}: ${text(entry)}`)
    .join(', ')} }`;
}

/** JSON that hides nothing: names of files may hold anything, and this is shown on a terminal. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\p{C}\u2028\u2029]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
