import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Tggl', () => {
  test('browser, React and server: the local client takes the context first', () => {
    expectCallSites(`
import { TgglClient, TgglLocalClient } from 'tggl-client';
import { useFlag, useTggl } from 'react-tggl-client';
const client = new TgglClient({ apiKey: '' });
client.get('cart-title', 'Cart');
//         ^^^^^^^^^^^^ cart-title · tggl get · default "Cart"
client.isActive('cart-bundles');
//              ^^^^^^^^^^^^^^ cart-bundles · tggl isActive
client.getAll()['gift-wrap'];
//              ^^^^^^^^^^^ gift-wrap · tggl getAll
client.onFlagChange('cart-title', redraw);
//                  ^^^^^^^^^^^^ cart-title · tggl onFlagChange
client.setFlags({ 'cart-title': 'Basket' });
//                ^^^^^^^^^^^^ cart-title · tggl setFlags · override
const flags = await client.evalContext({ userId: 'reader' });
flags.get('tax-engine', 'v1');
//        ^^^^^^^^^^^^ tax-engine · tggl get · default "v1"
const local = new TgglLocalClient({ apiKey: '' });
local.get({ userId: 'reader' }, 'express-shipping', false);
//                              ^^^^^^^^^^^^^^^^^^ express-shipping · tggl get · default false
local.createClientForContext({ userId: 'reader' }).get('stock-sync', true);
//                                                     ^^^^^^^^^^^^ stock-sync · tggl get · default true
function Cart() {
  const { active } = useFlag('cart-rows', 3);
  //                         ^^^^^^^^^^^ cart-rows · tggl useFlag · default 3
  useTggl().client.get('cart-upsell', false);
  //                   ^^^^^^^^^^^^^ cart-upsell · tggl get · default false
}
`);
  });
});

describe('Kameleoon', () => {
  test('a visitor and a key, or an object with both', () => {
    expectCallSites(`
import { KameleoonClient } from '@kameleoon/javascript-sdk';
import { createClient, useFeatureFlag } from '@kameleoon/react-sdk';
const client = new KameleoonClient({ siteCode: 'shop' });
client.isFeatureFlagActive('reader', 'new_checkout');
//                                   ^^^^^^^^^^^^^^ new_checkout · kameleoon isFeatureFlagActive
client.isFeatureFlagActive({ visitorCode: 'reader', featureKey: 'gift_wrap' });
//                                                              ^^^^^^^^^^^ gift_wrap · kameleoon isFeatureFlagActive
client.getVariation({ visitorCode: 'reader', featureKey: 'cart_title' }).key;
//                                                       ^^^^^^^^^^^^ cart_title · kameleoon getVariation
client.getFeatureFlagVariationKey('reader', 'cart_rows');
//                                          ^^^^^^^^^^^ cart_rows · kameleoon getFeatureFlagVariationKey
client.getFeatureFlagVariable({ visitorCode: 'reader', featureKey: 'shipping', variableKey: 'price' });
//                                                                 ^^^^^^^^^^ shipping · kameleoon getFeatureFlagVariable
client.getFeatureFlagVariables('reader', 'shipping');
//                                       ^^^^^^^^^^ shipping · kameleoon getFeatureFlagVariables
createClient({ siteCode: 'shop' }).isFeatureFlagActive('reader', 'search_boost');
//                                                               ^^^^^^^^^^^^^^ search_boost · kameleoon isFeatureFlagActive
function Cart({ visitorCode }) {
  const { isFeatureFlagActive } = useFeatureFlag();
  return isFeatureFlagActive(visitorCode, 'cart_upsell');
  //                                      ^^^^^^^^^^^^^ cart_upsell · kameleoon isFeatureFlagActive
}
`);
  });
});

describe('VWO', () => {
  test('a flag is read as a whole', () => {
    expectCallSites(`
import { init, type IVWOClient } from 'vwo-fme-node-sdk';
import { useGetFlag, useVWOClient } from 'vwo-fme-react-sdk';
import vwoSdk from 'vwo-node-sdk';
const client = await init({ sdkKey: '', accountId: '' });
const flag = await client.getFlag('newCheckout', { id: 'reader' });
//                                ^^^^^^^^^^^^^ newCheckout · vwo getFlag
flag.getVariable('color', 'red');
export const read = (vwo: IVWOClient) => vwo.getFlag('giftWrap', {});
//                                                   ^^^^^^^^^^ giftWrap · vwo getFlag
const { flag: cart } = useGetFlag('cartRows');
//                                ^^^^^^^^^^ cartRows · vwo useGetFlag
useVWOClient().getFlag('cartTitle', {});
//                     ^^^^^^^^^^^ cartTitle · vwo getFlag
const old = vwoSdk.launch({ settingsFile });
old.isFeatureEnabled('shipping', 'reader');
//                   ^^^^^^^^^^ shipping · vwo isFeatureEnabled
old.getFeatureVariableValue('shipping', 'price', 'reader');
//                          ^^^^^^^^^^ shipping · vwo getFeatureVariableValue
old.activate('tax-test', 'reader');
//           ^^^^^^^^^^ tax-test · vwo activate
old.getVariationName('tax-test', 'reader');
//                   ^^^^^^^^^^ tax-test · vwo getVariationName
`);
  });
});

