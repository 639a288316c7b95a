import { describe, expect, it, test } from 'vitest';
import { findingsIn, expectMarked } from '../../support/check-source.ts';

const check = 'nested-flag';
const hooks = `import { useFlag } from '@unleash/proxy-client-react';\n`;
const inComponent = (code: string): string =>
  `${hooks}export function Cart({ a }) {
  const isNew = useFlag('new-cart');
  const hasGifts = useFlag('gift-cards');
  const hasPoints = useFlag('points');
  ${code}
}`;

it('says on which flags it depends, and how many states that makes', () => {
  const code = inComponent('return isNew && hasGifts && hasPoints && <Points />;');
  const found = findingsIn(check, { 'shop.tsx': code }).get('shop.tsx') ?? [];
  expect(found.map(({ message }) => message)).toEqual([
    '"gift-cards" decides only together with "new-cart": that makes 4 states to test.',
    '"points" decides only together with "new-cart" and "gift-cards": that makes 8 states to test.',
  ]);
  expect(found[1]?.evidence).toEqual([{ label: 'depth', value: '3 flags', since: null }]);
  expect(found[1]?.related).toHaveLength(2);
});

describe('nested', () => {
  test.each([
    'if (isNew) { if («hasGifts») pay(); }',
    'if (isNew) pay(); else { wait(); if («hasGifts») thank(); }',
    'return isNew ? («hasGifts» ? <Gifts /> : <Cart />) : <Old />;',
    'return isNew ? <New /> : a && «hasGifts» && <Gifts />;',
    'return <p>{isNew && <b>{«hasGifts» && <Gifts />}</b>}</p>;',
    'if (isNew && «hasGifts») pay();',
    'if (isNew || !«hasGifts») pay();',
    'if (isNew) { a.forEach((one) => { if («hasGifts») pay(one); }); }',
    'if (isNew && («hasGifts» === false || hasGifts === undefined)) pay();',
    'while (isNew) { if («hasGifts») pay(); }',
  ])('%s', (code) => {
    expectMarked(check, inComponent(code));
  });
});

describe('not nested', () => {
  test.each([
    'if (isNew) pay(); if (hasGifts) thank();',
    'if (isNew) pay(); else if (hasGifts) thank(); else if (hasPoints) wait();',
    'return isNew ? 1 : hasGifts ? 2 : hasPoints ? 3 : 4;',
    'return isNew ? 1 : (hasGifts ? 2 : 3);',
    'const isOn = a ? isNew : hasGifts;\nif (isOn) { if (isOn !== a) pay(); }',
    'if (isNew) return 1; if (hasGifts) return 2; return 3;',
    'if (isNew) { if (a) pay(); if (isNew) thank(); }',
    'if (a) { if (hasGifts) pay(); }',
    'if (a && hasGifts) pay();',
    'if (isNew) pay(hasGifts);',
    'return <p>{isNew && <New />}{hasGifts && <Gifts />}</p>;',
  ])('%s', (code) => {
    expectMarked(check, inComponent(code));
  });

  it('knows nothing of flags whose keys it does not know', () => {
    expectMarked(
      check,
      `${hooks}export function Cart({ a, b }) { if (useFlag(a.key)) { if (useFlag('gift-cards')) pay(); } }`,
    );
  });
});
