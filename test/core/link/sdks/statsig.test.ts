import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Statsig', () => {
  test('client: gates, dynamic configs, experiments and layers', () => {
    expectCallSites(`
import { StatsigClient } from '@statsig/js-client';
import { StatsigOnDeviceEvalClient } from '@statsig/js-on-device-eval-client';
import type { PrecomputedEvaluationsInterface } from '@statsig/client-core';
const client = new StatsigClient('client-key', { userID: 'reader' });
if (client.checkGate('new-checkout')) show();
//                   ^^^^^^^^^^^^^^ new-checkout · statsig checkGate
client.getFeatureGate('gift-wrap').value;
//                    ^^^^^^^^^^^ gift-wrap · statsig getFeatureGate
client.getDynamicConfig('shipping-rates').get('flat', 5);
//                      ^^^^^^^^^^^^^^^^ shipping-rates · statsig getDynamicConfig
client.getExperiment('button-color').get('color', 'blue');
//                   ^^^^^^^^^^^^^^ button-color · statsig getExperiment
client.getLayer('search-layer').get('boost', 1);
//              ^^^^^^^^^^^^^^ search-layer · statsig getLayer
StatsigClient.instance().checkGate('one-click-buy');
//                                 ^^^^^^^^^^^^^^^ one-click-buy · statsig checkGate
const local = new StatsigOnDeviceEvalClient('client-key');
local.checkGate('offline-cart', { userID: 'reader' });
//              ^^^^^^^^^^^^^^ offline-cart · statsig checkGate
export const isBeta = (statsig: PrecomputedEvaluationsInterface) => statsig.checkGate('beta-shelf');
//                                                                                    ^^^^^^^^^^^^ beta-shelf · statsig checkGate
client.logEvent('order-placed', 12);
client.getParameterStore('storefront').get('title', '');
client.updateUserAsync({ userID: 'new-checkout' });
`);
  });

  test('React hooks', () => {
    expectCallSites(`
import { useDynamicConfig, useExperiment, useFeatureGate, useGateValue, useLayer, useStatsigClient } from '@statsig/react-bindings';
import { useGateValue as useNativeGate } from '@statsig/react-native-bindings';
import { useGateValue as useExpoGate } from '@statsig/expo-bindings';
export function Cart() {
  const bundles = useGateValue('cart-bundles');
  //                           ^^^^^^^^^^^^^^ cart-bundles · statsig useGateValue
  const { value } = useFeatureGate('gift-wrap');
  //                               ^^^^^^^^^^^ gift-wrap · statsig useFeatureGate
  const rates = useDynamicConfig('shipping-rates');
  //                             ^^^^^^^^^^^^^^^^ shipping-rates · statsig useDynamicConfig
  const color = useExperiment('button-color');
  //                          ^^^^^^^^^^^^^^ button-color · statsig useExperiment
  const layer = useLayer('search-layer');
  //                     ^^^^^^^^^^^^^^ search-layer · statsig useLayer
  useNativeGate('native-cart');
  //            ^^^^^^^^^^^^^ native-cart · statsig useGateValue
  useExpoGate('expo-cart');
  //          ^^^^^^^^^^^ expo-cart · statsig useGateValue
  const { client, checkGate, getExperiment, logEvent } = useStatsigClient();
  checkGate('cart-upsell');
  //        ^^^^^^^^^^^^^ cart-upsell · statsig checkGate
  getExperiment('cart-title');
  //            ^^^^^^^^^^^^ cart-title · statsig getExperiment
  logEvent('cart-opened');
  return client.getLayer('cart-layer');
  //                     ^^^^^^^^^^^^ cart-layer · statsig getLayer
}
`);
  });

  test('Node.js: the user comes first', () => {
    expectCallSites(`
import { Statsig, StatsigUser } from '@statsig/statsig-node-core';
const statsig = new Statsig('server-key');
const user = new StatsigUser({ userID: 'reader' });
if (statsig.checkGate(user, 'express-shipping')) ship();
//                          ^^^^^^^^^^^^^^^^^^ express-shipping · statsig checkGate
statsig.getFeatureGate(user, 'stock-sync');
//                           ^^^^^^^^^^^^ stock-sync · statsig getFeatureGate
statsig.getDynamicConfig(user, 'tax-rates');
//                             ^^^^^^^^^^^ tax-rates · statsig getDynamicConfig
statsig.getExperiment(user, 'subject-line');
//                          ^^^^^^^^^^^^^^ subject-line · statsig getExperiment
statsig.getLayer(user, 'mail-layer');
//                     ^^^^^^^^^^^^ mail-layer · statsig getLayer
Statsig.shared().checkGate(user, 'night-billing');
//                               ^^^^^^^^^^^^^^^ night-billing · statsig checkGate
statsig.overrideGate('express-shipping', true);
//                   ^^^^^^^^^^^^^^^^^^ express-shipping · statsig overrideGate · override
statsig.overrideDynamicConfig('tax-rates', {});
//                            ^^^^^^^^^^^ tax-rates · statsig overrideDynamicConfig · override
statsig.overrideExperiment('subject-line', {});
//                         ^^^^^^^^^^^^^^ subject-line · statsig overrideExperiment · override
statsig.overrideLayer('mail-layer', {});
//                    ^^^^^^^^^^^^ mail-layer · statsig overrideLayer · override
statsig.logEvent(user, 'order-placed', 12);
`);
  });

  test('Node.js, legacy: module, default export, require and server object', () => {
    expectCallSites(`
import statsig, { StatsigServer } from 'statsig-node';
import * as lite from 'statsig-node-lite';
const required = require('statsig-node');
const user = { userID: 'reader' };
await statsig.checkGate(user, 'express-shipping');
//                            ^^^^^^^^^^^^^^^^^^ express-shipping · statsig checkGate
statsig.checkGateSync(user, 'stock-sync');
//                          ^^^^^^^^^^^^ stock-sync · statsig checkGateSync
statsig.getConfig(user, 'tax-rates');
//                      ^^^^^^^^^^^ tax-rates · statsig getConfig
statsig.getExperimentSync(user, 'subject-line');
//                              ^^^^^^^^^^^^^^ subject-line · statsig getExperimentSync
statsig.getLayerWithExposureLoggingDisabled(user, 'mail-layer');
//                                                ^^^^^^^^^^^^ mail-layer · statsig getLayerWithExposureLoggingDisabled
lite.getFeatureGateSync(user, 'weekly-digest');
//                            ^^^^^^^^^^^^^^^ weekly-digest · statsig getFeatureGateSync
required.getConfigSync(user, 'pickup-hours');
//                           ^^^^^^^^^^^^^^ pickup-hours · statsig getConfigSync
new StatsigServer('server-key').checkGate(user, 'night-billing');
//                                              ^^^^^^^^^^^^^^^ night-billing · statsig checkGate
statsig.overrideGate('express-shipping', true, 'reader');
//                   ^^^^^^^^^^^^^^^^^^ express-shipping · statsig overrideGate · override
statsig.overrideConfig('tax-rates', {});
//                     ^^^^^^^^^^^ tax-rates · statsig overrideConfig · override
statsig.overrideLayer('mail-layer', {});
//                    ^^^^^^^^^^^^ mail-layer · statsig overrideLayer · override
statsig.logEvent(user, 'order-placed');
`);
  });

  test('legacy statics and hooks', () => {
    expectCallSites(`
import Statsig from 'statsig-js';
import { Statsig as ReactStatsig, useConfig, useExperiment, useGate, useLayer } from 'statsig-react';
import { StatsigClient } from 'statsig-js';
Statsig.checkGate('new-checkout');
//                ^^^^^^^^^^^^^^ new-checkout · statsig checkGate
Statsig.getConfig('shipping-rates');
//                ^^^^^^^^^^^^^^^^ shipping-rates · statsig getConfig
Statsig.getExperimentWithExposureLoggingDisabled('button-color');
//                                               ^^^^^^^^^^^^^^ button-color · statsig getExperimentWithExposureLoggingDisabled
Statsig.getLayer('search-layer');
//               ^^^^^^^^^^^^^^ search-layer · statsig getLayer
Statsig.overrideGate('new-checkout', true);
//                   ^^^^^^^^^^^^^^ new-checkout · statsig overrideGate · override
ReactStatsig.checkGateWithExposureLoggingDisabled('gift-wrap');
//                                                ^^^^^^^^^^^ gift-wrap · statsig checkGateWithExposureLoggingDisabled
new StatsigClient('client-key').getConfig('pickup-hours');
//                                        ^^^^^^^^^^^^^^ pickup-hours · statsig getConfig
export function Search() {
  const { value } = useGate('search-facets');
  //                        ^^^^^^^^^^^^^^^ search-facets · statsig useGate
  const { config } = useConfig('search-limits');
  //                           ^^^^^^^^^^^^^^^ search-limits · statsig useConfig
  useExperiment('search-order');
  //            ^^^^^^^^^^^^^^ search-order · statsig useExperiment
  useLayer('search-layer');
  //       ^^^^^^^^^^^^^^ search-layer · statsig useLayer
  Statsig.logEvent('search-opened');
  return value;
}
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { useConfig } from './theme';
import { Statsig } from './statistics';
import statsig from './statsig-report';
const gate = { checkGate: (name) => name.length > 0 };
gate.checkGate('airport-a4');
Statsig.checkGate('airport-a4');
statsig.checkGate({}, 'airport-a4');
useConfig('dark-theme');
map.getLayer('roads');
config.getConfig('database');
`);
  });
});

