import { expect, it, test } from 'vitest';
import { blankOut, endOfBrackets } from '../../../server/src/core/code/blank.ts';

test.each([
  [`pay('a', "b", \`c\`) // d`, `pay(' ', " ", \` \`)     `],
  [`a /* b\nc */ d`, `a     \n     d`],
  [`a = 'it\\'s'; b`, `a = '     '; b`],
  [`a = "//"; b`, `a = "  "; b`],
  ['`a\n${b}`; c', '` \n    `; c'],
  [`// it's\nb = 'c'`, `       \nb = ' '`],
  // The text alone does not tell.
  [`<p>Don't</p>\nawait 'a'`, `<p>Don't</p>\nawait ' '`],
  [`a /* b`, `a     `],
  ['a ` b\nc', 'a ` b\nc'],
])('%j', (text, code) => {
  expect(blankOut(text)).toBe(code);
});

it('takes time in proportion to the text', () => {
  const begin = performance.now();
  for (const text of ['/* ', `\\'`, '\\`', `'\\`, '"`']) blankOut(text.repeat(300_000));
  expect(performance.now() - begin).toBeLessThan(5_000);
});

test.each([
  ['(a, [b], { c })', 15],
  ['(a', null],
  ['(a]', null],
])('%s closes at %s', (code, end) => {
  expect(endOfBrackets(code, 0)).toBe(end);
});
