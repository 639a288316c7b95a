import { describe, expect, test } from 'vitest';
import { hasInvisible, labelText, lookalikeNote, shorten, visibleText } from '../../client/src/text.ts';

describe('visibleText', () => {
  test.each([
    ['new-checkout', 'new-checkout'],
    ['Größe 25 %', 'Größe 25 %'],
    ['line\nbreak', 'line<U+000A>break'],
    ['\u001b[31mred', '<U+001B>[31mred'],
    ['new\u202echeckout', 'new<U+202E>checkout'],
    ['new\u200b-checkout', 'new<U+200B>-checkout'],
    ['cart\u{e0041}', 'cart<U+E0041>'],
    ['cart\u3164', 'cart<U+3164>'],
    ['cart\ufe0f', 'cart<U+FE0F>'],
    ['cart\ud800', 'cart<U+D800>'],
    ['cart\u00a0total', 'cart<U+00A0>total'],
    ['\u2028', '<U+2028>'],
  ])('%j is shown as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
    expect(hasInvisible(text)).toBe(text !== shown);
  });
});

describe('lookalikeNote', () => {
  test('says nothing of plain ASCII', () => {
    expect(lookalikeNote('new-checkout_v2.eu/de:1')).toBeNull();
  });

  test('names each character that only looks like a letter, once', () => {
    expect(lookalikeNote('p\u0430yment-b\u0430nner')).toBe(
      'The key holds characters that are not plain ASCII and may look like others: а (U+0430).',
    );
  });
});

test('a label makes no icon of a key', () => {
  expect(labelText('$(warning) cart')).toBe('\\$(warning) cart');
});

test('shorten keeps one line and cuts whole characters', () => {
  expect(shorten(' the new\n checkout ', 40)).toBe('the new checkout');
  expect(shorten('🛒🛒🛒🛒', 3)).toBe('🛒🛒…');
});
