import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('re-typed variables and parameters', () => {
  expectCallSites(`
import type { Client } from '@openfeature/server-sdk';
import { LDClient, init } from '@launchdarkly/node-server-sdk';
import type * as unleash from 'unleash-client';
const fromElsewhere = globalThis.flags as Client;
fromElsewhere.getBooleanValue('night-mode', false);
  //                          ^^^^^^^^^^^^ night-mode · openfeature getBooleanValue · default false
let client: LDClient;
client.variation('tax-engine', {}, 'v1');
  //             ^^^^^^^^^^^^ tax-engine · launchdarkly variation · default "v1"
function ship(flags: Client, { legacy }: { legacy?: Promise<LDClient> }, worker: unleash.Unleash | null) {
  flags.getBooleanValue('express', false);
  //                    ^^^^^^^^^ express · openfeature getBooleanValue · default false
  legacy.variation('zones', {}, false);
  //               ^^^^^^^ zones · launchdarkly variation · default false
  worker?.isEnabled('tracking');
  //                ^^^^^^^^^^ tracking · unleash isEnabled
}
let later;
later = init('');
later.variation('late', {}, 1);
  //            ^^^^^^ late · launchdarkly variation · default 1
`);
});

test('members of classes and objects', () => {
  expectCallSites(`
import { OpenFeature, type Client } from '@openfeature/server-sdk';
import { initialize } from 'unleash-client';
class Checkout {
  private readonly unleash = initialize({ url: '' });
  late;
  constructor(private readonly flags: Client) { this.late = OpenFeature.getClient(); }
  total() {
    if (this.flags.getBooleanValue('vat-included', false)) return 0;
    //                             ^^^^^^^^^^^^^^ vat-included · openfeature getBooleanValue · default false
    const check = () => this.unleash.isEnabled('rounding');
    //                                         ^^^^^^^^^^ rounding · unleash isEnabled
    return this.late.getNumberValue('fee', 1);
    //                              ^^^^^ fee · openfeature getNumberValue · default 1
  }
}
class Gift extends Checkout {
  wrap() { return this.flags.getBooleanValue('gift-wrap', false); }
  //                                         ^^^^^^^^^^^ gift-wrap · openfeature getBooleanValue · default false
}
const services = { flags: OpenFeature.getClient(), plan: { isEnabled: (name) => name } };
services.flags.getBooleanValue('in-object', false);
  //                           ^^^^^^^^^^^ in-object · openfeature getBooleanValue · default false
services.plan.isEnabled('pro-plan');
`);
});

test('what a function returns', () => {
  expectCallSites(`
import { OpenFeature } from '@openfeature/server-sdk';
function flags() { return OpenFeature.getClient(); }
const lazy = () => flags();
lazy().getBooleanValue('lazily', false);
  //                   ^^^^^^^^ lazily · openfeature getBooleanValue · default false
type Flags = ReturnType<typeof flags>;
function use(client: Flags) { return client.getBooleanValue('typed', false); }
  //                                                        ^^^^^^^ typed · openfeature getBooleanValue · default false
const loop = () => loop();
loop().getBooleanValue('never', false);
`);
});

test('configuration decides what code does not show', () => {
  expectCallSites(
    {
      'shop.tsx': `
import { flag, Gate } from '@lantern/flags';
import * as kit from '@lantern/flags';
flag('from-config', false);
  // ^^^^^^^^^^^^^ from-config · configured flag · default false
kit.flag('from-namespace');
  //     ^^^^^^^^^^^^^^^^ from-namespace · configured flag
const page = <Gate name="gated" />;
  //                    ^^^^^^^ gated · configured Gate
anything.isOn({ key: 'by-name' });
  //                 ^^^^^^^^^ by-name · configured isOn
`,
    },
    [
      { module: '@lantern/flags', name: 'flag', key: 0, default: 1, value: 'boolean' },
      { module: '@lantern/flags', name: 'Gate', key: 'name', default: null, value: null },
      { module: null, name: 'isOn', key: 'key', default: null, value: null },
    ],
  );
});

test('an untyped parameter is what its callers pass', () => {
  expectCallSites({
    'tasks.js': `
export async function nightly({ client, log }) {
  await client.variation('night-billing', {}, false);
  //                     ^^^^^^^^^^^^^^^ night-billing · launchdarkly variation · default false
  log.variation('not-a-flag', {}, false);
}
export const unused = (client) => client.variation('nobody-calls', {}, false);
export const forward = (flags) => nightly({ client: flags, log: console });
export function Shelf({ flags }) {
  return flags.newShelf;
  //           ^^^^^^^^ newShelf · launchdarkly useFlags · camelCase
}
`,
    'start.jsx': `
import { init } from '@launchdarkly/node-server-sdk';
import { useFlags } from 'launchdarkly-react-client-sdk';
import { forward, Shelf } from './tasks';
forward(init(''));
export const Page = () => <Shelf flags={useFlags()} />;
`,
  });
});

