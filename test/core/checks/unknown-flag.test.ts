import { describe, expect, it } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines } from '../../support/check-code.ts';
import { daysAgo, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const name = 'sluice at http://127.0.0.1:4650';

describe('what is reported', () => {
  it('points at the key and suggests the one that was meant', () => {
    expect(findingLines(`if (await client.getBooleanValue('new-chekout', false)) pay();`)).toEqual([
      `'new-chekout' error unknown-flag: ${name} has no flag "new-chekout": did you mean "new-checkout"?`,
    ]);
  });

  it('suggests nothing where nothing is alike', () => {
    expect(findingLines(`client.getBooleanValue('loyalty-points', false);`)).toEqual([
      `'loyalty-points' error unknown-flag: ${name} has no flag "loyalty-points".`,
    ]);
  });

  it('reports the missing ones of several keys only', () => {
    const { findings } = checkCode(`client.getBooleanValue('new-checkout' | 'old-cart' | 'older-cart', false);`);
    expect(findings.map((finding) => finding.flagKey)).toEqual(['old-cart', 'older-cart']);
  });

  it('understands camelCase keys', () => {
    expect(findingLines('flags.newCheckout && flags.newChekout')).toEqual([
      `newChekout error unknown-flag: ${name} has no flag "newChekout": did you mean "new-checkout"?`,
    ]);
  });

  it('says whom it asked and when', () => {
    expect(evidenceLines(`client.getBooleanValue('old-cart', false);`)).toEqual([
      `${name}: 4 flags, all of them, read 2026-11-23 12:00 UTC`,
    ]);
  });

  it('leads to the constant that holds the key', () => {
    const keyDefinition = { uri: 'file:///shop/src/keys.ts', span: { start: 20, end: 30 } };
    const [finding] = checkCode(`client.getBooleanValue('old-cart', false);`, { callSite: { keyDefinition } }).findings;
    expect(finding?.related).toEqual([keyDefinition]);
  });

  it('shows what a hostile key and a hostile control plane are made of', () => {
    const snapshot = shopSnapshot({ controlPlane: { kind: 'sluice', name: 'shop\u001b[31m\n', url: null } });
    const [line] = findingLines(`client.getBooleanValue('new\u202echeckout\u0007', false);`, { snapshot });
    expect(line).toContain('shop\\u{1b}[31m\\u{a} has no flag "new\\u{202e}checkout\\u{7}"');
  });
});

it.each<[CallSite['role'], number]>([
  ['evaluation', 1],
  ['override', 1],
  ['definition', 0],
  ['tracking', 0],
])('%s of an unknown flag: %i findings', (role, count) => {
  expect(checkCode(`client.getBooleanValue('old-cart', false);`, { callSite: { role } }).findings).toHaveLength(count);
});

describe('unknown is not absent', () => {
  const code = `client.getBooleanValue('new-chekout', false); flags.newChekout; client.isEnabled('new-checkout' | 'old-cart');`;
  it.each([
    ['no state', null],
    ['an incomplete snapshot', shopSnapshot({ complete: false, incompleteReason: 'page 2 did not come' })],
    ['an empty answer', shopSnapshot({ flags: [] })],
    ['a snapshot of the day before yesterday', shopSnapshot({ readAt: daysAgo(2) })],
  ])('%s: no finding', (_, snapshot) => expect(checkCode(code, { snapshot }).findings).toEqual([]));

  it('the same code with usable state has findings', () => expect(checkCode(code).findings).toHaveLength(3));
});

describe('suggestions', () => {
  const existing = ['new-checkout', 'gift-cards', 'gift-card', 'show_prices', 'a/b', 'pay', 'express-delivery-eu'];
  const archived = shopSwitch('old-wishlist', { archivedAt: daysAgo(10) });
  const snapshot = shopSnapshot({ flags: [...existing.map((key) => shopSwitch(key)), archived] });
  it.each<[string, string, readonly string[]]>([
    ['other case', 'New-Checkout', ['new-checkout']],
    ['other separators', 'showPrices', ['show_prices']],
    ['no separators', 'newcheckout', ['new-checkout']],
    ['another order', 'checkout-new', ['new-checkout']],
    ['another order in camelCase', 'pricesShow', ['show_prices']],
    ['two letters swapped', 'express-delviery-eu', ['express-delivery-eu']],
    ['a letter too many', 'gift-cardss', ['gift-cards', 'gift-card']],
    ['best first', 'gift-carts', ['gift-cards', 'gift-card']],
    ['three errors in a long key', 'expres-delivry-e', ['express-delivery-eu']],
    ['four errors in a long key', 'expres-delivry-', []],
    ['two letters swapped in a short key', 'pya', ['pay']],
    ['a short key with one error', 'pax', ['pay']],
    ['a short key with two errors', 'pxx', []],
    ['another word', 'pickup', []],
    ['archived flags', 'old-wishlists', []],
    ['an empty key', '', []],
  ])('%s: %s', (_, key, suggestions) => {
    const callSite = { key: { kind: 'literal', value: key, spelling: 'exact' } } as const;
    const [finding] = checkCode(`client.getBooleanValue('key', false);`, { snapshot, callSite }).findings;
    expect(finding?.suggestions).toEqual(suggestions);
  });
});
