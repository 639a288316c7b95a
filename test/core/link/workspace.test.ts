import { expect, test } from 'vitest';
import { extractFacts } from '../../../server/src/core/extract/extract.ts';
import { link } from '../../../server/src/core/link/link.ts';
import { mayHold, starsIn } from '../../../server/src/session/workspace/outline.ts';
import { expectCallSites, type Files, resolveIn } from '../../support/call-sites-of.ts';

test('keys and clients of other files', () => {
  expectCallSites({
    'flags.ts': `
import { OpenFeature } from '@openfeature/server-sdk';
export const client = OpenFeature.getClient();
export enum Flag { Checkout = 'new-checkout' }
export default { search: 'new-search' };
`,
    'index.ts': `export * from './flags';\nexport { default as Keys } from './flags';\n`,
    'page.ts': `
import { client, Flag, Keys } from './index';
import * as all from './flags.js';
client.getBooleanValue(Flag.Checkout, false);
  //                   ^^^^^^^^^^^^^ new-checkout · openfeature getBooleanValue · default false
all.client.getBooleanValue(Keys.search, false);
  //                       ^^^^^^^^^^^ new-search · openfeature getBooleanValue · default false
`,
  });
});

test('functions that pass their parameter on are flag reads themselves', () => {
  expectCallSites({
    'use-ui-flag.ts': `
import { useBooleanFlagValue } from '@openfeature/react-sdk';
const known = { 'new-shelf': true };
export function useUiFlag(key: keyof typeof known, fallback = false) {
  return useBooleanFlagValue(key, fallback);
  //                         ^^^ dynamic: key · openfeature useBooleanFlagValue
}
export const useAll = ({ flag }: { flag: string }) => useUiFlag(flag);
  //                                                            ^^^^ dynamic: flag · openfeature useBooleanFlagValue · via useUiFlag
export const Feature = ({ name, children }) => (useUiFlag(name) ? children : null);
  //                                                      ^^^^ dynamic: name · openfeature useBooleanFlagValue · via useUiFlag
`,
    'page.tsx': `
import { Feature, useAll, useUiFlag } from './use-ui-flag';
export function Page() {
  const shelf = useUiFlag('new-shelf', true);
  //                      ^^^^^^^^^^^ new-shelf · openfeature useBooleanFlagValue · default true · via useUiFlag
  const gift = useAll({ flag: 'gift-wrap' });
  //                          ^^^^^^^^^^^ gift-wrap · openfeature useBooleanFlagValue · via useAll > useUiFlag
  return <Feature name="page-footer">{shelf}</Feature>;
  //                   ^^^^^^^^^^^^^ page-footer · openfeature useBooleanFlagValue · via Feature > useUiFlag
}
`,
  });
});

test('methods of a class of our own', () => {
  expectCallSites({
    'flag-service.ts': `
import { LDClient } from '@launchdarkly/node-server-sdk';
export class FlagService {
  constructor(private client: LDClient) {}
  isOn(key: string) { return this.client.boolVariation(key, {}, false); }
  //                                                   ^^^ dynamic: key · launchdarkly boolVariation · default false
}
`,
    'order.ts': `
import type { FlagService } from './flag-service';
export function place(flags: FlagService, plan: Plan) {
  plan.isOn('pro');
  return flags.isOn('order-v2');
  //                ^^^^^^^^^^ order-v2 · launchdarkly boolVariation · via isOn
}
`,
  });
});

