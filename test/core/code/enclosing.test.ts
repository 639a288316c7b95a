import { expect, test } from 'vitest';
import { enclosing } from '../../../server/src/core/code/enclosing.ts';

test.each([
  ['pay(|)', ['( pay']],
  ['if (a) { pay([|]) }', ['[', '( pay', '{ if (a)']],
  ['for await (const a of b(c)) { | }', ['{ for (const a of b(c))']],
  ['const f = (a) => { | }', ['{ =>']],
  ['f(a); g({ b: | })', ['{', '( g']],
  ['const a = {}; |', []],
])('%s', (marked, brackets) => {
  const found = enclosing(marked.replace('|', ''), marked.indexOf('|'));
  expect(
    found.map(({ bracket, word, head }) =>
      [bracket, word, head === null ? null : `(${head})`].filter(Boolean).join(' '),
    ),
  ).toEqual(brackets);
});