test('Angular, edge, overrides, contexts', () => {
  expectCallSites(`
import { inject } from '@angular/core';
import { useContext } from 'react';
import Statsig, { StatsigClient } from '@statsig/js-client';
import { LocalOverrideAdapter } from '@statsig/js-local-overrides';
import { StatsigService } from '@statsig/angular-bindings';
import { StatsigCloudflareClient } from '@statsig/serverless-client/cloudflare';
import { StatsigVercelClient } from '@statsig/vercel-edge';
import { StatsigContext } from '@statsig/react-bindings';
import { useClientAsyncInitExpo, useClientBootstrapInitExpo } from '@statsig/expo-bindings';
import { StatsigService as Post } from './post';
const overrides = new LocalOverrideAdapter();
overrides.overrideGate('night-mode', true);
//                     ^^^^^^^^^^^^ night-mode · statsig overrideGate · override
overrides.overrideDynamicConfig('shelf', {});
//                              ^^^^^^^ shelf · statsig overrideDynamicConfig · override
Statsig.instance().checkGate('gift-wrap');
//                           ^^^^^^^^^^^ gift-wrap · statsig checkGate
new StatsigCloudflareClient('').checkGate('edge-cache', user);
//                                        ^^^^^^^^^^^^ edge-cache · statsig checkGate
new StatsigVercelClient('').getExperiment('edge-copy', user);
//                                        ^^^^^^^^^^^ edge-copy · statsig getExperiment
inject(StatsigService).getLayer('cart-layer');
//                              ^^^^^^^^^^^^ cart-layer · statsig getLayer
inject(StatsigService).getClient().getFeatureGate('wish-list');
//                                                ^^^^^^^^^^^ wish-list · statsig getFeatureGate
inject(Post).checkGate('not-a-flag');
useContext(StatsigContext).client.checkGate('cart-bundles');
//                                          ^^^^^^^^^^^^^^ cart-bundles · statsig checkGate
const { client } = useClientAsyncInitExpo('', user);
client.checkGate('app-cart');
//               ^^^^^^^^^^ app-cart · statsig checkGate
useClientBootstrapInitExpo('', user, '').getDynamicConfig('app-copy');
//                                                        ^^^^^^^^^^ app-copy · statsig getDynamicConfig
`);
});

