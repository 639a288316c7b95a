import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createThrottle, newsText } from '../../../server/src/embedded/dashboard/page/model/news.ts';
import { plainText } from '../../../server/src/embedded/dashboard/page/model/text.ts';

const change = (flagKey: string | null, actor: string | null = 'ana', environment: string | null = 'production') => ({
  flagKey,
  environment,
  actor,
});

describe('changes of others in one line', () => {
  test.each([
    [[], ''],
    [[change('express-pay')], 'express-pay changed in production by ana'],
    [[change('express-pay', null, null)], 'express-pay changed'],
    [[change(null, 'mia', null)], 'The project changed by mia'],
    [[change('express-pay'), change('express-pay', 'ben')], '2 changes to express-pay by ana and ben'],
    [[change('express-pay'), change('gift-cards', 'ben'), change('beta', 'kim')], '3 changes to 3 flags by 3 people'],
  ])('%#: %s', (news, text) => {
    expect(newsText(news)).toBe(text);
  });
});

describe('a burst', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is told together, and not more often than agreed', () => {
    const told: string[] = [];
    const tell = createThrottle<string>(5000, (items) => told.push(items.join()));
    tell('a');
    tell('b');
    expect(told).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(told).toEqual(['a,b']);
    for (const item of ['c', 'd', 'e']) {
      vi.advanceTimersByTime(1000);
      tell(item);
    }
    expect(told).toEqual(['a,b']);
    vi.advanceTimersByTime(2000);
    expect(told).toEqual(['a,b', 'c,d,e']);
    vi.advanceTimersByTime(20_000);
    tell('f');
    vi.advanceTimersByTime(200);
    expect(told).toEqual(['a,b', 'c,d,e', 'f']);
  });
});

describe('text of others', () => {
  test.each([
    ['The one-page checkout\nfor everybody\t✓', 'The one-page checkout\nfor everybody\t✓'],
    ['עגלת קניות', 'עגלת קניות'],
    ['Team 👩‍💻 ❤️ 🇩🇪', 'Team 👩‍💻 ❤️ 🇩🇪'],
    ['off\u202e no\u200f', 'off\\u{202e} no\\u{200f}'],
    ['\u0000\u001b[31mred\u2066', '\\u{0}\\u{1b}[31mred\\u{2066}'],
    ['<b>bold</b>', '<b>bold</b>'],
  ])('%j', (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });
});
