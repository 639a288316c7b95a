/** Linking that remembers, for everything that leads from file to file: classes, lists, types, barrels, what is imported by itself. */
import { expect, test } from 'vitest';
import { extractFacts } from '../../../server/src/core/extract/extract.ts';
import { languageOf } from '../../../server/src/core/extract/languages.ts';
import { link, type LinkResult } from '../../../server/src/core/link/link.ts';
import { createLinker } from '../../../server/src/core/link/linker.ts';
import { type Files, resolveIn } from '../../support/call-sites-of.ts';
import { edits, pick, randomFrom, seeds } from '../../support/random-edits.ts';

const shop: Files = {
  'client.ts': `import { OpenFeature } from '@openfeature/server-sdk';\nexport const client = OpenFeature.getClient();\nexport default client;\n`,
  'keys.ts': `export const Keys = { cart: 'new-cart', gift: 'gift-wrap' } as const;\nexport enum Key { Nav = 'new-nav', Pay = 'new-pay' }\nexport type KeyName = 'new-cart' | 'gift-wrap';\nexport const list = ['new-cart', 'new-nav'] as const;\nexport const prefix = 'shop-';\n`,
  'index.ts': `export * from './keys';\nexport { client } from './client';\nexport * as flags from './flags';\nexport { useFlag as useToggle } from './flags';\n`,
  'flags.ts': `import { client } from './client';\nexport const useFlag = (key: string, fallback = false) => client.getBooleanValue(key, fallback);\nexport function get(key: string) { return useFlag(key); }\n`,
  'service.ts': `import { client } from './client';\nexport interface Service { get(key: string): boolean }\nexport class LiveService implements Service { get(key: string) { return client.getBooleanValue(key, false); } }\nexport abstract class Base { abstract get(key: string): boolean; isOn(key: string) { return this.get(key); } }\n`,
  'heir.ts': `import { Base, LiveService } from './service';\nimport { client } from './client';\nexport class Heir extends Base { get(key: string) { return client.getBooleanValue('shop-' + key, false); } }\nexport class Cached extends LiveService { load(key: string) { return this.get(key); } }\n`,
  'use-service.ts': `import type { Service } from './service';\nimport { Heir, Cached } from './heir';\nexport class Order { constructor(private service: Service) {} ship() { return this.service.get('drone'); } }\nnew Heir().isOn('sale');\nnew Cached().load('cached');\nnew Heir().get('night');\n`,
  'lists.ts': `import { client, list, Keys, Key } from './index';\nfor (const key of list) client.getBooleanValue(key, false);\nlist.map((key) => client.getBooleanValue(key, false));\nObject.values(Keys).forEach((key) => client.getBooleanValue(key, false));\nfor (const [name, key] of Object.entries(Key)) client.getBooleanValue(key, false);\n`,
  'map.ts': `import { client } from './client';\nimport { Key } from './keys';\nconst defaults = new Map([[Key.Nav, false], [Key.Pay, true]]);\nexport const read = () => [...defaults].map(([key, value]) => client.getBooleanValue(key, value));\n`,
  'key-types.ts': `import { useFlag } from './flags';\nimport type { KeyName } from './keys';\nimport { Key } from './keys';\nexport const typed = (name: KeyName) => useFlag(name);\nexport const byEnum = (key: Key) => useFlag(key);\ntyped('new-cart');\nbyEnum(Key.Pay);\nbyEnum(window.key);\n`,
  'derived.ts': `import { client, Keys, prefix } from './index';\nexport const byName = (name: keyof typeof Keys) => client.getBooleanValue(Keys[name], false);\nexport const byEnd = (key: string) => client.getBooleanValue(\`\${prefix}\${key}\`, false);\n`,
  'names.ts': `import { byEnd, byName } from './derived';\nbyName('cart');\nbyName('gift');\nbyEnd('sale');\n`,
  'meta.ts': `import { SetMetadata } from '@nestjs/common';\nexport const flagKey = 'flag';\nexport const RequireFlag = (flag: string) => SetMetadata(flagKey, flag);\n`,
  'guard.ts': `import { client } from './client';\nimport { flagKey } from './meta';\nexport class FlagGuard { canActivate(context) { return client.getBooleanValue(this.reflector.get(flagKey, context.getHandler()), false); } }\n`,
  'controller.ts': `import { RequireFlag } from './meta';\nimport { Key } from './keys';\nexport class Shelf { @RequireFlag(Key.Nav) list() {} @RequireFlag('new-shelf') show() {} }\n`,
  'composables/useFeature.ts': `import { client } from '../client';\nexport const useFeature = (key: string) => client.getBooleanValue(key, false);\nexport default function (key: string) { return client.getBooleanValue(key, false); }\n`,
  'composables/use-gate.ts': `import { client } from '../client';\nexport default (key: string) => client.getBooleanValue(key, false);\n`,
  'nuxt-page.ts': `const on = useFeature('auto');\nif (useGate('gate')) {}\nimport { useFeature as f } from '#imports';\nf('auto-2');\n`,
  'plugin.ts': `import { client } from './client';\nexport default defineNuxtPlugin(() => ({ provide: { flags: client } }));\nwindow.shopFlags = client;\n`,
  'page.ts': `useNuxtApp().$flags.getBooleanValue('hung', false);\nwindow.shopFlags.getBooleanValue('global', false);\nrequest.featureFlags.getBooleanValue('request', false);\n`,
  'hang.ts': `import { client } from './client';\napp.use((request) => { request.featureFlags = client; });\n`,
  'passed.ts': `export const pay = (flags) => flags.getBooleanValue('pay', false);\nexport const deliver = ({ flags, key }) => flags.getBooleanValue(key, false) && pay(flags);\n`,
  'main.ts': `import client from './client';\nimport { pay, deliver } from './passed';\npay(client);\ndeliver({ flags: client, key: 'deliver' });\n`,
  'context.tsx': `import { createContext, useContext } from 'react';\nimport { client } from './client';\nimport type { Service } from './service';\nconst Context = createContext<Service | null>(null);\nexport const Provider = Context.Provider;\nexport const useService = () => useContext(Context);\nexport const Root = () => { const service: Service = { get: (key) => client.getBooleanValue(key, false) }; return <Provider value={service} />; };\n`,
  'badge.tsx': `import { useService } from './context';\nexport const Badge = () => useService().get('badge');\n`,
  'ld.tsx': `import { useFlags, withLDProvider } from 'launchdarkly-react-client-sdk';\nimport { Menu } from './menu';\nexport const WithFlags = ({ children }) => children(useFlags());\nexport const Page = () => <Menu flags={useFlags()} />;\n`,
  'menu.tsx': `import { memo } from 'react';\nimport { WithFlags } from './ld';\nimport { useToggle } from './index';\nconst Inner = ({ flags }) => (flags.menu ? useToggle('toggle') : null);\nexport const Menu = memo(Inner);\nexport const Teaser = () => <WithFlags>{({ teaser }) => teaser}</WithFlags>;\n`,
  'gate.tsx': `import { useToggle } from './index';\nexport const Gate = ({ name, children }) => (useToggle(name) ? children : null);\nexport { Gate as FlagGate };\n`,
  'gated.tsx': `import { FlagGate } from './gate';\nimport { Key } from './keys';\nexport const Gated = () => <FlagGate name={Key.Nav}><FlagGate name="gated" /></FlagGate>;\n`,
  'ns.ts': `import * as all from './index';\nimport { flags } from './index';\nimport Legacy = require('./legacy');\nflags.useFlag('ns');\nall.flags.get('ns-2');\nall.useToggle(all.Key.Pay);\nflags.useFlag(Legacy.key);\n`,
  'legacy.ts': `namespace Legacy { export const key = 'legacy'; }\nexport = Legacy;\n`,
  'set.ts': `export interface FlagSet { banner: boolean; 'new-cart': boolean }\n`,
  'raw.ts': `import { useFlags } from 'launchdarkly-react-client-sdk';\nimport type { FlagSet } from './set';\nexport const useRaw = () => useFlags() as FlagSet;\n`,
  'route.ts': `import type { FlagSet } from './set';\nimport { useRaw } from './raw';\nexport const load = (flags: FlagSet) => flags.banner;\nuseRaw()['new-cart'];\nconst { banner: { x } } = useRaw();\n`,
  'curried.ts': `import { client } from './client';\nexport const flag = (key: string) => () => client.getBooleanValue(key, false);\nexport const cartFlag = flag('curried');\nexport const commands = { isOn: (key: string) => client.getBooleanValue(key, false), run({ key }) { return this.isOn(key); } };\n`,
  'commands.ts': `import { commands, cartFlag } from './curried';\ncommands.isOn('commanded');\ncommands.run({ key: 'run' });\ncartFlag();\nconst { isOn } = commands;\nisOn('taken');\n`,
  'kept.js': `const { client } = require('./client');\nmodule.exports = client;\nmodule.exports.later = client;\n`,
  'asked.js': `const kept = require('./kept');\nkept.getBooleanValue('kept', false);\n`,
  'shelf.ts': `import { client } from './client';\nexport const shelf = { client, isOn(key) { return this.client.getBooleanValue(key, false); }, run({ key }) { return this.isOn(key); } };\n`,
  'shelves.ts': `import { shelf } from './shelf';\nshelf.run({ key: 'shelf' });\nshelf.isOn('top-shelf');\n`,
};

