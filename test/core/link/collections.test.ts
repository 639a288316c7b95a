import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('keys in tables', () => {
  expectCallSites(`
    import { initialize } from 'launchdarkly-js-client-sdk';
    const client = initialize('shop', {});
    const flags = { cart: 'new-cart', checkout: 'fast-checkout' } as const;
    const areas = { cart: { flag: 'new-cart', path: '/cart' }, gifts: { flag: 'gift-cards', path: '/gifts' } };
    client.variation(flags[window.area], false);
    //               ^^^^^^^^^^^^^^^^^^ one of new-cart, fast-checkout · launchdarkly variation · default false
    client.variation(areas[window.area].flag, false);
    //               ^^^^^^^^^^^^^^^^^^^^^^^ one of new-cart, gift-cards · launchdarkly variation · default false
    Object.keys(flags).forEach((name) => client.variation(name, false));
    //                                                    ^^^^ one of cart, checkout · launchdarkly variation · default false
    Object.values(flags).map((flag) => client.variation(flag, false));
    //                                                  ^^^^ one of new-cart, fast-checkout · launchdarkly variation · default false
    Object.entries(flags).map(([name, flag]) => client.variation(flag, false));
    //                                                           ^^^^ one of new-cart, fast-checkout · launchdarkly variation · default false
    for (const [name, flag] of Object.entries(flags)) client.variation(name, false);
    //                                                                 ^^^^ one of cart, checkout · launchdarkly variation · default false
    for (const name in flags) client.variation(flags[name], false);
    //                                         ^^^^^^^^^^^ one of new-cart, fast-checkout · launchdarkly variation · default false
    Object.fromEntries(Object.values(flags).map((flag) => [flag, client.variation(flag, false)]));
    //                                                                            ^^^^ one of new-cart, fast-checkout · launchdarkly variation · default false
    [...Object.values(flags), 'gift-cards'].filter(Boolean).forEach((flag) => client.variation(flag, false));
    //                                                                                         ^^^^ one of new-cart, fast-checkout, gift-cards · launchdarkly variation · default false
    ['new-cart', 'gift-cards'].reduce((all, flag) => all && client.variation(flag, false), true);
    //                                                                       ^^^^ one of new-cart, gift-cards · launchdarkly variation · default false
    [['cart', 'new-cart'], ['gifts', 'gift-cards']].forEach(([, flag]) => client.variation(flag, false));
    //                                                                                     ^^^^ one of new-cart, gift-cards · launchdarkly variation · default false
    const mixed = { cart: 'new-cart', open: () => 'gift-cards' };
    client.variation(mixed[window.area], false);
    //               ^^^^^^^^^^^^^^^^^^ dynamic: mixed[window.area] · launchdarkly variation · default false
    [...window.flags, 'gift-cards'].forEach((flag) => client.variation(flag, false));
    //                                                                 ^^^^ dynamic: flag · launchdarkly variation · default false
  `);
});

test('keys in maps and sets', () => {
  expectCallSites(`
    import { initialize } from 'launchdarkly-js-client-sdk';
    const client = initialize('shop', {});
    const byArea = new Map([['cart', 'new-cart'], ['gifts', 'gift-cards']]);
    client.variation(byArea.get('cart')!, false);
    //               ^^^^^^^^^^^^^^^^^^^ new-cart · launchdarkly variation · default false
    client.variation(byArea.get(window.area) ?? 'no-area', false);
    //               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one of new-cart, gift-cards, no-area · launchdarkly variation · default false
    for (const [area, flag] of byArea) client.variation(flag, false);
    //                                                  ^^^^ one of new-cart, gift-cards · launchdarkly variation · default false
    for (const area of byArea.keys()) client.variation(area, false);
    //                                                 ^^^^ one of cart, gifts · launchdarkly variation · default false
    const open = new Set(['new-cart', 'gift-cards']);
    for (const flag of open) client.variation(flag, false);
    //                                        ^^^^ one of new-cart, gift-cards · launchdarkly variation · default false
    Array.from(open).map((flag) => client.variation(flag, false));
    //                                              ^^^^ one of new-cart, gift-cards · launchdarkly variation · default false
    const sizes = new Map([['cart', 3]]);
    sizes.get('cart');
    new Map(Object.entries(window.flags)).get('new-cart');
  `);
});

test('functions that are called through call, apply and bind', () => {
  expectCallSites(`
    import { initialize } from 'launchdarkly-js-client-sdk';
    const client = initialize('shop', {});
    export const flags = { isOn: (key: string) => client.variation(key, false) };
    //                                                             ^^^ dynamic: key · launchdarkly variation · default false
    flags.isOn.call(flags, 'new-cart');
    //                     ^^^^^^^^^^ new-cart · launchdarkly variation · via isOn
    flags.isOn.apply(flags, ['gift-cards']);
    //                       ^^^^^^^^^^^^ gift-cards · launchdarkly variation · via isOn
    client.variation.call(client, 'fast-checkout', false);
    //                            ^^^^^^^^^^^^^^^ fast-checkout · launchdarkly variation · default false
    const read = client.variation.bind(client);
    read('new-cart', false);
    //   ^^^^^^^^^^ new-cart · launchdarkly variation · default false
    const readGifts = client.variation.bind(client, 'gift-cards');
    //                                              ^^^^^^^^^^^^ gift-cards · launchdarkly variation
    readGifts(false);
    const tabs = { open: (tab: string) => tab };
    tabs.open.call(tabs, 'new-cart');
  `);
});

test('what a promise gives is passed to then', () => {
  expectCallSites({
    'flags.ts': `
    import { initialize } from 'launchdarkly-js-client-sdk';
    const client = initialize('shop', {});
    export const isOn = (key: string) => client.variation(key, false);
    //                                                    ^^^ dynamic: key · launchdarkly variation · default false
  `,
    'tabs.ts': `
    export const isOn = (tab: string) => tab === 'cart';
  `,
    'cart.ts': `
    import('./flags').then(({ isOn }) => isOn('new-cart'));
    //                                        ^^^^^^^^^^ new-cart · launchdarkly variation · via isOn
    import('./flags').then((flags) => flags.isOn('gift-cards'));
    //                                           ^^^^^^^^^^^^ gift-cards · launchdarkly variation · via isOn
    import('./tabs').then(({ isOn }) => isOn('cart'));
  `,
  });
});

test('options without a key read no flag', () => {
  expectCallSites(`
    import { useFlag } from '@unleash/proxy-client-react';
    interface Shelf { title: string; flag?: string }
    export const useShelf = (shelf: Shelf) => shelf.flag === undefined || useFlag(shelf.flag);
    //                                                                            ^^^^^^^^^^ dynamic: shelf.flag · unleash useFlag
    const books: Shelf = { title: 'Books' };
    const toys = { title: 'Toys', flag: 'toy-shelf' };
    useShelf(books);
    useShelf(toys);
    //       ^^^^ toy-shelf · unleash useFlag · via useShelf
    useShelf({ title: 'Games' });
    const games = { title: 'Games' };
    useShelf({ ...games });
    useShelf({ ...window.shelf });
    //            ^^^^^^^^^^^^ dynamic: window.shelf · unleash useFlag · via useShelf
  `);
});
