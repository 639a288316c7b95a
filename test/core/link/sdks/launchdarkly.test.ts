import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

test('clients: waiting for changes of one flag is a read', () => {
  expectCallSites(`
import { createClient } from '@launchdarkly/js-client-sdk';
const client = createClient('', { kind: 'user', key: 'reader' });
client.on('change:search-boost', () => {});
//        ^^^^^^^^^^^^^^^^^^^^^ search-boost · launchdarkly on
client.on('change', () => {});
client.on('ready', () => {});
emitter.on('change:search-boost', () => {});
`);
});

describe('React', () => {
  test('before version 4: flags that are wanted', () => {
    expectCallSites(`
import { asyncWithLDProvider, LDProvider, withLDProvider } from 'launchdarkly-react-client-sdk';
import { LDProvider as Laundry } from './laundry';
const wrap = withLDProvider({ clientSideID: '', flags: { 'new-search': false } });
//                                                       ^^^^^^^^^^^^ new-search · launchdarkly withLDProvider · definition
asyncWithLDProvider({ clientSideID: '', flags: { 'wish-list': true } });
//                                               ^^^^^^^^^^^ wish-list · launchdarkly asyncWithLDProvider · definition
asyncWithLDProvider(options);
withLDProvider({ clientSideID: '', ...options });
const page = <LDProvider clientSideID="" flags={{ 'gift-wrap': true }}><Shop /></LDProvider>;
//                                                ^^^^^^^^^^^ gift-wrap · launchdarkly LDProvider · definition
const other = <Laundry flags={{ 'not-a-flag': true }} />;
`);
  });

  test('the new SDK: hooks, client and context', () => {
    expectCallSites(`
import { useContext } from 'react';
import { createClient, LDReactContext, useBoolVariation, useFlags, useJsonVariation, useLDClient, useNumberVariation, useStringVariationDetail } from '@launchdarkly/react-sdk';
const shared = createClient('', { kind: 'user', key: 'reader' });
export function Search() {
  const boost = useBoolVariation('search-boost', false);
  //                             ^^^^^^^^^^^^^^ search-boost · launchdarkly useBoolVariation · default false
  const title = useStringVariationDetail('search-title', 'Search');
  //                                     ^^^^^^^^^^^^^^ search-title · launchdarkly useStringVariationDetail · default "Search"
  const size = useNumberVariation('page-size', 20);
  //                              ^^^^^^^^^^^ page-size · launchdarkly useNumberVariation · default 20
  const facets = useJsonVariation('facets', {});
  //                              ^^^^^^^^ facets · launchdarkly useJsonVariation · default {}
  const { wishList } = useFlags();
  //      ^^^^^^^^ wishList · launchdarkly useFlags · camelCase
  useLDClient().boolVariation('night-mode', false);
  //                          ^^^^^^^^^^^^ night-mode · launchdarkly boolVariation · default false
  const { client } = useContext(LDReactContext);
  client.variation('context-read', 1);
  //               ^^^^^^^^^^^^^^ context-read · launchdarkly variation · default 1
  useContext(ThemeContext).client.variation('not-a-flag', 1);
  return shared.stringVariation('copy', 'Hi');
  //                            ^^^^^^ copy · launchdarkly stringVariation · default "Hi"
}
`);
  });

  test('server components: the session has its context, the client it is made from has not', () => {
    expectCallSites(`
import { init } from '@launchdarkly/node-server-sdk';
import { createLDServerSession, createLDServerWrapper, useLDServerSession } from '@launchdarkly/react-sdk/server';
const client = init('');
export async function Page({ context }) {
  const session = createLDServerSession(client, context);
  await session.boolVariation('new-page', false);
  //                          ^^^^^^^^^^ new-page · launchdarkly boolVariation · default false
  await createLDServerWrapper(client, context).stringVariationDetail('copy', 'Hi');
  //                                                                 ^^^^^^ copy · launchdarkly stringVariationDetail · default "Hi"
  await useLDServerSession()?.numberVariation('page-size', 20);
  //                                          ^^^^^^^^^^^ page-size · launchdarkly numberVariation · default 20
  await client.boolVariation('new-page', context, true);
  //                         ^^^^^^^^^^ new-page · launchdarkly boolVariation · default true
  return (await session.allFlagsState()).getFlagValue('footer');
  //                                                  ^^^^^^^^ footer · launchdarkly getFlagValue
}
`);
  });
});

