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

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { getInstance } from './database';
getInstance().getStringAssignment('seat', 'reader', {}, 'none');
teacher.getBooleanAssignment('homework', 'reader', {}, false);
`);
  });
});
