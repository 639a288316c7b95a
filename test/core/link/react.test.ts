/** How React code hands clients and flags around: copies, refs, contexts, services behind an interface. */
import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('a copy of the flags with other things beside', () => {
  expectCallSites({
    'use-flags.ts': `
import { useFlags as useLaunchDarkly } from 'launchdarkly-react-client-sdk';
export const useFlags = () => {
  const flags = useLaunchDarkly() as ShopFlags;
  const overrides = useSelector((state) => state.flagOverrides);
  return { ...flags, ...overrides, isReady: true };
};
export const useCartFlags = () => ({ ...readCart(), size: 3 });`,
    'cart.tsx': `
import { useCartFlags, useFlags } from './use-flags';
export function Cart() {
  const flags = useFlags();
  const { giftWrap } = useFlags();
  //      ^^^^^^^^ giftWrap · launchdarkly useFlags · camelCase
  const cartFlags = useCartFlags();
  if (!flags.isReady || cartFlags.newCart) return null;
  return flags.newCart ? <New wrap={giftWrap} /> : flags['old-cart'];
  //           ^^^^^^^ newCart · launchdarkly useFlags · camelCase
  //                                                     ^^^^^^^^^^ old-cart · launchdarkly useFlags · camelCase
}`,
  });
});

test('a client in a ref that is made empty', () => {
  expectCallSites(`
import * as LaunchDarkly from 'launchdarkly-js-client-sdk';
import { useRef, useState } from 'react';
export function Checkout({ user, form }) {
  const client = useRef<LaunchDarkly.LDClient | null>(null);
  const cart = useRef<HTMLElement>(null);
  const untyped = useRef(null);
  const [late, setLate] = useState<LaunchDarkly.LDClient>();
  client.current?.variation('express', false);
  //                        ^^^^^^^^^ express · launchdarkly variation · default false
  cart.current?.variation('not-a-flag', false);
  untyped.current = LaunchDarkly.initialize('env', user);
  untyped.current.variation('gift-wrap', false);
  //                        ^^^^^^^^^^^ gift-wrap · launchdarkly variation · default false
  form.current = readForm();
  form.current.variation('not-a-flag', false);
  late?.variation('zones', false);
  //              ^^^^^^^ zones · launchdarkly variation · default false
}`);
});

const shopFlags = `
import { createContext, useContext } from 'react';
export interface ShopFlags { isOn(key: string): boolean; price(key: string): number; }
const FlagsContext = createContext<ShopFlags | null>(null);
export const ShopFlagsProvider = FlagsContext.Provider;
export const useShopFlags = () => useContext(FlagsContext);
export const useShopFlag = (key: string) => useContext(FlagsContext)?.isOn(key) ?? false;
//                                                                         ^^^ dynamic: key · launchdarkly variation · via isOn`;

test('a service behind an interface, handed down by a context', () => {
  expectCallSites({
    'shop-flags.ts': shopFlags,
    'provider.tsx': `
import { initialize } from 'launchdarkly-js-client-sdk';
import { useMemo } from 'react';
import { type ShopFlags, ShopFlagsProvider } from './shop-flags';
const client = initialize('env', {});
export function Provider({ children }) {
  const service: ShopFlags = useMemo(() => ({
    isOn(key) { return client.variation(key, false); },
    //                                  ^^^ dynamic: key · launchdarkly variation · default false
    price: (key) => prices.get(key),
  }), []);
  return <ShopFlagsProvider value={service}>{children}</ShopFlagsProvider>;
}`,
    'cart.tsx': `
import { useShopFlag, useShopFlags } from './shop-flags';
export function Cart() {
  const isNew = useShopFlag('new-cart');
  //                        ^^^^^^^^^^ new-cart · launchdarkly variation · via useShopFlag > isOn
  const service = useShopFlags();
  service?.isOn('gift-wrap');
  //            ^^^^^^^^^^^ gift-wrap · launchdarkly variation · via isOn
  service?.price('shoes');
}`,
  });
});

test('the type of a member of a type', () => {
  expectCallSites(`
import type { Client } from '@openfeature/server-sdk';
interface Request { flags: Client; cart: { isOn(key: string): boolean } }
export function ship(flags: Request['flags'], cart: Request['cart'], more: Request[string]) {
  flags.getBooleanValue('express', false);
  //                    ^^^^^^^^^ express · openfeature getBooleanValue · default false
  cart.isOn('not-a-flag'); more.getBooleanValue('not-a-flag', false);
}`);
});

