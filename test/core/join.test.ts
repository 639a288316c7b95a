import { describe, expect, it } from 'vitest';
import { camelCaseSpellings, createFlagIndex, join } from '../../server/src/core/join.ts';
import type { CallSiteKey, FlagSnapshot, FlagUsage } from '../../server/src/core/model.ts';
import { dayMs, hourMs } from '../../server/src/core/state/age.ts';
import { callSite, camelCased, dynamic, literal, oneOf } from '../support/call-sites.ts';
import { daysAgo, now, shopSnapshot, shopSwitch } from '../support/snapshots.ts';

const keys = (...names: string[]) => names.map((name) => shopSwitch(name));

/** `found a b`, `missing x (has a)`, `not-loaded`, `dynamic`. */
function joined(key: CallSiteKey, snapshot: FlagSnapshot | null = shopSnapshot(), at = now): string {
  const index = snapshot === null ? null : createFlagIndex(snapshot, { now: at, maxAgeMs: dayMs });
  const [usage] = join([callSite({ key })], index);
  return usage === undefined ? 'nothing' : describeUsage(usage);
}

function describeUsage(usage: FlagUsage): string {
  if (usage.kind === 'found') return `found ${usage.flags.map((flag) => flag.key).join(' ')}`;
  if (usage.kind !== 'missing') return usage.kind;
  const has = usage.flags.map((flag) => flag.key).join(' ');
  return `missing ${usage.missingKeys.join(' ')}${has === '' ? '' : ` (has ${has})`}`;
}

describe('join', () => {
  it.each([
    [literal('new-checkout'), 'found new-checkout'],
    [literal('New-Checkout'), 'missing New-Checkout'],
    [literal('newCheckout'), 'missing newCheckout'],
    [literal('__proto__'), 'missing __proto__'],
    [camelCased('newCheckout'), 'found new-checkout'],
    [camelCased('newCheckOut'), 'missing newCheckOut'],
    [oneOf('new-checkout', 'new-search'), 'found new-checkout new-search'],
    [oneOf('new-checkout', 'old-cart', 'old-cart'), 'missing old-cart (has new-checkout)'],
    [oneOf(), 'dynamic'],
    [dynamic('`promo-${country}`'), 'dynamic'],
  ])('%o: %s', (key, expected) => {
    expect(joined(key)).toBe(expected);
  });

  it('keeps the order and the call sites', () => {
    const callSites = [callSite({ key: literal('old-cart') }), callSite({ key: literal('new-checkout') })];
    const usages = join(callSites, createFlagIndex(shopSnapshot(), { now, maxAgeMs: dayMs }));
    expect(usages.map((usage) => usage.callSite)).toEqual(callSites);
  });
});

describe('unknown is not absent', () => {
  it.each<[string, FlagSnapshot | null, number]>([
    ['no state', null, now],
    ['an incomplete snapshot', shopSnapshot({ complete: false }), now],
    ['an empty answer', shopSnapshot({ flags: [] }), now],
    ['an old snapshot', shopSnapshot({ readAt: daysAgo(0) }), now + dayMs + 1],
    ['a snapshot from the far future', shopSnapshot({ readAt: daysAgo(-3) }), now],
    ['a snapshot without a time', shopSnapshot({ readAt: 'yesterday' }), now],
  ])('%s shows no absence', (_, snapshot, at) => {
    expect(joined(literal('old-cart'), snapshot, at)).toBe('not-loaded');
    expect(joined(oneOf('new-checkout', 'old-cart'), snapshot, at)).toBe('not-loaded');
    expect(joined(camelCased('oldCart'), snapshot, at)).toBe('not-loaded');
  });

  it('what was read is found, however old and incomplete', () => {
    expect(joined(literal('new-checkout'), shopSnapshot({ complete: false }), now + 90 * dayMs)).toBe(
      'found new-checkout',
    );
  });

  it.each([
    ['just fresh enough', now + dayMs, 'missing old-cart'],
    ['read by a clock an hour ahead', now - hourMs, 'missing old-cart'],
  ])('%s shows absence', (_, at, expected) => {
    expect(joined(literal('old-cart'), shopSnapshot(), at)).toBe(expected);
  });
});

describe('camelCase keys', () => {
  it.each([
    ['new-checkout', ['newCheckout']],
    ['new_checkout.v', ['newCheckoutV']],
    ['NEW_CHECKOUT', ['newCheckout']],
    ['newCheckout', ['newCheckout']],
    ['HTMLReceipt', ['htmlReceipt']],
    ['cart--total-', ['cartTotal']],
    ['flag-2fa', ['flag2Fa', 'flag2fa']],
    ['checkout-v2', ['checkoutV2']],
    ['v2checkout', ['v2Checkout', 'v2checkout']],
    ['2fa', ['2Fa', '2fa']],
    ['flag2FA', ['flag2Fa']],
  ])('%s is spelled %j', (key, spellings) => {
    expect(camelCaseSpellings(key)).toEqual(spellings);
  });

  it.each(['flag2Fa', 'flag2fa'])('finds flag-2fa as %s', (name) => {
    expect(joined(camelCased(name), shopSnapshot({ flags: keys('flag-2fa') }))).toBe('found flag-2fa');
  });

  it('prefers the key that is written exactly so', () => {
    expect(joined(camelCased('giftCards'), shopSnapshot({ flags: keys('gift-cards', 'giftCards') }))).toBe(
      'found giftCards',
    );
  });

  it('gives every flag that a spelling fits', () => {
    expect(joined(camelCased('giftCards'), shopSnapshot({ flags: keys('gift-cards', 'gift_cards') }))).toBe(
      'found gift-cards gift_cards',
    );
  });
});

it('joins 10,000 call sites with 1,000 flags in milliseconds', () => {
  const flags = Array.from({ length: 1000 }, (_, number) => shopSwitch(`promo-${number}`));
  const callSites = Array.from({ length: 10_000 }, (_, number) =>
    callSite({ key: number % 2 === 0 ? literal(`promo-${number % 2000}`) : camelCased(`promo${number % 2000}`) }),
  );
  const started = performance.now();
  const usages = join(callSites, createFlagIndex(shopSnapshot({ flags }), { now, maxAgeMs: dayMs }));
  const elapsed = performance.now() - started;
  expect(usages.filter((usage) => usage.kind === 'found')).toHaveLength(5_000);
  // It takes about 10 ms; a search through all flags for each call site would take seconds.
  expect(elapsed).toBeLessThan(500);
});
