import { expect, test } from 'vitest';
import { extractFacts } from '../../../server/src/core/extract/extract.ts';
import { link } from '../../../server/src/core/link/link.ts';
import { createPrefilter } from '../../../server/src/core/prefilter.ts';

/** The names by which other files are found. */
function carried(text: string): { readonly called: readonly string[]; readonly mentioned: readonly string[] } {
  const uri = 'flags.ts';
  const files = new Map([[uri, extractFacts({ uri, text, language: 'typescript' })]]);
  const { wrapperNames, wrapperTypes } = link({ files, wrappers: [], resolveModule: () => null });
  return { called: wrapperNames, mentioned: wrapperTypes };
}

test.each([
  [
    'a flag is called',
    `import { flag } from 'flags/next'; export const summerSale = flag({ key: 'summer-sale' });`,
    { called: ['summerSale'], mentioned: [] },
  ],
  [
    'a function that gives out flags is called',
    `import { useFlags } from 'launchdarkly-react-client-sdk'; export const useShopFlags = () => useFlags();`,
    { called: ['useShopFlags'], mentioned: [] },
  ],
  [
    'a default export goes by its own name',
    `import { createSource } from './generated/hypertune';
     export default async function shopFlags() { return createSource({}).root({}); }`,
    { called: ['shopFlags'], mentioned: [] },
  ],
  [
    'a client whose methods have everyday names is mentioned',
    `import { createInstance } from '@optimizely/optimizely-sdk'; export const optimizelyClient = createInstance({});`,
    { called: [], mentioned: ['optimizelyClient'] },
  ],
  [
    'the methods of other clients tell by themselves',
    `import { OpenFeature } from '@openfeature/server-sdk'; export const shopClient = OpenFeature.getClient();`,
    { called: [], mentioned: [] },
  ],
  [
    'common names would lead everywhere',
    `import { createInstance } from '@optimizely/optimizely-sdk'; export const client = createInstance({});`,
    { called: [], mentioned: [] },
  ],
  [
    'a function that gives out flags with other things beside',
    `import { useFlags } from 'launchdarkly-react-client-sdk';
     export const useShop = () => { const flags = useFlags(); return { flags, cart: 3 }; };
     export const useCart = () => ({ cart: 3 });`,
    { called: ['useShop'], mentioned: [] },
  ],
  [
    'a context of flags is mentioned',
    `import type { Variants } from '@amplitude/experiment-js-client'; import { createContext } from 'react';
     interface Held { flags: Variants }
     export const ShopContext = createContext<Held | null>(null); export const CartContext = createContext<{ size: number }>(null);`,
    { called: [], mentioned: ['ShopContext'] },
  ],
  [
    'what has nothing to do with an SDK',
    `import { flag } from './country'; export const nl = flag({ key: 'nl' }); export const size = 3;`,
    { called: [], mentioned: [] },
  ],
])('%s', (_title, text, expected) => {
  expect(carried(text)).toEqual(expected);
});

test.each([
  ['await summerSale()', true],
  ["import { useHypertune } from '@/generated/hypertune.react';", true],
  ["import { source } from './hypertune.ts';", true],
  ['scope.variable(name); form.getValue(name); http.fetch(url); decide(x)', false],
  ["import x from './hypertune-notes';", false],
])('the prefilter on %s', (text, expected) => {
  expect(createPrefilter(['summerSale']).matches(text)).toBe(expected);
});

test('what a function of the workspace gives goes by the names that it is exported under', () => {
  expect(
    carried(`
import { initialize } from 'unleash-client';
const client = initialize({ url: '' });
const makeHook = () => (key: string) => client.isEnabled(key);
export const useShopFlag = makeHook();
export const useTab = makeTab();
`).called,
  ).toEqual(['makeHook', 'useShopFlag']);
});
