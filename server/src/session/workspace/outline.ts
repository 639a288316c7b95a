/** What a text tells of a module's exports without being parsed. */

const star = /export\s*\*\s*from\s*(["'])([^"'\n]+)\1/g;
/** Everything is passed on in another way, which only parsing shows. */
const otherStar = /export\s*\*\s*(?:\/|$)|__exportStar|module\.exports\s*=\s*require/m;

/** The modules that it passes on everything of; null where that takes parsing. `text` may be latin1-decoded bytes. */
export function starsIn(text: string): readonly string[] | null {
  return otherStar.test(text) ? null : [...text.matchAll(star)].flatMap(([, , specifier]) => specifier ?? []);
}

/** False where a module of this text cannot export the name itself. */
export function mayHold(text: string, name: string): boolean {
  // Of other letters the text shows bytes.
  return !/^[\w$]+$/.test(name) || text.includes(name);
}
