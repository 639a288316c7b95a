import { describe, expect, test } from 'vitest';
import { callSitesOf, expectCallSites } from '../../support/call-sites-of.ts';

const head = `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n`;

describe('keys that the file itself shows', () => {
  test('constants, objects, enums', () => {
    expectCallSites(`${head}
const CHECKOUT = 'new-checkout';
const Flags = { search: 'new-search', nested: { cart: 'new-cart' } } as const;
const Frozen = Object.freeze({ gift: 'gift-cards' });
const Checked = { pay: 'new-pay' } satisfies Record<string, string>;
enum Key { Shelf = 'new-shelf', 'quoted-name' = 'quoted' }
const enum Fast { Path = 'fast-path' }
client.getBooleanValue(CHECKOUT, false);
  //                   ^^^^^^^^ new-checkout · openfeature getBooleanValue · default false
client.getBooleanValue(Flags.search, false);
  //                   ^^^^^^^^^^^^ new-search · openfeature getBooleanValue · default false
client.getBooleanValue(Flags.nested.cart, false);
  //                   ^^^^^^^^^^^^^^^^^ new-cart · openfeature getBooleanValue · default false
client.getBooleanValue(Flags['search'], false);
  //                   ^^^^^^^^^^^^^^^ new-search · openfeature getBooleanValue · default false
client.getBooleanValue(Frozen.gift, false);
  //                   ^^^^^^^^^^^ gift-cards · openfeature getBooleanValue · default false
client.getBooleanValue(Checked.pay, false);
  //                   ^^^^^^^^^^^ new-pay · openfeature getBooleanValue · default false
client.getBooleanValue(Key.Shelf, false);
  //                   ^^^^^^^^^ new-shelf · openfeature getBooleanValue · default false
client.getBooleanValue(Key['quoted-name'], false);
  //                   ^^^^^^^^^^^^^^^^^^ quoted · openfeature getBooleanValue · default false
client.getBooleanValue(Fast.Path, false);
  //                   ^^^^^^^^^ fast-path · openfeature getBooleanValue · default false
`);
  });

  test('templates, concatenations, conditionals, lists', () => {
    expectCallSites(`${head}
const area = 'shop';
client.getBooleanValue(\`\${area}-search\`, false);
  //                   ^^^^^^^^^^^^^^^^ shop-search · openfeature getBooleanValue · default false
client.getBooleanValue(area + '-cart', false);
  //                   ^^^^^^^^^^^^^^ shop-cart · openfeature getBooleanValue · default false
client.getBooleanValue(isMobile ? 'mobile-nav' : 'desktop-nav', false);
  //                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ one of mobile-nav, desktop-nav · openfeature getBooleanValue · default false
for (const key of ['wish-list', 'gift-list']) client.getBooleanValue(key, false);
  //                                                                 ^^^ one of wish-list, gift-list · openfeature getBooleanValue · default false
`);
  });

  test('computed keys are reported as dynamic, never dropped', () => {
    expectCallSites(`${head}
export async function anyOf(names, prefix) {
  await client.getBooleanValue(names[0], false);
  //                           ^^^^^^^^ dynamic: names[0] · openfeature getBooleanValue · default false
  await client.getBooleanValue(\`\${prefix}-search\`, false);
  //                           ^^^^^^^^^^^^^^^^^^ dynamic: \`\${prefix}-search\` · openfeature getBooleanValue · default false
  await client.getBooleanValue(await keyFor('cart'), false);
  //                           ^^^^^^^^^^^^^^^^^^^^ dynamic: keyFor(...) · openfeature getBooleanValue · default false
  await client.getBooleanValue(process.env.FLAG, false);
  //                           ^^^^^^^^^^^^^^^^ dynamic: process.env.FLAG · openfeature getBooleanValue · default false
  let key = 'a-test';
  key = other();
  await client.getBooleanValue(key, false);
  //                           ^^^ dynamic: key · openfeature getBooleanValue · default false
}
`);
  });

  test('a call without its key yet reads nothing', () => {
    expectCallSites(`${head}
client.getBooleanValue();
`);
  });

  test('the constant that holds a key can be found', () => {
    const text = `${head}const CHECKOUT = 'new-checkout';\nclient.getBooleanValue(CHECKOUT, false);\nclient.getBooleanValue('plain', false);\n`;
    const definitions = callSitesOf({ 'shop.ts': text }).map(
      ({ keyDefinition }) => keyDefinition && text.slice(keyDefinition.span.start, keyDefinition.span.end),
    );
    expect(definitions).toEqual(["'new-checkout'", null]);
  });
});

test('a chain of constants of any length ends', () => {
  const chain = Array.from({ length: 20_000 }, (_, n) => `const k${n + 1} = k${n};`).join('\n');
  const text = `${head}const k0 = 'deep';\n${chain}\nclient.getBooleanValue(k20000, false);\nclient.getBooleanValue(k50, false);\n`;
  const found = callSitesOf({ 'shop.ts': text }).map(({ key }) => (key.kind === 'literal' ? key.value : key.kind));
  expect(found).toEqual(['dynamic', 'deep']);
});

test('values that need each other many times over end', () => {
  const names = Array.from({ length: 30 }, (_, n) => `f${n}`);
  const calls = names.map((name) => `${name}()`).join(' || ');
  const text = `${head}${names.map((name) => `const ${name} = () => ${calls};`).join('\n')}
f0().getBooleanValue('in-circles', false);
client.getBooleanValue('plain', false);
`;
  const found = callSitesOf({ 'shop.ts': text }).map(({ key }) => (key.kind === 'literal' ? key.value : key.kind));
  expect(found).toContain('plain');
});

test('names that are assigned to each other hold each value once', () => {
  const names = Array.from({ length: 40 }, (_, index) => index + 1);
  const text = [
    `import { OpenFeature } from '@openfeature/server-sdk';`,
    `let client0 = OpenFeature.getClient();`,
    ...names.map((n) => `let client${n} = isNight ? client${n - 1} : client${n - 1} || client${n - 1};`),
    `client40.getBooleanValue('night-shop', false);`,
  ].join('\n');
  expect(callSitesOf({ 'shop.ts': text }).map(({ key }) => key)).toMatchObject([{ value: 'night-shop' }]);
});

test('an enum member that is made of another, and another name for a namespace', () => {
  expectCallSites(`${head}
const night = 'night-shop';
enum Key { Cart = 'new-cart', Again = Cart, Mini = \`\${Cart}-mini\`, Night = night }
client.getBooleanValue(Key.Again, false);
//                     ^^^^^^^^^ new-cart · openfeature getBooleanValue · default false
client.getBooleanValue(Key.Mini, false);
//                     ^^^^^^^^ new-cart-mini · openfeature getBooleanValue · default false
client.getBooleanValue(Key.Night, false);
//                     ^^^^^^^^^ night-shop · openfeature getBooleanValue · default false
client.getBooleanValue(Cart, false);
//                     ^^^^ dynamic: Cart · openfeature getBooleanValue · default false
namespace Shop.Keys { export const pay = 'new-pay'; }
import Keys = Shop.Keys;
client.getBooleanValue(Keys.pay, false);
//                     ^^^^^^^^ new-pay · openfeature getBooleanValue · default false
`);
});
