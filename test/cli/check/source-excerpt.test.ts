import { expect, test } from 'vitest';
import { sourceExcerpt } from '../../../server/src/cli/check/source-excerpt.ts';
import { plainStyle } from '../../../server/src/cli/terminal/style.ts';

/** The excerpt of what stands between the bars. */
function excerpt(marked: string, isOpenEnded = false): string {
  const [before = '', key = '', after = ''] = marked.split('|');
  return sourceExcerpt({
    line: before + key + after,
    lineNumber: 12,
    column: before.length + 1,
    endColumn: isOpenEnded ? null : before.length + key.length + 1,
    style: plainStyle,
  });
}

const lines = (...text: string[]) => text.join('\n');

test('the indentation is left out', () => {
  expect(excerpt("    isOpen(|'gift-cards'|);")).toBe(
    lines("   12 | isOpen('gift-cards');", '      |        ^^^^^^^^^^^^'),
  );
});

test('tabs take two columns', () => {
  expect(excerpt("\tif\t(|'gift'|)")).toBe(lines("   12 | if  ('gift')", '      |      ^^^^^^'));
});

test('characters of two columns and of none', () => {
  expect(excerpt("é 🎁 店 e\u0301 |'gift'|")).toBe(lines("   12 | é 🎁 店 e\u0301 'gift'", '      |           ^^^^^^'));
});

test('what does not show is written out and underlined as it stands', () => {
  expect(excerpt("isOpen(|'a\u202eb'|)")).toBe(lines("   12 | isOpen('a\\u{202e}b')", '      |        ^^^^^^^^^^^^'));
});

test('a long line is cut around the place', () => {
  const text = excerpt(`${'x'.repeat(500)}|'gift'|${'y'.repeat(500)}`);
  expect(text).toBe(lines(`   12 | …${'x'.repeat(40)}'gift'${'y'.repeat(74)}…`, `      | ${' '.repeat(41)}^^^^^^`));
});

test('a key that goes on in the next line is underlined to the end of this one', () => {
  expect(excerpt('isOpen(|`gift-|', true)).toBe(lines('   12 | isOpen(`gift-', '      |        ^^^^^^'));
});

test('a place at the end of the line still has a caret', () => {
  expect(excerpt('isOpen(||')).toBe(lines('   12 | isOpen(', '      |        ^'));
});
