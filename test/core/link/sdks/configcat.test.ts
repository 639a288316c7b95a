import { test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

test('clients of all runtimes', () => {
  expectCallSites({
    'web.ts': `
import { getClient, PollingMode, type IConfigCatClient } from '@configcat/sdk';
import { createFlagOverridesFromMap } from '@configcat/sdk/browser';
import * as configcat from 'configcat-js';
import { getClient as getCustomer } from './customers';
const overrides = createFlagOverridesFromMap({ giftWrap: true, 'cart-banner': 'sale' }, 0);
//                                             ^^^^^^^^ giftWrap · configcat createFlagOverridesFromMap · definition
//                                                             ^^^^^^^^^^^^^ cart-banner · configcat createFlagOverridesFromMap · definition
const client = getClient('', PollingMode.AutoPoll, { flagOverrides: overrides });
export async function cart(injected: IConfigCatClient, user) {
  await client.getValueAsync('giftWrap', false, user);
  //                         ^^^^^^^^^^ giftWrap · configcat getValueAsync · default false
  const { value } = await client.getValueDetailsAsync('cart-banner', 'none');
  //                                                  ^^^^^^^^^^^^^ cart-banner · configcat getValueDetailsAsync · default "none"
  const snapshot = client.snapshot();
  snapshot.getValue('pageSize', 20);
  //                ^^^^^^^^^^ pageSize · configcat getValue · default 20
  injected.snapshot().getValueDetails('oneClickBuy', false);
  //                                  ^^^^^^^^^^^^^ oneClickBuy · configcat getValueDetails · default false
  await configcat.getClient('').getValueAsync('searchBoost', 1);
  //                                          ^^^^^^^^^^^^^ searchBoost · configcat getValueAsync · default 1
  await client.getKeyAndValueAsync('variation-id');
  form.getValue('not-a-flag', '');
  return getCustomer('').getValueAsync('not-a-flag', false);
}
`,
    'server.js': `
const configcat = require('configcat-node');
const client = configcat.getClient('');
client.getValueAsync('nightBilling', false);
//                   ^^^^^^^^^^^^^^ nightBilling · configcat getValueAsync · default false
configcat.createClientWithManualPoll('').getValue('oldBilling', false, (value) => value);
//                                                ^^^^^^^^^^^^ oldBilling · configcat getValue · default false
`,
  });
});

test('React: hooks and the function that the higher-order component passes', () => {
  expectCallSites(`
import { createFlagOverridesFromMap, useConfigCatClient, useFeatureFlag, withConfigCatClient } from 'configcat-react';
import { withCart } from './cart';
createFlagOverridesFromMap({ giftWrap: true }, 0);
//                           ^^^^^^^^ giftWrap · configcat createFlagOverridesFromMap · definition
export function Cart() {
  const { value, loading } = useFeatureFlag('cartBundles', false);
  //                                        ^^^^^^^^^^^^^ cartBundles · configcat useFeatureFlag · default false
  return useConfigCatClient().getValueAsync('giftWrap', false);
  //                                        ^^^^^^^^^^ giftWrap · configcat getValueAsync · default false
}
const Banner = ({ getValue, configCatClient }) => {
  getValue('banner', 'none').then(show);
  //       ^^^^^^^^ banner · configcat getValue · default "none"
  return configCatClient.getValueAsync('bannerColor', 'red');
  //                                   ^^^^^^^^^^^^^ bannerColor · configcat getValueAsync · default "red"
};
const Other = ({ getValue }) => getValue('not-a-flag', '');
export default withConfigCatClient(Banner);
export const other = withCart(Other);
`);
});

test('Vue: the injected client and the component', () => {
  expectCallSites(`
import { inject } from 'vue';
import { FeatureWrapper, type IConfigCatClient } from 'configcat-vue';
import { FeatureWrapper as Foil } from './packaging';
const client = inject<IConfigCatClient>('configCat');
client.getValueDetailsAsync('cart-banner', 'none');
//                          ^^^^^^^^^^^^^ cart-banner · configcat getValueDetailsAsync · default "none"
export default () => <FeatureWrapper featureKey="gift-wrap" />;
//                                              ^^^^^^^^^^^ gift-wrap · configcat FeatureWrapper
const foil = <Foil featureKey="not-a-flag" />;
`);
});

test('the rest of the factories', () => {
  expectCallSites(`
import { createClientWithAutoPoll, createClientWithLazyLoad } from 'configcat-js';
import { getClient } from 'configcat-js-ssr';
import * as node from '@configcat/sdk/node';
import { getClient as getShopper } from './shoppers';
createClientWithAutoPoll('').getValueAsync('gift-wrap', false);
//                                         ^^^^^^^^^^^ gift-wrap · configcat getValueAsync · default false
createClientWithLazyLoad('').getValue('cart-banner', 'none', (value) => show(value));
//                                    ^^^^^^^^^^^^^ cart-banner · configcat getValue · default "none"
getClient('').getValueDetailsAsync('page-size', 20);
//                                 ^^^^^^^^^^^ page-size · configcat getValueDetailsAsync · default 20
node.getClient('').snapshot().getValueDetails('tax-engine', 'v1');
//                                            ^^^^^^^^^^^^ tax-engine · configcat getValueDetails · default "v1"
getShopper('').getValueAsync('not-a-flag', false);
`);
});
