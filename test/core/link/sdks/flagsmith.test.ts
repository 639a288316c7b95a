import { test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

test('client: the default export is the instance', () => {
  expectCallSites({
    'web.ts': `
import flagsmith, { createFlagsmithInstance } from 'flagsmith';
import type { IFlagsmith } from 'flagsmith/types';
import isomorphic from 'flagsmith/isomorphic';
import native from 'react-native-flagsmith';
import scoped from '@flagsmith/flagsmith';
import shop from './flagsmith';
flagsmith.init({ environmentID: '', defaultFlags: { gift_wrap: { enabled: true }, 'cart-banner': { enabled: false } } });
//                                                  ^^^^^^^^^ gift_wrap · flagsmith init · definition
//                                                                                ^^^^^^^^^^^^^ cart-banner · flagsmith init · definition
flagsmith.init(options);
if (flagsmith.hasFeature('gift_wrap')) start();
//                       ^^^^^^^^^^^ gift_wrap · flagsmith hasFeature
flagsmith.hasFeature('one_click_buy', { fallback: true });
//                   ^^^^^^^^^^^^^^^ one_click_buy · flagsmith hasFeature · default true
flagsmith.hasFeature('silent', true);
//                   ^^^^^^^^ silent · flagsmith hasFeature
isomorphic.getValue('page_size', { json: true, fallback: 20 });
//                  ^^^^^^^^^^^ page_size · flagsmith getValue · default 20
native.getValue('font');
//              ^^^^^^ font · flagsmith getValue
createFlagsmithInstance().hasFeature('second_instance');
//                                   ^^^^^^^^^^^^^^^^^ second_instance · flagsmith hasFeature
const { search_boost } = flagsmith.getAllFlags();
//      ^^^^^^^^^^^^ search_boost · flagsmith getAllFlags
export function ask(instance: IFlagsmith) { return instance.hasFeature('typed'); }
//                                                                     ^^^^^^^ typed · flagsmith hasFeature
scoped.getExperimentFlag('signup_form');
//                       ^^^^^^^^^^^^^ signup_form · flagsmith getExperimentFlag
scoped.trackExposureEvent('signup_form');
//                        ^^^^^^^^^^^^^ signup_form · flagsmith trackExposureEvent · tracking
scoped.trackEvent('order_placed');
flagsmith.getTrait('favorite_color');
flagsmith.setTrait('favorite_color', 'blue');
shop.hasFeature('not-a-flag');
new Headers().getValue('not-a-flag');
`,
    'old.js': `
const flagsmith = require('flagsmith');
flagsmith.hasFeature('gift_wrap');
//                   ^^^^^^^^^^^ gift_wrap · flagsmith hasFeature
require('flagsmith').default.getValue('page_size');
//                                    ^^^^^^^^^^^ page_size · flagsmith getValue
`,
  });
});

test('React: the listed keys are read, and so are those members of the result', () => {
  expectCallSites(`
import { useContext } from 'react';
import { FlagsmithContext, FlagsmithProvider, useExperiment, useFlags, useFlagsmith } from 'flagsmith/react';
import { useFlags as useCountries } from './countries';
import { keys } from './keys';
export function Cart() {
  const flags = useFlags(['gift_wrap', 'cart_banner'], ['favorite_color']);
  //                      ^^^^^^^^^^^ gift_wrap · flagsmith useFlags
  //                                   ^^^^^^^^^^^^^ cart_banner · flagsmith useFlags
  const color = flags.favorite_color;
  const { gift_wrap } = useFlags(['gift_wrap']);
  //      ^^^^^^^^^ gift_wrap · flagsmith useFlags
  //                              ^^^^^^^^^^^ gift_wrap · flagsmith useFlags
  const flagsmith = useFlagsmith();
  flagsmith.getValue('cart_size', { fallback: 10 });
  //                 ^^^^^^^^^^^ cart_size · flagsmith getValue · default 10
  useContext(FlagsmithContext).hasFeature('from_context');
  //                                      ^^^^^^^^^^^^^^ from_context · flagsmith hasFeature
  useContext(ThemeContext).hasFeature('not-a-flag');
  useExperiment('signup_form');
  //            ^^^^^^^^^^^^^ signup_form · flagsmith useExperiment
  useCountries(['nl', 'be']);
  return flags.cart_banner.enabled ? flags['gift_wrap'].value : null;
  //           ^^^^^^^^^^^ cart_banner · flagsmith useFlags
  //                                       ^^^^^^^^^^^ gift_wrap · flagsmith useFlags
}
export const app = <FlagsmithProvider flagsmith={instance} options={{ defaultFlags: { gift_wrap: {} } }}><Cart /></FlagsmithProvider>;
//                                                                                    ^^^^^^^^^ gift_wrap · flagsmith FlagsmithProvider · definition
`);
});

test('React: a list made elsewhere', () => {
  expectCallSites({
    'keys.ts': `export const keys = ['gift_wrap', 'cart_banner'] as const;`,
    'cart.ts': `
import { useFlags } from 'flagsmith/react';
import { keys } from './keys';
const flags = useFlags(keys);
//                     ^^^^ one of gift_wrap, cart_banner · flagsmith useFlags
export const hasGift = flags.gift_wrap.enabled;
//                           ^^^^^^^^^ gift_wrap · flagsmith useFlags
export const color = flags.favorite_color;
`,
  });
});

test('Node.js: flags of the environment or of an identity', () => {
  expectCallSites({
    'server.ts': `
import { Flagsmith, type Flags } from 'flagsmith-nodejs';
import Client from 'flagsmith-nodejs';
const flagsmith = new Flagsmith({ environmentKey: '' });
export async function quote(id: string) {
  const flags = await flagsmith.getIdentityFlags(id);
  flags.isFeatureEnabled('express_shipping');
  //                     ^^^^^^^^^^^^^^^^^^ express_shipping · flagsmith isFeatureEnabled
  (await flagsmith.getEnvironmentFlags()).getFeatureValue('tax_engine');
  //                                                      ^^^^^^^^^^^^ tax_engine · flagsmith getFeatureValue
  return (await new Client({}).getEnvironmentFlags()).getFlag('zones');
  //                                                          ^^^^^^^ zones · flagsmith getFlag
}
export const ship = (flags: Flags) => flags.isFeatureEnabled('ship_today');
//                                                           ^^^^^^^^^^^^ ship_today · flagsmith isFeatureEnabled
country.getFlag('nl');
`,
    'old.js': `
const Flagsmith = require('flagsmith-nodejs');
const flagsmith = new Flagsmith({ environmentKey: '' });
flagsmith.getEnvironmentFlags().then((flags) => flags);
async function run() { return (await flagsmith.getEnvironmentFlags()).isFeatureEnabled('night_billing'); }
//                                                                                     ^^^^^^^^^^^^^^^ night_billing · flagsmith isFeatureEnabled
Flagsmith.hasFeature('from_version_1');
//                   ^^^^^^^^^^^^^^^^ from_version_1 · flagsmith hasFeature
`,
  });
});

test('state, React Native, and the names of old', () => {
  expectCallSites(`
import flagsmith from '@flagsmith/react-native';
import { useFlags } from '@flagsmith/react-native/react';
import bulletTrain from 'bullet-train-client';
import bulletTrainNode from 'bullet-train-nodejs';
import Flagsmith from 'flagsmith-nodejs';
import stationery from './stationery';
show(flagsmith.getState().flags['gift-wrap']);
//                              ^^^^^^^^^^^ gift-wrap · flagsmith getAllFlags
flagsmith.setState({ api: '', flags: { 'cart-banner': { enabled: true } } });
//                                     ^^^^^^^^^^^^^ cart-banner · flagsmith setState · override
const flags = useFlags(['wish-list']);
//                      ^^^^^^^^^^^ wish-list · flagsmith useFlags
bulletTrain.hasFeature('old-cart');
//                     ^^^^^^^^^^ old-cart · flagsmith hasFeature
bulletTrainNode.getValue('font-size', 'reader');
//                       ^^^^^^^^^^^ font-size · flagsmith getValue
const client = new Flagsmith({});
const { flags: all } = await client.getIdentityFlags('reader');
show(all['free-shipping'].enabled);
//       ^^^^^^^^^^^^^^^ free-shipping · flagsmith flags
stationery.getState().flags['not-a-flag'];
stationery.hasFeature('not-a-flag');
`);
});
