import { expect, it } from 'vitest';
import {
  escapeMarkdown,
  listOf,
  markdownCode,
  markdownTable,
  plural,
  quoteKey,
  visible,
} from '../../server/src/core/text.ts';

it.each([
  ['new-checkout', 'new-checkout'],
  ['größe 100 % ✓', 'größe 100 % ✓'],
  ['a\nb\tc', 'a\\u{a}b\\u{9}c'],
  ['\u001b[31mred', '\\u{1b}[31mred'],
  ['\u009b31m', '\\u{9b}31m'],
  ['user\u202eniam', 'user\\u{202e}niam'],
  ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
  ['\u2028', '\\u{2028}'],
  ['half \ud83d', 'half \\u{d83d}'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['dotted\ufe0f', 'dotted\\u{fe0f}'],
  ['\u3164', '\\u{3164}'],
  ['\uffff', '\\u{ffff}'],
])('visible(%j)', (text, shown) => expect(visible(text)).toBe(shown));

it('cuts what is too long, never inside a character', () => {
  expect(visible('🛒'.repeat(5), 3)).toBe('🛒🛒🛒…');
  expect(visible('abc', 3)).toBe('abc');
  expect([...quoteKey('k'.repeat(500))]).toHaveLength(203);
});

it.each([
  ['[click](command:x)', '\\[click\\]\\(command:x)'],
  ['![pixel](http://shop.example/p.png)', '!\\[pixel\\]\\(http\\://shop.example/p.png)'],
  [
    'read from http://127.0.0.1:4650, www.shop.example or Me@shop.example.',
    'read from http\\://127.0.0.1:4650, www\\.shop.example or Me\\@shop.example.',
  ],
  ['Who pays? The_shop (25 %), since 2026-05-04!', 'Who pays? The_shop (25 %), since 2026-05-04!'],
  ['_soon_ __now__ :smile:', '\\_soon\\_ \\_\\_now\\_\\_ \\:smile:'],
  ['- one', '\\- one'],
  ['12. twelve', '12\\. twelve'],
  ['---', '\\---'],
  ['> quote', '\\> quote'],
  ['<img src=x>', '&lt;img src=x\\>'],
  ['**b** `c` $(alert)', '\\*\\*b\\*\\* \\`c\\` \\$(alert)'],
  ['a\n# b', 'a\\\\u{a}\\# b'],
  ['&lt;', '&amp;lt;'],
])('escapeMarkdown(%j)', (text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));

it.each([
  ['new-checkout', '`new-checkout`'],
  ['a`b', '``a`b``'],
  ['`a``', '``` `a`` ```'],
  ['', '`  `'],
])('markdownCode(%j)', (text, code) => expect(markdownCode(text)).toBe(code));

it('counts and lists', () => {
  expect([0, 1, 2].map((count) => plural(count, 'flag'))).toEqual(['0 flags', '1 flag', '2 flags']);
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => listOf(words))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect(listOf(['a', 'b'], 'or')).toBe('a or b');
});

it('aligns tables', () => {
  expect(markdownTable(['Key', 'On'], [['new-checkout', 'yes']])).toBe(
    ['| Key          | On  |', '| ------------ | --- |', '| new-checkout | yes |'].join('\n'),
  );
});
