import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Featurevisor', () => {
  test('JavaScript', () => {
    expectCallSites(`
import { createInstance } from '@featurevisor/sdk';
import type { FeaturevisorInstance } from '@featurevisor/sdk';
const f = createInstance({ datafileUrl: '' });
const context = { plan: 'gold' };
if (f.isEnabled('new-checkout', context)) show();
//              ^^^^^^^^^^^^^^ new-checkout · featurevisor isEnabled
f.getVariation('button-color', context);
//             ^^^^^^^^^^^^^^ button-color · featurevisor getVariation
f.getVariable('shipping', 'carrier', context);
//            ^^^^^^^^^^ shipping · featurevisor getVariable
f.getVariableBoolean('shipping', 'isFree', context);
//                   ^^^^^^^^^^ shipping · featurevisor getVariableBoolean
f.getVariableString('shipping', 'label', context);
//                  ^^^^^^^^^^ shipping · featurevisor getVariableString
f.getVariableInteger('shipping', 'days', context);
//                   ^^^^^^^^^^ shipping · featurevisor getVariableInteger
f.getVariableDouble('shipping', 'price', context);
//                  ^^^^^^^^^^ shipping · featurevisor getVariableDouble
f.getVariableArray('shipping', 'zones', context);
//                 ^^^^^^^^^^ shipping · featurevisor getVariableArray
f.getVariableObject('shipping', 'rates', context);
//                  ^^^^^^^^^^ shipping · featurevisor getVariableObject
f.getVariableJSON('shipping', 'table', context);
//                ^^^^^^^^^^ shipping · featurevisor getVariableJSON
f.getAllEvaluations(context, ['gift-wrap', 'wish-list']);
//                            ^^^^^^^^^^^ gift-wrap · featurevisor getAllEvaluations
//                                         ^^^^^^^^^^^ wish-list · featurevisor getAllEvaluations
f.spawn({ userId: 'reader' }).isEnabled('one-click-buy');
//                                      ^^^^^^^^^^^^^^^ one-click-buy · featurevisor isEnabled
export const isBeta = (features: FeaturevisorInstance) => features.isEnabled('beta-shelf');
//                                                                           ^^^^^^^^^^^^ beta-shelf · featurevisor isEnabled
f.setContext({ country: 'nl' });
`);
  });

  test('React and Vue', () => {
    expectCallSites(`
import { useFlag, useSdk, useVariable, useVariation } from '@featurevisor/react';
import { activateFeature, useFlag as useVueFlag } from '@featurevisor/vue';
export function Cart() {
  const bundles = useFlag('cart-bundles');
  //                      ^^^^^^^^^^^^^^ cart-bundles · featurevisor useFlag
  const title = useVariation('cart-title');
  //                         ^^^^^^^^^^^^ cart-title · featurevisor useVariation
  const rows = useVariable('cart-rows', 'count');
  //                       ^^^^^^^^^^^ cart-rows · featurevisor useVariable
  activateFeature('cart-upsell');
  //              ^^^^^^^^^^^^^ cart-upsell · featurevisor activateFeature
  useVueFlag('gift-wrap');
  //         ^^^^^^^^^^^ gift-wrap · featurevisor useFlag
  return useSdk().isEnabled('one-click-buy');
  //                        ^^^^^^^^^^^^^^^ one-click-buy · featurevisor isEnabled
}
`);
  });

  test('evaluations, values that are set, and other ways to an instance', () => {
    expectCallSites(`
import { useContext } from 'react';
import { createInstance, type FeaturevisorChildInstance } from '@featurevisor/sdk';
import { FeaturevisorContext, activateFeature } from '@featurevisor/react';
const f = createInstance({ datafile, sticky: { 'cart-bundles': { enabled: true } } });
//                                             ^^^^^^^^^^^^^^ cart-bundles · featurevisor createInstance · override
f.setSticky({ 'gift-wrap': { enabled: false } });
//            ^^^^^^^^^^^ gift-wrap · featurevisor setSticky · override
f.evaluateFlag('gift-wrap').enabled;
//             ^^^^^^^^^^^ gift-wrap · featurevisor evaluateFlag
f.evaluateVariation('cart-title');
//                  ^^^^^^^^^^^^ cart-title · featurevisor evaluateVariation
f.evaluateVariable('cart-texts', 'header');
//                 ^^^^^^^^^^^^ cart-texts · featurevisor evaluateVariable
f.getVariation('cart-color', {}, { defaultVariationValue: 'red' });
//             ^^^^^^^^^^^^ cart-color · featurevisor getVariation · default "red"
f.getVariableInteger('cart-texts', 'length', {}, { defaultVariableValue: 5 });
//                   ^^^^^^^^^^^^ cart-texts · featurevisor getVariableInteger · default 5
f.getAllEvaluations({}, ['wish-list'])['wish-list'].enabled;
//                       ^^^^^^^^^^^ wish-list · featurevisor getAllEvaluations
//                                     ^^^^^^^^^^^ wish-list · featurevisor getAllEvaluations
(await f.onReady()).activate('old-cart');
//                           ^^^^^^^^^^ old-cart · featurevisor activate
export const read = (child: FeaturevisorChildInstance) => child.isEnabled('child-cart');
//                                                                        ^^^^^^^^^^^^ child-cart · featurevisor isEnabled
export const useOld = () => useContext(FeaturevisorContext).getVariation('old-title');
//                                                                       ^^^^^^^^^^^ old-title · featurevisor getVariation
activateFeature('old-offers');
//              ^^^^^^^^^^^^ old-offers · featurevisor activateFeature
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { createInstance } from './i18n';
import { useFlag } from './country-flags';
createInstance().isEnabled('new-checkout');
useFlag('nl');
scope.getVariable('x', 'y');
header.setSticky({ top: 0 });
`);
  });
});
