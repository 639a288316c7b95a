import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Optimizely', () => {
  test('user context', () => {
    expectCallSites(`
import optimizelySdk, { createInstance } from '@optimizely/optimizely-sdk';
const client = createInstance({ sdkKey: '' });
const user = client.createUserContext('reader', { plan: 'gold' });
if (user.decide('new-checkout').enabled) show();
//              ^^^^^^^^^^^^^^ new-checkout · optimizely decide
user?.decide('gift-wrap', []);
//           ^^^^^^^^^^^ gift-wrap · optimizely decide
await user.decideAsync('stock-sync');
//                     ^^^^^^^^^^^^ stock-sync · optimizely decideAsync
user.decideForKeys(['cart-bundles', 'cart-upsell']);
//                  ^^^^^^^^^^^^^^ cart-bundles · optimizely decideForKeys
//                                  ^^^^^^^^^^^^^ cart-upsell · optimizely decideForKeys
user.decideForKeysAsync(['mail-queue']);
//                       ^^^^^^^^^^^^ mail-queue · optimizely decideForKeysAsync
user.setForcedDecision({ flagKey: 'new-checkout', ruleKey: 'beta' }, { variationKey: 'on' });
//                                ^^^^^^^^^^^^^^ new-checkout · optimizely setForcedDecision · override
user.removeForcedDecision({ flagKey: 'new-checkout' });
//                                   ^^^^^^^^^^^^^^ new-checkout · optimizely removeForcedDecision · override
user.getForcedDecision({ flagKey: 'gift-wrap' });
//                                ^^^^^^^^^^^ gift-wrap · optimizely getForcedDecision · override
optimizelySdk.createInstance({}).createUserContext('reader').decide('one-click-buy');
//                                                                  ^^^^^^^^^^^^^^^ one-click-buy · optimizely decide
user.decideAll();
user.trackEvent('order-placed');
`);
  });

  test('legacy client methods', () => {
    expectCallSites(`
const optimizely = require('@optimizely/optimizely-sdk');
const client = optimizely.createInstance({ datafile });
client.isFeatureEnabled('express-shipping', 'reader');
//                      ^^^^^^^^^^^^^^^^^^ express-shipping · optimizely isFeatureEnabled
client.activate('tax-experiment', 'reader');
//              ^^^^^^^^^^^^^^^^ tax-experiment · optimizely activate
client.getVariation('subject-line', 'reader');
//                  ^^^^^^^^^^^^^^ subject-line · optimizely getVariation
client.setForcedVariation('subject-line', 'reader', 'short');
//                        ^^^^^^^^^^^^^^ subject-line · optimizely setForcedVariation · override
client.getFeatureVariableBoolean('shipping', 'is-free', 'reader');
//                               ^^^^^^^^^^ shipping · optimizely getFeatureVariableBoolean
client.getFeatureVariable('shipping', 'carrier', 'reader');
//                        ^^^^^^^^^^ shipping · optimizely getFeatureVariable
client.getFeatureVariableDouble('shipping', 'price', 'reader');
//                              ^^^^^^^^^^ shipping · optimizely getFeatureVariableDouble
client.getFeatureVariableInteger('shipping', 'days', 'reader');
//                               ^^^^^^^^^^ shipping · optimizely getFeatureVariableInteger
client.getFeatureVariableString('shipping', 'label', 'reader');
//                              ^^^^^^^^^^ shipping · optimizely getFeatureVariableString
client.getFeatureVariableJSON('shipping', 'rates', 'reader');
//                            ^^^^^^^^^^ shipping · optimizely getFeatureVariableJSON
client.track('order-placed', 'reader');
`);
  });

  test('React', () => {
    expectCallSites(`
import { useContext } from 'react';
import { OptimizelyContext, OptimizelyExperiment, OptimizelyFeature, useDecision, useExperiment, useFeature, useTrackEvent, withOptimizely } from '@optimizely/react-sdk';
export function Cart() {
  const [decision] = useDecision('cart-bundles', { autoUpdate: true });
  //                             ^^^^^^^^^^^^^^ cart-bundles · optimizely useDecision
  const [isEnabled, variables] = useFeature('gift-wrap');
  //                                        ^^^^^^^^^^^ gift-wrap · optimizely useFeature
  const [variation] = useExperiment('cart-title');
  //                                ^^^^^^^^^^^^ cart-title · optimizely useExperiment
  const [track] = useTrackEvent();
  track('cart-opened');
  return (
    <OptimizelyFeature feature="one-click-buy">
    //                         ^^^^^^^^^^^^^^^ one-click-buy · optimizely OptimizelyFeature
      {(isOn) => <OptimizelyExperiment experiment="cart-rows">{(name) => name}</OptimizelyExperiment>}
      //                                          ^^^^^^^^^^^ cart-rows · optimizely OptimizelyExperiment
    </OptimizelyFeature>
  );
}
const Banner = ({ optimizely }) => optimizely.decide('summer-sale').enabled && optimizely.isFeatureEnabled('sale-text');
//                                                   ^^^^^^^^^^^^^ summer-sale · optimizely decide
//                                                                                                         ^^^^^^^^^^^ sale-text · optimizely isFeatureEnabled
export default withOptimizely(Banner);
export const useSaleText = () => useContext(OptimizelyContext).optimizely.decide('sale-color');
//                                                                               ^^^^^^^^^^^^ sale-color · optimizely decide
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { createInstance } from './i18n';
import { useDecision, useFeature } from './board';
createInstance().createUserContext('reader').decide('new-checkout');
useDecision('merger');
useFeature('geo');
judge.decide('case-12');
user.activate('account', 'reader');
`);
  });
});
