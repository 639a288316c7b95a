import { test } from 'vitest';
import type { ConfiguredWrapper } from '../../../server/src/core/link/link.ts';
import { expectCallSites } from '../../support/call-sites-of.ts';

const wrapper = (given: Partial<ConfiguredWrapper> & { name: string }): ConfiguredWrapper => ({
  module: null,
  key: 0,
  default: null,
  value: null,
  ...given,
});

test('a function is configured by the file that declares it, however it is imported', () => {
  expectCallSites(
    {
      'src/flags.ts': `
export function isOpen(key: string) { return window.__open.includes(key); }
export default function useShopFlag(key: string) { return isOpen(key); }
//                                                               ^^^ dynamic: key · configured isOpen`,
      'src/index.ts': `export * from './flags'; export { isOpen as shopIsOpen } from './flags';`,
      'src/cart.ts': `
import { isOpen } from './flags';
import { shopIsOpen } from './index';
import * as flags from './index';
import useFlag from './flags';
isOpen('new-cart');
//     ^^^^^^^^^^ new-cart · configured isOpen
shopIsOpen('gift-cards');
//         ^^^^^^^^^^^^ gift-cards · configured isOpen
flags.isOpen('coupons');
//           ^^^^^^^^^ coupons · configured isOpen
useFlag('summer-sale');
//      ^^^^^^^^^^^^^ summer-sale · configured isOpen · via useShopFlag`,
      'src/door.ts': `
import { isOpen } from './opening-hours';
isOpen('monday');`,
      'src/opening-hours.ts': `export function isOpen(day: string) { return day !== 'sunday'; }`,
    },
    [wrapper({ module: './src/flags.ts', name: 'isOpen' })],
  );
});

test('a method is configured by its owner: an interface, a class, or what the object is called', () => {
  expectCallSites(
    {
      'resolver.ts': `
export interface FlagResolver { isEnabled: (name: string) => boolean }
export class RemoteResolver implements FlagResolver { isEnabled(name: string) { return remote(name); } }`,
      'cart.ts': `
import type { FlagResolver } from './resolver';
export class Cart {
  constructor(private readonly resolver: FlagResolver, private readonly mailer: Mailer) {}
  total() {
    if (this.mailer.isEnabled('order-mail')) return 0;
    return this.resolver.isEnabled('new-cart') ? 1 : 2;
    //                             ^^^^^^^^^^ new-cart · configured isEnabled
  }
}
interface Mailer { isEnabled: (name: string) => boolean }
export const price = (config: any) => config.flagResolver.isEnabled('coupons');
//                                                                  ^^^^^^^^^ coupons · configured isEnabled`,
    },
    [wrapper({ owner: ['FlagResolver', 'flagResolver'], name: 'isEnabled' })],
  );
});

test('the members of a configured object are flags', () => {
  expectCallSites(
    `
import { config } from '@shop/runtime';
if (config.features.newCart) {
  //                ^^^^^^^ newCart · configured features
}
const { giftCards } = config.features;
//      ^^^^^^^^^ giftCards · configured features
const { features } = config;
console.log(features['summer-sale']);
//                   ^^^^^^^^^^^^^ summer-sale · configured features
console.log(plan.features.newCart);`,
    [],
    [{ module: null, owner: ['config'], name: 'features' }],
  );
});

test('a configured function gives out an object whose members are flags', () => {
  expectCallSites(
    {
      'use-shop-flags.ts': `export const useShopFlags = () => useContext(Shop).flags;`,
      'cart.tsx': `
import { useShopFlags } from './use-shop-flags';
export function Cart() {
  const { newCart } = useShopFlags();
  //      ^^^^^^^ newCart · configured useShopFlags
  const flags = useShopFlags();
  return newCart ? flags.giftCards : null;
  //                     ^^^^^^^^^ giftCards · configured useShopFlags
}`,
    },
    [],
    [{ module: './use-shop-flags.ts', name: 'useShopFlags' }],
  );
});

test('a configured method may have an everyday name', () => {
  expectCallSites(
    `
if (session.enabledFeatures.includes('new-cart')) show();
//                                   ^^^^^^^^^^ new-cart · configured includes
if (session.roles.includes('admin')) show();
const value = flags.get('gift-cards');
//                      ^^^^^^^^^^^^ gift-cards · configured get
const other = cache.get('gift-cards');`,
    [wrapper({ owner: ['enabledFeatures'], name: 'includes' }), wrapper({ owner: ['flags'], name: 'get' })],
  );
});

test('functions that a hook gives out', () => {
  expectCallSites(
    `
import { useFeatureFlags, useFlagCheck, useStock } from '@shop/flags';
export function Cart() {
  const { isOn, isOn: isOpen } = useFeatureFlags();
  const check = useFlagCheck();
  const { isOn: isInStock } = useStock();
  if (isOn('new-cart') && isOpen('gift-wrap')) show();
  //       ^^^^^^^^^^ new-cart · configured isOn
  //                             ^^^^^^^^^^^ gift-wrap · configured isOn
  if (isInStock('shoes')) buy();
  return check('coupon-codes');
  //           ^^^^^^^^^^^^^^ coupon-codes · configured check
}`,
    [
      { module: null, owner: ['useFeatureFlags'], name: 'isOn', key: 0, default: null, value: null },
      { module: null, owner: ['useFlagCheck'], name: 'check', key: 0, default: null, value: null },
    ],
  );
});

test('a list where one key may stand', () => {
  expectCallSites(
    `
import { Feature } from '@shop/flags';
export const Cart = () => <Feature names={['new-cart', 'gift-wrap']}><Feature names="dark-mode" /><Feature names={[]} /></Feature>;
//                                         ^^^^^^^^^^ new-cart · configured Feature
//                                                     ^^^^^^^^^^^ gift-wrap · configured Feature
//                                                                                  ^^^^^^^^^^^ dark-mode · configured Feature`,
    [{ module: '@shop/flags', name: 'Feature', key: 'names', default: null, value: null }],
  );
});
