import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Eppo', () => {
  test('browser and server: the default is the fourth argument', () => {
    expectCallSites(`
import { getInstance, init } from '@eppo/node-server-sdk';
import * as EppoSdk from '@eppo/js-client-sdk';
const client = await init({ apiKey: '' });
const attributes = { plan: 'gold' };
client.getBooleanAssignment('express-shipping', 'reader', attributes, false);
//                          ^^^^^^^^^^^^^^^^^^ express-shipping · eppo getBooleanAssignment · default false
client.getBoolAssignment('stock-sync', 'reader', attributes, true);
//                       ^^^^^^^^^^^^ stock-sync · eppo getBoolAssignment · default true
client.getStringAssignment('tax-engine', 'reader', attributes, 'v1');
//                         ^^^^^^^^^^^^ tax-engine · eppo getStringAssignment · default "v1"
client.getIntegerAssignment('page-size', 'reader', attributes, 20);
//                          ^^^^^^^^^^^ page-size · eppo getIntegerAssignment · default 20
client.getNumericAssignment('discount', 'reader', attributes, 0.5);
//                          ^^^^^^^^^^ discount · eppo getNumericAssignment · default 0.5
client.getJSONAssignment('shipping-rates', 'reader', attributes, {});
//                       ^^^^^^^^^^^^^^^^ shipping-rates · eppo getJSONAssignment · default {}
client.getStringAssignmentDetails('subject-line', 'reader', attributes, 'short').variation;
//                                ^^^^^^^^^^^^^^ subject-line · eppo getStringAssignmentDetails · default "short"
client.getBanditAction('offer-bandit', 'reader', attributes, ['a', 'b'], 'a');
//                     ^^^^^^^^^^^^^^ offer-bandit · eppo getBanditAction · default "a"
getInstance().getBooleanAssignment('night-billing', 'reader', attributes, false);
//                                 ^^^^^^^^^^^^^^^ night-billing · eppo getBooleanAssignment · default false
EppoSdk.getInstance().getBooleanAssignment('lazy-images', 'reader', attributes, false);
//                                         ^^^^^^^^^^^^^ lazy-images · eppo getBooleanAssignment · default false
`);
  });

  test('precomputed: the default is the second argument', () => {
    expectCallSites(`
import { getPrecomputedInstance, precomputedInit } from '@eppo/js-client-sdk';
const client = getPrecomputedInstance();
client.getBooleanAssignment('gift-wrap', false);
//                          ^^^^^^^^^^^ gift-wrap · eppo getBooleanAssignment · default false
client.getStringAssignment('banner-text', 'none');
//                         ^^^^^^^^^^^^^ banner-text · eppo getStringAssignment · default "none"
client.getNumericAssignment('search-boost', 1);
//                          ^^^^^^^^^^^^^^ search-boost · eppo getNumericAssignment · default 1
async function start() {
  const started = await precomputedInit({});
  return started.getBooleanAssignment('wish-list', true);
  //                                  ^^^^^^^^^^^ wish-list · eppo getBooleanAssignment · default true
}
`);
  });

  test('details, bandits, overrides and other ways to a client', () => {
    expectCallSites(`
import { EppoReactNativeClient, EppoPrecomputedReactNativeClient } from '@eppo/react-native-sdk';
import { EppoClient } from '@eppo/js-client-sdk-common';
import { EppoJSClient, offlineInit, type IEppoClient } from '@eppo/js-client-sdk';
EppoReactNativeClient.instance.getBooleanAssignmentDetails('native-cart', 'reader', {}, false);
//                                                         ^^^^^^^^^^^^^ native-cart · eppo getBooleanAssignmentDetails · default false
EppoPrecomputedReactNativeClient.instance.getBanditAction('native-offer', 'none');
//                                                        ^^^^^^^^^^^^^^ native-offer · eppo getBanditAction · default "none"
const client = new EppoClient({ flagConfigurationStore });
client.getIntegerAssignmentDetails('page-size', 'reader', {}, 20);
//                                 ^^^^^^^^^^^ page-size · eppo getIntegerAssignmentDetails · default 20
client.getNumericAssignmentDetails('discount', 'reader', {}, 0.5);
//                                 ^^^^^^^^^^ discount · eppo getNumericAssignmentDetails · default 0.5
client.getJSONAssignmentDetails('rates', 'reader', {}, {});
//                              ^^^^^^^ rates · eppo getJSONAssignmentDetails · default {}
client.getBanditActionDetails('offer', 'reader', {}, ['a'], 'a');
//                            ^^^^^^^ offer · eppo getBanditActionDetails · default "a"
client.getBestAction('best-offer', {}, ['a'], 'a');
//                   ^^^^^^^^^^^^ best-offer · eppo getBestAction · default "a"
client.getAssignmentDetail('cart-title', 'reader');
//                         ^^^^^^^^^^^^ cart-title · eppo getAssignmentDetail
client.getExperimentContainerEntry({ flagKey: 'cart-rows', controlVariationEntry: old, treatmentVariationEntries: [] }, 'reader', {});
//                                            ^^^^^^^^^^^ cart-rows · eppo getExperimentContainerEntry
client.withOverrides({ 'cart-rows': variation }).getStringAssignment('cart-rows', 'reader', {}, 'three');
//                     ^^^^^^^^^^^ cart-rows · eppo withOverrides · override
//                                                                   ^^^^^^^^^^^ cart-rows · eppo getStringAssignment · default "three"
EppoJSClient.instance.getParsedJSONAssignment('reader', 'old-rates');
//                                                      ^^^^^^^^^^^ old-rates · eppo getParsedJSONAssignment
offlineInit({ flagsConfiguration }).getBooleanAssignment('gift-wrap', 'reader', {}, true);
//                                                       ^^^^^^^^^^^ gift-wrap · eppo getBooleanAssignment · default true
export const read = (client: IEppoClient) => client.getAssignment('reader', 'old-experiment');
//                                                                          ^^^^^^^^^^^^^^^^ old-experiment · eppo getAssignment
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { getInstance } from './database';
getInstance().getStringAssignment('seat', 'reader', {}, 'none');
teacher.getBooleanAssignment('homework', 'reader', {}, false);
homework.getAssignment('reader', 'essay');
queue.withOverrides({ order: 1 });
`);
  });
});