test('servers and legacy clients: exposures, groups, the named export', () => {
  expectCallSites({
    'server.ts': `
import { Statsig } from 'statsig-node';
import { Statsig as Core } from '@statsig/statsig-node-core';
import { Statsig as Static } from './static';
Statsig.checkGate(user, 'gift-wrap');
//                      ^^^^^^^^^^^ gift-wrap · statsig checkGate
Statsig.getLayerWithExposureLoggingDisabledSync(user, 'cart-layer');
//                                                    ^^^^^^^^^^^^ cart-layer · statsig getLayerWithExposureLoggingDisabledSync
Statsig.manuallyLogGateExposure(user, 'gift-wrap');
//                                    ^^^^^^^^^^^ gift-wrap · statsig manuallyLogGateExposure · tracking
const core = Core.shared();
core.getExperimentByGroupName('shelf-order', 'control');
//                            ^^^^^^^^^^^^^ shelf-order · statsig getExperimentByGroupName
core.manuallyLogExperimentExposure(user, 'shelf-order');
//                                       ^^^^^^^^^^^^^ shelf-order · statsig manuallyLogExperimentExposure · tracking
core.overrideExperimentByGroupName('shelf-order', 'control');
//                                 ^^^^^^^^^^^^^ shelf-order · statsig overrideExperimentByGroupName · override
Static.checkGate(user, 'not-a-flag');
`,
    'web.ts': `
import statsig from 'statsig-js-lite';
import noise from './static';
statsig.checkGate('night-mode');
//                ^^^^^^^^^^^^ night-mode · statsig checkGate
statsig.manuallyLogConfigExposure('shelf');
//                                ^^^^^^^ shelf · statsig manuallyLogConfigExposure · tracking
noise.checkGate('not-a-flag');
`,
  });
});