test('objects that are spread into themselves end', () => {
  expectCallSites(`
import { OpenFeature } from '@openfeature/server-sdk';
let options = build({ client: OpenFeature.getClient() });
options = build({ ...options, retries: 1 });
options = { ...options, ...other };
const other = build({ ...options });
options.client.getBooleanValue('spread', false);
//                             ^^^^^^^^ spread · openfeature getBooleanValue · default false
options.nothing.getBooleanValue('spread', false);
`);
});

test('a type and a value of one name that are declared in terms of each other', () => {
  expectCallSites({
    'money.ts': `
export const Money: Money = globalThis.Money;
export const Price: Promise<Cost> = globalThis.price; const Cost: Price = globalThis.cost;`,
    'shop.ts': `
import type { Client } from '@openfeature/server-sdk';
import { type Money, Price } from './money';
function pay(price: Money, cost: Price, flags: Client) {
  price.getBooleanValue('in-euro', false); cost.getBooleanValue('in-cent', false);
  flags.getBooleanValue('in-dollar', false);
  //                    ^^^^^^^^^^^ in-dollar · openfeature getBooleanValue · default false
}`,
  });
});

test('an interface that extends others', () => {
  expectCallSites({
    'flags.ts': `
import type { Client } from '@openfeature/server-sdk';
export interface Basic { isOn(key: string): boolean }
export interface WithClient { client: Client }
export interface ShopFlags extends Basic, WithClient { close(): void }
export class Flags implements ShopFlags {
  client: Client;
  isOn(name: string) { return this.client.getBooleanValue(name, false); }
  //                                                      ^^^^ dynamic: name · openfeature getBooleanValue · default false
  close() {}
}`,
    'cart.ts': `
import type { Basic, ShopFlags } from './flags';
export function cart(flags: ShopFlags, basket: { isOn(name: string): boolean }) {
  flags.client.getBooleanValue('new-cart', false);
  //                           ^^^^^^^^^^ new-cart · openfeature getBooleanValue · default false
  flags.isOn('gift-wrap');
  //         ^^^^^^^^^^^ gift-wrap · openfeature getBooleanValue · via isOn
  basket.isOn('not-a-flag');
}`,
  });
});

test('a client that an options object may leave out', () => {
  expectCallSites(`import { OpenFeature } from '@openfeature/server-sdk';
const shopClient = OpenFeature.getClient();
const isOn = ({ client = shopClient, key } = {}) => client.getBooleanValue(key, false);
//                                                                         ^^^ dynamic: key · openfeature getBooleanValue · default false
isOn({ key: 'new-cart' });
//          ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via isOn
const hasPlan = ({ plans = owned, key } = {}) => plans.getBooleanValue(key, false);
hasPlan({ key: 'pro' });
`);
});

test('a type parameter can do what it extends', () => {
  expectCallSites(`
import { type Client, OpenFeature } from '@openfeature/server-sdk';
import optimizely from '@optimizely/optimizely-sdk';
export const makeFlags = <Remote extends Pick<optimizely.Client, 'isFeatureEnabled'>>(connect: () => Promise<Remote>) => {
  let client: Remote | undefined;
  const isOn = (key: string) => client?.isFeatureEnabled(key, 'user');
  //                                                     ^^^ dynamic: key · optimizely isFeatureEnabled
  return { isOn };
};
class Store<Flags extends Client = Client> {
  constructor(private readonly flags: Flags) {}
  total() { return this.flags.getNumberValue('store-fee', 1); }
  //                                         ^^^^^^^^^^^ store-fee · openfeature getNumberValue · default 1
}
const Enum = { cart: 'cart-page' };
function read<Enum extends string>(flags: Client, key: Enum) { return flags.getBooleanValue(Enum.cart, false); }
  //                                                                                        ^^^^^^^^^ cart-page · openfeature getBooleanValue · default false
interface Small { getStringValue(key: string, fallback: string): string }
class Shop<Flags extends Small = Small> {
  private flags?: Flags;
  setFlags(flags: Flags) { this.flags = flags; }
  theme() { return this.flags?.getStringValue('theme', 'light'); }
  //                                          ^^^^^^^ theme · openfeature getStringValue · default "light"
}
new Shop().setFlags(OpenFeature.getClient());
makeFlags(start).isOn('gift-cards');
  //                  ^^^^^^^^^^^^ gift-cards · optimizely isFeatureEnabled · via isOn
`);
});

test('what is given for the parameters of a type', () => {
  expectCallSites({
    'pipeline.ts': `
export type Input<Context, Params> = { ctx: Context; params: Params };
export interface Page<Props> { props: Props }`,
    'index.ts': `export * from './pipeline';`,
    'cart.ts': `
import type { Client } from '@openfeature/server-sdk';
import type { Input, Page } from './index';
type Params = { flags: Client; page: number };
type Context = { name: string };
const total = async (input: Input<Context, Params>) => {
  const { params } = input;
  return params.flags.getBooleanValue('vat-included', false);
  //                                  ^^^^^^^^^^^^^^ vat-included · openfeature getBooleanValue · default false
};
const render = ({ props }: Page<Params>) => props.flags.getNumberValue('fee', 1);
  //                                                                   ^^^^^ fee · openfeature getNumberValue · default 1
const other = ({ ctx }: Input<Context, Params>) => ctx.flags.getNumberValue('late', 1);
`,
  });
});
