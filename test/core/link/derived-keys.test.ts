import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('keys that a function looks up or puts together', () => {
  expectCallSites({
    'flags.ts': `
import { useFeatureFlagEnabled } from 'posthog-js/react';
export const KEYS = { NEW_CART: 'new-cart', GIFT_WRAP: 'gift-wrap' } as const;
export const useShopFlag = (name: keyof typeof KEYS) => useFeatureFlagEnabled(KEYS[name]);
//                                                                            ^^^^^^^^^^ one of new-cart, gift-wrap · posthog useFeatureFlagEnabled
const prefix = 'shop';
export const useCartFlag = (name: string) => useFeatureFlagEnabled(\`\${prefix}-cart-\${name}\`);
//                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: \`\${prefix}-cart-\${name}\` · posthog useFeatureFlagEnabled
export const useGift = (name: keyof typeof KEYS) => useShopFlag(name);
//                                                              ^^^^ one of new-cart, gift-wrap · posthog useFeatureFlagEnabled · via useShopFlag
export const useBoth = (a: string, b: string) => useFeatureFlagEnabled(a + b);
//                                                                     ^^^^^ dynamic: \`\${a}\${b}\` · posthog useFeatureFlagEnabled
export const useStock = (name: keyof typeof KEYS) => stock[KEYS[name]];`,
    'cart.tsx': `
import { useBoth, useCartFlag, useGift, useShopFlag, useStock } from './flags';
export function Cart({ name }) {
  const isNew = useShopFlag('NEW_CART');
  //                        ^^^^^^^^^^ new-cart · posthog useFeatureFlagEnabled · via useShopFlag
  const wrap = useGift('GIFT_WRAP');
  //                   ^^^^^^^^^^^ gift-wrap · posthog useFeatureFlagEnabled · via useGift > useShopFlag
  const codes = useCartFlag('codes');
  //                        ^^^^^^^ shop-cart-codes · posthog useFeatureFlagEnabled · via useCartFlag
  const other = useShopFlag(name);
  //                        ^^^^ dynamic: name · posthog useFeatureFlagEnabled · via useShopFlag
  return isNew && wrap && codes && other && useBoth('a', 'b') && useStock('NEW_CART');
}`,
  });
});

test('keys in a table of flags', () => {
  expectCallSites(`
import { OpenFeature } from '@openfeature/server-sdk';
const client = OpenFeature.getClient();
const FLAGS = { cart: { key: 'new-cart', default: false }, gift: { key: 'gift-cards', default: true } } as const;
const isOn = (name: keyof typeof FLAGS) => client.getBooleanValue(FLAGS[name].key, FLAGS[name].default);
//                                                                ^^^^^^^^^^^^^^^ one of new-cart, gift-cards · openfeature getBooleanValue
function isOpen(name: keyof typeof FLAGS) {
  const flag = FLAGS[name];
  return client.getBooleanValue(flag.key, false);
//                              ^^^^^^^^ one of new-cart, gift-cards · openfeature getBooleanValue · default false
}
isOn('cart');
//   ^^^^^^ new-cart · openfeature getBooleanValue · via isOn
isOpen('gift');
//     ^^^^^^ gift-cards · openfeature getBooleanValue · via isOpen
`);
});
