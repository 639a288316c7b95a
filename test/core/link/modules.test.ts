/** Modules that are one value as a whole: CommonJS, and TypeScript's words for it. */
import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

const client = `const { OpenFeature } = require('@openfeature/server-sdk');
module.exports = OpenFeature.getClient();
`;

test('module.exports is a client', () => {
  expectCallSites({
    'client.js': client,
    'cart.js': `const client = require('./client');
client.getBooleanValue('new-cart', false);
//                     ^^^^^^^^^^ new-cart · openfeature getBooleanValue · default false
require('./client').getBooleanValue('gift-wrap', false);
//                                  ^^^^^^^^^^^ gift-wrap · openfeature getBooleanValue · default false
const { getBooleanValue } = require('./client');
getBooleanValue('night-shop', false);
//              ^^^^^^^^^^^^ night-shop · openfeature getBooleanValue · default false
`,
    'pay.ts': `import client = require('./client');
import * as all from './client';
import byDefault from './client';
client.getBooleanValue('new-pay', false);
//                     ^^^^^^^^^ new-pay · openfeature getBooleanValue · default false
all.getBooleanValue('by-card', false);
//                  ^^^^^^^^^ by-card · openfeature getBooleanValue · default false
byDefault.getBooleanValue('by-mail', false);
//                        ^^^^^^^^^ by-mail · openfeature getBooleanValue · default false
(await import('./client')).default.getBooleanValue('by-phone', false);
//                                                 ^^^^^^^^^^ by-phone · openfeature getBooleanValue · default false
`,
  });
});

test('module.exports is a function on which more is hung', () => {
  expectCallSites({
    'client.js': client,
    'isOn.js': `const client = require('./client');
module.exports = function isOn(key) { return client.getBooleanValue(key, false); };
//                                                                  ^^^ dynamic: key · openfeature getBooleanValue · default false
module.exports.client = client;
`,
    'cart.js': `const isOn = require('./isOn');
isOn('new-cart');
//   ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via isOn
isOn.client.getBooleanValue('gift-wrap', false);
//                          ^^^^^^^^^^^ gift-wrap · openfeature getBooleanValue · default false
`,
  });
});

test('export = gives a class, and a type', () => {
  expectCallSites({
    'client.js': client,
    'flags.ts': `import client = require('./client');
class Flags { isOn(key: string) { return client.getBooleanValue(key, false); } }
//                                                              ^^^ dynamic: key · openfeature getBooleanValue · default false
export = Flags;
`,
    'cart.ts': `import Flags = require('./flags');
new Flags().isOn('new-cart');
//               ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via isOn
export const ship = (flags: Flags) => flags.isOn('drone');
//                                               ^^^^^^^ drone · openfeature getBooleanValue · via isOn
`,
  });
});

test('keys that a module is as a whole are known', () => {
  expectCallSites({
    'client.js': client,
    'keys.js': `const Keys = { cart: 'new-cart' };\nmodule.exports = Keys;\n`,
    'cart.js': `const client = require('./client');
const Keys = require('./keys');
client.getBooleanValue(Keys.cart, false);
//                     ^^^^^^^^^ new-cart · openfeature getBooleanValue · default false
`,
  });
});

test('what is a default export alone is not the module', () => {
  expectCallSites({
    'client.ts': `import { OpenFeature } from '@openfeature/server-sdk';\nexport default OpenFeature.getClient();\n`,
    'cart.ts': `import * as all from './client';\nall.getBooleanValue('new-cart', false);\n`,
    'plans.js': `module.exports = { getBooleanValue: (plan) => plans.has(plan) };\n`,
    'plan.js': `require('./plans').getBooleanValue('pro', false);\n`,
  });
});