test('a type that is given to the flags of an SDK', () => {
  expectCallSites({
    'flag-set.ts': `
export interface ShopFlags { newCart: boolean; giftWrap: boolean }
export type FlagSet = Partial<ShopFlags>;
export interface Stock { newCart: boolean }`,
    'use-flags.ts': `
import { useFlags as useLaunchDarkly } from 'launchdarkly-react-client-sdk';
import type { FlagSet, Stock } from './flag-set';
export const useFlags = () => { const flags = useLaunchDarkly() as FlagSet; return flags; };
export const useStock = (): Stock => readStock();`,
    'routes.ts': `
import type { FlagSet, Stock } from './flag-set';
type Loader = { flags: FlagSet; flagStock: Stock };
export function loadCart(flags: FlagSet, { flags: more, flagStock }: Loader) {
  if (flags.newCart) open();
  //        ^^^^^^^ newCart · launchdarkly useFlags · camelCase
  return more.giftWrap && flagStock.newCart;
  //          ^^^^^^^^ giftWrap · launchdarkly useFlags · camelCase
}`,
  });
});

test('class components', () => {
  expectCallSites(`
import React, { Component, PureComponent } from 'react';
import { withLDConsumer, type LDFlagSet } from 'launchdarkly-react-client-sdk';
interface WithFlags { flags: LDFlagSet }
interface Props { items: string[]; features: { newCart: boolean } }
export class Cart extends React.Component<Props & WithFlags> {
  render() {
    const { flags, features } = this.props;
    if (features.newCart) return null;
    return this.props.flags.newCart && flags.giftWrap;
    //                      ^^^^^^^ newCart · launchdarkly useFlags · camelCase
    //                                       ^^^^^^^^ giftWrap · launchdarkly useFlags · camelCase
  }
}
class Banner extends PureComponent {
  constructor(props) { super(props); this.isNew = props.flags.summerSale; }
  //                                                          ^^^^^^^^^^ summerSale · launchdarkly useFlags · camelCase
  render() { return this.props.flags.winterSale && this.props.features.newCart; }
  //                                 ^^^^^^^^^^ winterSale · launchdarkly useFlags · camelCase
}
export default withLDConsumer()(Banner);
class Queue { run() { return this.props.flags.notAFlag; } }
class Footer extends Component { render() { return this.props.flags.notAFlag; } }
`);
});

test('a service that is made by a function and handed on by its interface', () => {
  expectCallSites({
    'contract.ts': `
export interface FlagsStart { isOn(key: string): boolean; label: string }
export interface Core { flags: FlagsStart; stock: { isOn(key: string): boolean } }`,
    'service.ts': `
import { OpenFeature } from '@openfeature/web-sdk';
import type { FlagsStart } from './contract';
export class Flags {
  private client = OpenFeature.getClient();
  async start(): Promise<FlagsStart> {
    return { label: 'shop', isOn: (key) => this.client.getBooleanValue(key, false) };
    //                                                                 ^^^ dynamic: key · openfeature getBooleanValue · default false
  }
}`,
    'cart.ts': `
import type { Core } from './contract';
export class Cart {
  start(core: Core) { return core.flags.isOn('new-cart') && core.stock.isOn('shoes') && core.flags.isOn(core.flags.label); }
  //                                         ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via isOn
  //                                                                                                    ^^^^^^^^^^^^^^^^ dynamic: core.flags.label · openfeature getBooleanValue · via isOn
}`,
  });
});

test('types that need each other to be told', () => {
  expectCallSites({
    'types.ts': `
export interface Shop { cart: Cart; flags: ShopFlags }
export interface Cart { shop: Shop['cart']; flags: Cart['flags'] }
export type ShopFlags = Shop['flags'] & Cart['flags'];`,
    'shop.ts': `
import { OpenFeature } from '@openfeature/web-sdk';
import type { Cart, Shop, ShopFlags } from './types';
const client = OpenFeature.getClient();
export const cart: Cart['shop'] = { flags: client };
export const shop: Pick<Shop, 'cart'> = { cart };
export const flags = (given: Shop['flags']): Cart['flags'] => given as ShopFlags;
export function buy(shop: Shop) { shop.cart.flags.getBooleanValue(shop.flags.key, false); shop.cart.shop.flags.key; }
//                                                                ^^^^^^^^^^^^^^ dynamic: shop.flags.key · openfeature getBooleanValue · default false
export const isNew = () => client.getBooleanValue('new-cart', false);
//                                                ^^^^^^^^^^ new-cart · openfeature getBooleanValue · default false`,
  });
});

test('a hook that says by an interface what a context holds', () => {
  expectCallSites({
    'context.tsx': `
import { createContext, useCallback, useContext } from 'react';
import { useGrowthBook } from '@growthbook/growthbook-react';
interface Flags { useFlag: (name: string) => boolean }
const Context = createContext<Flags | null>(null);
export const useFlags = (): Flags => useContext(Context);
export const Provider = ({ children }) => {
  const growthbook = useGrowthBook();
  const useFlag = useCallback((name: string) => growthbook.isOn(name), []);
  //                                                            ^^^^ dynamic: name · growthbook isOn
  return <Context.Provider value={{ useFlag }}>{children}</Context.Provider>;
};
`,
    'cart.tsx': `
import { useFlags } from './context';
export const Cart = () => {
  const { useFlag } = useFlags();
  return useFlag('new-cart') ? 1 : 2;
  //             ^^^^^^^^^^ new-cart · growthbook isOn · via useFlag
};
`,
  });
});
