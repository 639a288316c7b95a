import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Harness Feature Flags', () => {
  test('browser', () => {
    expectCallSites(`
import { initialize, Event } from '@harnessio/ff-javascript-client-sdk';
const client = initialize('api-key', { identifier: 'reader' });
client.variation('search-suggestions', false);
//               ^^^^^^^^^^^^^^^^^^^^ search-suggestions · harness variation · default false
client.on(Event.CHANGED, (flag) => show(flag.flag));
`);
  });

  test('Node.js: the default is the third argument', () => {
    expectCallSites(`
import harness, { Client } from '@harnessio/ff-nodejs-server-sdk';
const { Client: Required } = require('@harnessio/ff-nodejs-server-sdk');
const client = new Client('server-key');
const target = { identifier: 'reader' };
await client.boolVariation('express-shipping', target, false);
//                         ^^^^^^^^^^^^^^^^^^ express-shipping · harness boolVariation · default false
client.stringVariation('tax-engine', target, 'v1');
//                     ^^^^^^^^^^^^ tax-engine · harness stringVariation · default "v1"
client.numberVariation('page-size', target, 20);
//                     ^^^^^^^^^^^ page-size · harness numberVariation · default 20
client.jsonVariation('shipping-rates', target, {});
//                   ^^^^^^^^^^^^^^^^ shipping-rates · harness jsonVariation · default {}
harness.boolVariation('stock-sync', target, true);
//                    ^^^^^^^^^^^^ stock-sync · harness boolVariation · default true
new Required('server-key').boolVariation('mail-queue', target, false);
//                                       ^^^^^^^^^^^^ mail-queue · harness boolVariation · default false
`);
  });

  test('React', () => {
    expectCallSites(`
import { ifFeatureFlag, TestWrapper, useFeatureFlag, useFeatureFlags, useFeatureFlagsClient, withFeatureFlags, withFeatureFlagsClient } from '@harnessio/ff-react-client-sdk';
export function Cart() {
  const bundles = useFeatureFlag('cart-bundles', false);
  //                             ^^^^^^^^^^^^^^ cart-bundles · harness useFeatureFlag · default false
  const { cartTitle } = useFeatureFlags(['cartTitle', 'cart-rows']);
  //      ^^^^^^^^^ cartTitle · harness useFeatureFlags
  //                                     ^^^^^^^^^^^ cartTitle · harness useFeatureFlags
  //                                                  ^^^^^^^^^^^ cart-rows · harness useFeatureFlags
  useFeatureFlags({ 'gift-wrap': false, upsell: 'none' });
  //                ^^^^^^^^^^^ gift-wrap · harness useFeatureFlags · default false
  //                                    ^^^^^^ upsell · harness useFeatureFlags · default "none"
  const flags = useFeatureFlags();
  if (flags['one-click-buy']) return null;
  //        ^^^^^^^^^^^^^^^ one-click-buy · harness useFeatureFlags
  return useFeatureFlagsClient().variation('cart-banner', 'none');
  //                                       ^^^^^^^^^^^^^ cart-banner · harness variation · default "none"
}
const Offer = ({ flags }) => flags['summer-sale'];
//                                 ^^^^^^^^^^^^^ summer-sale · harness useFeatureFlags
export const Sale = withFeatureFlags(Offer);
const Text = ({ featureFlagsClient }) => featureFlagsClient.variation('sale-text', '');
//                                                                    ^^^^^^^^^^^ sale-text · harness variation · default ""
export const SaleText = withFeatureFlagsClient(Text);
export const Beta = ifFeatureFlag('beta-shelf', { matchValue: true })(Text);
//                                ^^^^^^^^^^^^ beta-shelf · harness ifFeatureFlag
export const test = <TestWrapper flags={{ 'gift-wrap': true }}><Cart /></TestWrapper>;
//                                        ^^^^^^^^^^^ gift-wrap · harness TestWrapper · override
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { Client } from './climbing';
import { useFeatureFlag } from './country-flags';
import { TestWrapper } from './test-wrapper';
new Client('rope').boolVariation('left', {}, false);
useFeatureFlag('nl', false);
<TestWrapper flags={{ nl: true }} />;
series.variation('monthly', 1);
`);
  });
});

test('the context, evaluations set by hand, React Native, waiting', () => {
  expectCallSites({
    'cart.tsx': `
import { useContext } from 'react';
import { initialize } from '@harnessio/ff-javascript-client-sdk';
import { FFContext, FFContextProvider } from '@harnessio/ff-react-client-sdk';
import { TestWrapper } from '@harnessio/ff-react-client-sdk/dist/cjs/test-utils';
import { TestWrapper as Paper } from './paper';
initialize('', target).setEvaluations([{ flag: 'gift-wrap', identifier: 'true', value: true }]);
//                                             ^^^^^^^^^^^ gift-wrap · harness setEvaluations · override
export function Cart() {
  const { client, flags } = useContext(FFContext);
  client.variation('cart-banner', 'none');
  //               ^^^^^^^^^^^^^ cart-banner · harness variation · default "none"
  if (flags['cart-bundles']) return null;
  //        ^^^^^^^^^^^^^^ cart-bundles · harness useFeatureFlags
  return (
    <FFContextProvider apiKey="" initialEvaluations={[{ flag: 'wish-list', identifier: 'on', value: 'on' }]}>
    //                                                        ^^^^^^^^^^^ wish-list · harness FFContextProvider · definition
      <TestWrapper flags={{ nightMode: true }} />
      //                    ^^^^^^^^^ nightMode · harness TestWrapper · override
      <Paper flags={{ notAFlag: true }} />
    </FFContextProvider>
  );
}
`,
    'app.ts': `
import cfClientInstance, { CfClient } from '@harnessio/ff-react-native-client-sdk';
import { CfClient as Cafe } from './cafe';
cfClientInstance.boolVariation('app-cart', false);
//                             ^^^^^^^^^^ app-cart · harness boolVariation · default false
new CfClient().stringVariation('app-copy', 'Hi');
//                             ^^^^^^^^^^ app-copy · harness stringVariation · default "Hi"
new Cafe().numberVariation('not-a-flag', 1);
`,
    'server.ts': `
import CfClient, { Client } from '@harnessio/ff-nodejs-server-sdk';
CfClient.waitForInitialization().then((client) => client.boolVariation('stock-sync', target, false));
//                                                                     ^^^^^^^^^^^^ stock-sync · harness boolVariation · default false
const client = await new Client('').waitForInitialization();
client.numberVariation('page-size', target, 20);
//                     ^^^^^^^^^^^ page-size · harness numberVariation · default 20
`,
  });
});
