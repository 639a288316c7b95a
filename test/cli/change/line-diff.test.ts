import { expect, test } from 'vitest';
import { changedLines } from '../../../server/src/cli/change/line-diff.ts';

test.each<{ title: string; before: string; after: string; expected: number[] }>([
  { title: 'the same', before: 'a b c', after: 'a b c', expected: [] },
  { title: 'one is another', before: 'a b c', after: 'a x c', expected: [2] },
  { title: 'one came', before: 'a c', after: 'a b c', expected: [2] },
  { title: 'one came first', before: 'a', after: 'x a', expected: [1] },
  { title: 'one came last', before: 'a', after: 'a x', expected: [2] },
  { title: 'one went', before: 'a b c', after: 'a c', expected: [] },
  { title: 'two at two places', before: 'a b c d e', after: 'a x c y e', expected: [2, 4] },
  { title: 'one moved', before: 'a b c d', after: 'b c d a', expected: [4] },
  { title: 'a second one alike', before: 'a b c', after: 'a b b c', expected: [3] },
  { title: 'all are others', before: 'a b', after: 'x y z', expected: [1, 2, 3] },
])('$title: $before -> $after', ({ before, after, expected }) => {
  const text = (words: string) => words.replaceAll(' ', '\n');
  expect([...changedLines(text(before), text(after))]).toEqual(expected);
});

test('ends of lines do not count', () => {
  expect([...changedLines('a\nb\n', 'a\r\nb\r\n')]).toEqual([]);
});

test('where nearly everything is another, all between what both begin and end with counts', () => {
  const lines = (prefix: string) => Array.from({ length: 2_000 }, (_, at) => `${prefix}${at % 7 === 0 ? '' : at}`);
  const before = ['first', ...lines('a'), 'last'].join('\n');
  const after = ['first', ...lines('b'), 'last'].join('\n');
  expect(changedLines(before, after).size).toBe(2_000);
});

test('on any two texts, what is left unchanged is the longest that both have in order', () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 300; round++) {
    const words = () => Array.from({ length: random(12) + 1 }, () => 'abcd'[random(4)]!);
    const [before, after] = [words(), words()];
    const changed = changedLines(before.join('\n'), after.join('\n'));
    const kept = after.filter((_, at) => !changed.has(at + 1));
    expect(isIn(kept, before), `${before} -> ${after}: ${kept}`).toBe(true);
    expect(kept.length, `${before} -> ${after}`).toBe(longest(before, after));
  }
});

function isIn(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const word of whole) if (word === part[at]) at++;
  return at === part.length;
}

function longest(a: readonly string[], b: readonly string[]): number {
  const lengths = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++)
      lengths[i]![j] =
        a[i - 1] === b[j - 1] ? lengths[i - 1]![j - 1]! + 1 : Math.max(lengths[i - 1]![j]!, lengths[i]![j - 1]!);
  return lengths[a.length]![b.length]!;
}
