import { test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

test('browser: the default export is the instance', () => {
  expectCallSites({
    'web.ts': `
import posthog, { type PostHog } from 'posthog-js';
import * as module from 'posthog-js';
import { posthog as full } from 'posthog-js/dist/module.full';
import hedgehog from './hedgehog';
posthog.init('', { bootstrap: { distinctID: '1', featureFlags: { 'gift-wrap': true, 'cart-banner': 'sale' } } });
//                                                               ^^^^^^^^^^^ gift-wrap · posthog init · definition
//                                                                                  ^^^^^^^^^^^^^ cart-banner · posthog init · definition
posthog.init('', options);
if (posthog.isFeatureEnabled('gift-wrap', { defaultValue: false })) start();
//                           ^^^^^^^^^^^ gift-wrap · posthog isFeatureEnabled · default false
posthog.getFeatureFlag('cart-banner') === 'sale';
//                     ^^^^^^^^^^^^^ cart-banner · posthog getFeatureFlag
posthog.getFeatureFlagPayload('page-size');
//                            ^^^^^^^^^^^ page-size · posthog getFeatureFlagPayload
module.default.getFeatureFlagResult('search-boost');
//                                  ^^^^^^^^^^^^^^ search-boost · posthog getFeatureFlagResult
full.isFeatureEnabled('full-module');
//                    ^^^^^^^^^^^^^ full-module · posthog isFeatureEnabled
posthog.featureFlags.isFeatureEnabled('one-click-buy');
//                                    ^^^^^^^^^^^^^^^ one-click-buy · posthog isFeatureEnabled
const variants = posthog.featureFlags.getFlagVariants();
show(variants['wish-list']);
//            ^^^^^^^^^^^ wish-list · posthog getFlagVariants
posthog.featureFlags.getFlags().includes('outlet');
//                                       ^^^^^^^^ outlet · posthog includes
posthog.featureFlags.overrideFeatureFlags({ 'gift-wrap': true });
//                                          ^^^^^^^^^^^ gift-wrap · posthog overrideFeatureFlags · override
posthog.featureFlags.overrideFeatureFlags({ flags: { 'cart-banner': 'none' }, payloads: {} });
//                                                   ^^^^^^^^^^^^^ cart-banner · posthog overrideFeatureFlags · override
posthog.featureFlags.override(['wish-list']);
//                             ^^^^^^^^^^^ wish-list · posthog override · override
posthog.featureFlags.overrideFeatureFlags(false);
posthog.updateEarlyAccessFeatureEnrollment('new-search', true);
//                                         ^^^^^^^^^^^^ new-search · posthog updateEarlyAccessFeatureEnrollment · tracking
posthog.capture('order-placed', { value: 1 });
export const ask = (client: PostHog) => client.isFeatureEnabled('typed');
//                                                              ^^^^^^^ typed · posthog isFeatureEnabled
hedgehog.isFeatureEnabled('not-a-flag');
['a'].includes('not-a-flag');
`,
    'old.cjs': `
const { posthog } = require('posthog-js');
posthog.isFeatureEnabled('gift-wrap');
//                       ^^^^^^^^^^^ gift-wrap · posthog isFeatureEnabled
require('posthog-js').default.getFeatureFlag('cart-banner');
//                                           ^^^^^^^^^^^^^ cart-banner · posthog getFeatureFlag
`,
  });
});

test('React: hooks, component, and interactions with a flag', () => {
  expectCallSites(`
import { useContext } from 'react';
import { captureFeatureView, PostHogContext, PostHogFeature, PostHogProvider, useActiveFeatureFlags, useFeatureFlagEnabled, useFeatureFlagPayload, useFeatureFlagResult, useFeatureFlagVariantKey, usePostHog } from 'posthog-js/react';
import { useFeatureFlagEnabled as useCountry } from './countries';
export function Cart() {
  const bundles = useFeatureFlagEnabled('cart-bundles', false);
  //                                    ^^^^^^^^^^^^^^ cart-bundles · posthog useFeatureFlagEnabled · default false
  const variant = useFeatureFlagVariantKey('cart-layout');
  //                                       ^^^^^^^^^^^^^ cart-layout · posthog useFeatureFlagVariantKey
  useFeatureFlagPayload('cart-sizes');
  //                    ^^^^^^^^^^^^ cart-sizes · posthog useFeatureFlagPayload
  useFeatureFlagResult('cart-result');
  //                   ^^^^^^^^^^^^^ cart-result · posthog useFeatureFlagResult
  const active = useActiveFeatureFlags();
  const outlet = active?.includes('outlet');
  //                              ^^^^^^^^ outlet · posthog includes
  const posthog = usePostHog();
  posthog?.isFeatureEnabled('one-click-buy');
  //                        ^^^^^^^^^^^^^^^ one-click-buy · posthog isFeatureEnabled
  useContext(PostHogContext).client.getFeatureFlag('from-context');
  //                                               ^^^^^^^^^^^^^^ from-context · posthog getFeatureFlag
  captureFeatureView({ flag: 'cart-bundles', posthog });
  //                         ^^^^^^^^^^^^^^ cart-bundles · posthog captureFeatureView · tracking
  useCountry('nl');
  return <PostHogFeature flag="gift-wrap" match={true}><Gift /></PostHogFeature>;
  //                          ^^^^^^^^^^^ gift-wrap · posthog PostHogFeature
}
export const app = <PostHogProvider apiKey="" options={{ bootstrap: { featureFlags: { 'gift-wrap': true } } }}><Cart /></PostHogProvider>;
//                                                                                    ^^^^^^^^^^^ gift-wrap · posthog PostHogProvider · definition
`);
});

test('Node.js: client and snapshot', () => {
  expectCallSites({
    'server.ts': `
import { PostHog, type FeatureFlagEvaluations } from 'posthog-node';
import { PostHog as Post } from './post';
const client = new PostHog('', { host: '' });
export async function quote(id: string, options) {
  await client.isFeatureEnabled('express-shipping', id);
  //                            ^^^^^^^^^^^^^^^^^^ express-shipping · posthog isFeatureEnabled
  await client.getFeatureFlagPayload('tax-engine', id);
  //                                 ^^^^^^^^^^^^ tax-engine · posthog getFeatureFlagPayload
  const flags = await client.evaluateFlags(id, { flagKeys: ['zones', 'night-billing'] });
  //                                                        ^^^^^^^ zones · posthog evaluateFlags
  //                                                                 ^^^^^^^^^^^^^^^ night-billing · posthog evaluateFlags
  flags.isEnabled('zones');
  //              ^^^^^^^ zones · posthog isEnabled
  flags.only(['night-billing']).getFlag('night-billing');
  //          ^^^^^^^^^^^^^^^ night-billing · posthog only
  //                                    ^^^^^^^^^^^^^^^ night-billing · posthog getFlag
  (await client.evaluateFlags({ flagKeys: ['stock-sync'] })).getFlagPayload('stock-sync');
  //                                       ^^^^^^^^^^^^ stock-sync · posthog evaluateFlags
  //                                                                        ^^^^^^^^^^^^ stock-sync · posthog getFlagPayload
  (await client.evaluateFlags(id)).isEnabled('everything');
  //                                         ^^^^^^^^^^^^ everything · posthog isEnabled
  await client.evaluateFlags(id, options);
  const all = await client.getAllFlags(id);
  client.overrideFeatureFlags({ zones: false });
  //                            ^^^^^ zones · posthog overrideFeatureFlags · override
  client.capture({ distinctId: id, event: 'order-placed' });
  await new Post('').getFeatureFlag('not-a-flag', id);
  return all['mail-queue'];
  //         ^^^^^^^^^^^^ mail-queue · posthog getAllFlags
}
export const ship = (flags: FeatureFlagEvaluations) => flags.isEnabled('ship-today');
//                                                                     ^^^^^^^^^^^^ ship-today · posthog isEnabled
`,
    'old.js': `
const PostHog = require('posthog-node');
new PostHog('').isFeatureEnabled('night-billing', '1');
//                               ^^^^^^^^^^^^^^^ night-billing · posthog isFeatureEnabled
`,
  });
});

test('React Native', () => {
  expectCallSites(`
import PostHog, { useFeatureFlag, useFeatureFlagResult, useFeatureFlags, useFeatureFlagWithPayload, usePostHog } from 'posthog-react-native';
import { useFeatureFlags as useCountries } from './countries';
export const posthog = new PostHog('', { bootstrap: { featureFlags: { 'offline-cart': true } } });
//                                                                    ^^^^^^^^^^^^^^ offline-cart · posthog PostHog · definition
export function Home() {
  useFeatureFlag('home-layout');
  //             ^^^^^^^^^^^^^ home-layout · posthog useFeatureFlag
  const [banner, payload] = useFeatureFlagWithPayload('home-banner');
  //                                                  ^^^^^^^^^^^^^ home-banner · posthog useFeatureFlagWithPayload
  useFeatureFlagResult('home-result');
  //                   ^^^^^^^^^^^^^ home-result · posthog useFeatureFlagResult
  const flags = useFeatureFlags();
  usePostHog().onFeatureFlag('dark-mode', () => {});
  //                         ^^^^^^^^^^^ dark-mode · posthog onFeatureFlag
  posthog.overrideFeatureFlag({ 'dark-mode': true });
  //                            ^^^^^^^^^^^ dark-mode · posthog overrideFeatureFlag · override
  useCountries().nl;
  return posthog.getFeatureFlags()?.sale ?? flags?.['offline-cart'];
  //                                ^^^^ sale · posthog getFeatureFlags
  //                                                ^^^^^^^^^^^^^^ offline-cart · posthog useFeatureFlags
}
`);
});

test('callbacks that are given the flags; the lite client', () => {
  expectCallSites({
    'web.ts': `
import posthog from 'posthog-js';
import type { PostHog } from '@posthog/types';
import { PostHog as Lite } from 'posthog-js-lite';
import gate from './post-gate';
posthog.onFeatureFlags((flags) => {
  if (flags.includes('gift-wrap')) wrap();
  //                 ^^^^^^^^^^^ gift-wrap · posthog includes
});
gate.onFeatureFlags((flags) => flags.includes('not-a-flag'));
export const banner = (client: PostHog) => client.getFeatureFlag('cart-banner');
//                                                               ^^^^^^^^^^^^^ cart-banner · posthog getFeatureFlag
new Lite('', { bootstrap: { featureFlags: { 'wish-list': true } } }).isFeatureEnabled('one-click-buy');
//                                          ^^^^^^^^^^^ wish-list · posthog PostHog · definition
//                                                                                    ^^^^^^^^^^^^^^^ one-click-buy · posthog isFeatureEnabled
`,
    'app.tsx': `
import { PostHogProvider, usePostHog } from 'posthog-react-native';
export function App() {
  const posthog = usePostHog();
  posthog.onFeatureFlags((flags) => show(flags['night-mode']));
  //                                           ^^^^^^^^^^^^ night-mode · posthog getFeatureFlags
  posthog.onFeatureFlag('app-review', () => {});
  //                    ^^^^^^^^^^^^ app-review · posthog onFeatureFlag
  return <PostHogProvider apiKey="" options={{ bootstrap: { featureFlags: { 'new-tabs': true } } }} />;
  //                                                                        ^^^^^^^^^^ new-tabs · posthog PostHogProvider · definition
}
`,
  });
});

test('the rest of the calls', () => {
  expectCallSites(`
import posthog from 'posthog-js/dist/module.slim';
import { captureFeatureInteraction, captureFeatureView, useFeatureFlagEnabled } from '@posthog/react/slim';
import { useFeatureFlagEnabled as useNuxtFlag } from '@posthog/nuxt';
import { PostHog } from 'posthog-node/edge';
import Native from 'posthog-react-native';
import { captureFeatureView as look } from './camera';
posthog.updateFlags({ 'gift-wrap': true });
//                    ^^^^^^^^^^^ gift-wrap · posthog updateFlags · override
posthog.getRemoteConfigPayload('shop-hours', show);
//                             ^^^^^^^^^^^^ shop-hours · posthog getRemoteConfigPayload
posthog.featureFlags.getFeatureFlagDetails('cart-banner');
//                                         ^^^^^^^^^^^^^ cart-banner · posthog getFeatureFlagDetails
show(posthog.featureFlags.getFlagPayloads()['cart-copy']);
//                                          ^^^^^^^^^^^ cart-copy · posthog getFlagVariants
show(posthog.featureFlags.getFlagsWithDetails()['cart-size']);
//                                              ^^^^^^^^^^^ cart-size · posthog getFlagVariants
posthog.onFeatureFlags((flags) => flags.indexOf('cart-light') >= 0);
//                                              ^^^^^^^^^^^^ cart-light · posthog indexOf
captureFeatureInteraction({ flag: 'new-shelf', posthog });
//                                ^^^^^^^^^^^ new-shelf · posthog captureFeatureInteraction · tracking
captureFeatureView({ flag: 'shelf-light', posthog });
//                         ^^^^^^^^^^^^^ shelf-light · posthog captureFeatureView · tracking
useFeatureFlagEnabled('shelf-order', false);
//                    ^^^^^^^^^^^^^ shelf-order · posthog useFeatureFlagEnabled · default false
useNuxtFlag('shelf-copy');
//          ^^^^^^^^^^^^ shelf-copy · posthog useFeatureFlagEnabled
const server = new PostHog('');
server.getRemoteConfigPayload('tax-rates');
//                            ^^^^^^^^^^^ tax-rates · posthog getRemoteConfigPayload
server.getAllFlagsAndPayloads('reader', { flagKeys: ['tax-engine'] }).then(({ featureFlags }) => show(featureFlags['stock-sync']));
//                                                   ^^^^^^^^^^^^ tax-engine · posthog getAllFlagsAndPayloads
//                                                                                                                 ^^^^^^^^^^^^ stock-sync · posthog getAllFlags
server.evaluateFlags('reader').then((flags) => flags.onlyAccessed().isEnabled('price-watch'));
//                                                                            ^^^^^^^^^^^^^ price-watch · posthog isEnabled
const native = new Native('', { bootstrap: { featureFlags: { 'app-cart': true } } });
//                                                           ^^^^^^^^^^ app-cart · posthog PostHog · definition
Native.initAsync('', { bootstrap: { featureFlags: { 'app-copy': 'a' } } });
//                                                  ^^^^^^^^^^ app-copy · posthog initAsync · definition
native.reloadFeatureFlagsAsync().then((flags) => show(flags['app-tabs']));
//                                                          ^^^^^^^^^^ app-tabs · posthog getFeatureFlags
show(native.getFeatureFlagDetails().flags['app-light'], native.getFeatureFlagPayloads()['app-size']);
//                                        ^^^^^^^^^^^ app-light · posthog getFeatureFlags
//                                                                                      ^^^^^^^^^^ app-size · posthog getFeatureFlags
const { flags } = native.getFeatureFlagsAndPayloads();
show(flags['app-order']);
//         ^^^^^^^^^^^ app-order · posthog getFeatureFlags
look({ flag: 'not-a-flag' });
`);
});
