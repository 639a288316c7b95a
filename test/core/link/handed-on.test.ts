/** Clients, flags and keys that come to where they are read by a detour: state, containers, callbacks, subclasses. */
import { expect, test } from 'vitest';
import { createPrefilter } from '../../../server/src/core/prefilter.ts';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('flags of an SDK in state, handed down by a context', () => {
  expectCallSites({
    'flags-context.ts': `
import type { Variants } from '@amplitude/experiment-js-client';
import { createContext } from 'react';
interface Provided { flags: Variants; isLoading: boolean; stock: Record<string, { value: string }> }
export const FlagsContext = createContext<Provided | null>(null);`,
    'use-flag.ts': `
import { useContext } from 'react';
import { FlagsContext } from './flags-context';
export const useFlag = (key: string): boolean => {
  const context = useContext(FlagsContext);
  if (!context) throw new Error('no flags');
  return context.flags[key]?.value === 'on';
  //                   ^^^ dynamic: key · amplitude all
};
export const useStock = (name: string) => useContext(FlagsContext)?.stock[name]?.value;`,
    'provider.tsx': `
import { Experiment, type Variants } from '@amplitude/experiment-js-client';
import { useState } from 'react';
import { FlagsContext } from './flags-context';
export function FlagsProvider({ children }) {
  const [flags, setFlags] = useState<Variants>({});
  const [stock, setStock] = useState<Record<string, { value: string }>>({});
  return <FlagsContext.Provider value={{ flags, stock }}>{children}</FlagsContext.Provider>;
}`,
    'cart.tsx': `
import { useFlag, useStock } from './use-flag';
export const Cart = () => useFlag('new-cart') && useStock('shoes');
//                                ^^^^^^^^^^ new-cart · amplitude all · via useFlag
`,
  });
});

test('state that is filled later', () => {
  expectCallSites(`
import { SplitFactory } from '@splitsoftware/splitio';
import { initialize } from '@devcycle/js-client-sdk';
import React, { useState } from 'react';
import { loadTill, openStock } from './stock';
export const Shop = () => {
  const [splitClient, setSplitClient] = React.useState(null);
  const [stock, setStock] = useState(null);
  const [isReady, setReady] = useState(false);
  const [cycle, setCycle] = useState();
  const [till, setTill] = useTill(null);
  React.useEffect(() => {
    const client = SplitFactory({}).client();
    client.on('ready', () => { setSplitClient(client); setReady(true); setStock(openStock()); setTill(client); });
    initialize('key', {}).onClientInitialized().then(setCycle);
  }, []);
  splitClient && splitClient.getTreatment('new-cart');
  //                                      ^^^^^^^^^^ new-cart · split getTreatment
  cycle?.variableValue('gift-wrap', false);
  //                   ^^^^^^^^^^^ gift-wrap · devcycle variableValue · default false
  stock && stock.getTreatment('not-a-flag');
  till.getTreatment('not-a-flag');
  isReady.getTreatment('not-a-flag');
};`);
});

test('a key of a container says what is kept under it', () => {
  expectCallSites({
    'keys.ts': `
import { InjectionToken } from '@angular/core';
import type { IConfigCatClient } from 'configcat-common';
import type { InjectionKey } from 'vue';
import type { Stock } from './stock';
export const flagsKey: InjectionKey<IConfigCatClient> = Symbol('flags');
export const stockKey: InjectionKey<Stock> = Symbol('stock');
export const CLIENT = new InjectionToken<IConfigCatClient>('client');`,
    'stock.ts': `export interface Stock { getValueAsync(name: string, fallback: number): Promise<number> }`,
    'cart.ts': `
import { inject } from 'vue';
import { CLIENT, flagsKey, stockKey } from './keys';
export async function load() {
  const client = inject(flagsKey);
  await client?.getValueAsync('newCart', false);
  //                          ^^^^^^^^^ newCart · configcat getValueAsync · default false
  await inject(CLIENT).getValueAsync('giftWrap', false);
  //                                 ^^^^^^^^^^ giftWrap · configcat getValueAsync · default false
  await inject(stockKey).getValueAsync('not-a-flag', 0);
  await describe(flagsKey).getValueAsync('not-a-flag', false);
}`,
  });
});

test('what a class leaves to its subclasses is what these say', () => {
  expectCallSites({
    'features.ts': `
export interface Feature<T> { key: string; fallback: T }
export const GiftWrap: Feature<boolean> = { key: 'gift-wrap', fallback: false };
export const Zones: Feature<boolean> = { key: 'zones', fallback: false };`,
    'guard.ts': `
import type { Client } from '@openfeature/server-sdk';
import { GiftWrap, type Feature } from './features';
export class FlagService {
  constructor(private readonly client: Client) {}
  isOn(feature: Feature<boolean>) { return this.client.getBooleanValue(feature.key, false); }
  //                                                                   ^^^^^^^^^^^ dynamic: feature.key · openfeature getBooleanValue · default false
}
export abstract class FeatureGuard {
  constructor(private readonly flags: FlagService) {}
  protected abstract feature: Feature<boolean>;
  protected usual = GiftWrap;
  mayEnter() { return this.flags.isOn(this.feature); }
  //                                  ^^^^^^^^^^^^ one of gift-wrap, zones · openfeature getBooleanValue · via isOn
  mayWrap() { return this.flags.isOn(this.usual); }
  //                                 ^^^^^^^^^^ gift-wrap · openfeature getBooleanValue · via isOn
}`,
    'guards.ts': `
import { FeatureGuard } from './guard';
import { GiftWrap, Zones } from './features';
export class GiftGuard extends FeatureGuard { protected feature = GiftWrap; protected usual = Zones; }
export class ZoneGuard extends FeatureGuard { protected feature = Zones; }`,
  });
});

