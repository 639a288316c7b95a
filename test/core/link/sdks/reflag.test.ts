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

  test('browser, Vue and what clients fall back to', () => {
    expectCallSites(`
import { ReflagClient } from '@reflag/browser-sdk';
import { BucketClient } from '@bucketco/browser-sdk';
import { useClient, useFlag } from '@reflag/vue-sdk';
import { ReflagProvider } from '@reflag/react-sdk';
const client = new ReflagClient({ publishableKey: '', fallbackFlags: ['cart-bundles', 'gift-wrap'] });
//                                                                    ^^^^^^^^^^^^^^ cart-bundles · reflag ReflagClient · definition
//                                                                                    ^^^^^^^^^^^ gift-wrap · reflag ReflagClient · definition
const { isEnabled } = client.getFlag('cart-bundles');
//                                   ^^^^^^^^^^^^^^ cart-bundles · reflag getFlag
client.getFlags()['gift-wrap'].isEnabled;
//                ^^^^^^^^^^^ gift-wrap · reflag getFlags
client.setOptIn('beta-cart', { optIn: true });
//              ^^^^^^^^^^^ beta-cart · reflag setOptIn · override
new BucketClient({ publishableKey: '', fallbackFeatures: { 'old-cart': true } }).getFeature('old-cart').isEnabled;
//                                                         ^^^^^^^^^^ old-cart · reflag BucketClient · definition
//                                                                                          ^^^^^^^^^^ old-cart · reflag getFeature
useFlag('vue-cart').isEnabled.value;
//      ^^^^^^^^^^ vue-cart · reflag useFlag
useClient().getFlag('vue-title');
//                  ^^^^^^^^^^^ vue-title · reflag getFlag
export const App = () => <ReflagProvider publishableKey="" fallbackFlags={['cart-bundles']}><Shop /></ReflagProvider>;
//                                                                         ^^^^^^^^^^^^^^ cart-bundles · reflag ReflagProvider · definition
`);
  });

  test('Node.js: overrides', () => {
    expectCallSites(`
import { EdgeClient, ReflagClient } from '@reflag/node-sdk';
import { BucketClient } from '@bucketco/node-sdk';
const client = new ReflagClient();
client.setFlagOverrides({ 'tax-engine': true });
//                        ^^^^^^^^^^^^ tax-engine · reflag setFlagOverrides · override
const remove = client.pushFlagOverrides({ 'stock-sync': false });
//                                        ^^^^^^^^^^^^ stock-sync · reflag pushFlagOverrides · override
client.flagOverrides = { 'mail-queue': { isEnabled: true } };
//                       ^^^^^^^^^^^^ mail-queue · reflag flagOverrides · override
new BucketClient().featureOverrides = { 'price-watch': true };
//                                      ^^^^^^^^^^^^^ price-watch · reflag featureOverrides · override
(await new EdgeClient().getFlagsRemote('reader'))['edge-cache'];
//                                                ^^^^^^^^^^^^ edge-cache · reflag getFlags
client.flagOverrides = (context) => ({});
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
parade.flagOverrides = { nl: true };
`);
  });
});
