import { test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

test('what a promise gives to its callback', () => {
  expectCallSites(`
import { startUnleash } from 'unleash-client';
import { init } from '@launchdarkly/node-server-sdk';
import Flagsmith from 'flagsmith-nodejs';
import { startWarehouse } from './warehouse';
startUnleash({ url: '' }).then((unleash) => unleash.isEnabled('stock-sync'));
//                                                            ^^^^^^^^^^^^ stock-sync · unleash isEnabled
init('').waitForInitialization().then((client) => {
  client.variation('tax-engine', context, 'v1');
  //               ^^^^^^^^^^^^ tax-engine · launchdarkly variation · default "v1"
});
const ready = init('').waitForInitialization();
ready.then(function (client) { return client.boolVariation('night-billing', context, false); });
//                                                         ^^^^^^^^^^^^^^^ night-billing · launchdarkly boolVariation · default false
new Flagsmith({}).getEnvironmentFlags().then((flags) => flags.isFeatureEnabled('gift-wrap'));
//                                                                             ^^^^^^^^^^^ gift-wrap · flagsmith isFeatureEnabled
const shared = startWarehouse().then(() => init(''));
shared.then((client) => client.variation('pick-by-voice', context, false));
//                                       ^^^^^^^^^^^^^^^ pick-by-voice · launchdarkly variation · default false
startWarehouse().then((stock) => stock.isEnabled('not-a-flag'));
startUnleash({ url: '' }).catch((error) => error.isEnabled('not-a-flag'));
`);
});

test('what a container hands out for a name', () => {
  expectCallSites(`
import { inject } from 'vue';
import type { IConfigCatClient } from 'configcat-vue';
import { getOpenFeatureClientToken } from '@openfeature/nestjs-sdk';
import type { Client } from '@openfeature/server-sdk';
import type { Till } from './till';
inject<IConfigCatClient>('configCat')?.getValueAsync('gift-wrap', false);
//                                                   ^^^^^^^^^^^ gift-wrap · configcat getValueAsync · default false
const client = app.get<Client>(getOpenFeatureClientToken('orders'));
client.getBooleanValue('order-cache', false);
//                     ^^^^^^^^^^^^^ order-cache · openfeature getBooleanValue · default false
inject<Till>('till').getValueAsync('not-a-flag', false);
app.sell<Client>('client').getBooleanValue('not-a-flag', false);
`);
});

test('a React context that a function of the SDK makes', () => {
  expectCallSites({
    'context.ts': `
import { initLDReactContext } from '@launchdarkly/react-sdk';
import { reactSdkContextFactory } from 'launchdarkly-react-client-sdk';
export const ShopFlags = initLDReactContext();
export const OldShopFlags = reactSdkContextFactory();
`,
    'cart.tsx': `
import { createContext, useContext } from 'react';
import { OldShopFlags, ShopFlags } from './context';
const Basket = createContext({});
export function Cart() {
  const { client } = useContext(ShopFlags);
  client.boolVariation('gift-wrap', false);
  //                   ^^^^^^^^^^^ gift-wrap · launchdarkly boolVariation · default false
  const { flags, ldClient } = useContext(OldShopFlags);
  ldClient.variation('cart-banner', 'none');
  //                 ^^^^^^^^^^^^^ cart-banner · launchdarkly variation · default "none"
  useContext(Basket).client.boolVariation('not-a-flag', false);
  return flags.newCart ? null : <Old />;
  //           ^^^^^^^ newCart · launchdarkly useFlags · camelCase
}
`,
  });
});

test('clients that are made once, when first asked for', () => {
  expectCallSites(`
import { init } from '@launchdarkly/node-server-sdk';
import { PostHog } from 'posthog-node';
import { startTill } from './till';
let ready;
function launchDarkly() {
  ready ??= init('').waitForInitialization();
  return ready;
}
class Analytics {
  static #client;
  static client() { return (Analytics.#client ??= new PostHog('')); }
}
class Tills {
  static #till;
  static till() { return (Tills.#till ??= startTill()); }
}
const client = await launchDarkly();
client.variation('stock-sync', context, false);
//               ^^^^^^^^^^^^ stock-sync · launchdarkly variation · default false
Analytics.client().isFeatureEnabled('gift-wrap', 'reader');
//                                  ^^^^^^^^^^^ gift-wrap · posthog isFeatureEnabled
const [user, flags] = await Promise.all([load(), new PostHog('').getAllFlags('reader')]);
show(flags['cart-banner'], user['not-a-flag']);
//         ^^^^^^^^^^^^^ cart-banner · posthog getAllFlags
Tills.till().isFeatureEnabled('not-a-flag', 'reader');
`);
});

test('clients that hang on the request or the application', () => {
  expectCallSites({
    'server.js': `
import { GrowthBook } from '@growthbook/growthbook';
import { initialize } from 'unleash-client';
import { openTill } from './till';
app.locals.unleash = initialize({ url: '' });
app.use((request, response, next) => {
  request.growthbook = new GrowthBook({});
  request.featureTill = openTill();
  request.posthog = { isFeatureEnabled: () => true };
  request.till = new GrowthBook({});
  next();
});
`,
    'orders.js': `
export const list = (request, response) => {
  if (request.growthbook.isOn('order-list')) return;
  //                          ^^^^^^^^^^^^ order-list · growthbook isOn
  request.app.locals.unleash.isEnabled('order-cache');
  //                                   ^^^^^^^^^^^^^ order-cache · unleash isEnabled
  request.featureTill.isOn('not-a-flag');
  request.posthog.isFeatureEnabled('not-a-flag');
  request.till.isOn('not-a-flag');
  response.unleashed.isEnabled('not-a-flag');
};
`,
  });
});
