import { expect, test } from 'vitest';
import type { Files } from '../../support/call-sites-of.ts';
import { discoverIn, proposedIn } from './discover-in.ts';

const enumOfFlags = `export enum FeatureFlag { NewCart = 'new-cart', GiftCards = 'gift-cards', Coupons = 'coupon-codes' }`;

test.each<{ title: string; files: Files; expected: unknown[] }>([
  {
    title: 'a set of flags that is asked for one flag of a list',
    files: {
      'feature-flags.ts': `export const featureFlags = { newCart: 'new-cart', giftCards: 'gift-cards' };`,
      'cart.ts': `import { featureFlags } from './feature-flags';
        export const Cart = () => { const { flags } = useOpen(); const hasCart = flags?.has(featureFlags.newCart); return hasCart ? a() : b(); };`,
      'hats.ts': `import { stock } from './stock'; if (stock.has('new-hats')) show();`,
    },
    expected: [{ name: 'has', key: 0, owner: ['flags'] }],
  },
  {
    title: 'what a function gives out, where a list of flags has a short key',
    files: {
      'features.ts': `export type ShopFeatures = 'ai' | 'giftCards' | 'newCart' | 'giftWrap' | 'openTill';
        export const getFeatureFlags = async (shop: string): Promise<Record<ShopFeatures, boolean>> => (await fetch('/flags/' + shop)).json();`,
      'cart.ts': `import { getFeatureFlags } from './features';
        const features = await getFeatureFlags('shop');
        if (!features.ai) hide(); if (features.ai) show(); if (features.newCart) a(); if (features.giftCards) b();`,
    },
    expected: [{ members: 'getFeatureFlags', module: './features.ts' }],
  },
  {
    title: 'a function of a package that is not here',
    files: {
      'cart.ts': `import { isFeatureEnabled } from '@shop/flags';
        if (isFeatureEnabled('new-cart')) show();
        const hasGifts = isFeatureEnabled('gift-cards') && isFeatureEnabled('coupon-codes');`,
    },
    expected: [{ name: 'isFeatureEnabled', key: 0, module: '@shop/flags' }],
  },
  {
    title: 'a hook that looks into a store, called with members of an enum',
    files: {
      'flags.ts': enumOfFlags,
      'use-flag.ts': `import { FeatureFlag } from './flags';
        export const useFlag = (flag: FeatureFlag) => useStore((state) => state.open.includes(flag));`,
      'cart.tsx': `import { useFlag } from './use-flag'; import { FeatureFlag } from './flags';
        export function Cart() { const isNew = useFlag(FeatureFlag.NewCart); const gifts = useFlag(FeatureFlag.GiftCards); return isNew && gifts; }`,
    },
    expected: [{ name: 'useFlag', key: 0, module: './use-flag.ts' }],
  },
  {
    title: 'a selector whose key comes second',
    files: {
      'selectors.ts': `export function getFeatureFlag(state: State, key: string) { return state.flags[key] === 'true'; }`,
      'cart.ts': `import { getFeatureFlag } from './selectors';
        if (getFeatureFlag(state, 'newCart')) show(); if (!getFeatureFlag(state, 'giftCards')) hide();`,
    },
    expected: [{ name: 'getFeatureFlag', key: 1, module: './selectors.ts' }],
  },
  {
    title: 'a key in an object',
    files: {
      'flags.ts': enumOfFlags,
      'check.ts': `export async function checkFeatureFlag({ key, user }) { return (await fetch('/flags/' + key + user)).ok; }`,
      'cart.ts': `import { checkFeatureFlag } from './check'; import { FeatureFlag } from './flags';
        if (await checkFeatureFlag({ key: FeatureFlag.NewCart, user })) show();
        if (await checkFeatureFlag({ key: FeatureFlag.GiftCards, user })) show();`,
    },
    expected: [{ name: 'checkFeatureFlag', key: 'key', module: './check.ts' }],
  },
  {
    title: 'a component',
    files: {
      'feature-flag.tsx': `export function FeatureFlag({ name, children }) { return open.has(name) ? children : null; }`,
      'cart.tsx': `import { FeatureFlag } from './feature-flag';
        export const Cart = () => <><FeatureFlag name="new-cart"><New /></FeatureFlag><FeatureFlag name="gift-cards"><Gifts /></FeatureFlag></>;`,
    },
    expected: [{ name: 'FeatureFlag', key: 'name', module: './feature-flag.tsx' }],
  },
  {
    title: 'a component that takes the ID of a toggle, among others that do',
    files: {
      'flags.ts': enumOfFlags,
      'toggle.tsx': `export function IfFeatureToggleOn({ toggleID, children }) { return toggles.data[toggleID] ? children : null; }`,
      'cart.tsx': `import { IfFeatureToggleOn } from './toggle'; import { FeatureFlag } from './flags';
        export const Cart = () => <><IfFeatureToggleOn toggleID={FeatureFlag.NewCart}><New /></IfFeatureToggleOn><IfFeatureToggleOn toggleID={FeatureFlag.GiftCards}><Gifts /></IfFeatureToggleOn><Switch toggleID="new-cart" /></>;`,
    },
    expected: [{ name: 'IfFeatureToggleOn', key: 'toggleID', module: './toggle.tsx' }],
  },
  {
    title: 'an interface whose implementation is injected, and what its objects are called',
    files: {
      'flags.ts': `export interface FlagService { isOn(name: string): boolean }`,
      'cart.ts': `import type { FlagService } from './flags';
        export class Cart { constructor(private readonly flagService: FlagService) {}
          total() { return this.flagService.isOn('new-cart') ? 1 : this.flagService.isOn('gift-cards') ? 2 : 3; } }
        export const price = (deps) => (deps.flagService.isOn('coupon-codes') ? 1 : 2);`,
    },
    expected: [{ name: 'isOn', key: 0, owner: ['FlagService', 'flagService'] }],
  },
  {
    title: 'a function with a name of its own that is asked about the members of a registry',
    files: {
      'flags.ts': `export const FEATURE_FLAGS = { newCart: 'new-cart', giftCards: 'gift-cards' } as const;`,
      'ask.ts': `export function isOpen(what: string) { return window.__open.includes(what); }`,
      'cart.ts': `import { isOpen } from './ask'; import { FEATURE_FLAGS } from './flags';
        if (isOpen(FEATURE_FLAGS.newCart)) show(); if (isOpen(FEATURE_FLAGS.giftCards)) show();`,
    },
    expected: [{ name: 'isOpen', key: 0, module: './ask.ts' }],
  },
  {
    title: 'the members of a property',
    files: {
      'cart.ts': `import { config } from '@shop/runtime';
        if (config.featureToggles.newCart) show(); if (config.featureToggles.giftCards) show();
        const { couponCodes } = config.featureToggles; if (couponCodes) show();`,
    },
    expected: [{ members: 'featureToggles' }],
  },
  {
    title: 'the members of a property with an everyday name, by its owner and its type',
    files: {
      'config.ts': `export interface ShopFlags { newCart: boolean; giftCards: boolean; couponCodes: boolean }
        export interface ShopConfig { title: string; flags: ShopFlags }`,
      'cart.ts': `import type { ShopConfig } from './config';
        export function cart(shopConfig: ShopConfig) {
          if (shopConfig.flags.newCart) return 1; if (shopConfig.flags.giftCards) return 2; return !shopConfig.flags.couponCodes; }`,
    },
    expected: [{ members: 'flags', owner: ['ShopConfig', 'shopConfig'] }],
  },
  {
    title: 'the members of what a hook gives out',
    files: {
      'use-feature-flags.ts': `export const useFeatureFlags = () => useContext(Flags).all;`,
      'cart.tsx': `import { useFeatureFlags } from './use-feature-flags';
        export function Cart() { const { newCart, giftCards } = useFeatureFlags(); return newCart && giftCards; }
        export function Sale() { const flags = useFeatureFlags(); return flags.summerSale ? 1 : 2; }`,
    },
    expected: [{ members: 'useFeatureFlags', module: './use-feature-flags.ts' }],
  },
  {
    title: 'a list of what is open, asked what it includes',
    files: {
      'cart.ts': `import { session } from '@shop/runtime';
        if (session.enabledFeatures.includes('new-cart')) show(); if (session.enabledFeatures.includes('gift-cards')) show();`,
    },
    expected: [{ name: 'includes', key: 0, owner: ['enabledFeatures'] }],
  },
  {
    title: 'an object that a library hands out',
    files: {
      'cart.tsx': `import { useApi, flagsRef } from '@shop/platform';
        export function Cart() { const featureFlagsApi = useApi(flagsRef);
          if (featureFlagsApi.isActive('new-cart')) return 1; return featureFlagsApi.isActive('gift-cards') ? 2 : 3; }`,
    },
    expected: [{ name: 'isActive', key: 0, owner: ['featureFlagsApi'] }],
  },
  {
    title: 'a map of flags that a hook gives out',
    files: {
      'use-flag-map.ts': `export const useFlagMap = () => useContext(Flags);`,
      'cart.tsx': `import { useFlagMap } from './use-flag-map';
        export function Cart() { const flags = useFlagMap(); if (flags.newCart) return 1; if (flags.giftCards) return 2; if (flags.couponCodes) return 3;
          return flags['summer-sale'] || flags['winter-sale'] || flags['gift-wrap'] || flags['loyalty-points'] || flags['guest-checkout']; }`,
    },
    expected: [{ members: 'useFlagMap', module: './use-flag-map.ts' }],
  },
  {
    title: 'objects of a type of flags, asked with members of an enum',
    files: {
      'flags.ts': enumOfFlags,
      'types.ts': `export type FlagsObject = { [key: string]: boolean }; export interface WithFlags { flags: FlagsObject }`,
      'cart.tsx': `import type { FC } from 'react'; import { FeatureFlag } from './flags'; import type { FlagsObject, WithFlags } from './types';
        export const Cart: FC<WithFlags> = ({ flags }) => flags[FeatureFlag.NewCart] && flags[FeatureFlag.GiftCards];
        export const Page = memo<WithFlags>(({ flags }) => (flags[FeatureFlag.Coupons] ? show() : null));
        export function pay(flags: FlagsObject) { return flags[FeatureFlag.Coupons] ? 1 : 0; }`,
    },
    expected: [{ members: 'FlagsObject', module: './types.ts' }],
  },
  {
    title: 'the members of something that is injected, where an SDK reads the same flags',
    files: {
      'cart.tsx': `import { useFlags } from 'launchdarkly-react-client-sdk';
        export function Cart() { const flags = useFlags(); return flags.newCart && flags.giftCards; }`,
      'routes.ts': `export const routes = [createRoute({ load: ({ context }) => { if (!context.flags.newCart) leave(); if (context.flags.giftCards) stay(); } })];`,
    },
    expected: [{ members: 'flags', owner: ['context'] }],
  },
  {
    title: 'a single flag that an SDK reads elsewhere',
    files: {
      'cart.tsx': `import { useFlag } from '@unleash/proxy-client-react'; export const useCart = () => useFlag('new-cart');`,
      'types.ts': `export interface FeatureFlags { getVariant(name: string): { name: string } }`,
      'routes.ts': `import type { FeatureFlags } from './types'; export const load = (featureFlags: FeatureFlags) => featureFlags.getVariant('new-cart').name === 'b';`,
    },
    expected: [{ name: 'getVariant', key: 0, owner: ['FeatureFlags', 'featureFlags'] }],
  },
  {
    title: 'a feature of what organizations have, asked in functions that answer with it',
    files: {
      'cart.ts': `export const isNew = (org) => org.features.includes('new-cart'); export const gifts = (org) => org.features.includes('gift-cards');
        export const codes = (org) => org.features.includes('coupon-codes'); export const drones = (org) => org.features.includes('drone-delivery');
        export const dark = (org) => org.features.includes('dark-mode'); export const quick = (org) => org.features.includes('search');`,
    },
    expected: [{ name: 'includes', key: 0, owner: ['features'] }],
  },
  {
    title: 'a configuration that is asked for many a yes or no',
    files: {
      'cart.ts': `import config from '@shop/config';
        if (config.isEnabled('cart/new')) a(); if (config.isEnabled('cart/gift-wrap')) b(); if (!config.isEnabled('cart/coupon-codes')) c();
        if (config.isEnabled('orders/drone-delivery')) d(); if (config.isEnabled('dark-mode')) e(); if (config.isEnabled('search/quick')) f();
        const url = config.get('api_url'), shop = config.get('shop_name'), tax = config.get('tax_rate'), site = config.get('site_id'), zone = config.get('time_zone'), lang = config.get('language_id');`,
    },
    expected: [{ name: 'isEnabled', key: 0, owner: ['config'] }],
  },
  {
    title: 'a client of flags by what it is called, whatever is asked',
    files: {
      'cart.ts': `export function cart({ featureFlags }) { const price = featureFlags.getNumberValue('gift-price', 3); if (featureFlags.getBooleanValue('new-cart', false)) a(price); }`,
    },
    expected: [
      { name: 'getBooleanValue', key: 0, owner: ['featureFlags'] },
      { name: 'getNumberValue', key: 0, owner: ['featureFlags'] },
    ],
  },
  {
    title: 'an object of flags, and not the function that looks into it',
    files: {
      'flags.ts': `export const FEATURE_FLAGS = { NEW_CART: 'new-cart', GIFT_CARDS: 'gift-cards', DARK_MODE: 'dark-mode' } as const;`,
      'use-flag.ts': `import { useValues } from '@shop/store'; import { FEATURE_FLAGS } from './flags';
        export const useFeatureFlag = (flag: keyof typeof FEATURE_FLAGS) => { const { featureFlags } = useValues(); return !!featureFlags[FEATURE_FLAGS[flag]]; };`,
      'cart.ts': `import { useValues } from '@shop/store'; import { FEATURE_FLAGS } from './flags'; import { useFeatureFlag } from './use-flag';
        const { featureFlags } = useValues(); if (featureFlags[FEATURE_FLAGS.NEW_CART]) a(); if (featureFlags[FEATURE_FLAGS.GIFT_CARDS]) b();
        if (useFeatureFlag('NEW_CART')) c(); if (useFeatureFlag('DARK_MODE')) d(); if (useFeatureFlag('GIFT_CARDS')) e();`,
    },
    expected: [{ members: 'featureFlags' }],
  },
  {
    title: 'a switch of a backend, with a path as its key',
    files: {
      'cart.ts': `import { isSwitchOn } from './globals';
        if (isSwitchOn('cartSwitches.giftCards')) a(); const isNew = isSwitchOn('featureSwitches.newCart'); if (!isSwitchOn('featureSwitches.couponCodes')) b();`,
      'globals.ts': `export const isSwitchOn = (name: string): boolean => read('settings.switches.' + name) === 'On';`,
    },
    expected: [{ name: 'isSwitchOn', key: 0, module: './globals.ts' }],
  },
  {
    title: 'a component that is given a flag beside other things',
    files: {
      'menu.tsx': `import { MenuItem } from './menu-item';
        export const Menu = () => <><MenuItem to="/cart" featureFlag="new-cart" /><MenuItem to="/gifts" featureFlag="gift-cards" /><MenuItem to="/codes" featureFlag="coupon-codes" /></>;`,
      'menu-item.tsx': `export const MenuItem = ({ to, featureFlag }) => (useHas(featureFlag) ? <a href={to} /> : null);`,
    },
    expected: [{ name: 'MenuItem', key: 'featureFlag', module: './menu-item.tsx' }],
  },
  {
    title: 'what a hook gives out, whose maker cannot be seen',
    files: {
      'cart.tsx': `import { useFeatureFlags } from './use-feature-flags';
        export function Cart() { const { isFeatureEnabled } = useFeatureFlags(); return isFeatureEnabled('new-cart') || isFeatureEnabled('gift-cards'); }`,
      'use-feature-flags.ts': `import { useStore } from '@shop/store'; export const useFeatureFlags = () => useStore((state) => state.checks);`,
    },
    expected: [{ name: 'isFeatureEnabled', key: 0, owner: ['useFeatureFlags'] }],
  },
  {
    title: 'what an organization has, where many different things are asked for',
    files: {
      'cart.ts': `export function Cart({ organization }) {
        if (organization.features.includes('new-cart')) a(); if (organization.features.includes('gift-cards')) b();
        if (organization.features.includes('coupon-codes')) c(); if (!organization.features.includes('drone-delivery')) d();
        if (organization.features.includes('dark-mode')) e(); if (organization.features.includes('quick-search')) f(); }`,
      'order.ts': `export const order = (org) => { if (org.features.includes('express-order')) g(); return org?.features.includes('order-notes') ? 1 : 0; };`,
    },
    expected: [{ name: 'includes', key: 0, owner: ['features'] }],
  },
  {
    title: 'a component and a function that ask for features and say nothing else',
    files: {
      'access.tsx': `export function Feature({ name, children }) { return useHas(name) ? children : null; }
        export const hasFeature = (name: string) => has(name);`,
      'cart.tsx': `import { Feature, hasFeature } from './access';
        export const Cart = () => <><Feature name="new-cart"><New /></Feature><Feature name="gift-cards"><Gifts /></Feature><Feature name="coupon-codes"><Codes /></Feature></>;
        if (hasFeature('drone-delivery')) a(); if (hasFeature('dark-mode')) b(); if (hasFeature('gift-cards')) c();`,
    },
    expected: [
      { name: 'Feature', key: 'name', module: './access.tsx' },
      { name: 'hasFeature', key: 0, module: './access.tsx' },
    ],
  },
])('proposes $title', ({ files, expected }) => {
  expect(proposedIn(files)).toEqual(expected);
});