test('interfaces, commands and overloads: what dependency injection looks like', () => {
  expectCallSites({
    'flags.ts': `
import { init } from '@launchdarkly/node-server-sdk';
export interface Flags { get(options: { key: string; fallback: boolean }): Promise<boolean> }
export class LaunchDarklyFlags implements Flags {
  private client = init('');
  get(options: { key: string }): Promise<boolean>;
  get(options) { return this.client.variation(options.key, {}, false); }
  //                                          ^^^^^^^^^^^ dynamic: options.key · launchdarkly variation · default false
}
`,
    'read-flag.ts': `
import type { Flags } from './flags';
export class ReadFlagCommand { key: string; static create(data) { return validate(data); } }
export class ReadFlag {
  constructor(private readonly flags: Flags) {}
  execute(command: ReadFlagCommand) { return this.flags.get({ ...command, fallback: true }); }
  //                                                             ^^^^^^^ dynamic: command · launchdarkly variation · via get
}
`,
    'order.ts': `
import { ReadFlag, ReadFlagCommand } from './read-flag';
enum Key { Drone = 'drone-delivery' }
export class Order {
  constructor(private readonly readFlag: ReadFlag, private readonly other: Report) {}
  async ship(id: string) {
    this.other.execute(ReadFlagCommand.create({ key: Key.Drone }));
    await this.readFlag.execute(new ReadFlagCommand({ key: 'gift-note', id }));
    //                                                     ^^^^^^^^^^^ gift-note · launchdarkly variation · via execute > get
    const later = ReadFlagCommand.create({ key: 'later' });
    //                                          ^^^^^^^ later · launchdarkly variation · via execute > get
    await this.readFlag.execute(later);
    await this.readFlag.execute(later);
    return this.readFlag.execute(ReadFlagCommand.create({ key: Key.Drone, id }));
    //                                                         ^^^^^^^^^ drone-delivery · launchdarkly variation · via execute > get
  }
}
`,
  });
});

test('globals, higher-order components and lists', () => {
  expectCallSites({
    'utils.js': `
import { init } from '@launchdarkly/node-server-sdk';
const client = init('');
const Utils = { isOn(key) { return client.variation(key, {}, false); } };
//                                                  ^^^ dynamic: key · launchdarkly variation · default false
window.Utils = Utils;
window.location = '/';
`,
    'gate.jsx': `
import { memo } from 'react';
import { useFlag } from '@unleash/proxy-client-react';
const withTheme = (Wrapped) => (props) => <Wrapped {...props} theme="dark" />;
function Gate({ name, children }) { return useFlag(name) ? children : null; }
//                                                 ^^^^ dynamic: name · unleash useFlag
export const Themed = withTheme(Gate);
export default memo(Gate);
`,
    'page.jsx': `
import Gate, { Themed } from './gate';
const Keys = { shelf: 'new-shelf', cart: 'new-cart' };
const old = ['wish-list', 'gift-list'];
export const page = [<Gate name="footer" />, <Themed name="header" />];
//                              ^^^^^^^^ footer · unleash useFlag · via Gate
//                                                        ^^^^^^^^ header · unleash useFlag · via Gate
if (Utils.isOn('from-global')) old.push('x');
//             ^^^^^^^^^^^^^ from-global · launchdarkly variation · via isOn
const all = Object.values(Keys).filter((key) => Utils.isOn(key));
//                                                         ^^^ one of new-shelf, new-cart · launchdarkly variation · via isOn
old.forEach((key) => Utils.isOn(key));
//                              ^^^ one of wish-list, gift-list · launchdarkly variation · via isOn
`,
  });
});

test('contexts, refs, state and memo', () => {
  expectCallSites({
    'flags-context.tsx': `
import { createContext, useContext, useMemo, useRef, useState } from 'react';
import { useFlags } from 'launchdarkly-react-client-sdk';
import { OpenFeature } from '@openfeature/react-sdk';
export const FlagsContext = createContext({ flags: {} });
export function FlagsProvider({ children }) {
  const flags = useFlags();
  const value = useMemo(() => ({ flags, isOn: (key) => flags[key] }), [flags]);
  //                                                         ^^^ dynamic: key · launchdarkly useFlags
  return <FlagsContext.Provider value={value}>{children}</FlagsContext.Provider>;
}
export const useShopFlags = () => useContext(FlagsContext);
export function Debug() {
  const ref = useRef(OpenFeature.getClient());
  const [client] = useState(() => OpenFeature.getClient());
  ref.current.getBooleanValue('in-ref', false);
  //                          ^^^^^^^^ in-ref · openfeature getBooleanValue · default false
  return client.getBooleanValue('in-state', false);
  //                            ^^^^^^^^^^ in-state · openfeature getBooleanValue · default false
}
`,
    'shelf.tsx': `
import { useContext } from 'react';
import { FlagsContext, useShopFlags } from './flags-context';
import { ThemeContext } from './theme';
export function Shelf() {
  const { flags, isOn } = useShopFlags();
  const theme = useContext(ThemeContext);
  if (isOn('wish-list')) return theme.flagColor;
  //       ^^^^^^^^^^^ wish-list · launchdarkly useFlags · via isOn
  return flags.newShelf ?? useContext(FlagsContext).flags.oldShelf;
  //           ^^^^^^^^ newShelf · launchdarkly useFlags · camelCase
  //                                                      ^^^^^^^^ oldShelf · launchdarkly useFlags · camelCase
}
`,
  });
});