describe('Flagship', () => {
  test('visitors, and hooks', () => {
    expectCallSites(`
import Flagship, { Flagship as Named, type Visitor } from '@flagship.io/js-sdk';
import { useFlagship, useFsFlag } from '@flagship.io/react-sdk';
const visitor = Named.newVisitor({ visitorId: 'reader' });
visitor.getFlag('new-checkout').getValue(false);
//              ^^^^^^^^^^^^^^ new-checkout · flagship getFlag
visitor.getFlags().get('gift-wrap').getValue(false);
//                     ^^^^^^^^^^^ gift-wrap · flagship get
visitor.getFlags().has('wish-list');
//                     ^^^^^^^^^^^ wish-list · flagship has
(await Named.start('env', 'key')).newVisitor({}).getFlag('tax-engine');
//                                                       ^^^^^^^^^^^^ tax-engine · flagship getFlag
export const read = (visitor: Visitor) => visitor.getFlag('typed-cart');
//                                                        ^^^^^^^^^^^^ typed-cart · flagship getFlag
function Cart() {
  const title = useFsFlag('cart-title').getValue('Cart');
  //                      ^^^^^^^^^^^^ cart-title · flagship useFsFlag
  useFlagship().getFlag('cart-rows');
  //                    ^^^^^^^^^^^ cart-rows · flagship getFlag
}
`);
  });
});

describe('Prefab', () => {
  test('browser, React and Node.js', () => {
    expectCallSites(`
import { prefab } from '@prefab-cloud/prefab-cloud-js';
import { PrefabTestProvider, usePrefab } from '@prefab-cloud/prefab-cloud-react';
import { Prefab } from '@prefab-cloud/prefab-cloud-node';
if (prefab.isEnabled('new-checkout')) show();
//                   ^^^^^^^^^^^^^^ new-checkout · prefab isEnabled
prefab.get('cart.title');
//         ^^^^^^^^^^^^ cart.title · prefab get
prefab.getDuration('cart.timeout');
//                 ^^^^^^^^^^^^^^ cart.timeout · prefab getDuration
prefab.setConfig({ 'new-checkout': true });
//                 ^^^^^^^^^^^^^^ new-checkout · prefab setConfig · override
prefab.extract()['gift-wrap'];
//               ^^^^^^^^^^^ gift-wrap · prefab extract
function Cart() {
  const { isEnabled, get } = usePrefab();
  get('cart.rows');
  //  ^^^^^^^^^^^ cart.rows · prefab get
  return isEnabled('cart-upsell') && <PrefabTestProvider config={{ 'cart-upsell': true }}><Upsell /></PrefabTestProvider>;
  //               ^^^^^^^^^^^^^ cart-upsell · prefab isEnabled
  //                                                               ^^^^^^^^^^^^^ cart-upsell · prefab PrefabTestProvider · override
}
const server = new Prefab({ apiKey: '' });
server.isFeatureEnabled('express-shipping', contexts);
//                      ^^^^^^^^^^^^^^^^^^ express-shipping · prefab isFeatureEnabled
server.get('tax.engine', contexts, 'v1');
//         ^^^^^^^^^^^^ tax.engine · prefab get · default "v1"
server.withContext(contexts).isFeatureEnabled('stock-sync');
//                                            ^^^^^^^^^^^^ stock-sync · prefab isFeatureEnabled
`);
  });
});

describe('Confidence', () => {
  test('the key ends at the first dot', () => {
    expectCallSites(`
import { Confidence } from '@spotify-confidence/sdk';
import { useConfidence, useEvaluateFlag, useFlag } from '@spotify-confidence/react';
const confidence = Confidence.create({ clientSecret: '', environment: 'backend', timeout: 1000 });
await confidence.getFlag('cart-rows.count', 3);
//                       ^^^^^^^^^^^^^^^^^ cart-rows · confidence getFlag · default 3
confidence.withContext({ country: 'NO' }).evaluateFlag('shipping', { price: 5 }).value;
//                                                     ^^^^^^^^^^ shipping · confidence evaluateFlag · default {}
function Cart() {
  const title = useFlag('cart-texts.title', 'Cart');
  //                    ^^^^^^^^^^^^^^^^^^ cart-texts · confidence useFlag · default "Cart"
  useEvaluateFlag(\`\${'cart'}-texts.footer\`, '').reason;
  //              ^^^^^^^^^^^^^^^^^^^^^^^^ cart-texts · confidence useEvaluateFlag · default ""
  return useConfidence().useFlag('gift-wrap.enabled', false);
  //                             ^^^^^^^^^^^^^^^^^^^ gift-wrap · confidence useFlag · default false
}
`);
  });
});

