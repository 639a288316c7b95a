import { expect, test } from 'vitest';
import { createPrefilter } from '../../../../server/src/core/prefilter.ts';
import { expectCallSites } from '../../../support/call-sites-of.ts';

test('what an SDK leaves in a browser without an import', () => {
  expectCallSites(`
if (window.posthog?.isFeatureEnabled('gift-wrap')) wrap();
//                                   ^^^^^^^^^^^ gift-wrap · posthog isFeatureEnabled
(window as any).posthog.getFeatureFlag('cart-banner');
//                                     ^^^^^^^^^^^^^ cart-banner · posthog getFeatureFlag
posthog.getFeatureFlagPayload('cart-text');
//                            ^^^^^^^^^^^ cart-text · posthog getFeatureFlagPayload
flagsmith.getValue('font-size');
//                 ^^^^^^^^^^^ font-size · flagsmith getValue
const ld = LDClient.initialize('', { key: 'reader' });
ld.variation('one-click-buy', false);
//           ^^^^^^^^^^^^^^^ one-click-buy · launchdarkly variation · default false
splitio({ core: {} }).client().getTreatment('new-shelf');
//                                          ^^^^^^^^^^^ new-shelf · split getTreatment
window._growthbook?.isOn('wish-list');
//                       ^^^^^^^^^^^ wish-list · growthbook isOn
new growthbook.GrowthBook({}).isOff('old-shelf');
//                                  ^^^^^^^^^^^ old-shelf · growthbook isOff
new unleash.UnleashClient({}).isEnabled('review-stars');
//                                      ^^^^^^^^^^^^^^ review-stars · unleash isEnabled
configcat.getClient('').getValueAsync('tax-engine', 'v1');
//                                    ^^^^^^^^^^^^ tax-engine · configcat getValueAsync · default "v1"
window.Statsig.instance().checkGate('night-mode');
//                                  ^^^^^^^^^^^^ night-mode · statsig checkGate
statsig.getExperiment('shelf-order');
//                    ^^^^^^^^^^^^^ shelf-order · statsig getExperiment
OpenFeature.OpenFeature.getClient().getBooleanValue('free-shipping', false);
//                                                  ^^^^^^^^^^^^^^^ free-shipping · openfeature getBooleanValue · default false
firebase.remoteConfig().getBoolean('lazy-images');
//                                 ^^^^^^^^^^^^^ lazy-images · firebase-remote-config getBoolean
window.optimizelySdk.createInstance({}).createUserContext('reader').decide('summer-sale');
//                                                                         ^^^^^^^^^^^^^ summer-sale · optimizely decide
eppo.getInstance().getStringAssignment('cart-color', 'reader', {}, 'red');
//                                     ^^^^^^^^^^^^ cart-color · eppo getStringAssignment · default "red"
Rox.dynamicApi.isEnabled('shop.newCart', false);
//                       ^^^^^^^^^^^^^^ shop.newCart · rox isEnabled · default false
firebase.auth().getBoolean('not-a-flag');
window.shop.isFeatureEnabled('not-a-flag');
window.posthog.capture('not-a-flag');
document.posthog.isFeatureEnabled('not-a-flag');
`);
});

test('a name that the file declares is not the one of a script', () => {
  expectCallSites(`
import posthog from './post-office';
const flagsmith = openForge();
posthog.isFeatureEnabled('not-a-flag');
flagsmith.getValue('not-a-flag');
function weigh(unleash, statsig) {
  new unleash.UnleashClient({}).isEnabled('not-a-flag');
  return statsig.checkGate('not-a-flag');
}
`);
});

test('a namespace of types that an SDK declares for all files', () => {
  expectCallSites(`
export function shelf(client: SplitIO.IBrowserClient, server: SplitIO.IClient, user: string, other: SplitInn.IClient) {
  client.getTreatment('new-shelf');
  //                  ^^^^^^^^^^^ new-shelf · split getTreatment
  server.getTreatment(user, 'shelf-order');
  //                        ^^^^^^^^^^^^^ shelf-order · split getTreatment
  other.getTreatment(user, 'not-a-flag');
}
`);
});

test('files that read flags through such a name alone are looked at', () => {
  const { matches } = createPrefilter([]);
  expect(matches(`show(flagsmith.getValue('font-size'))`)).toBe(true);
  expect(matches(`show(window.flagsmith?.getValue('font-size'))`)).toBe(true);
  expect(matches(`show(blacksmith.getValue('font-size'))`)).toBe(false);
});
