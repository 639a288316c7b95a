import { describe, expect, test } from 'vitest';
import { formatShare, parsePercent, quickSteps } from '../../client/src/percent.ts';

describe('parsePercent', () => {
  test.each([
    ['0', 0],
    ['25', 2_500],
    [' 25 % ', 2_500],
    ['12.5%', 1_250],
    ['0,25', 25],
    ['0.01', 1],
    ['99.99', 9_999],
    ['100', 10_000],
    ['100.00 %', 10_000],
    ['007', 700],
  ])('%j is %i', (text, share) => {
    expect(parsePercent(text)).toEqual({ ok: true, share });
  });

  test.each([
    ['', /number/],
    ['half', /number/],
    ['-1', /number/],
    ['1e2', /number/],
    ['.5', /number/],
    ['25 % %', /number/],
    ['100.01', /at most/],
    ['250', /at most/],
    ['0.001', /0\.01/],
    ['1,000', /0\.01/],
  ])('%j is refused', (text, message) => {
    expect(parsePercent(text)).toEqual({ ok: false, message: expect.stringMatching(message) as string });
  });

  test('reads back every share it formats', () => {
    for (let share = 0; share <= 10_000; share += 1) {
      expect(parsePercent(formatShare(share))).toEqual({ ok: true, share });
    }
  });
});

test('the quick steps leave out where the valve is', () => {
  expect(quickSteps(2_500)).toEqual([0, 100, 500, 1_000, 5_000, 7_500, 10_000]);
  expect(quickSteps(null)).toHaveLength(8);
});