test('React Native, new and old', () => {
  expectCallSites({
    'app.tsx': `
import { ReactNativeLDClient, useBoolVariation, useLDClient, useTypedVariation } from '@launchdarkly/react-native-client-sdk';
const client = new ReactNativeLDClient('', 0);
client.jsonVariation('home-layout', {});
//                   ^^^^^^^^^^^^^ home-layout · launchdarkly jsonVariation · default {}
export function Home() {
  useTypedVariation<boolean>('offline-cart', false);
  //                         ^^^^^^^^^^^^^^ offline-cart · launchdarkly useTypedVariation · default false
  useBoolVariation('dark-mode', false);
  //               ^^^^^^^^^^^ dark-mode · launchdarkly useBoolVariation · default false
  return useLDClient().numberVariation('cache-days', 3);
  //                                   ^^^^^^^^^^^^ cache-days · launchdarkly numberVariation · default 3
}
`,
    'old.js': `
import LDClient from 'launchdarkly-react-native-client-sdk';
const client = new LDClient();
client.boolVariation('dark-mode', false);
//                   ^^^^^^^^^^^ dark-mode · launchdarkly boolVariation · default false
client.registerFeatureFlagListener('dark-mode', () => {});
//                                 ^^^^^^^^^^^ dark-mode · launchdarkly registerFeatureFlagListener
`,
  });
});

test('Vue, both lines', () => {
  expectCallSites({
    'Cart.vue': `
<script setup lang="ts">
import { ldInit, useLDClient, useLDFlag } from 'launchdarkly-vue-client-sdk';
import { useBoolVariation } from '@launchdarkly/vue-client-sdk';
import { useLDFlag as useLanguage } from './languages';
const bundles = useLDFlag('cart-bundles', false);
//                        ^^^^^^^^^^^^^^ cart-bundles · launchdarkly useLDFlag · default false
const gift = useBoolVariation('gift-wrap', false);
//                            ^^^^^^^^^^^ gift-wrap · launchdarkly useBoolVariation · default false
useLDClient().variation('cart-banner', 'none');
//                      ^^^^^^^^^^^^^ cart-banner · launchdarkly variation · default "none"
const [ready, client] = ldInit({ clientSideID: '' });
client.variation('one-click-buy', false);
//               ^^^^^^^^^^^^^^^ one-click-buy · launchdarkly variation · default false
ready.variation('not-a-flag', false);
useLanguage('nl', false);
</script>
`,
    'injected.ts': `
import { inject } from 'vue';
import { LD_CLIENT, LD_READY } from 'launchdarkly-vue-client-sdk';
inject(LD_CLIENT).variation('injected', false);
//                          ^^^^^^^^^^ injected · launchdarkly variation · default false
inject(LD_READY).variation('not-a-flag', false);
`,
  });
});

test('Svelte: what scripts do', () => {
  expectCallSites({
    'Cart.svelte': `
<script lang="ts">
  import { LD } from '@launchdarkly/svelte-client-sdk';
  import { LD as Ladders } from './ladders';
  const gift = LD.watch('gift-wrap');
  //                    ^^^^^^^^^^^ gift-wrap · launchdarkly watch
  const bundles = LD.useFlag('cart-bundles', false);
  //                         ^^^^^^^^^^^^^^ cart-bundles · launchdarkly useFlag · default false
  const old = LD.isOn('old-cart');
  //                  ^^^^^^^^^^ old-cart · launchdarkly isOn
  Ladders.watch('not-a-flag');
</script>
`,
  });
});