test('of a generated index with hundreds of modules, only the one that is called like the name is loaded', () => {
  const models = Array.from({ length: 200 }, (_, n) => `export * from './model-${n}';`).join('\n');
  expect(loadedFor({ 'index.ts': models, 'use.ts': useModels })).toEqual(['model-7.ts']);
});

test('of modules that an index passes on, those are loaded that lead to a text with the name', () => {
  const index = `export * from './carts';\nexport * from './prices';\nexport * from './stock';\nexport * from './model-7';\n`;
  const texts: Files = {
    'carts.ts': 'export class Cart {}',
    'prices.ts': `export * from './discounts';`,
    'discounts.ts': 'export class Discount {}',
    'stock.ts': `export * from './shelves';\nexport * from './index';`,
    'shelves.ts': 'export class Model7 {}',
    'model-7.ts': 'export class Model8 {}',
  };
  expect(loadedFor({ 'index.ts': index, 'use.ts': useModels }, texts)).toEqual(['shelves.ts', 'stock.ts']);
});

const useModels = `import { Model7 } from './index';\nnew Model7().getBooleanValue('x');\n`;

/** What linking `given` loads, sorted. `texts`: what is known of other files before they are loaded. */
function loadedFor(given: Files, texts: Files = {}): string[] {
  const facts = (uri: string, text: string) => extractFacts({ uri, text, language: 'typescript' });
  const loaded: string[] = [];
  link({
    files: new Map(Object.entries(given).map(([uri, text]) => [uri, facts(uri, text)])),
    wrappers: [],
    resolveModule: (_, specifier) => specifier.replace('./', '').replace(/$/, '.ts'),
    load(uri) {
      loaded.push(uri);
      return uri in texts ? facts(uri, String(texts[uri])) : null;
    },
    outline: (uri) => {
      const text = texts[uri];
      return text === undefined ? null : { stars: starsIn(text) ?? [], holds: (name) => mayHold(text, name) };
    },
  });
  return loaded.sort();
}

test("in an SDK's own repository, a path into its source is an import of it", () => {
  const files = {
    'react/src/index.ts': `export { useFlag } from './use-flag';`,
    'react/src/use-flag.ts': `export const useFlag = (key, fallback) => read(key) ?? fallback; export const join = (a) => a;`,
    'shop/src/use-flag.ts': `export const useFlag = (tab) => tab;`,
    'react/test/cart.test.tsx': `
      import { join, useFlag } from '../src';
      import { useFlag as useTab } from '../../shop/src/use-flag';
      useFlag('new-cart', false);
      useTab('cart');
      join('cart');
    `,
  };
  const facts = new Map(
    Object.entries(files).map(
      ([uri, text]) => [uri, extractFacts({ uri, text, language: 'typescriptreact' })] as const,
    ),
  );
  const read = (packageOf?: (uri: string) => string | null) =>
    [
      ...link({
        files: facts,
        wrappers: [],
        resolveModule: (from, specifier) => resolveIn(files, from, specifier),
        ...(packageOf && { packageOf }),
      }).callSites.values(),
    ].flatMap((sites) => sites.map(({ uri, key, sdk }) => [uri, key.kind === 'literal' && key.value, sdk]));
  expect(read((uri) => (uri.startsWith('react/') ? '@openfeature/react-sdk' : 'shop'))).toEqual([
    ['react/test/cart.test.tsx', 'new-cart', 'openfeature'],
  ]);
  expect(read()).toEqual([]);
});

test('a function that sets a flag up and reads it is a read', () => {
  expectCallSites(`
    import { init } from '@launchdarkly/node-server-sdk';
    import { TestData } from '@launchdarkly/node-server-sdk/integrations';
    const client = init('shop');
    const data = new TestData();
    const read = (key) => client.variation(key, {}, false);
    //                                     ^^^ dynamic: key · launchdarkly variation · default false
    const reset = async (key) => {
      data.update(data.flag(key).variationForAll(true));
    //                      ^^^ dynamic: key · launchdarkly flag · override
      return read(key);
    //            ^^^ dynamic: key · launchdarkly variation · via read
    };
    reset('new-cart');
    //    ^^^^^^^^^^ new-cart · launchdarkly variation · via reset > read
  `);
});