describe('CloudBees Feature Management', () => {
  test('the dynamic API', () => {
    expectCallSites(`
import Rox from 'rox-browser';
import { dynamicApi } from 'rox-node';
Rox.dynamicApi.isEnabled('shop.newCheckout', false);
//                       ^^^^^^^^^^^^^^^^^^ shop.newCheckout · rox isEnabled · default false
Rox.dynamicApi.value('shop.title', 'Shop', ['Shop', 'Store']);
//                   ^^^^^^^^^^^^ shop.title · rox value · default "Shop"
dynamicApi.getNumber('shop.pageSize', 20);
//                   ^^^^^^^^^^^^^^^ shop.pageSize · rox getNumber · default 20
`);
  });
});

describe('flags that the code itself knows', () => {
  test('flagged', () => {
    expectCallSites(`
import { Feature, FlagsProvider, useFeature, useFeatures, withFeature } from 'flagged';
function Cart() {
  const isNew = useFeature('cart/bundles');
  //                       ^^^^^^^^^^^^^^ cart/bundles · flagged useFeature
  const { giftWrap } = useFeatures();
  //      ^^^^^^^^ giftWrap · flagged useFeatures
  return <Feature name="cart-rows">{(isOn) => isOn}</Feature>;
  //                   ^^^^^^^^^^^ cart-rows · flagged Feature
}
export const Sale = withFeature('summer-sale')(SaleBanner);
//                              ^^^^^^^^^^^^^ summer-sale · flagged withFeature
export const Shop = () => <FlagsProvider features={{ giftWrap: true }}><Cart /></FlagsProvider>;
//                                                   ^^^^^^^^ giftWrap · flagged FlagsProvider · definition
export const Listed = () => <FlagsProvider features={['wish-list']}><Cart /></FlagsProvider>;
//                                                    ^^^^^^^^^^^ wish-list · flagged FlagsProvider · definition
`);
  });

  test('react-feature-toggles and ParallelDrive', () => {
    expectCallSites(`
import { FeatureToggle, FeatureToggleProvider } from 'react-feature-toggles';
import { Feature, FeatureToggles } from '@paralleldrive/react-feature-toggles';
import { isActiveFeatureName } from '@paralleldrive/feature-toggles';
const toggles = { GIFT_WRAP: 'giftWrap' };
export const Shop = () => (
  <FeatureToggleProvider featureToggleList={{ giftWrap: true }}>
  //                                          ^^^^^^^^ giftWrap · react-feature-toggles FeatureToggleProvider · definition
    <FeatureToggle featureName={toggles.GIFT_WRAP}><Wrap /></FeatureToggle>
    //                          ^^^^^^^^^^^^^^^^^ giftWrap · react-feature-toggles FeatureToggle
  </FeatureToggleProvider>
);
export const Page = () => (
  <FeatureToggles features={['comments']}>
  //                         ^^^^^^^^^^ comments · paralleldrive-feature-toggles FeatureToggles · definition
    <Feature name="comments" activeComponent={Comments} />
    //            ^^^^^^^^^^ comments · paralleldrive-feature-toggles Feature
  </FeatureToggles>
);
isActiveFeatureName('ratings', features);
//                  ^^^^^^^^^ ratings · paralleldrive-feature-toggles isActiveFeatureName
`);
  });

  test('Flags.gg and ember-feature-flags', () => {
    expectCallSites(`
import { useFlags } from '@flags-gg/react-library';
import FeaturesService from 'ember-feature-flags/services/features';
import { disableFeature, enableFeature } from 'ember-feature-flags/test-support';
function Cart() {
  const { is, initialize } = useFlags();
  initialize('gift wrap', true);
  //         ^^^^^^^^^^^ gift wrap · flags-gg initialize · definition · default true
  return is('new cart').enabled();
  //        ^^^^^^^^^^ new cart · flags-gg is
}
export default class CartComponent extends Component {
  @service declare features: FeaturesService;
  get isNew() {
    return this.features.isEnabled('newCart');
    //                             ^^^^^^^^^ newCart · ember-feature-flags isEnabled
  }
}
enableFeature('newCart');
//            ^^^^^^^^^ newCart · ember-feature-flags enableFeature · override
disableFeature('oldCart');
//             ^^^^^^^^^ oldCart · ember-feature-flags disableFeature · override
`);
  });
});

test('look-alikes stay silent', () => {
  expectCallSites(`
import { TgglClient, useFlag } from './country';
import { useFlags } from './flag-shop';
import { Feature, useFeature } from './map';
import { FeatureToggle } from './light-switch';
import { KameleoonClient } from './zoo';
import { init } from './database';
import { prefab } from './houses';
import { dynamicApi } from './http';
import { Confidence } from './mood';
new TgglClient().get('nl', 'flag');
useFlag('nl');
useFlags().is('red');
useFeature('rivers');
new KameleoonClient().isFeatureFlagActive('green', 'brown');
(await init()).getFlag('x');
prefab.isEnabled('garage');
dynamicApi.isEnabled('orders', false);
visitor.getFlag('museum');
Confidence.create({}).getFlag('smile.wide', 1);
visitors.getFlags().get('museum');
translations.isActiveFeatureName('fr');
export const Map = () => <Feature name="rivers"><FeatureToggle featureName="lamp" /></Feature>;
`);
});
