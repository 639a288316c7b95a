/** Random edits of source text, the same for a seed on every machine. */

/** Edits a person makes: a line gone, a line doubled, a word replaced, a character typed. */
export const edits: readonly ((text: string, random: () => number) => string)[] = [
  (text, random) => withoutLine(text, random),
  (text, random) => doubledLine(text, random),
  (text, random) =>
    text.replace(
      pick(["'new-cart'", 'client', 'Keys', 'key', 'implements Flags', 'flags', 'export '], random),
      pick(["'other'", 'flags', 'key', '', 'untyped'], random),
    ),
  (text, random) => insertAt(text, pick(["'", '(', '{', ';', 'x', '\n', '// '], random), random),
  () => '',
];

function withoutLine(text: string, random: () => number): string {
  const lines = text.split('\n');
  lines.splice(Math.floor(random() * lines.length), 1);
  return lines.join('\n');
}

function doubledLine(text: string, random: () => number): string {
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  lines.splice(at, 0, lines[at] ?? '');
  return lines.join('\n');
}

function insertAt(text: string, piece: string, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  return text.slice(0, at) + piece + text.slice(at);
}

export function pick<T>(values: readonly T[], random: () => number): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}

/** mulberry32: small, and the same on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The seeds to try; SLUICE_SEED names the one that failed. */
export function seeds(count: number): readonly number[] {
  const one = process.env['SLUICE_SEED'];
  return one ? [Number(one)] : Array.from({ length: count }, (_, index) => index + 1);
}