test('callbacks behind the first argument', () => {
  expectCallSites({
    'split.js': `
import { SplitFactory } from '@splitsoftware/splitio';
let client = null;
export const connect = (userId, onReady, onLate, stock) => {
  client = SplitFactory({ core: { key: userId } }).client();
  client.on(client.Event.SDK_READY, () => onReady(client));
  client.on(client.Event.SDK_READY_TIMED_OUT, () => onLate(stock));
};`,
    'features.js': `
import { connect } from './split';
export function load(userId) {
  const onReady = (client) => read(client);
  connect(userId, onReady, (client) => client.getTreatments(['not-a-flag']));
}
function read(client) {
  return client.getTreatments(['new-cart']);
  //                           ^^^^^^^^^^ new-cart · split getTreatments
}`,
  });
});

test('one of two keys of each element of a list', () => {
  expectCallSites({
    'shelves.ts': `
export const SHELVES = [
  { name: 'Shoes', feature: 'show-shoes', mobile: 'show-shoes-mobile' },
  { name: 'Hats', feature: 'show-hats', mobile: 'show-hats-mobile' },
] as const;`,
    'shop.tsx': `
import { IfFeatureEnabled } from '@growthbook/growthbook-react';
import { SHELVES } from './shelves';
export const Shop = ({ small }) => SHELVES.map((shelf) => <IfFeatureEnabled feature={small ? shelf.mobile : shelf.feature} />);
//                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one of show-shoes-mobile, show-hats-mobile, show-shoes, show-hats · growthbook IfFeatureEnabled
export const Stock = ({ small, stock }) => stock.map((shelf) => <IfFeatureEnabled feature={small ? shelf.mobile : shelf.feature} />);
//                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dynamic: shelf.mobile | shelf.feature · growthbook IfFeatureEnabled
`,
  });
});

test('a file inside the package of an SDK', () => {
  expectCallSites(`
import { createInstance } from '@optimizely/optimizely-sdk/dist/optimizely.lite.min.js';
import type { IConfigCatClient } from 'configcat-common/lib/ConfigCatClient';
import { createInstance as createCart } from './optimizely-sdk/dist/cart';
import { createInstance as createStock } from '@shop/stock/dist/optimizely-sdk';
createInstance({}).createUserContext('u').decide('new-cart');
//                                               ^^^^^^^^^^ new-cart · optimizely decide
export const load = (client: IConfigCatClient) => client.getValueAsync('giftWrap', false);
//                                                                     ^^^^^^^^^^ giftWrap · configcat getValueAsync · default false
createCart({}).createUserContext('u').decide('not-a-flag');
createStock({}).createUserContext('u').decide('not-a-flag');`);
});

test('a package of an SDK by its address', () => {
  expectCallSites(`
import { initialize } from 'https://unpkg.com/@harnessio/ff-javascript-client-sdk@1.4.10/dist/sdk.client.js';
import { GrowthBook } from 'https://esm.sh/@growthbook/growthbook';
import { OpenFeature } from 'npm:@openfeature/server-sdk@^1.18.0';
import { initialize as openTill } from 'https://cdn.shop.example/till/@harnessio/ff-javascript-client-sdk.js';
import { GrowthBook as Rack } from 'https://esm.sh/@shop/rack@2';
initialize('key', {}).variation('new-cart', false);
//                              ^^^^^^^^^^ new-cart · harness variation · default false
new GrowthBook().isOn('gift-wrap');
//                    ^^^^^^^^^^^ gift-wrap · growthbook isOn
OpenFeature.getClient().getBooleanValue('express', false);
//                                      ^^^^^^^^^ express · openfeature getBooleanValue · default false
openTill('key', {}).variation('not-a-flag', false);
new Rack().isOn('not-a-flag');`);
});

test.each([
  ["import x from 'https://cdn.jsdelivr.net/npm/posthog-js@1.2.3/+esm';", true],
  ["import x from 'npm:posthog-js@1';", true],
  ["import x from 'https://shop.example/docs/posthog-js-notes';", false],
  ["import type { X } from 'configcat-common/lib/ConfigCatClient';", true],
  ["import x from 'posthog-js/package.json';", false],
])('the prefilter on %s', (text, expected) => {
  expect(createPrefilter([]).matches(text)).toBe(expected);
});
