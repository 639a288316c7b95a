import { expect, test } from 'vitest';
import { callSitesOf, expectCallSites } from '../../support/call-sites-of.ts';

test('a service of our own, however it gets into a class', () => {
  expectCallSites({
    'flag.service.ts': `
    import { Injectable } from '@angular/core';
    import { initialize, LDClient } from 'launchdarkly-js-client-sdk';
    @Injectable({ providedIn: 'root' })
    export class FlagService {
      static readonly shared = new FlagService();
      private client: LDClient = initialize('shop', {});
      check = (key: string): boolean => this.isOn(key);
    //                                            ^^^ dynamic: key · launchdarkly variation · via isOn
      isOn(key: string) {
        return this.client.variation(key, false);
    //                               ^^^ dynamic: key · launchdarkly variation · default false
      }
      static isOnForAll(key: string) {
        return FlagService.shared.isOn(key);
    //                                 ^^^ dynamic: key · launchdarkly variation · via isOn
      }
      get isNewCart() {
        return this.isOn('new-cart');
    //                   ^^^^^^^^^^ new-cart · launchdarkly variation · via isOn
      }
    }
    export class TabService {
      isOn(tab: string) {
        return tab === 'cart';
      }
    }
  `,
    'cart.component.ts': `
    import { Component, Inject, inject } from '@angular/core';
    import { FlagService, TabService } from './flag.service';
    @Component({ selector: 'shop-cart' })
    export class CartComponent {
      private injected = inject(FlagService);
      private tabs = inject(TabService);
      constructor(
        private flags: FlagService,
        @Inject(FlagService) readonly named: FlagService,
      ) {}
      ngOnInit() {
        this.flags.isOn('new-cart');
    //                  ^^^^^^^^^^ new-cart · launchdarkly variation · via isOn
        this.named.check('gift-cards');
    //                   ^^^^^^^^^^^^ gift-cards · launchdarkly variation · via check > isOn
        this.injected?.isOn?.('summer-sale');
    //                        ^^^^^^^^^^^^^ summer-sale · launchdarkly variation · via isOn
        this.injected!.isOn('winter-sale');
    //                      ^^^^^^^^^^^^^ winter-sale · launchdarkly variation · via isOn
        const { flags } = this;
        flags.isOn('fast-checkout');
    //             ^^^^^^^^^^^^^^^ fast-checkout · launchdarkly variation · via isOn
        FlagService.isOnForAll('new-search');
    //                         ^^^^^^^^^^^^ new-search · launchdarkly variation · via isOnForAll > isOn
        FlagService.shared.isOn('new-home');
    //                          ^^^^^^^^^^ new-home · launchdarkly variation · via isOn
        document.addEventListener('click', () => this.flags.isOn('one-click-buy'));
    //                                                           ^^^^^^^^^^^^^^^ one-click-buy · launchdarkly variation · via isOn
        this.tabs.isOn('cart');
      }
    }
  `,
  });
});

test('functions that give functions', () => {
  expectCallSites(`
    import { useFlag } from '@unleash/proxy-client-react';
    export const withFlag = (flag: string) => (Page) => (props) => (useFlag(flag) ? <Page {...props} /> : null);
    //                                                                      ^^^^ dynamic: flag · unleash useFlag
    export function gated(Page, flag: string) {
      return function Gated(props) {
        return useFlag(flag) ? <Page {...props} /> : null;
    //                 ^^^^ dynamic: flag · unleash useFlag
      };
    }
    const useFlagFor = (user) => (flag: string) => useFlag(flag);
    //                                                     ^^^^ dynamic: flag · unleash useFlag
    const withTitle = (title: string) => (Page) => (props) => <Page title={title} {...props} />;
    export const NewCart = withFlag('new-cart')(Cart);
    //                              ^^^^^^^^^^ new-cart · unleash useFlag · via withFlag
    export const Gifts = gated(GiftCards, 'gift-cards');
    //                                    ^^^^^^^^^^^^ gift-cards · unleash useFlag · via gated
    useFlagFor(guest)('summer-sale');
    //                ^^^^^^^^^^^^^ summer-sale · unleash useFlag · via useFlagFor
    const useGuestFlag = useFlagFor(guest);
    useGuestFlag('winter-sale');
    //           ^^^^^^^^^^^^^ winter-sale · unleash useFlag · via useFlagFor
    export const Titled = withTitle('cart')(Cart);
  `);
});

