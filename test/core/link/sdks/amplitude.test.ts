import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Amplitude Experiment', () => {
  test('browser', () => {
    expectCallSites(`
import { Experiment } from '@amplitude/experiment-js-client';
import * as amplitude from '@amplitude/experiment-js-client';
const experiment = Experiment.initialize('client-key');
await experiment.fetch({ user_id: 'reader' });
await experiment.fetch({ user_id: 'reader' }, { flagKeys: ['cart-bundles', 'gift-wrap'] });
//                                                         ^^^^^^^^^^^^^^ cart-bundles · amplitude fetch
//                                                                         ^^^^^^^^^^^ gift-wrap · amplitude fetch
experiment.variant('cart-title', 'plain').value;
//                 ^^^^^^^^^^^^ cart-title · amplitude variant · default "plain"
experiment.variant('one-click-buy');
//                 ^^^^^^^^^^^^^^^ one-click-buy · amplitude variant
experiment.exposure('cart-title');
//                  ^^^^^^^^^^^^ cart-title · amplitude exposure · tracking
experiment.all()['wish-list'];
//               ^^^^^^^^^^^ wish-list · amplitude all
amplitude.Experiment.initializeWithAmplitudeAnalytics('client-key').variant('banner-text');
//                                                                          ^^^^^^^^^^^^^ banner-text · amplitude variant
`);
  });

  test('Node.js: all variants at once, or those of some flags', () => {
    expectCallSites(`
import { Experiment } from '@amplitude/experiment-node-server';
const local = Experiment.initializeLocal('server-key');
const user = { user_id: 'reader' };
const variants = local.evaluateV2(user, ['express-shipping', 'tax-engine']);
//                                       ^^^^^^^^^^^^^^^^^^ express-shipping · amplitude evaluateV2
//                                                           ^^^^^^^^^^^^ tax-engine · amplitude evaluateV2
if (variants['express-shipping']?.value === 'on') ship();
//           ^^^^^^^^^^^^^^^^^^ express-shipping · amplitude evaluate
const { stockSync } = await local.evaluate(user);
//      ^^^^^^^^^ stockSync · amplitude evaluate
const remote = await Experiment.initializeRemote('server-key').fetchV2(user);
remote['mail-queue'];
//     ^^^^^^^^^^^^ mail-queue · amplitude fetch
`);
  });

  test('other ways to a client, and variants to start with', () => {
    expectCallSites(`
import { initialize, ExperimentClient, StubExperimentClient } from '@amplitude/experiment-js-client';
import { Experiment as Native } from '@amplitude/experiment-react-native-client';
import { experiment } from '@amplitude/unified';
import { Experiment, ExperimentClient as RemoteClient } from '@amplitude/experiment-node-server';
const client = initialize('client-key', { initialVariants: { 'cart-title': { value: 'plain' } } });
//                                                           ^^^^^^^^^^^^ cart-title · amplitude initialize · definition
client.variant('cart-title');
//             ^^^^^^^^^^^^ cart-title · amplitude variant
const ready = await Native.initialize('client-key').cacheReady();
ready.variant('native-cart', { value: 'off' });
//            ^^^^^^^^^^^^^ native-cart · amplitude variant · default {}
experiment()?.variant('unified-cart');
//                    ^^^^^^^^^^^^^^ unified-cart · amplitude variant
new StubExperimentClient().variant('stub-cart');
//                                 ^^^^^^^^^^^ stub-cart · amplitude variant
export const read = (client: ExperimentClient) => client.variant('typed-cart');
//                                                               ^^^^^^^^^^^^ typed-cart · amplitude variant
const remote = Experiment.initialize('server-key');
await remote.fetch({ user_id: 'reader' }, { flagKeys: ['express-shipping'] });
//                                                     ^^^^^^^^^^^^^^^^^^ express-shipping · amplitude fetch
export const ship = async (client: RemoteClient) => (await client.fetchV2({}))['night-billing'];
//                                                                             ^^^^^^^^^^^^^^^ night-billing · amplitude fetch
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { Experiment } from './laboratory';
import * as amplitude from '@amplitude/analytics-browser';
Experiment.initialize('rats').variant('maze');
amplitude.track('order-placed');
button.variant('outlined');
engine.evaluate(user, ['rule-1']);
initialize('maps', { initialVariants: { street: 1 } });
fetch('/cart', { flagKeys: ['x'] });
`);
  });
});
