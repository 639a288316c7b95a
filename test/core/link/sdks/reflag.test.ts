import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Reflag', () => {
  test('React', () => {
    expectCallSites(`
import { useFlag, useFeature } from '@reflag/react-sdk';
import { useFeature as useBucket } from '@bucketco/react-sdk';
export function Cart() {
  const { isEnabled, track } = useFlag('cart-bundles');
  //                                   ^^^^^^^^^^^^^^ cart-bundles · reflag useFlag
  const { config } = useFeature('cart-title');
  //                            ^^^^^^^^^^^^ cart-title · reflag useFeature
  useBucket('gift-wrap');
  //        ^^^^^^^^^^^ gift-wrap · reflag useFeature
  track();
  return isEnabled;
}
`);
  });

  test('Node.js: the context comes first, unless the client is bound to one', () => {
    expectCallSites(`
import { ReflagClient } from '@reflag/node-sdk';
const { BucketClient } = require('@bucketco/node-sdk');
const client = new ReflagClient({ secretKey: '' });
const context = { user: { id: 'reader' } };
if (client.getFlag(context, 'express-shipping').isEnabled) ship();
//                          ^^^^^^^^^^^^^^^^^^ express-shipping · reflag getFlag
await client.getFlagRemote('tax-engine', 'reader');
//                         ^^^^^^^^^^^^ tax-engine · reflag getFlagRemote
const { stockSync } = client.getFlags(context);
//      ^^^^^^^^^ stockSync · reflag getFlags
const bound = client.bindClient(context);
bound.getFlag('night-billing').isEnabled;
//            ^^^^^^^^^^^^^^^ night-billing · reflag getFlag
await bound.getFlagRemote('mail-queue');
//                        ^^^^^^^^^^^^ mail-queue · reflag getFlagRemote
bound.getFlags()['weekly-digest'];
//               ^^^^^^^^^^^^^^^ weekly-digest · reflag getFlags
new BucketClient({}).getFeature(context, 'price-watch');
//                                       ^^^^^^^^^^^^^ price-watch · reflag getFeature
client.track('reader', 'order-placed');
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { useFeature, useFlag } from './map';
import { ReflagClient } from './ship';
useFlag('nl');
useFeature('rivers');
new ReflagClient({}).getFlag({}, 'nl');
country.getFlag({}, 'nl');
options.getFlags()['verbose'];
`);
  });
});