/** What is renamed, moved to another file, or gets another type or base. */
const from =
  `'new-cart'|client|Keys|Key|key|implements Service|extends Base|Service|LiveService|useFlag|get|isOn|Context|export |FlagSet|prefix|list|RequireFlag|flagKey|useFeature|provide|'./keys'|'./client'|'./flags'|'./index'|'./service'|shopFlags|featureFlags|Nav|useFlags|children|Gate|this|module.exports|string|default`.split(
    '|',
  );
const to =
  `'other'|client|Keys|Key|key||untyped|Service|implements Service|Base|get|isOn|useFlag|load|FlagSet|'./keys'|'./index'|'./flags'|'./client'|useFeature|flags|Nav|string|KeyName|Gate|default|* as `.split(
    '|',
  );

test.each(seeds(12))('random edits of every form, seed %d', (seed) => {
  const random = randomFrom(seed);
  const files: Record<string, string> = { ...shop };
  const resolveModule = (uri: string, specifier: string): string | null => resolveIn(files, uri, specifier);
  const linker = createLinker({ wrappers: [], resolveModule });
  const set = (uri: string, text: string | null): void => {
    if (text === null || !(uri in files)) linker.reset();
    if (text === null) delete files[uri];
    else files[uri] = text;
    linker.update(uri, text === null ? null : factsOf(uri, text));
  };
  for (const [uri, text] of Object.entries(files)) linker.update(uri, factsOf(uri, text));
  const first = summary(linker.link());
  for (let step = 0; step < 16; step++) {
    const uri = pick(Object.keys(shop), random);
    const text = files[uri];
    const chance = random();
    if (text === undefined || chance < 0.15) set(uri, shop[uri] ?? '');
    else if (chance < 0.22) set(uri, null);
    else if (chance < 0.8) set(uri, text.replaceAll(pick(from, random), pick(to, random)));
    else set(uri, pick(edits, random)(text, random));
    const order = Object.keys(files).toSorted(() => random() - 0.5);
    expect(summary(linker.link()), `seed ${seed}, step ${step}: ${uri}`).toEqual(summary(fromScratch(files, order)));
  }
  for (const [uri, text] of Object.entries(shop)) if (files[uri] !== text) set(uri, text);
  expect(summary(linker.link())).toEqual(first);
});

test('each of these files reads a flag, or is what another needs to', () => {
  const found = fromScratch(shop, Object.keys(shop)).callSites;
  const without = (uri: string): number =>
    count(fromScratch(Object.fromEntries(Object.entries(shop).filter(([other]) => other !== uri))).callSites);
  const needless = Object.keys(shop).filter((uri) => without(uri) === count(found));
  expect(needless).toEqual([]);
});

function count(callSites: LinkResult['callSites']): number {
  return [...callSites.values()].flat().filter(({ key }) => key.kind !== 'dynamic').length;
}

function fromScratch(files: Files, order: readonly string[] = Object.keys(files)): LinkResult {
  return link({
    files: new Map(order.map((uri) => [uri, factsOf(uri, files[uri] ?? '')])),
    wrappers: [],
    resolveModule: (uri, specifier) => resolveIn(files, uri, specifier),
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