test('the rest of the calls, clients and packages', () => {
  expectCallSites(`
import statsig from 'statsig-js';
import { useConfigWithExposureLoggingDisabled, useExperimentWithExposureLoggingDisabled, useGateWithExposureLoggingDisabled, useLayerWithExposureLoggingDisabled } from 'statsig-react-native-expo';
import { Statsig as Core } from '@statsig/statsig-node-core';
import { Statsig as Server } from 'statsig-node';
import { useClientAsyncInit, useClientBootstrapInit } from '@statsig/react-bindings';
import { useClientAsyncInitRN, useClientBootstrapInitRN } from '@statsig/react-native-bindings';
import { StatsigOnDeviceEvalClientExpo, useGate } from '@statsig/expo-bindings-on-device-eval';
import { StatsigServerlessClient } from '@statsig/serverless-client';
import { useGate as useGarden } from './garden';
statsig.getConfigWithExposureLoggingDisabled('shelf');
//                                           ^^^^^^^ shelf · statsig getConfigWithExposureLoggingDisabled
statsig.manuallyLogLayerParameterExposure('cart-layer', 'color');
//                                        ^^^^^^^^^^^^ cart-layer · statsig manuallyLogLayerParameterExposure · tracking
useGateWithExposureLoggingDisabled('gift-wrap');
//                                 ^^^^^^^^^^^ gift-wrap · statsig useGateWithExposureLoggingDisabled
useConfigWithExposureLoggingDisabled('cart-copy');
//                                   ^^^^^^^^^^^ cart-copy · statsig useConfigWithExposureLoggingDisabled
useExperimentWithExposureLoggingDisabled('cart-order');
//                                       ^^^^^^^^^^^^ cart-order · statsig useExperimentWithExposureLoggingDisabled
useLayerWithExposureLoggingDisabled('cart-light');
//                                  ^^^^^^^^^^^^ cart-light · statsig useLayerWithExposureLoggingDisabled
const core = Core.newShared('');
core.getExperimentByGroupIdAdvanced('shelf-order', '1');
//                                  ^^^^^^^^^^^^^ shelf-order · statsig getExperimentByGroupIdAdvanced
core.manuallyLogFeatureGateExposure(user, 'night-mode');
//                                        ^^^^^^^^^^^^ night-mode · statsig manuallyLogFeatureGateExposure · tracking
core.manuallyLogDynamicConfigExposure(user, 'shelf-copy');
//                                          ^^^^^^^^^^^^ shelf-copy · statsig manuallyLogDynamicConfigExposure · tracking
core.manuallyLogLayerParamExposure(user, 'shelf-layer', 'color');
//                                       ^^^^^^^^^^^^^ shelf-layer · statsig manuallyLogLayerParamExposure · tracking
Server.checkGateWithExposureLoggingDisabledSync(user, 'stock-sync');
//                                                    ^^^^^^^^^^^^ stock-sync · statsig checkGateWithExposureLoggingDisabledSync
Server.getFeatureGateWithExposureLoggingDisabled(user, 'tax-engine');
//                                                     ^^^^^^^^^^^^ tax-engine · statsig getFeatureGateWithExposureLoggingDisabled
Server.getConfigWithExposureLoggingDisabledSync(user, 'tax-rates');
//                                                    ^^^^^^^^^^^ tax-rates · statsig getConfigWithExposureLoggingDisabledSync
Server.getExperimentWithExposureLoggingDisabledSync(user, 'mail-copy');
//                                                        ^^^^^^^^^^^ mail-copy · statsig getExperimentWithExposureLoggingDisabledSync
Server.getLayerSync(user, 'mail-layer');
//                        ^^^^^^^^^^^^ mail-layer · statsig getLayerSync
Server.manuallyLogLayerParameterExposure(user, 'mail-layer', 'color');
//                                             ^^^^^^^^^^^^ mail-layer · statsig manuallyLogLayerParameterExposure · tracking
useClientAsyncInit('', user).client.checkGate('wish-list');
//                                            ^^^^^^^^^^^ wish-list · statsig checkGate
useClientBootstrapInit('', user, '').checkGate('wish-copy');
//                                             ^^^^^^^^^^^ wish-copy · statsig checkGate
useClientAsyncInitRN('', user).client.checkGate('app-cart');
//                                              ^^^^^^^^^^ app-cart · statsig checkGate
useClientBootstrapInitRN('', user, '').checkGate('app-copy');
//                                               ^^^^^^^^^^ app-copy · statsig checkGate
new StatsigOnDeviceEvalClientExpo('').checkGate('app-light', user);
//                                              ^^^^^^^^^^^ app-light · statsig checkGate
new StatsigServerlessClient('').checkGate('edge-cache', user);
//                                        ^^^^^^^^^^^^ edge-cache · statsig checkGate
useGate('app-tabs', { user });
//      ^^^^^^^^^^ app-tabs · statsig useGate
useGarden('not-a-flag');
`);
});
