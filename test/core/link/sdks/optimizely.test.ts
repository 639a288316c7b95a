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

  test('all decisions at once, forced ones, and other ways to a client', () => {
    expectCallSites(`
import { createInstance, type Client } from '@optimizely/optimizely-sdk/universal';
import { createInstance as createLite } from '@optimizely/optimizely-sdk/lite';
import { OptimizelyContextConsumer, createInstance as createReact, type ReactSDKClient, type WithOptimizelyProps } from '@optimizely/react-sdk';
const legacy = require('optimizely-server-sdk');
const user = createInstance({ projectConfigManager }).createUserContext('reader');
user.decideAll()['summer-sale'].enabled;
//               ^^^^^^^^^^^^^ summer-sale · optimizely decideAll
const { winterSale } = await user.decideAllAsync();
//      ^^^^^^^^^^ winterSale · optimizely decideAll
const decisions = user.decideForKeys([cartKey]);
//                                    ^^^^^^^ dynamic: cartKey · optimizely decideForKeys
decisions['cart-rows'].variables;
//        ^^^^^^^^^^^ cart-rows · optimizely decideForKeys
user.getOptimizely().getAllFeatureVariables('shipping', 'reader');
//                                          ^^^^^^^^^^ shipping · optimizely getAllFeatureVariables
createLite({ datafile }).getForcedVariation('subject-line', 'reader');
//                                          ^^^^^^^^^^^^^^ subject-line · optimizely getForcedVariation · override
legacy.createInstance({ datafile }).activate('tax-experiment', 'reader');
//                                           ^^^^^^^^^^^^^^^^ tax-experiment · optimizely activate
export const ship = (client: Client) => client.isFeatureEnabled('typed-shipping', 'reader');
//                                                              ^^^^^^^^^^^^^^^^ typed-shipping · optimizely isFeatureEnabled
export const read = (client: ReactSDKClient) => client.getFeatureVariables('cart-texts');
//                                                                         ^^^^^^^^^^^^ cart-texts · optimizely getFeatureVariables
createReact({ sdkKey: '' }).getUserContext()?.decide('native-cart');
//                                                   ^^^^^^^^^^^^^ native-cart · optimizely decide
createReact({ sdkKey: '' }).client.isFeatureEnabled('inner-cart', 'reader');
//                                                  ^^^^^^^^^^^^ inner-cart · optimizely isFeatureEnabled
export const Consumed = () => <OptimizelyContextConsumer>{({ optimizely }) => optimizely.decide('consumed-offer').enabled}</OptimizelyContextConsumer>;
//                                                                                              ^^^^^^^^^^^^^^^^ consumed-offer · optimizely decide
export function Offer(props: WithOptimizelyProps) {
  return props.optimizely?.decide('offer-box').enabled;
  //                              ^^^^^^^^^^^ offer-box · optimizely decide
}
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
meeting.decideAll()['agenda'];
schedule.getOptimizely().getVariation('route');
`);
  });
});