test('AI configs are flags', () => {
  expectCallSites(`
import { initAi } from '@launchdarkly/server-sdk-ai';
const ai = initAi(client);
export async function answer(context) {
  await ai.completionConfig('support-answers', context, { enabled: false });
  //                        ^^^^^^^^^^^^^^^^^ support-answers · launchdarkly completionConfig · default {}
  await ai.createChat('shop-assistant', context);
  //                  ^^^^^^^^^^^^^^^^ shop-assistant · launchdarkly createChat
  await ai.agentConfigs([{ key: 'returns-agent', defaultValue: {} }, { key: 'orders-agent' }], context);
  //                            ^^^^^^^^^^^^^^^ returns-agent · launchdarkly agentConfigs · default {}
  //                                                                        ^^^^^^^^^^^^^^ orders-agent · launchdarkly agentConfigs
  const config = await ai.config('old-answers', context, {});
  //                             ^^^^^^^^^^^^^ old-answers · launchdarkly config · default {}
  config.tracker.trackFeedback({ kind: 'positive' });
  app.config('not-a-flag', context, {});
}
`);
});

test('test helpers are overrides', () => {
  expectCallSites(`
import { mockFlags } from 'jest-launchdarkly-mock';
import { TestData } from '@launchdarkly/client-testing-plugin';
import { createTestClient } from '@launchdarkly/client-testing-plugin/js-client-sdk';
import { createTestClientProvider } from '@launchdarkly/client-testing-plugin/react-sdk';
import { mockFlags as mockCountries } from './countries';
mockFlags({ newSearch: true, 'gift-wrap': false });
//          ^^^^^^^^^ newSearch · launchdarkly mockFlags · camelCase · override
//                           ^^^^^^^^^^^ gift-wrap · launchdarkly mockFlags · camelCase · override
const data = new TestData({ 'wish-list': true });
//                          ^^^^^^^^^^^ wish-list · launchdarkly TestData · override
data.setBool('wish-list', false).setString('cart-banner', 'sale');
//           ^^^^^^^^^^^ wish-list · launchdarkly setBool · override
//                                         ^^^^^^^^^^^^^ cart-banner · launchdarkly setString · override
const { client, testData } = createTestClient({}, { 'one-click-buy': true });
//                                                  ^^^^^^^^^^^^^^^ one-click-buy · launchdarkly createTestClient · override
client.boolVariation('one-click-buy', false);
//                   ^^^^^^^^^^^^^^^ one-click-buy · launchdarkly boolVariation · default false
testData.setNumber('page-size', 50);
//                 ^^^^^^^^^^^ page-size · launchdarkly setNumber · override
createTestClientProvider({}, { facets: {} });
//                             ^^^^^^ facets · launchdarkly createTestClientProvider · override
mockCountries({ nl: true });
`);
});

