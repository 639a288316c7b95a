/** "Did you mean": known words that a mistyped one may stand for. */
import { distance } from 'fastest-levenshtein';

/** Known words near `word`, best first, at most three: a few typing errors (by length), another case, or a word cut short. */
export function suggest(word: string, known: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  const allowed = wanted.length < 5 ? 1 : Math.max(2, Math.floor(wanted.length / 4));
  return known
    .map((candidate) => ({ candidate, apart: distance(wanted, candidate.toLowerCase()) }))
    .filter(
      ({ candidate, apart }) => apart <= allowed || (wanted.length >= 3 && candidate.toLowerCase().startsWith(wanted)),
    )
    .sort((a, b) => a.apart - b.apart || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** ` Did you mean "wrappers"?` with a leading space, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [best] = suggest(word, known);
  return best === undefined ? '' : ` Did you mean ${JSON.stringify(best)}?`;
}
