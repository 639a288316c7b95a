import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('functions that put the key together', () => {
  expectCallSites(`
    import { initialize } from 'launchdarkly-js-client-sdk';
    const client = initialize('shop', {});
    const area = 'cart';
    export const isOn = (name: string) => client.variation(\`shop-\${area}-\${name}\`, false);
    //                                                     ^^^^^^^^^^^^^^^^^^^^^^ dynamic: \`shop-\${area}-\${name}\` · launchdarkly variation · default false
    const keyOf = (name: string) => 'shop.' + name;
    client.variation(keyOf('gifts'), false);
    //               ^^^^^^^^^^^^^^ shop.gifts · launchdarkly variation · default false
    client.variation(keyOf(window.name), false);
    //               ^^^^^^^^^^^^^^^^^^ dynamic: keyOf(...) · launchdarkly variation · default false
    const same = (key: string) => key;
    client.variation(same('new-cart'), false);
    //               ^^^^^^^^^^^^^^^^ new-cart · launchdarkly variation · default false
    const isOpen = (name: string) => isOn(\`\${name}-open\`);
    //                                    ^^^^^^^^^^^^^^ dynamic: \`\${name}-open\` · launchdarkly variation · via isOn
    isOn('new-button');
    //   ^^^^^^^^^^^^ shop-cart-new-button · launchdarkly variation · via isOn
    isOpen('drawer');
    //     ^^^^^^^^ shop-cart-drawer-open · launchdarkly variation · via isOpen > isOn
    isOn(window.name);
    for (const name of ['left', 'right']) isOn(name);
    //                                         ^^^^ one of shop-cart-left, shop-cart-right · launchdarkly variation · via isOn
    ['top', 'bottom'].map((name) => client.variation(\`shop-\${name}\`, false));
    //                                               ^^^^^^^^^^^^^^ one of shop-top, shop-bottom · launchdarkly variation · default false
    const title = (name: string) => \`shop-\${name}\`;
    title('cart');
    const both = (first: string, second: string) => client.variation(\`\${first}-\${second}\`, false);
    //                                                               ^^^^^^^^^^^^^^^^^^^^ dynamic: \`\${first}-\${second}\` · launchdarkly variation · default false
    both('new', 'cart');
  `);
});