test('server: migrations, events, state of all flags', () => {
  expectCallSites(`
import { createMigration, init, LDClient, LDMigrationStage } from '@launchdarkly/node-server-sdk';
import { TestData } from '@launchdarkly/node-server-sdk/integrations';
import { init as initEdge } from '@launchdarkly/vercel-server-sdk';
import { init as initWorker } from '@launchdarkly/cloudflare-server-sdk';
import { init as initOld } from 'ldclient-node';
import { init as initNeighbour } from './neighbour';
const client: LDClient = init('');
export async function orders(context) {
  await client.migrationVariation('orders-database', context, LDMigrationStage.Off);
  //                              ^^^^^^^^^^^^^^^^^ orders-database · launchdarkly migrationVariation
  const migration = createMigration(client, {});
  await migration.read('orders-database', context, 'shadow');
  //                   ^^^^^^^^^^^^^^^^^ orders-database · launchdarkly read · default "shadow"
  await migration.write('orders-database', context, 'off', {});
  //                    ^^^^^^^^^^^^^^^^^ orders-database · launchdarkly write · default "off"
  client.on('update:tax-engine', () => {});
  //        ^^^^^^^^^^^^^^^^^^^ tax-engine · launchdarkly on
  client.on('update', () => {});
  const state = await client.allFlagsState(context);
  state.getFlagValue('gift-wrap');
  //                 ^^^^^^^^^^^ gift-wrap · launchdarkly getFlagValue
  show(state.allValues()['cart-banner']);
  //                     ^^^^^^^^^^^^^ cart-banner · launchdarkly allValues
  initEdge('', edgeConfig).stringVariationDetail('copy', context, 'Hi');
  //                                             ^^^^^^ copy · launchdarkly stringVariationDetail · default "Hi"
  initWorker('', env.KV).numberVariation('page-size', context, 20);
  //                                     ^^^^^^^^^^^ page-size · launchdarkly numberVariation · default 20
  const all = await initOld('').allFlags(context);
  show(all['old-flag']);
  //       ^^^^^^^^^^ old-flag · launchdarkly allFlags
  initNeighbour('').variation('not-a-flag', context, false);
  fs.read('not-a-flag', context, 'off');
}
const data = new TestData();
data.usePreconfiguredFlag({ key: 'gift-wrap', on: true });
//                               ^^^^^^^^^^^ gift-wrap · launchdarkly usePreconfiguredFlag · override
`);
});

test('server, before version 8: test data is made by a function', () => {
  expectCallSites(`
const { TestData } = require('launchdarkly-node-server-sdk/integrations');
const data = TestData();
data.update(data.flag('express-shipping').variationForAll(true));
//                    ^^^^^^^^^^^^^^^^^^ express-shipping · launchdarkly flag · override
`);
});

test('clients before version 4: Electron, and what identifying gives', () => {
  expectCallSites(`
import { createNodeSdkAdapter, initializeInMain, initializeInRenderer } from 'launchdarkly-electron-client-sdk';
import * as LDClient from 'launchdarkly-js-client-sdk';
const main = initializeInMain('', reader);
main.variation('new-window', false);
//             ^^^^^^^^^^^^ new-window · launchdarkly variation · default false
createNodeSdkAdapter(main).variation('tray-icon', reader, false);
//                                   ^^^^^^^^^^^ tray-icon · launchdarkly variation · default false
initializeInRenderer().variationDetail('night-mode', 'off');
//                                     ^^^^^^^^^^^^ night-mode · launchdarkly variationDetail · default "off"
const client = LDClient.initialize('', reader);
client.identify(other).then((flags) => show(flags['gift-wrap']));
//                                                ^^^^^^^^^^^ gift-wrap · launchdarkly allFlags
client.once('change:cart-banner', () => {});
//          ^^^^^^^^^^^^^^^^^^^^ cart-banner · launchdarkly once
`);
});

test('React: flags renamed by hand', () => {
  expectCallSites(`
import { camelCaseKeys, useLDClient } from 'launchdarkly-react-client-sdk';
import { camelCaseKeys as rename } from './strings';
const { newCart } = camelCaseKeys(useLDClient().allFlags());
//      ^^^^^^^ newCart · launchdarkly useFlags · camelCase
const { notAFlag } = rename(settings);
`);
});