test('overloads, generics and clients by default', () => {
  expectCallSites(`
    import { init } from '@launchdarkly/node-server-sdk';
    const client = init('shop');
    export function flag(key: string): Promise<boolean>;
    export function flag<T>(key: string, fallback: T): Promise<T>;
    export function flag(key: string, fallback: unknown = false) {
      return client.variation(key, {}, fallback);
    //                        ^^^ dynamic: key · launchdarkly variation
    }
    class Flags<Key extends string> {
      get<K extends Key>(key: K, fallback: boolean) {
        return client.boolVariation(key, {}, fallback);
    //                              ^^^ dynamic: key · launchdarkly boolVariation
      }
    }
    const flagOf = (key: string, from = client) => from.variation(key, {}, false);
    //                                                            ^^^ dynamic: key · launchdarkly variation · default false
    flag('new-cart');
    //   ^^^^^^^^^^ new-cart · launchdarkly variation · via flag
    flag<string>('gift-cards', 'none');
    //           ^^^^^^^^^^^^ gift-cards · launchdarkly variation · default "none" · via flag
    new Flags<'summer-sale'>().get('summer-sale', false);
    //                             ^^^^^^^^^^^^^ summer-sale · launchdarkly boolVariation · default false · via get
    flagOf('winter-sale');
    //     ^^^^^^^^^^^^^ winter-sale · launchdarkly variation · via flagOf
    flagOf('new-home', client);
    //     ^^^^^^^^^^ new-home · launchdarkly variation · via flagOf
  `);
});

test('reads inside what a query calls', () => {
  expectCallSites(`
    import { OpenFeature } from '@openfeature/web-sdk';
    import { useQuery } from '@tanstack/react-query';
    import useSWR from 'swr';
    const client = OpenFeature.getClient();
    export const useFlag = (key: string) =>
      useQuery({ queryKey: ['flag', key], queryFn: () => client.getBooleanValue(key, false) });
    //                                                                          ^^^ dynamic: key · openfeature getBooleanValue · default false
    export const useFreshFlag = (key: string) => useSWR(\`flag/\${key}\`, () => client.getBooleanValue(key, false));
    //                                                                                              ^^^ dynamic: key · openfeature getBooleanValue · default false
    export const usePrice = (key: string) => useQuery({ queryKey: [key], queryFn: () => fetch(key) });
    const { data: isNew } = useFlag('new-cart');
    //                              ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via useFlag
    const { data: isSale } = useFreshFlag('summer-sale');
    //                                    ^^^^^^^^^^^^^ summer-sale · openfeature getBooleanValue · via useFreshFlag
    const { data: price } = usePrice('cart');
  `);
});

test('a wrapper that gives a promise: whether it is awaited is seen where it is called', () => {
  const sites = callSitesOf({
    'shop.ts': `
      import { OpenFeature } from '@openfeature/server-sdk';
      const client = OpenFeature.getClient();
      const isOn = async (key: string) => (await client.getBooleanValue(key, false)) === true;
      if (await isOn('new-cart')) open();
      if (isOn('gift-cards')) open();
      const sale = await isOn('summer-sale');
    `,
  }).filter(({ key }) => key.kind === 'literal');
  expect(sites.map(({ key, use }) => [key.kind === 'literal' && key.value, use.kind, use.awaited])).toEqual([
    ['new-cart', 'condition', true],
    ['gift-cards', 'condition', false],
    ['summer-sale', 'assigned', true],
  ]);
});

test('a function that passes all its arguments on', () => {
  expectCallSites({
    'flags.js': `
    const ld = require('@launchdarkly/node-server-sdk');
    class Flags {
      constructor() {
        this.client = ld.init('shop');
      }
      variation(...params) {
        return this.client.variation(...params);
    //                               ^^^^^^^^^ dynamic: params[0] · launchdarkly variation
      }
      isOnFor(customer, ...rest) {
        const [key, fallback] = rest;
        return this.client.variation(key, customer, fallback);
    //                               ^^^ dynamic: key · launchdarkly variation
      }
      title(...parts) {
        return format(...parts);
      }
      oneOf(...keys) {
        const all = [...keys, ...this.more];
        return this.client.variation(...all);
    //                               ^^^^^^ dynamic: ... · launchdarkly variation
      }
    }
    module.exports = { Flags };
  `,
    'checkout.js': `
    const { Flags } = require('./flags');
    const flags = new Flags();
    flags.variation('new-cart', customer, false);
    //              ^^^^^^^^^^ new-cart · launchdarkly variation · default false · via variation
    flags.isOnFor(customer, 'gift-cards', true);
    //                      ^^^^^^^^^^^^ gift-cards · launchdarkly variation · default true · via isOnFor
    flags.title('Checkout', customer);
    flags.oneOf('summer-sale', 'winter-sale');
  `,
  });
});

