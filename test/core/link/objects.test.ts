/** Object literals with methods: what `this` is in them, and what their getters give. */
import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

const head = `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n`;

test('methods call each other on this', () => {
  expectCallSites(`${head}
export const flags = {
  isOn(key) { return client.getBooleanValue(key, false); },
  //                                        ^^^ dynamic: key · openfeature getBooleanValue · default false
  run: function (key) { return this.isOn(key); },
  //                                     ^^^ dynamic: key · openfeature getBooleanValue · via isOn
  cart() { return this.isOn('new-cart'); },
  //                        ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via isOn
};
flags.run('gift-wrap');
//        ^^^^^^^^^^^ gift-wrap · openfeature getBooleanValue · via run > isOn
`);
});

test('this holds what the object holds and is given', () => {
  expectCallSites(`${head}
export const shop = {
  client,
  keys: { cart: 'new-cart' },
  start() { this.ready = OpenFeature.getClient(); },
  cart() { return this.client.getBooleanValue(this.keys.cart, false); },
  //                                          ^^^^^^^^^^^^^^ new-cart · openfeature getBooleanValue · default false
  pay() { return this.ready.getBooleanValue('new-pay', false); },
  //                                        ^^^^^^^^^ new-pay · openfeature getBooleanValue · default false
};
shop.ready.getBooleanValue('night-shop', false);
//                         ^^^^^^^^^^^^ night-shop · openfeature getBooleanValue · default false
`);
});

test('a getter gives what it returns', () => {
  expectCallSites(`${head}
export const shop = { get flags() { return client; }, set flags(value) {} };
shop.flags.getBooleanValue('new-cart', false);
//                         ^^^^^^^^^^ new-cart · openfeature getBooleanValue · default false
`);
});

test('this is another one in an inner object, in an arrow function and in a class', () => {
  expectCallSites(`${head}
export const shop = {
  isOn(key) { return client.getBooleanValue(key, false); },
  //                                        ^^^ dynamic: key · openfeature getBooleanValue · default false
  plans: { isOn(plan) { return owned.has(plan); }, pro() { return this.isOn('pro'); } },
  free: () => this.isOn('free'),
  make() { return new (class { isOn(plan) { return plan; } gold() { return this.isOn('gold'); } })(); },
};
`);
});
