import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('a variable of a narrower type than the wrapper takes is one of its keys', () => {
  expectCallSites(`
    import { OpenFeature } from '@openfeature/server-sdk';
    const client = OpenFeature.getClient();
    type ShopFlag = 'new-cart' | 'fast-checkout' | 'gift-cards';
    type CartFlag = Exclude<ShopFlag, 'gift-cards'>;
    export const isOn = (flag: ShopFlag) => client.getBooleanValue(flag, false);
    //                                                             ^^^^ dynamic: flag · openfeature getBooleanValue · default false
    export const isOnForGuest = (flag: ShopFlag) => isOn(flag);
    //                                                   ^^^^ dynamic: flag · openfeature getBooleanValue · via isOn
    export const isCartOn = (flag: CartFlag | undefined) => isOn(flag!);
    //                                                           ^^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · via isOn
    export const Banner = (props: { flag: 'gift-cards' }) => isOn(props.flag);
    //                                                            ^^^^^^^^^^ gift-cards · openfeature getBooleanValue · via isOn
    declare const cart: CartFlag;
    isOn(cart);
    //   ^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · via isOn
    isOn(window.location.hash as CartFlag);
    //   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · via isOn
    const hash: CartFlag = JSON.parse(window.location.hash);
    isOn(hash);
    //   ^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · via isOn
    declare const any: CartFlag | string;
    isOn(any);
    //   ^^^ dynamic: any · openfeature getBooleanValue · via isOn
  `);
});

test('types made of constants', () => {
  expectCallSites(`
    import { OpenFeature } from '@openfeature/server-sdk';
    const client = OpenFeature.getClient();
    const list = ['new-cart', 'fast-checkout'] as const;
    const table = { cart: 'new-cart', gifts: 'gift-cards' } as const;
    enum Flag { Cart = 'new-cart', Gifts = 'gift-cards' }
    interface Titles { 'new-cart': string; 'fast-checkout': string }
    declare const ofList: (typeof list)[number];
    declare const ofTable: (typeof table)[keyof typeof table];
    declare const nameOfTable: keyof typeof table;
    declare const ofEnum: Flag;
    declare const ofTitles: keyof Titles & string;
    declare const ofShelf: { readonly flag: 'gift-cards' | (typeof list)[number] };
    client.getBooleanValue(ofList, false);
    //                     ^^^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · default false
    client.getBooleanValue(ofTable, false);
    //                     ^^^^^^^ one of new-cart, gift-cards · openfeature getBooleanValue · default false
    client.getBooleanValue(table[nameOfTable], false);
    //                     ^^^^^^^^^^^^^^^^^^ one of new-cart, gift-cards · openfeature getBooleanValue · default false
    client.getBooleanValue(ofEnum, false);
    //                     ^^^^^^ one of new-cart, gift-cards · openfeature getBooleanValue · default false
    client.getBooleanValue(ofTitles, false);
    //                     ^^^^^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · default false
    client.getBooleanValue(ofShelf.flag, false);
    //                     ^^^^^^^^^^^^ one of gift-cards, new-cart, fast-checkout · openfeature getBooleanValue · default false
    function flagOf(area: string): 'new-cart' | 'fast-checkout' {
      return load(area);
    }
    client.getBooleanValue(flagOf('cart'), false);
    //                     ^^^^^^^^^^^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · default false
    function readAll(flags: readonly (typeof list)[number][]) {
      return flags.map((flag) => client.getBooleanValue(flag, false));
    //                                                  ^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · default false
    }
  `);
});

test('an object keyed by a type', () => {
  expectCallSites(`
    import { OpenFeature } from '@openfeature/server-sdk';
    const client = OpenFeature.getClient();
    type ShopFlag = 'new-cart' | 'fast-checkout';
    const titles: Record<ShopFlag, string> = { 'new-cart': 'Cart', 'fast-checkout': 'Checkout' };
    declare const loaded: Record<ShopFlag, { isOpen: boolean }>;
    for (const flag of Object.keys(titles) as ShopFlag[]) client.getBooleanValue(flag, false);
    //                                                                           ^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · default false
    for (const flag in titles) client.getBooleanValue(flag, false);
    //                                                ^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · default false
    declare const flag: keyof typeof loaded;
    client.getBooleanValue(flag, false);
    //                     ^^^^ one of new-cart, fast-checkout · openfeature getBooleanValue · default false
  `);
});

test('words that are no flag keys stay silent, whatever their type', () => {
  expectCallSites(`
    type Tab = 'cart' | 'wishlist';
    class Tabs {
      isOn(tab: Tab) {
        return this.active === tab;
      }
    }
    declare const tab: Tab;
    new Tabs().isOn(tab);
    const open = (key: Tab) => fetch(key);
    open(tab);
  `);
});

test('a declared type takes nothing from what is written', () => {
  expectCallSites(`
    import { OpenFeature } from '@openfeature/server-sdk';
    const client = OpenFeature.getClient();
    interface Areas { cart: string; gifts: string }
    const areas: Areas = { cart: 'new-cart', gifts: 'gift-cards' };
    const pages: Record<'home' | 'sale', string> = { home: 'new-home', sale: 'sale-page' };
    declare const loaded: Areas;
    client.getBooleanValue(areas.cart, false);
    //                     ^^^^^^^^^^ new-cart · openfeature getBooleanValue · default false
    client.getBooleanValue(pages.sale, false);
    //                     ^^^^^^^^^^ sale-page · openfeature getBooleanValue · default false
    client.getBooleanValue(pages[window.page], false);
    //                     ^^^^^^^^^^^^^^^^^^ one of new-home, sale-page · openfeature getBooleanValue · default false
    client.getBooleanValue(loaded.cart, false);
    //                     ^^^^^^^^^^^ dynamic: loaded.cart · openfeature getBooleanValue · default false
  `);
});

test('a constant that hangs off what is passed', () => {
  expectCallSites(`
    import type { GrowthBook } from '@growthbook/growthbook';
    enum Gate { NewCart = 'new-cart', Gift = 'gift-cards' }
    class Gates {
      Gate = Gate;
      constructor(private client: GrowthBook) {}
      checkAll(gates: Gate[]) { return new Map(gates.map((gate) => [gate, this.client.isOn(gate)])); }
    //                                                                                     ^^^^ one of new-cart, gift-cards · growthbook isOn
      check(gate: Gate) { return this.checkAll([gate]).get(gate); }
    //                                          ^^^^ dynamic: gate · growthbook isOn · via checkAll
    }
    interface Context { gates: Gates }
    const total = (ctx: Context) => ctx.gates.check(ctx.gates.Gate.NewCart);
    //                                              ^^^^^^^^^^^^^^^^^^^^^^ new-cart · growthbook isOn · via check > checkAll
    total(start());
  `);
});
