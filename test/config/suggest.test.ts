import { expect, it } from 'vitest';
import { didYouMean, suggest } from '../../server/src/config/suggest.ts';

const known = ['stuck-valve', 'stuck-switch', 'unknown-flag', 'warning', 'off'];

it.each([
  ['stuck-vavle', ['stuck-valve']],
  ['stuck', ['stuck-switch', 'stuck-valve']],
  ['Warning', ['warning']],
  ['warn', ['warning']],
  ['of', ['off']],
  ['on', []],
  ['missing-owner', []],
  ['', []],
])('for %j: %j', (word, expected) => {
  expect([...suggest(word, known)].sort()).toEqual(expected);
});

it('is a question, or nothing', () => {
  expect(didYouMean('warnin', known)).toBe(' Did you mean "warning"?');
  expect(didYouMean('missing-owner', known)).toBe('');
});
