import { test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

test('JavaScript: evaluation, definition, override; experiments are no flags', () => {
  expectCallSites({
    'web.ts': `
import { GrowthBook } from '@growthbook/growthbook';
import { GrowthBook as Diary } from './diary';
const growthbook = new GrowthBook({ clientKey: '', features: { 'gift-wrap': { defaultValue: true } } });
//                                                             ^^^^^^^^^^^ gift-wrap · growthbook GrowthBook · definition
growthbook.isOn('gift-wrap');
//              ^^^^^^^^^^^ gift-wrap · growthbook isOn
!growthbook.isOff('old-cart');
//                ^^^^^^^^^^ old-cart · growthbook isOff
growthbook.getFeatureValue('button-color', 'blue');
//                         ^^^^^^^^^^^^^^ button-color · growthbook getFeatureValue · default "blue"
growthbook.evalFeature('search-boost').value;
//                     ^^^^^^^^^^^^^^ search-boost · growthbook evalFeature
growthbook.feature('legacy-alias').on;
//                 ^^^^^^^^^^^^^^ legacy-alias · growthbook feature
growthbook.setForcedFeatures(new Map([['gift-wrap', true], ['old-cart', false]]));
//                                     ^^^^^^^^^^^ gift-wrap · growthbook setForcedFeatures · override
//                                                          ^^^^^^^^^^ old-cart · growthbook setForcedFeatures · override
growthbook.setForcedFeatures(new Map(saved));
growthbook.setFeatures({ 'wish-list': { defaultValue: false } });
//                       ^^^^^^^^^^^ wish-list · growthbook setFeatures · definition
const ready = new GrowthBook().initSync({ payload: { features: { 'page-size': { defaultValue: 20 } } } });
//                                                               ^^^^^^^^^^^ page-size · growthbook initSync · definition
ready.getFeatureValue('page-size', 20);
//                    ^^^^^^^^^^^ page-size · growthbook getFeatureValue · default 20
growthbook.run({ key: 'checkout-experiment', variations: ['a', 'b'] });
growthbook.triggerExperiment('checkout-experiment');
growthbook.setForcedVariations({ 'checkout-experiment': 1 });
growthbook.logEvent('order-placed');
new Diary().isOn('not-a-flag');
lamp.isOn('not-a-flag');
`,
    'old.cjs': `
const { GrowthBook } = require('@growthbook/growthbook');
new GrowthBook().isOn('night-billing');
//                    ^^^^^^^^^^^^^^^ night-billing · growthbook isOn
`,
  });
});

test('several users: the client and an instance for one of them', () => {
  expectCallSites(`
import { GrowthBookClient, type UserScopedGrowthBook } from '@growthbook/growthbook';
const client = new GrowthBookClient({ clientKey: '' });
client.isOn('express-shipping', { attributes: {} });
//          ^^^^^^^^^^^^^^^^^^ express-shipping · growthbook isOn
client.getFeatureValue('tax-engine', 'v1', {});
//                     ^^^^^^^^^^^^ tax-engine · growthbook getFeatureValue · default "v1"
const scoped = client.createScopedInstance({});
scoped.isOff('old-tax');
//           ^^^^^^^^^ old-tax · growthbook isOff
client.runInlineExperiment({ key: 'tax-experiment', variations: [0, 1] }, {});
export function handle(request: { growthbook: UserScopedGrowthBook }) {
  return request.growthbook.evalFeature('zones');
  //                                    ^^^^^^^ zones · growthbook evalFeature
}
`);
});

test('React: hooks and components', () => {
  expectCallSites(`
import { useContext } from 'react';
import { FeatureString, GrowthBook, GrowthBookContext, IfFeatureEnabled, useExperiment, useFeature, useFeatureIsOn, useFeatureValue, useGrowthBook } from '@growthbook/growthbook-react';
import { useFeature as useProduct } from './products';
export function Cart() {
  const bundles = useFeatureIsOn('cart-bundles');
  //                             ^^^^^^^^^^^^^^ cart-bundles · growthbook useFeatureIsOn
  const color = useFeatureValue('button-color', 'blue');
  //                            ^^^^^^^^^^^^^^ button-color · growthbook useFeatureValue · default "blue"
  const gift = useFeature('gift-wrap').on;
  //                      ^^^^^^^^^^^ gift-wrap · growthbook useFeature
  useGrowthBook()?.isOn('one-click-buy');
  //                    ^^^^^^^^^^^^^^^ one-click-buy · growthbook isOn
  const { growthbook } = useContext(GrowthBookContext);
  growthbook.isOff('from-context');
  //               ^^^^^^^^^^^^^^ from-context · growthbook isOff
  useExperiment({ key: 'cart-experiment', variations: ['a', 'b'] });
  useProduct('not-a-flag');
  return (
    <IfFeatureEnabled feature="wish-list">
    //                        ^^^^^^^^^^^ wish-list · growthbook IfFeatureEnabled
      <FeatureString feature="cart-title" default="Cart" />
      //                     ^^^^^^^^^^^^ cart-title · growthbook FeatureString · default "Cart"
    </IfFeatureEnabled>
  );
}
`);
});

test('clients for many users, and payloads', () => {
  expectCallSites(`
import { GrowthBook, GrowthBookClient, GrowthBookMultiUser } from '@growthbook/growthbook';
import { GrowthBookClient as Nursery } from './nursery';
const client = new GrowthBookClient({ features: { 'gift-wrap': { defaultValue: true } } });
//                                                ^^^^^^^^^^^ gift-wrap · growthbook GrowthBookClient · definition
client.isOff('old-cart', user);
//           ^^^^^^^^^^ old-cart · growthbook isOff
client.evalFeature('cart-banner', user);
//                 ^^^^^^^^^^^^^ cart-banner · growthbook evalFeature
client.createScopedInstance(user).getFeatureValue('page-size', 20);
//                                                ^^^^^^^^^^^ page-size · growthbook getFeatureValue · default 20
new GrowthBookMultiUser({ features: { 'wish-list': { defaultValue: false } } });
//                                    ^^^^^^^^^^^ wish-list · growthbook GrowthBookMultiUser · definition
new GrowthBook().setPayload({ features: { 'new-shelf': { defaultValue: false } } });
//                                        ^^^^^^^^^^^ new-shelf · growthbook setPayload · definition
new Nursery({ features: { 'not-a-flag': {} } }).isOn('not-a-flag', user);
`);
});
