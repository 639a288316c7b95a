/** The words that names are made of. */

/** `rolloutPercent`, `ROLLOUT_PERCENT`, `rollout-percent` -> `rollout percent`. */
export function wordsOf(text: string): string {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z\d]+/g, ' ')
    .trim()
    .toLowerCase();
}

export function hasWord(words: RegExp, text: string): boolean {
  return words.test(wordsOf(text));
}
