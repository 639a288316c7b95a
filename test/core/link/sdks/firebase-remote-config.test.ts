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
  admin.remoteConfig().initServerTemplate({ template: '' }).evaluate().getBoolean('night-billing');
  //                                                                              ^^^^^^^^^^^^^^^ night-billing · firebase-remote-config getBoolean
}
`);
  });

  test('React Native: both forms', () => {
    expectCallSites(`
import remoteConfig, { getRemoteConfig, getBoolean, firebase } from '@react-native-firebase/remote-config';
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
`);
  });
});
