/** Linking that remembers gives what linking from scratch gives, after any edit. */
import { expect, test } from 'vitest';
import { extractFacts } from '../../../server/src/core/extract/extract.ts';
import { languageOf } from '../../../server/src/core/extract/languages.ts';
import { link, type LinkResult } from '../../../server/src/core/link/link.ts';
import { createLinker } from '../../../server/src/core/link/linker.ts';
import { type Files, resolveIn } from '../../support/call-sites-of.ts';
import { edits, pick, randomFrom, seeds } from '../../support/random-edits.ts';

const shop: Files = {
  'keys.ts': `export const Keys = { cart: 'new-cart', gift: 'gift-wrap' } as const;\nexport enum Key { Nav = 'new-nav' }\n`,
  'client.ts': `import { OpenFeature } from '@openfeature/server-sdk';\nexport const client = OpenFeature.getClient();\nexport * from './keys';\n`,
  'flags.ts': `import { client } from './client';
export interface Flags { isOn(key: string): boolean }
export class LiveFlags implements Flags { isOn(key: string) { return client.getBooleanValue(key, false); } }
export const useFlag = (key: string, fallback = false) => client.getBooleanValue(key, fallback);
export const first = (key: string) => second(key);
export const second = (key: string) => useFlag(key) || first(key);
`,
  'cart.ts': `import { client, Keys } from './client';\nimport { useFlag } from './flags';\nexport const cart = () => client.getBooleanValue(Keys.cart, false) && useFlag(Keys.gift);\n`,
  'order.ts': `import type { Flags } from './flags';\nexport class Order { constructor(private flags: Flags) {} ship() { return this.flags.isOn('drone'); } }\nexport const pay = (untyped) => untyped.getBooleanValue('new-pay', false);\n`,
  'main.ts': `import { client } from './client';\nimport { pay } from './order';\nimport { first } from './flags';\npay(client);\nfirst('first-key');\n`,
  'page.tsx': `import { useFlags } from 'launchdarkly-react-client-sdk';\nimport { Menu } from './menu';\nexport const Page = () => <Menu flags={useFlags()} />;\n`,
  'menu.tsx': `import { Key } from './keys';\nimport { useFlag } from './flags';\nexport const Menu = ({ flags }) => (flags.menu ? useFlag(Key.Nav) : null);\n`,
  'set.ts': `export interface Flags { banner: boolean }\nexport type FlagSet = Partial<Flags>;\n`,
  'raw.ts': `import { useFlags } from 'launchdarkly-react-client-sdk';\nimport type { FlagSet } from './set';\nexport const useRaw = () => { const flags = useFlags() as FlagSet; return { ...flags, other: true }; };\n`,
  'route.ts': `import type { FlagSet } from './set';\nexport const load = (flags: FlagSet) => flags.banner;\n`,
  'context.tsx': `import { createContext, useContext } from 'react';\nimport { client } from './client';\nimport type { Flags } from './flags';\nconst Context = createContext<Flags | null>(null);\nexport const FlagsProvider = Context.Provider;\nexport const useService = () => useContext(Context);\nexport const Root = () => { const service: Flags = { isOn: (key) => client.getBooleanValue(key, false) }; return <FlagsProvider value={service} />; };\n`,
  'server.ts': `import { client } from './client';\napp.use((request) => { request.flagClient = client; });\nexport const start = async () => client;\nstart().then((ready) => ready.getBooleanValue('started', false));\n`,
  'list.ts': `export const list = (request) => request.flagClient.getBooleanValue('hung', false);\n`,
  'named.ts': `import { client, Keys } from './client';\nexport const byName = (name: string) => client.getBooleanValue(Keys[name], false);\nexport const byEnd = (key: string) => client.getBooleanValue('shop-' + key, false);\n`,
  'names.ts': `import { byEnd, byName } from './named';\nbyName('cart');\nbyName('gift');\nbyEnd('sale');\n`,
  'badge.tsx': `import { useService } from './context';\nexport const Badge = () => useService().isOn('badge');\n`,
  'require-flag.ts': `import { SetMetadata } from '@nestjs/common';\nexport const flagKey = 'flag';\nexport const RequireFlag = (flag: string) => SetMetadata(flagKey, flag);\n`,
  'guard.ts': `import { client } from './client';\nimport { flagKey } from './require-flag';\nexport class FlagGuard { canActivate(context) { return client.getBooleanValue(this.reflector.get(flagKey, context.getHandler()), false); } }\n`,
  'controller.ts': `import { RequireFlag } from './require-flag';\nexport class Shelf { @RequireFlag('new-shelf') list() {} }\n`,
  'render.tsx': `import { useFlags } from 'launchdarkly-react-client-sdk';\nexport const WithFlags = ({ children }) => children(useFlags());\n`,
  'teaser.tsx': `import { WithFlags } from './render';\nexport const Teaser = () => <WithFlags>{(flags) => flags.teaser}</WithFlags>;\n`,
  'types.ts': `import { Keys } from './keys';\nexport type CartKey = (typeof Keys)[keyof typeof Keys];\nexport const prefix = 'shop';\n`,
  'typed.ts': `import { client } from './client';\nimport { type CartKey, prefix } from './types';\nexport const isCartOn = (name: string) => client.getBooleanValue(\`\${prefix}-\${name}\`, false);\nexport const read = (key: CartKey) => client.getBooleanValue(key, false);\n`,
  'sale.ts': `import type { CartKey } from './types';\nimport { isCartOn, read } from './typed';\nisCartOn('sale');\nread(window.key as CartKey);\n`,
  'till.ts': `import { useFlags } from 'launchdarkly-react-client-sdk';\nimport { ring } from './ring';\nexport const useTill = () => { const settings = useFlags(); return ring({}, { settings }); };\n`,
  'ring.ts': `import { bell } from './bell';\nexport const ring = (order, { settings }) => (settings.ring ? bell(settings) : order.total);\n`,
  'bell.ts': `export const bell = (options) => options.bell;\n`,
};

