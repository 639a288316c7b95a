import { describe, expect, it, test } from 'vitest';
import { callSite } from '../../support/call-sites.ts';
import { checkCode, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { expectMarked } from '../../support/check-source.ts';

const check = 'module-level-read';
const code = `export const hasNewPrices = client.getBooleanValue('new-prices', false);`;
const atModuleLevel = (parts: CheckCodeOptions['callSite'] = {}): CheckCodeOptions => ({
  snapshot: null,
  callSite: {
    use: { ...callSite().use, kind: 'assigned', awaited: false, variable: 'hasNewPrices', atModuleLevel: true },
    ...parts,
  },
});

it('says how long the value stays', () => {
  expect(findingLines(code, atModuleLevel())).toEqual([
    `'new-prices' warning module-level-read: "new-prices" is read when the module is loaded: turning it changes nothing until the program starts again.`,
  ]);
});

it.each([
  ['a definition', { role: 'definition' }],
  ['what only describes a flag', { sdk: 'vercel-flags' }],
  ['the script of a component', { language: 'vue' }],
  ['a script', { uri: 'file:///shop/scripts/seed.ts' }],
  ['a configuration file', { uri: 'file:///shop/vite.config.ts' }],
  ['a wrapper, which may give out a function', { via: ['flagReader'] }],
] as const)('is silent for %s', (_, parts) => {
  expect(checkCode(code, atModuleLevel(parts)).findings).toEqual([]);
});

const head = `import { OpenFeature } from '@openfeature/web-sdk';
const client = OpenFeature.getClient();
`;
const readMarked = `client.getBooleanValue(«'new-prices'», false)`;
const read = `client.getBooleanValue('new-prices', false)`;
const module = (source: string): string => head + source.replaceAll('«READ»', readMarked).replaceAll('READ', read);

describe('frozen', () => {
  test.each([
    'export const isNew = «READ»;',
    'const isNew: boolean = «READ»;\nexport const priceOf = (book) => (isNew ? book.next : book.price);',
    'export const prices = { isNew: «READ», currency: "EUR" };',
    'export const priceOf = «READ» ? nextPriceOf : oldPriceOf;',
    'if («READ») app.use(prices);\napp.listen(80);',
    'export class Prices { static readonly isNew = «READ»; }',
    'export const isOld = !«READ»;',
  ])('%s', (source) => {
    expectMarked(check, module(source));
  });
});

describe('not frozen', () => {
  test.each([
    'export const isNew = () => READ;',
    'export class Prices { isNew = READ; }',
    'export let isNew = READ;\nclient.on("changed", () => { isNew = READ; });',
    'export const prices = { isNew: READ };\nclient.on("changed", () => { prices.isNew = READ; });',
    'export const prices = { get isNew() { return READ; } };',
    'export const isNew = signal(READ);',
    'export const store = createStore({ isNew: READ });',
    'export const isNew = derive(() => READ);',
    // A program that ends.
    'const isNew = READ;\nconsole.log(isNew);',
    '#!/usr/bin/env node\nexport const isNew = READ;',
  ])('%s', (source) => {
    const text = source.startsWith('#!') ? `#!/usr/bin/env node\n${module(source.slice(20))}` : module(source);
    expectMarked(check, text);
  });

  it.each([
    [
      'decorators',
      `import { Controller, Get } from '@nestjs/common';
import { RequireFlagsEnabled } from '@openfeature/nestjs-sdk';
@RequireFlagsEnabled({ flags: [{ flagKey: 'new-prices' }] })
export class Prices {}`,
    ],
    [
      'components',
      `import { FeatureFlag } from '@openfeature/react-sdk';
export const page = <FeatureFlag flagKey="new-prices" defaultValue={false}><Prices /></FeatureFlag>;`,
    ],
    [
      'components made of two',
      `import { SwapComponents } from '@devcycle/react-client-sdk';
export const Cart = SwapComponents(OldCart, NewCart, 'new-cart');`,
    ],
    [
      'definitions',
      `import { flag } from 'flags/next';
export const newPrices = flag({ key: 'new-prices', decide: () => false });`,
    ],
    [
      'functions made for one flag',
      `import { useFlag } from '@unleash/proxy-client-react';
const hookFor = (key) => () => useFlag(key);
export const useNewPrices = hookFor('new-prices');`,
    ],
  ])('%s', (_, source) => {
    expectMarked(check, source);
  });
});
