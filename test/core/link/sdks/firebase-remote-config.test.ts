import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Firebase Remote Config', () => {
  test('modular: the instance comes first', () => {
    expectCallSites(`
import { getBoolean, getNumber, getRemoteConfig, getString, getValue, getAll } from 'firebase/remote-config';
import * as config from '@firebase/remote-config';
const remoteConfig = getRemoteConfig(app);
if (getBoolean(remoteConfig, 'new-checkout')) show();
//                           ^^^^^^^^^^^^^^ new-checkout · firebase-remote-config getBoolean
getNumber(remoteConfig, 'page-size');
//                      ^^^^^^^^^^^ page-size · firebase-remote-config getNumber
getString(remoteConfig, 'banner-text');
//                      ^^^^^^^^^^^^^ banner-text · firebase-remote-config getString
getValue(remoteConfig, 'gift-wrap').asBoolean();
//                     ^^^^^^^^^^^ gift-wrap · firebase-remote-config getValue
config.getBoolean(remoteConfig, 'lazy-images');
//                              ^^^^^^^^^^^^^ lazy-images · firebase-remote-config getBoolean
getAll(remoteConfig)['wish-list'];
//                   ^^^^^^^^^^^ wish-list · firebase-remote-config getAll
`);
  });

  test('defaults that are assigned define', () => {
    expectCallSites({
      'defaults.ts': `
export const cartDefaults = { 'cart-bundles': false, 'cart-title': 'Cart' };
`,
      'remote-config.ts': `
import { getRemoteConfig, type RemoteConfig } from 'firebase/remote-config';
import { cartDefaults } from './defaults';
const remoteConfig = getRemoteConfig(app);
remoteConfig.settings = { minimumFetchIntervalMillis: 3600000 };
remoteConfig.defaultConfig = { 'new-checkout': false, page_size: 20 };
//                             ^^^^^^^^^^^^^^ new-checkout · firebase-remote-config defaultConfig · definition
//                                                    ^^^^^^^^^ page_size · firebase-remote-config defaultConfig · definition
const SALE = 'summer-sale';
remoteConfig.defaultConfig = { [SALE]: false, [\`old-\${SALE}\`]: true };
//                              ^^^^ summer-sale · firebase-remote-config defaultConfig · definition
//                                             ^^^^^^^^^^^^^ old-summer-sale · firebase-remote-config defaultConfig · definition
export function prepare(config: RemoteConfig) {
  config.defaultConfig = cartDefaults;
  //                     ^^^^^^^^^^^^ one of cart-bundles, cart-title · firebase-remote-config defaultConfig · definition
}
`,
      'look-alike.ts': `
import { getRemoteConfig } from 'firebase/remote-config';
const chart = makeChart();
chart.defaultConfig = { color: 'red' };
chart.settings = { width: 1 };
getRemoteConfig(app).other = { color: 'red' };
`,
    });
  });

  test('namespaced', () => {
    expectCallSites(`
import firebase from 'firebase/compat/app';
import 'firebase/compat/remote-config';
import legacy from 'firebase/app';
import * as oldest from 'firebase';
const remoteConfig = firebase.remoteConfig();
remoteConfig.defaultConfig = { 'gift-wrap': false };
//                             ^^^^^^^^^^^ gift-wrap · firebase-remote-config defaultConfig · definition
remoteConfig.getValue('gift-wrap').asBoolean();
//                    ^^^^^^^^^^^ gift-wrap · firebase-remote-config getValue
remoteConfig.getBoolean('lazy-images');
//                      ^^^^^^^^^^^^^ lazy-images · firebase-remote-config getBoolean
remoteConfig.getAll()['wish-list'].asString();
//                    ^^^^^^^^^^^ wish-list · firebase-remote-config getAll
firebase.initializeApp({}).remoteConfig().getNumber('page-size');
//                                                  ^^^^^^^^^^^ page-size · firebase-remote-config getNumber
legacy.app().remoteConfig().getString('banner-text');
//                                    ^^^^^^^^^^^^^ banner-text · firebase-remote-config getString
oldest.remoteConfig().getBoolean('old-cart');
//                               ^^^^^^^^^^ old-cart · firebase-remote-config getBoolean
export const read = (config: firebase.remoteConfig.RemoteConfig) => config.getBoolean('typed-cart');
//                                                                                    ^^^^^^^^^^^^ typed-cart · firebase-remote-config getBoolean
firebase.firestore().getAll('orders');
firebase.auth().getValue('token');
`);
  });

  test('AngularFire', () => {
    expectCallSites(`
import { inject } from '@angular/core';
import { RemoteConfig, getBoolean, getBooleanChanges, getStringChanges, getAllChanges } from '@angular/fire/remote-config';
import { AngularFireRemoteConfig } from '@angular/fire/compat/remote-config';
@Component({})
export class CartComponent {
  private readonly config = inject(RemoteConfig);
  bundles = getBooleanChanges(this.config, 'cart-bundles');
  //                                       ^^^^^^^^^^^^^^ cart-bundles · firebase-remote-config getBooleanChanges
  title = getStringChanges(this.config, 'cart-title');
  //                                    ^^^^^^^^^^^^ cart-title · firebase-remote-config getStringChanges
  now() {
    this.config.defaultConfig = { cart_now: true };
    //                            ^^^^^^^^ cart_now · firebase-remote-config defaultConfig · definition
    return getBoolean(this.config, 'cart_now');
    //                             ^^^^^^^^^^ cart_now · firebase-remote-config getBoolean
  }
}
@Component({})
export class OfferComponent {
  constructor(private readonly remoteConfig: AngularFireRemoteConfig) {
    this.remoteConfig.booleans.summerSale.subscribe(show);
    //                         ^^^^^^^^^^ summerSale · firebase-remote-config booleans
    this.remoteConfig.strings['offer-text'].pipe(first());
    //                        ^^^^^^^^^^^^ offer-text · firebase-remote-config strings
    this.remoteConfig.booleans.pipe(first());
    this.remoteConfig.changes.subscribe(show);
    this.remoteConfig.getNumber('offer-size').then(show);
    //                          ^^^^^^^^^^^^ offer-size · firebase-remote-config getNumber
  }
}
`);
  });

  test('ReactFire, RxFire and Capacitor', () => {
    expectCallSites(`
import { useRemoteConfig, useRemoteConfigBoolean, useRemoteConfigNumber, useRemoteConfigString, useRemoteConfigValue } from 'reactfire';
import { getValue } from 'rxfire/remote-config';
import { FirebaseRemoteConfig } from '@capacitor-firebase/remote-config';
function Cart() {
  const { data: bundles } = useRemoteConfigBoolean('cart-bundles');
  //                                               ^^^^^^^^^^^^^^ cart-bundles · firebase-remote-config useRemoteConfigBoolean
  useRemoteConfigNumber('cart-size');
  //                    ^^^^^^^^^^^ cart-size · firebase-remote-config useRemoteConfigNumber
  useRemoteConfigString('cart-title');
  //                    ^^^^^^^^^^^^ cart-title · firebase-remote-config useRemoteConfigString
  useRemoteConfigValue('cart-extras');
  //                   ^^^^^^^^^^^^^ cart-extras · firebase-remote-config useRemoteConfigValue
  useRemoteConfig().defaultConfig = { 'cart-bundles': true };
  //                                  ^^^^^^^^^^^^^^ cart-bundles · firebase-remote-config defaultConfig · definition
}
getValue(config, 'gift-wrap').subscribe(show);
//               ^^^^^^^^^^^ gift-wrap · firebase-remote-config getValue
const { value } = await FirebaseRemoteConfig.getBoolean({ key: 'native-cart' });
//                                                             ^^^^^^^^^^^^^ native-cart · firebase-remote-config getBoolean
await FirebaseRemoteConfig.getString({ key: 'native-title' });
//                                          ^^^^^^^^^^^^^^ native-title · firebase-remote-config getString
await FirebaseRemoteConfig.setDefaults({ defaults: { 'native-cart': false } });
//                                                   ^^^^^^^^^^^^^ native-cart · firebase-remote-config setDefaults · definition
`);
  });

  test('Admin: a server template', () => {
    expectCallSites(`
import { getRemoteConfig } from 'firebase-admin/remote-config';
import admin from 'firebase-admin';
async function load() {
  const template = await getRemoteConfig().getServerTemplate({ defaultConfig: { 'tax-engine': 'v1', 'stock-sync': false } });
  //                                                                            ^^^^^^^^^^^^ tax-engine · firebase-remote-config getServerTemplate · definition
  //                                                                                                ^^^^^^^^^^^^ stock-sync · firebase-remote-config getServerTemplate · definition
  const config = template.evaluate({ randomizationId: 'reader' });
  config.getBoolean('stock-sync');
  //                ^^^^^^^^^^^^ stock-sync · firebase-remote-config getBoolean
  config.getNumber('page-size');
  //               ^^^^^^^^^^^ page-size · firebase-remote-config getNumber
  config.getString('tax-engine');
  //               ^^^^^^^^^^^^ tax-engine · firebase-remote-config getString
  config.getValue('mail-queue');
  //              ^^^^^^^^^^^^ mail-queue · firebase-remote-config getValue
  config.getAll()['server-footer'].asString();
  //              ^^^^^^^^^^^^^^^ server-footer · firebase-remote-config getAll
  template.defaultConfig = { 'mail-queue': 'fast' };
  //                         ^^^^^^^^^^^^ mail-queue · firebase-remote-config defaultConfig · definition
  admin.initializeApp().remoteConfig().initServerTemplate({ defaultConfig: { 'stock-cache': 1 } });
  //                                                                         ^^^^^^^^^^^^^ stock-cache · firebase-remote-config initServerTemplate · definition
  admin.remoteConfig().initServerTemplate({ template: '' }).evaluate().getBoolean('night-billing');
  //                                                                              ^^^^^^^^^^^^^^^ night-billing · firebase-remote-config getBoolean
}
`);
  });

  test('React Native: both forms', () => {
    expectCallSites(`
import remoteConfig, { FirebaseRemoteConfigTypes, getRemoteConfig, getBoolean, firebase, setDefaults } from '@react-native-firebase/remote-config';
await remoteConfig().setDefaults({ 'native-cart': false });
//                                 ^^^^^^^^^^^^^ native-cart · firebase-remote-config setDefaults · definition
remoteConfig().getValue('native-cart').asBoolean();
//                      ^^^^^^^^^^^^^ native-cart · firebase-remote-config getValue
remoteConfig().getString('native-title');
//                       ^^^^^^^^^^^^^^ native-title · firebase-remote-config getString
firebase.remoteConfig().getBoolean('native-offers');
//                                 ^^^^^^^^^^^^^^^ native-offers · firebase-remote-config getBoolean
getBoolean(getRemoteConfig(), 'native-video');
//                            ^^^^^^^^^^^^^^ native-video · firebase-remote-config getBoolean
getRemoteConfig().defaultConfig = { 'native-video': true };
//                                  ^^^^^^^^^^^^^^ native-video · firebase-remote-config defaultConfig · definition
await setDefaults(getRemoteConfig(), { 'native-sale': true });
//                                     ^^^^^^^^^^^^^ native-sale · firebase-remote-config setDefaults · definition
export const read = (config: FirebaseRemoteConfigTypes.Module) => config.getAll()['native-zoom'];
//                                                                                ^^^^^^^^^^^^^ native-zoom · firebase-remote-config getAll
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { getBoolean, getString } from './settings';
import admin from 'firebase-admin';
getBoolean(store, 'dark');
getString(store, 'name');
interaction.options.getString('city');
admin.firestore().getAll('orders');
preferences.getBoolean('sound');
settings.defaultConfig = { sound: true };
`);
  });
});