test('the rest of the calls, clients and packages', () => {
  expectCallSites(`
import { init } from '@launchdarkly/node-server-sdk';
import { init as initFastly } from '@launchdarkly/fastly-server-sdk';
import { init as initAkamai } from '@launchdarkly/akamai-server-base-sdk';
import { init as initOxygen } from '@launchdarkly/shopify-oxygen-sdk';
import { init as initOldEdge } from 'launchdarkly-cloudflare-edge-sdk';
import type { LDClient } from '@launchdarkly/js-server-sdk-common';
import { createClient } from '@launchdarkly/node-client-sdk';
import { initialize } from 'launchdarkly-node-client-sdk';
import { useBoolVariationDetail, useJsonVariationDetail, useNumberVariationDetail } from '@launchdarkly/react-sdk';
import { useTypedVariationDetail } from '@launchdarkly/react-native-client-sdk';
import { initAi } from '@launchdarkly/server-sdk-ai';
import { variation } from './theme';
const server = init('');
server.boolVariationDetail('gift-wrap', context, false);
//                         ^^^^^^^^^^^ gift-wrap · launchdarkly boolVariationDetail · default false
server.numberVariationDetail('page-size', context, 20);
//                           ^^^^^^^^^^^ page-size · launchdarkly numberVariationDetail · default 20
server.jsonVariationDetail('shipping-rates', context, {});
//                         ^^^^^^^^^^^^^^^^ shipping-rates · launchdarkly jsonVariationDetail · default {}
server.allFlagsState(context).then((state) => state.getFlagReason('cart-banner'));
//                                                                ^^^^^^^^^^^^^ cart-banner · launchdarkly getFlagReason
initFastly('', store).variation('edge-cache', context, false);
//                              ^^^^^^^^^^^^ edge-cache · launchdarkly variation · default false
initAkamai({ sdkKey: '', featureStoreProvider }).variationDetail('edge-copy', context, 'Hi');
//                                                               ^^^^^^^^^^^ edge-copy · launchdarkly variationDetail · default "Hi"
initOxygen('').boolVariation('oxygen-cart', context, false);
//                           ^^^^^^^^^^^^^ oxygen-cart · launchdarkly boolVariation · default false
initOldEdge(env.KV, '').variation('old-edge', context, false);
//                                ^^^^^^^^^^ old-edge · launchdarkly variation · default false
export const isNew = (client: LDClient) => client.boolVariation('new-shelf', context, false);
//                                                              ^^^^^^^^^^^ new-shelf · launchdarkly boolVariation · default false
const client = createClient('', reader);
client.boolVariationDetail('night-mode', false);
//                         ^^^^^^^^^^^^ night-mode · launchdarkly boolVariationDetail · default false
client.numberVariationDetail('font-size', 12);
//                           ^^^^^^^^^^^ font-size · launchdarkly numberVariationDetail · default 12
client.jsonVariationDetail('columns', {});
//                         ^^^^^^^^^ columns · launchdarkly jsonVariationDetail · default {}
initialize('', reader).variationDetail('old-cart', false);
//                                     ^^^^^^^^^^ old-cart · launchdarkly variationDetail · default false
export function Shelf() {
  useBoolVariationDetail('shelf-light', false);
//                       ^^^^^^^^^^^^^ shelf-light · launchdarkly useBoolVariationDetail · default false
  useNumberVariationDetail('shelf-size', 3);
//                         ^^^^^^^^^^^^ shelf-size · launchdarkly useNumberVariationDetail · default 3
  useJsonVariationDetail('shelf-order', []);
//                       ^^^^^^^^^^^^^ shelf-order · launchdarkly useJsonVariationDetail · default {}
  useTypedVariationDetail('shelf-copy', 'Hi');
//                        ^^^^^^^^^^^^ shelf-copy · launchdarkly useTypedVariationDetail · default "Hi"
}
const ai = initAi(server);
ai.judgeConfig('answer-judge', context, {});
//             ^^^^^^^^^^^^^^ answer-judge · launchdarkly judgeConfig · default {}
ai.createJudge('tone-judge', context);
//             ^^^^^^^^^^^^ tone-judge · launchdarkly createJudge
ai.initChat('old-chat', context);
//          ^^^^^^^^^^ old-chat · launchdarkly initChat
ai.modelConfig('first-model', context, {});
//             ^^^^^^^^^^^^^ first-model · launchdarkly modelConfig · default {}
ai.agents([{ key: 'old-agent' }], context);
//                ^^^^^^^^^^^ old-agent · launchdarkly agents
variation('not-a-flag', false);
`);
});
