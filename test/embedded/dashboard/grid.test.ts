import { describe, expect, test } from 'vitest';
import { inside, move, typeahead } from '../../../server/src/embedded/dashboard/page/model/grid-moves.ts';
import { rowsToShow, visibleColumns, visibleRows } from '../../../server/src/embedded/dashboard/page/model/viewport.ts';

describe('the part of the matrix that is in sight', () => {
  const rows = (top: number, count = 500) => visibleRows({ top, height: 440, rowHeight: 44, count, spare: 2 });
  test.each([
    ['at the top', rows(0), { first: 0, end: 12 }],
    ['between two rows', rows(66), { first: 0, end: 14 }],
    ['further down', rows(4400), { first: 98, end: 112 }],
    ['at the end', rows(500 * 44 - 440), { first: 488, end: 500 }],
    ['scrolled further than there are rows now', rows(22_000, 3), { first: 3, end: 3 }],
    ['no rows', rows(0, 0), { first: 0, end: 0 }],
  ])('rows %s', (_, range, expected) => {
    expect(range).toEqual(expected);
  });

  const columns = Array.from({ length: 40 }, (_, index) => ({ left: index * 70, width: 70 }));
  const seen = (left: number, of = columns) => visibleColumns(of, { left, width: 700, spare: 3 });
  test.each([
    ['at the left', seen(0), { first: 0, end: 13 }],
    ['in the middle', seen(1050), { first: 12, end: 28 }],
    ['at the right', seen(2100), { first: 27, end: 40 }],
    ['beyond the last one', seen(9999), { first: 40, end: 40 }],
    ['none', seen(0, []), { first: 0, end: 0 }],
  ])('columns %s', (_, range, expected) => {
    expect(range).toEqual(expected);
  });

  test('the row with the focus stays, wherever it is', () => {
    expect(rowsToShow({ first: 10, end: 13 }, null)).toEqual([10, 11, 12]);
    expect(rowsToShow({ first: 10, end: 13 }, 3)).toEqual([3, 10, 11, 12]);
    expect(rowsToShow({ first: 10, end: 13 }, 11)).toEqual([10, 11, 12]);
    expect(rowsToShow({ first: 10, end: 13 }, 40)).toEqual([10, 11, 12, 40]);
  });
});

describe('keys in the matrix', () => {
  const extent = { rows: 500, columns: 43, page: 15 };
  const from = { row: 7, column: 5 };
  test.each([
    ['ArrowDown', false, { row: 8, column: 5 }],
    ['ArrowUp', false, { row: 6, column: 5 }],
    ['ArrowLeft', false, { row: 7, column: 4 }],
    ['ArrowRight', false, { row: 7, column: 6 }],
    ['PageDown', false, { row: 22, column: 5 }],
    ['PageUp', false, { row: 0, column: 5 }],
    ['Home', false, { row: 7, column: 0 }],
    ['End', false, { row: 7, column: 42 }],
    ['Home', true, { row: 0, column: 0 }],
    ['End', true, { row: 499, column: 42 }],
    ['a', false, null],
    ['Enter', false, null],
  ])('%s, with Control: %s', (key, withControl, expected) => {
    expect(move(from, key, withControl, extent)).toEqual(expected);
  });

  test('stop at the edges; above the first row are the servers', () => {
    expect(move({ row: 0, column: 0 }, 'ArrowUp', false, extent)).toEqual({ row: -1, column: 0 });
    expect(move({ row: -1, column: 0 }, 'ArrowUp', false, extent)).toEqual({ row: -1, column: 0 });
    expect(move({ row: -1, column: 3 }, 'PageUp', false, extent)).toEqual({ row: -1, column: 3 });
    expect(move({ row: 499, column: 42 }, 'ArrowRight', false, extent)).toEqual({ row: 499, column: 42 });
    expect(inside({ row: 80, column: 80 }, { rows: 3, columns: 4, page: 1 })).toEqual({ row: 2, column: 3 });
  });
});

describe('letters in the matrix', () => {
  const keys = ['beta-program', 'express-pay', 'gift-cards', 'new-checkout', 'pay/express', 'price-v2'];
  test.each([
    ['the next key that starts so', 'p', 0, 'pay/express'],
    ['the same letter again goes on', 'pp', 4, 'price-v2'],
    ['and around the end', 'p', 5, 'pay/express'],
    ['more letters stay on the one that fits', 'pr', 5, 'price-v2'],
    ['else a word inside', 'ch', 0, 'new-checkout'],
    ['upper case as well', 'NE', 0, 'new-checkout'],
    ['nothing', 'xyz', 0, null],
  ])('%s: %s', (_, typed, from, expected) => {
    const found = typeahead(keys, typed, from);
    expect(found === null ? null : keys[found]).toBe(expected);
  });
});
