/** Which existing keys an author may have meant. */
import { distance } from 'fastest-levenshtein';
import type { Flag } from '../model.ts';

/** Up to three keys like `written`, best first. Archived flags are never suggested. */
export function suggestKeys(written: string, flags: readonly Flag[]): readonly string[] {
  return suggestAmong(
    written,
    flags.filter(({ archivedAt }) => archivedAt === null).map(({ key }) => key),
  );
}

/**
 * Up to three of the names like `written`, best first. The same words in another case, with other separators or in another order
 * come first, then names within few typing errors: one for four letters, two for eight, three at most.
 */
export function suggestAmong(written: string, names: readonly string[]): readonly string[] {
  const letters = lettersOf(written);
  const words = wordsOf(written);
  const allowed = Math.min(3, Math.floor((letters.length + 1) / 4));
  const candidates: { readonly key: string; readonly errors: number }[] = [];
  for (const key of names) {
    if (key === written) continue;
    const errors = errorsBetween(letters, lettersOf(key), allowed);
    if (errors <= allowed) candidates.push({ key, errors });
    else if (words !== '' && wordsOf(key) === words) candidates.push({ key, errors: 0.5 });
  }
  return candidates
    .sort((left, right) => left.errors - right.errors || (left.key < right.key ? -1 : 1))
    .slice(0, 3)
    .map((candidate) => candidate.key);
}

/** Levenshtein's distance, with two neighbors swapped counted as one error. */
function errorsBetween(left: string, right: string, allowed: number): number {
  if (Math.abs(left.length - right.length) > allowed) return Infinity;
  return isSwap(left, right) ? 1 : distance(left, right);
}

function isSwap(left: string, right: string): boolean {
  if (left.length !== right.length) return false;
  let first = 0;
  while (first < left.length && left[first] === right[first]) first++;
  return (
    left[first] === right[first + 1] &&
    left[first + 1] === right[first] &&
    left.slice(first + 2) === right.slice(first + 2)
  );
}

function lettersOf(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function wordsOf(key: string): string {
  const words =
    key
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1-$2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.sort().join(' ');
}