test.each<[title: string, files: Files]>([
  [
    'what Sluice reads without configuration',
    {
      'flags.ts': `import { OpenFeature } from '@openfeature/server-sdk';
        export const isFeatureEnabled = (key: string) => OpenFeature.getClient().getBooleanValue(key, false);`,
      'cart.ts': `import { isFeatureEnabled } from './flags';
        if (isFeatureEnabled('new-cart')) show(); if (isFeatureEnabled('gift-cards')) show();`,
    },
  ],
  [
    'what a customer has paid for',
    {
      'billing/plan.ts': `export function hasFeature(feature: string) { return plan.features.includes(feature); }`,
      'cart.ts': `import { hasFeature } from './billing/plan';
        if (hasFeature('sales-report')) show(); if (hasFeature('order-export')) show(); if (hasFeature('more-seats')) show();`,
    },
  ],
  [
    'permissions',
    {
      'access.ts': `export enum PermissionFlag { EditOrders = 'edit-orders', EditPrices = 'edit-prices' }
        export function hasPermissionFlag(flag: PermissionFlag) { return user.permissions.includes(flag); }`,
      'cart.ts': `import { hasPermissionFlag, PermissionFlag } from './access';
        if (hasPermissionFlag(PermissionFlag.EditOrders)) show(); if (hasPermissionFlag(PermissionFlag.EditPrices)) show();`,
    },
  ],
  [
    'flags of countries',
    {
      'flag.tsx': `export const Flag = ({ country, name }) => <img alt={name} src={'/flags/' + country} />;`,
      'cart.tsx': `import { Flag } from './flag';
        export const Cart = () => <><Flag country="nl" name="NL" /><Flag country="de" name="DE" /><Flag country="fr" name="FR" /></>;`,
    },
  ],
  [
    'messages about features',
    {
      'flags.ts': enumOfFlags,
      'message.ts': `export function missingFeatureWarning(feature: string) { return () => { throw new Error(feature); }; }`,
      'cart.ts': `import { FeatureFlag } from './flags'; import { missingFeatureWarning } from './message';
        export const newCart = missingFeatureWarning(FeatureFlag.NewCart);
        export const gifts = missingFeatureWarning(FeatureFlag.GiftCards);
        export const coupons = missingFeatureWarning(FeatureFlag.Coupons);`,
    },
  ],
  [
    'what a command line is searched for',
    {
      'command.ts': `export function readFlag(argv: string[], name: string) { return argv.indexOf('--' + name); }`,
      'deploy.ts': `import { readFlag } from './command';
        if (readFlag(args, 'dry-run')) show(); if (readFlag(args, 'no-cache')) show(); if (readFlag(args, 'api-base-url')) show();`,
    },
  ],
  [
    'how a message is sent, as its own type lists it',
    {
      'socket.ts': `export interface MessageFlags { local?: boolean; compress?: boolean; volatile?: boolean }
        export class Socket { private flags: MessageFlags = {};
          send(order) { if (this.flags.local) return; if (this.flags.compress) zip(order); return this.flags.volatile ? drop(order) : keep(order); } }`,
    },
  ],
  [
    'flags of a command line',
    {
      'deploy.ts': `import { Command } from '@oclif/core';
        export class Deploy extends Command { async run() { const { flags } = await this.parse(Deploy);
          if (flags.dryRun) return; if (flags.skipTests) return; if (flags.noCache) return; } }`,
      'color.ts': `import hasFlag from 'has-flag'; if (hasFlag('no-color')) off(); if (hasFlag('no-colors')) off(); if (hasFlag('color-always')) on();`,
    },
  ],
  [
    'switches of a screen',
    {
      'cart.tsx': `import { useToggle } from '@shop/hooks';
        export function Cart() { const [a] = useToggle('gift-note'); const [b] = useToggle('coupon-field'); const [c] = useToggle('tax-details'); return a && b && c; }`,
    },
  ],
  [
    'what changes or reports flags',
    {
      'cart.ts': `import { setFeatureFlag, trackFeatureFlag } from '@shop/flags';
        setFeatureFlag('new-cart', true); setFeatureFlag('gift-cards', true);
        if (trackFeatureFlag('new-cart')) done(); if (trackFeatureFlag('gift-cards')) done();`,
    },
  ],
  [
    'texts and pictures of what a shop advertises',
    {
      'features.ts': `export const FEATURES = { fast: 'fast-delivery', returns: 'free-returns', gifts: 'gift-wrapping' };`,
      'home.tsx': `import { FEATURES } from './features'; import { t, Icon, FeatureCard } from '@shop/ui';
        export const Home = () => <><Icon name={FEATURES.fast} /><Icon name={FEATURES.returns} />
          <FeatureCard id="fast-delivery" title={t(FEATURES.fast)} /><FeatureCard id="free-returns" title={t(FEATURES.returns)} /></>;`,
    },
  ],
  [
    'methods of something else with the same name',
    {
      'cart.ts': `if (mailer.isEnabled('order-mail')) send(); if (mailer.isEnabled('invoice-mail')) send(); if (plugins.isEnabled('gift-wrap')) wrap();`,
    },
  ],
  [
    'the answer of a query',
    {
      'cart.tsx': `import { useFeatureFlags } from './api'; import { getFeatureFlags } from './api';
        export function Admin() { const { data, isLoading, error } = useFeatureFlags(); return isLoading || error ? null : data.map(row); }`,
      'api.ts': `export const useFeatureFlags = () => useQuery(['flags']); export const getFeatureFlags = () => fetch('/flags');`,
    },
  ],
  [
    'a registry itself',
    {
      'flags.ts': `export const featureFlags = { newCart: 'new-cart', giftCards: 'gift-cards', couponCodes: 'coupon-codes' };`,
      'cart.ts': `import { featureFlags } from './flags'; log(featureFlags.newCart, featureFlags.giftCards, featureFlags.couponCodes);`,
    },
  ],
  [
    'kinds of flags, and components that show them',
    {
      'types.ts': `export const experimentType = ['standard', 'multi-armed-bandit'] as const;
        export interface PublishFlags { ignoreWarnings: boolean; publishNow: boolean; skipChecks: boolean }`,
      'cart.tsx': `import { useExperiments } from './api'; import type { PublishFlags } from './types'; import { FeatureValueField } from './field';
        const { list } = useExperiments('standard'); const { other } = useExperiments('multi-armed-bandit');
        export function publish(flags: PublishFlags) { if (flags.ignoreWarnings) a(); if (flags.publishNow) b(); if (flags.skipChecks) c(); }
        export const Cart = () => <><FeatureValueField id="cart-value" /><FeatureValueField id="gift-value" /><FeatureValueField id="code-value" /></>;`,
      'api.ts': `export const useExperiments = (type: string) => useQuery(type);`,
      'field.tsx': `export const FeatureValueField = ({ id }) => <input id={id} />;`,
    },
  ],
  [
    'what an editor can do, and what is said of an address',
    {
      'editor.tsx': `export const FEATURES = ['bold', 'italic', 'links', 'images', 'headings'] as const;
        export function Editor({ features }) { if (features.includes('bold')) a(); if (features.includes('italic')) b(); if (features.includes('links')) c();
          if (features.includes('images')) d(); return features.includes('headings') ? 1 : 0; }`,
      'address.ts': `export interface AddressBlockFlags { isDisposable: boolean; hasBlockedTerms: boolean; isKnownSpammer: boolean }
        export const getAddressBlockFlags = (address: string) => ask(address);`,
      'order.ts': `import { getAddressBlockFlags } from './address'; const { isDisposable, hasBlockedTerms, isKnownSpammer } = getAddressBlockFlags('a');
        if (isDisposable || hasBlockedTerms || isKnownSpammer) refuse();`,
    },
  ],
  [
    'what a license allows',
    {
      'ee/license.ts': `export const DEFAULT_FEATURES = { auditLogs: false, manyOrgs: false, quietBrand: false };`,
      'features.ts': `import { readLicense } from '@shop/license'; export const getFeatureFlag = async (feature: string) => (await readLicense()).features[feature];`,
      'cart.ts': `import { getFeatureFlag } from './features'; if (await getFeatureFlag('auditLogs')) a(); if (await getFeatureFlag('manyOrgs')) b(); if (await getFeatureFlag('quietBrand')) c();`,
    },
  ],
  [
    'lists that hold something else',
    {
      'home.ts': `if (hotel.features.includes('swimming-pool')) a(); if (hotel.features.includes('pets-allowed')) b(); if (hotel.features.includes('free-parking')) c();`,
      'plan.ts': `if (plan.features.includes('sales-report')) a(); if (plan.features.includes('order-export')) b(); if (plan.features.includes('more-seats')) c();
        if (plan.features.includes('own-domain')) d(); if (plan.features.includes('audit-log')) e(); if (plan.features.includes('phone-support')) f();`,
      'cart.ts': `if (order.tags.includes('new-cart')) a(); if (order.tags.includes('gift-cards')) b(); if (order.tags.includes('coupon-codes')) c();`,
    },
  ],
  [
    'what a customer has seen',
    {
      'seen.ts': `export enum SeenFlags { NewCart = 'new-cart', GiftCards = 'gift-cards', Zones = 'delivery-zones' }
        export const getFlagLastSeen = (user, flag: SeenFlags) => user.seen[flag];`,
      'cart.ts': `import { SeenFlags, getFlagLastSeen } from './seen';
        if (getFlagLastSeen(user, SeenFlags.NewCart)) a(); if (getFlagLastSeen(user, SeenFlags.GiftCards)) b(); if (getFlagLastSeen(user, SeenFlags.Zones)) c();`,
    },
  ],
  [
    'what only tests call',
    {
      'flags.ts': `export const isFeatureEnabled = (key: string) => window.__open.includes(key);`,
      'cart.test.ts': `import { isFeatureEnabled } from './flags'; if (isFeatureEnabled('new-cart')) show(); if (isFeatureEnabled('gift-cards')) show();`,
    },
  ],
])('does not propose %s', (_title, files) => {
  expect(proposedIn(files)).toEqual([]);
});

test('says why', () => {
  const { proposals, declined } = discoverIn({
    'flags.ts': enumOfFlags,
    'use-flag.ts': `import { FeatureFlag } from './flags'; export const useFlag = (flag: FeatureFlag) => useStore(flag);`,
    'cart.tsx': `import { useFlag } from './use-flag'; import { FeatureFlag } from './flags'; import { hasFeature } from './billing/plan';
      const a = useFlag(FeatureFlag.NewCart), b = useFlag(FeatureFlag.GiftCards), c = useFlag('loyalty-points');
      if (hasFeature('sales-report')) show(); if (hasFeature('order-export')) show(); if (hasFeature('more-seats')) show();`,
    'billing/plan.ts': `export function hasFeature(feature: string) { return paid.includes(feature); }`,
  });
  expect(proposals.map(({ why }) => why)).toEqual([
    'useFlag (./use-flag.ts): called in 3 places with 3 different keys (gift-cards, loyalty-points, ...), 2 of them listed in FeatureFlag (./flags.ts)',
  ]);
  expect(declined).toEqual([
    'hasFeature (./billing/plan.ts): called in 3 places with 3 different keys (more-seats, order-export, ...), not proposed, because its names speak of permissions, plans or other things that are no flags',
  ]);
});
