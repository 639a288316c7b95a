import { describe, expect, it, test } from 'vitest';
import { callSite } from '../../support/call-sites.ts';
import { checkCode, evidenceLines, findingLines } from '../../support/check-code.ts';
import { expectMarked } from '../../support/check-source.ts';

const check = 'missing-default';
const code = `pay(client.getStringValue('theme'));`;
const argument = { use: { ...callSite().use, kind: 'argument' } } as const;

it('says what the code gets', () => {
  expect(findingLines(code, { snapshot: null, callSite: argument })).toEqual([
    `'theme' warning missing-default: "theme" has no default value: the code gets none when the control plane cannot answer.`,
  ]);
  expect(evidenceLines(code, { snapshot: null, callSite: argument })).toEqual([
    'accessor: getStringValue (openfeature)',
  ]);
});

it.each([
  ['a wrapper', { via: ['themeOf'] }],
  ['an accessor that takes none', { takesDefault: false }],
  ['an accessor that answers by itself', { method: 'isEnabled' }],
  ['a default that is not known', { defaultValue: { kind: 'unknown', span: { start: 0, end: 0 } } }],
  ['a definition', { role: 'definition' }],
] as const)('is silent for %s', (_, parts) => {
  expect(checkCode(code, { snapshot: null, callSite: { ...argument, ...parts } }).findings).toEqual([]);
});

const head = {
  openfeature: `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n`,
  launchdarkly: `import { init } from '@launchdarkly/node-server-sdk';\nconst client = init('');\n`,
  flagsmith: `import flagsmith from 'flagsmith';\nconst client = flagsmith;\n`,
  unleash: `import { initialize } from 'unleash-client';\nconst client = initialize({ url: '', appName: '' });\n`,
};

describe('without a default', () => {
  test.each<[keyof typeof head, string]>([
    ['openfeature', `const { color } = await client.getObjectValue(«'theme'»);`],
    ['openfeature', `if ((await client.getNumberValue(«'page-size'»)) > 20) pay();`],
    ['launchdarkly', `const size = await client.variation(«'page-size'», user);`],
    ['launchdarkly', `render(await client.stringVariation(«'theme'», { kind: 'user', key: user.id }));`],
  ])('%s: %s', (sdk, source) => {
    expectMarked(check, head[sdk] + source);
  });
});

describe('with one, or where none is needed', () => {
  test.each<[keyof typeof head, string]>([
    ['openfeature', `const { color } = await client.getObjectValue('theme', { color: 'blue' });`],
    ['openfeature', `const size = await client.getNumberValue('page-size', undefined);`],
    ['openfeature', `const size = await client.getNumberValue(...args);`],
    ['openfeature', `if (await client.getBooleanValue('new-nav')) pay();`],
    ['launchdarkly', `const size = await client.variation('page-size', user, 20);`],
    ['launchdarkly', `export const valueOf = (key, ...rest) => client.variation(key, ...rest);`],
    ['launchdarkly', `export const valueOf = (key, user) => client.variation(key, user);`],
    ['flagsmith', `const size = client.getValue('page-size');`],
    ['unleash', `const isNew = client.isEnabled('new-nav', { userId: user.id });`],
    ['unleash', `const { name } = client.getVariant('new-nav', {});`],
  ])('%s: %s', (sdk, source) => {
    expectMarked(check, head[sdk] + source);
  });
});