test.each(seeds(40))('random edits, seed %d', (seed) => {
  const random = randomFrom(seed);
  const files: Record<string, string> = { ...shop };
  const resolveModule = (from: string, specifier: string): string | null => resolveIn(files, from, specifier);
  const linker = createLinker({ wrappers: [], resolveModule });
  for (const [uri, text] of Object.entries(files)) linker.update(uri, factsOf(uri, text));
  linker.link();
  for (let step = 0; step < 25; step++) {
    const uri = pick(Object.keys(shop), random);
    const isReset = random() < 0.1;
    const text = isReset ? (shop[uri] ?? '') : pick(edits, random)(files[uri] ?? '', random);
    files[uri] = text;
    linker.update(uri, factsOf(uri, text));
    expect(summary(linker.link()), `seed ${seed}, step ${step}: ${uri}`).toEqual(summary(fromScratch(files)));
  }
});

test('an edit leaves the call sites of files that do not depend on it as they were', () => {
  const linker = createLinker({ wrappers: [], resolveModule: (from, specifier) => resolveIn(shop, from, specifier) });
  for (const [uri, text] of Object.entries(shop)) linker.update(uri, factsOf(uri, text));
  const before = linker.link().callSites;
  linker.update('cart.ts', factsOf('cart.ts', `${shop['cart.ts']}\n// later`));
  const after = linker.link().callSites;
  const same = Object.keys(shop).filter((uri) => before.get(uri) === after.get(uri));
  expect(same).toEqual(Object.keys(shop).filter((uri) => uri !== 'cart.ts'));
});

test('a file that sets the context of all evaluations changes what is said of every one, and back', () => {
  const files: Files = {
    'client.ts': shop['client.ts'] ?? '',
    'keys.ts': shop['keys.ts'] ?? '',
    'cart.ts': "import { client } from './client';\nclient.getBooleanValue('new-cart', false);\n",
  };
  const linker = createLinker({ wrappers: [], resolveModule: (from, specifier) => resolveIn(files, from, specifier) });
  const contexts = (): readonly string[] => [...linker.link().callSites.values()].flat().map(({ context }) => context);
  for (const [uri, text] of Object.entries(files)) linker.update(uri, factsOf(uri, text));
  expect(contexts()).toEqual(['absent']);
  linker.update('setup.ts', factsOf('setup.ts', 'OpenFeature.setContext({ region });'));
  expect(contexts()).toEqual(['elsewhere']);
  linker.update('setup.ts', null);
  expect(contexts()).toEqual(['absent']);
});

function fromScratch(files: Files): LinkResult {
  return link({
    files: new Map(Object.entries(files).map(([uri, text]) => [uri, factsOf(uri, text)])),
    wrappers: [],
    resolveModule: (from, specifier) => resolveIn(files, from, specifier),
  });
}

function summary({ callSites, ...rest }: LinkResult): unknown {
  return {
    ...rest,
    callSites: [...callSites].filter(([, sites]) => sites.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

function factsOf(uri: string, text: string): ReturnType<typeof extractFacts> {
  return extractFacts({ uri, text, language: languageOf(uri) ?? 'typescript' });
}

test('other names of flag functions are looked for in other files', () => {
  const { wrapperNames } = fromScratch({
    'gate.tsx': `import { useFlag } from '@unleash/proxy-client-react';\nimport { memo } from 'react';\nexport { useFlag as useToggle } from '@unleash/proxy-client-react';\nfunction Gate({ name }) { return useFlag(name); }\nexport const QuietGate = memo(Gate);\nexport { Gate as FlagGate };\nexport const other = memo(Page);\n`,
  });
  expect(wrapperNames).toEqual(['FlagGate', 'Gate', 'QuietGate', 'useToggle']);
});
