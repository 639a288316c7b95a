import { expect, test } from 'vitest';
import { createLineIndex } from '../../server/src/core/line-index.ts';

test.each([
  ['one\ntwo', 5, { line: 1, character: 1 }],
  ['one\r\ntwo', 5, { line: 1, character: 0 }],
  ['one\rtwo', 4, { line: 1, character: 0 }],
  ['🛒x', 2, { line: 0, character: 2 }],
  ['', 0, { line: 0, character: 0 }],
  ['ab', 99, { line: 0, character: 2 }],
])('%j at %d', (text, offset, position) => {
  expect(createLineIndex(text).positionAt(offset)).toEqual(position);
});

test('every offset survives the way there and back', () => {
  const text = 'a\r\nbb\rccc\n\n🛒 d\u2028e';
  const index = createLineIndex(text);
  for (let offset = 0; offset <= text.length; offset++) {
    const isInsideCrLf = text[offset - 1] === '\r' && text[offset] === '\n';
    if (!isInsideCrLf) expect(index.offsetAt(index.positionAt(offset))).toBe(offset);
  }
});

test.each([
  [{ line: 0, character: 99 }, 3],
  [{ line: 1, character: 99 }, 8],
  [{ line: 9, character: 0 }, 8],
  [{ line: -1, character: 4 }, 0],
])('a position outside the text is clamped: %j', (position, offset) => {
  expect(createLineIndex('one\r\ntwo').offsetAt(position)).toBe(offset);
});