test('a function that passes a list of keys on', () => {
  expectCallSites({
    'flags.ts': `
    import { useFlags } from 'flagsmith/react';
    export enum Flag { NewCart = 'new-cart', GiftCards = 'gift-cards' }
    export const useShopFlags = (wanted: string[]) => useFlags(wanted);
    //                                                         ^^^^^^ dynamic: wanted · flagsmith useFlags
    export const useFewFlags = (wanted: Flag[]) => useFlags(wanted);
    //                                                      ^^^^^^ dynamic: wanted · flagsmith useFlags
    export const useTabs = (wanted: string[]) => wanted.join();
  `,
    'cart.tsx': `
    import { Flag, useFewFlags, useShopFlags, useTabs } from './flags';
    const ofSale = ['summer-sale', 'winter-sale'];
    useShopFlags([Flag.NewCart, 'gift-wrap']);
    //            ^^^^^^^^^^^^ new-cart · flagsmith useFlags · via useShopFlags
    //                          ^^^^^^^^^^^ gift-wrap · flagsmith useFlags · via useShopFlags
    useShopFlags(ofSale);
    //           ^^^^^^ one of summer-sale, winter-sale · flagsmith useFlags · via useShopFlags
    useFewFlags([Flag.GiftCards]);
    //           ^^^^^^^^^^^^^^ gift-cards · flagsmith useFlags · via useFewFlags
    useTabs(['cart', 'orders']);
  `,
  });
});

test('a function that takes a key or a list of keys', () => {
  expectCallSites(`
    import { useTreatments } from '@splitsoftware/splitio-react';
    import { useFlags } from 'flagsmith/react';
    import { castArray } from 'lodash';
    const useValues = (names: string | string[]) => {
      const keys = castArray(names);
      const treatments = useTreatments(keys);
      return keys.map((key) => treatments[key].treatment);
    //                                    ^^^ dynamic: key · split useTreatments
    };
    const useShop = (names: string | string[]) => useFlags(Array.isArray(names) ? names : [names]);
    //                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: names | ... · flagsmith useFlags
    const useOn = (name: string) => useValues(name)[0] === 'on';
    //                                        ^^^^ dynamic: name · split useTreatments · via useValues
    useOn('new-cart');
    //    ^^^^^^^^^^ new-cart · split useTreatments · via useOn > useValues
    useShop(['gift-cards', 'summer-sale']);
    //       ^^^^^^^^^^^^ gift-cards · flagsmith useFlags · via useShop
    //                     ^^^^^^^^^^^^^ summer-sale · flagsmith useFlags · via useShop
    useShop('winter-sale');
    //      ^^^^^^^^^^^^^ winter-sale · flagsmith useFlags · via useShop
  `);
});

test('a function that goes through a list of keys', () => {
  expectCallSites(`
    import { initialize } from 'unleash-client';
    enum Flag { Cart = 'new-cart', Gift = 'gift-cards' }
    const client = initialize({ url: '' });
    const isOn = (key: string) => client.isEnabled(key);
    //                                             ^^^ dynamic: key · unleash isEnabled
    const anyOn = (keys: string[]) => keys.some((key) => isOn(key));
    //                                                        ^^^ dynamic: key · unleash isEnabled · via isOn
    function allOn(...keys: Flag[]) {
      for (const key of keys) if (!isOn(key)) return false;
    //                                  ^^^ one of new-cart, gift-cards · unleash isEnabled · via isOn
      return true;
    }
    const sales = ['summer-sale', 'winter-sale'];
    anyOn(['zones', 'express']);
    //     ^^^^^^^ zones · unleash isEnabled · via anyOn > isOn
    //              ^^^^^^^^^ express · unleash isEnabled · via anyOn > isOn
    anyOn(sales);
    //    ^^^^^ one of summer-sale, winter-sale · unleash isEnabled · via anyOn > isOn
    anyOn(Object.values(Flag));
    //    ^^^^^^^^^^^^^^^^^^^ one of new-cart, gift-cards · unleash isEnabled · via anyOn > isOn
    allOn(Flag.Cart, Flag.Gift);
    //    ^^^^^^^^^ new-cart · unleash isEnabled · via allOn > isOn
    //               ^^^^^^^^^ gift-cards · unleash isEnabled · via allOn > isOn
    const states = (flags) => flags.map((flag) => isOn(flag.key));
    //                                                 ^^^^^^^^ dynamic: flag.key · unleash isEnabled · via isOn
    states(load());
    const names = (keys: string[]) => keys.map((key) => key.trim());
    names(['cart', 'orders']);
  `);
});

test('a function that makes flags', () => {
  expectCallSites(`
    import { flag } from 'flags/next';
    const flagOf = (key: string) => flag<boolean>({ key, decide: () => false });
    //                                              ^^^ dynamic: key · vercel-flags flag · definition
    const sale = flagOf('summer-sale');
    //                  ^^^^^^^^^^^^^ summer-sale · vercel-flags flag · definition · via flagOf
    await sale();
    //    ^^^^ summer-sale · vercel-flags flag
  `);
});
