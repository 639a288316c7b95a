import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('namespaces are objects of what they export', () => {
  expectCallSites({
    'flags.ts': `
    import { initialize } from 'launchdarkly-js-client-sdk';
    const client = initialize('shop', {});
    export namespace Flags {
      export const cart = 'new-cart';
      const hidden = 'hidden';
      export function isOn(key: string) {
        return client.variation(key, false);
    //                          ^^^ dynamic: key · launchdarkly variation · default false
      }
      export namespace Gifts {
        export const cards = 'gift-cards';
      }
    }
    export enum Sale {
      Summer = 'summer-sale',
    }
    export namespace Sale {
      export const winter = 'winter-sale';
    }
  `,
    'tabs.ts': `
    export namespace Flags {
      export const isOn = (tab: string) => tab === 'cart';
    }
  `,
    'cart.ts': `
    import { Flags, Sale } from './flags';
    import { Flags as Tabs } from './tabs';
    Flags.isOn(Flags.cart);
    //         ^^^^^^^^^^ new-cart · launchdarkly variation · via isOn
    Flags.isOn(Flags.Gifts.cards);
    //         ^^^^^^^^^^^^^^^^^ gift-cards · launchdarkly variation · via isOn
    Flags.isOn(Sale.Summer);
    //         ^^^^^^^^^^^ summer-sale · launchdarkly variation · via isOn
    Flags.isOn(Sale.winter);
    //         ^^^^^^^^^^^ winter-sale · launchdarkly variation · via isOn
    Flags.isOn(Flags.hidden);
    //         ^^^^^^^^^^^^ dynamic: Flags.hidden · launchdarkly variation · via isOn
    Tabs.isOn('cart');
  `,
  });
});
