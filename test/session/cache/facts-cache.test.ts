import {
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ConfiguredWrapper } from '../../../server/src/core/link/link.ts';
import { buildId, createFactsCache, type FactsCache } from '../../../server/src/session/cache/facts-cache.ts';
import { isSettled } from '../../../server/src/session/files/stamp.ts';
import { uriOfPath } from '../../../server/src/session/uri.ts';
import { createWorkspace } from '../../../server/src/session/workspace/workspace.ts';
import { loadedExtractor } from '../../../server/src/session/workspace/loaded-extractor.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
/** Everything written by a test is old enough for its stamp to be trusted. */
const later = (): number => Date.now() + 60_000;

interface Setup {
  readonly cacheFolder: string;
  readonly build?: string;
  readonly wrappers?: readonly ConfiguredWrapper[];
  readonly isOneShot?: boolean;
  readonly now?: () => number;
}

function cacheOf(root: string, { cacheFolder, build = 'build-1', wrappers = [] }: Setup): FactsCache {
  return createFactsCache({ folder: cacheFolder, root, build, settings: wrappers, logger: quiet });
}

/** All that a scan tells, and what it had to do for it. */
async function scan(root: string, setup: Setup | null) {
  const cache = setup && cacheOf(root, setup);
  const used: string[] = [];
  const workspace = createWorkspace({
    extractor: loadedExtractor,
    root,
    include: [],
    ignore: [],
    wrappers: setup?.wrappers ?? [],
    logger: quiet,
    isOneShot: setup?.isOneShot ?? false,
    now: setup?.now ?? later,
    cache: cache && {
      load() {
        const former = cache.load();
        return (
          former && {
            ...former,
            facts(path) {
              used.push(path.slice(root.length + 1));
              return former.facts(path);
            },
          }
        );
      },
      save(next) {
        cache.save(next);
        used.push('saved');
      },
    },
    changed() {},
  });
  const summary = await workspace.scan({});
  const uris = workspace.uris();
  const told = {
    summary,
    callSites: uris.map((uri) => workspace.callSites(uri)),
    comments: uris.map((uri) => workspace.facts(uri)?.comments),
  };
  workspace.dispose();
  return { told, used };
}

function keysOf({ told }: Awaited<ReturnType<typeof scan>>): string[] {
  return told.callSites.flat().map(({ key }) => (key.kind === 'literal' ? key.value : key.kind));
}

const read = (key: string): string =>
  `import { isEnabled } from 'unleash-client';\nexport const open = isEnabled('${key}');\n`;
const shop = {
  'cart.ts': read('new-cart'),
  'shelf.ts': "import { useShelf } from './use-shelf';\nexport const shown = useShelf('new-shelf'); // sluice-ignore",
  'use-shelf.ts':
    "import { isEnabled } from 'unleash-client';\nexport function useShelf(key: string) { return isEnabled(key); }\n",
  'price.ts': 'export const price = 3;\n',
  'text.ts': "import { price } from './price';\nexport const useShelfLater = price;\n",
};

const cacheFile = (cacheFolder: string): string =>
  join(cacheFolder, 'facts', readdirSync(join(cacheFolder, 'facts'))[0] ?? '');

describe('a second scan', () => {
  test.each([
    ['takes the facts of files that did not change', false],
    ['takes the result where nothing changed', true],
  ])('%s', async (_title, isOneShot) => {
    const root = temporaryFolder(shop);
    const setup = { cacheFolder: temporaryFolder({}), isOneShot };
    const first = await scan(root, setup);
    const second = await scan(root, setup);
    expect(keysOf(first)).toEqual(['new-cart', 'new-shelf', 'dynamic']);
    expect(first.told).toEqual((await scan(root, null)).told);
    expect(second.told).toEqual(first.told);
    expect(second.used.includes('saved')).toBe(!isOneShot);
    expect(second.used).toContain('shelf.ts');
    expect(second.used).not.toContain('price.ts');
  });

  test('sees another text of the same size and time', async () => {
    const root = temporaryFolder(shop);
    const setup = { cacheFolder: temporaryFolder({}), isOneShot: true };
    const path = join(root, 'cart.ts');
    utimesSync(path, 1_000, 1_000);
    await scan(root, setup);
    writeFileSync(path, read('old-cart'));
    utimesSync(path, 1_000, 1_000);
    expect(keysOf(await scan(root, setup))).toContain('old-cart');
  });

  test('does not trust the time of a file that was just written, but its content', async () => {
    const root = temporaryFolder(shop);
    const setup = {
      cacheFolder: temporaryFolder({}),
      isOneShot: true,
      now: () => statSync(join(root, 'cart.ts')).mtimeMs,
    };
    await scan(root, setup);
    writeFileSync(join(root, 'shelf.ts'), shop['shelf.ts'].replace('new-shelf', 'old-shelf'));
    const second = await scan(root, setup);
    expect(keysOf(second)).toContain('old-shelf');
    expect(second.used).toContain('cart.ts');
    expect(second.used).toContain('saved');
  });

  test('takes facts by content after a checkout gave every file another time', async () => {
    const root = temporaryFolder(shop);
    const setup = { cacheFolder: temporaryFolder({}) };
    const first = await scan(root, setup);
    for (const name of Object.keys(shop)) utimesSync(join(root, name), 1, 1);
    const second = await scan(root, setup);
    expect(second.told).toEqual(first.told);
    expect(second.used).toContain('cart.ts');
  });

  test.each([
    ['of another build', { build: 'build-2' }],
    ['with other flag functions', { wrappers: [{ module: null, name: 'price', key: 0, default: null, value: null }] }],
  ])('starts anew %s', async (_title, other) => {
    const root = temporaryFolder(shop);
    const cacheFolder = temporaryFolder({});
    await scan(root, { cacheFolder });
    expect((await scan(root, { cacheFolder, ...other })).used).toEqual(['saved']);
  });
});

describe('a result is not taken where', () => {
  const linked = {
    'tsconfig.json': '{ "extends": "./base.json" }',
    'base.json': '{ "compilerOptions": { "paths": { "#keys": ["./keys-a"] } } }',
    'keys-a.ts': "export const key = 'from-a';\n",
    'keys-b.ts': "export const key = 'from-b';\n",
    'cart.ts':
      "import { isEnabled } from 'unleash-client';\nimport { key } from '#keys';\nimport { other } from './hidden/other';\nisEnabled(key); isEnabled(other);\n",
    '.gitignore': 'hidden\n',
    'hidden/readme.txt': '',
  };
  test.each<[string, (root: string) => void]>([
    [
      'a configuration that another one extends changed',
      (root) => {
        writeFileSync(join(root, 'base.json'), linked['base.json'].replace('keys-a', 'keys-b'));
      },
    ],
    [
      'a file that was looked for in vain is there, though no listing shows it',
      (root) => {
        writeFileSync(join(root, 'hidden/other.ts'), "export const other = 'from-hidden';\n");
      },
    ],
    ['a file is gone', (root) => rmSync(join(root, 'keys-a.ts'))],
    ['a file is new', (root) => writeFileSync(join(root, 'new.ts'), read('new-page'))],
    [
      'a package is new',
      (root) => writeFileSync(join(root, 'package.json'), '{ "name": "#keys", "main": "keys-b.ts" }'),
    ],
    [
      'a file became a folder',
      (root) => {
        rmSync(join(root, 'keys-b.ts'));
        mkdirSync(join(root, 'keys-b.ts'));
      },
    ],
  ])('%s', async (_title, change) => {
    const root = temporaryFolder(linked);
    const setup = { cacheFolder: temporaryFolder({}), isOneShot: true };
    await scan(root, setup);
    expect((await scan(root, setup)).used).not.toContain('saved');
    change(root);
    const after = await scan(root, setup);
    expect(after.used).toContain('saved');
    expect(after.told).toEqual((await scan(root, null)).told);
  });

  test('an import leads to a link to nothing, which may be a file at any time', async () => {
    const root = temporaryFolder({ ...linked, 'hidden/target/readme.txt': '' });
    symlinkSync(join(root, 'hidden/target/other.ts'), join(root, 'hidden/other.ts'));
    const setup = { cacheFolder: temporaryFolder({}), isOneShot: true };
    await scan(root, setup);
    writeFileSync(join(root, 'hidden/target/other.ts'), "export const other = 'from-hidden';\n");
    expect((await scan(root, setup)).told).toEqual((await scan(root, null)).told);
  });
});

describe('a cache that cannot be used is as none', () => {
  const damages: readonly [string, (path: string, bytes: Buffer) => void][] = [
    ['empty', (path) => writeFileSync(path, '')],
    ['of another program', (path) => writeFileSync(path, 'SQLite format 3\0'.repeat(100))],
    ['cut off', (path, bytes) => writeFileSync(path, bytes.subarray(0, bytes.length >> 1))],
    [
      'with a flipped bit in its index',
      (path, bytes) => {
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40);
        writeFileSync(path, bytes);
      },
    ],
    [
      'with a flipped bit in the facts',
      (path, bytes) => {
        bytes.writeUInt8(bytes.readUInt8(60) ^ 1, 60);
        writeFileSync(path, bytes);
      },
    ],
    [
      'a folder',
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ];
  test.each(damages)('%s', async (_title, damage) => {
    const root = temporaryFolder(shop);
    const setup = { cacheFolder: temporaryFolder({}) };
    const { told } = await scan(root, setup);
    const path = cacheFile(setup.cacheFolder);
    damage(path, readFileSync(path));
    expect((await scan(root, setup)).told).toEqual(told);
  });

  test('in a place that cannot be written', async () => {
    const root = temporaryFolder(shop);
    const cacheFolder = join(temporaryFolder({ occupied: '' }), 'occupied');
    const { told } = await scan(root, { cacheFolder });
    expect(told).toEqual((await scan(root, null)).told);
  });

  test('code that runs from its sources has no build, a bundle has', () => {
    expect(buildId('file:///sluice/server/src/session/create-session.ts')).toBeNull();
    expect(buildId('file:///sluice/dist/chunks/session-Cis7lC5q.mjs')).toBe('session-Cis7lC5q.mjs');
  });
});

test('two processes at once: each reads a whole cache, whoever wrote it', async () => {
  const root = temporaryFolder(shop);
  const setup = { cacheFolder: temporaryFolder({}) };
  await scan(root, setup);
  const reader = cacheOf(root, setup).load();
  writeFileSync(join(root, 'cart.ts'), read('other-cart'));
  await Promise.all([scan(root, setup), scan(root, setup)]);
  expect(reader?.facts(join(root, 'cart.ts'))?.toString()).toContain('new-cart');
  expect(cacheOf(root, setup).load()?.facts(join(root, 'cart.ts'))?.toString()).toContain('other-cart');
  expect(readdirSync(join(setup.cacheFolder, 'facts'))).toHaveLength(1);
  reader?.close();
});

test('a stamp is trusted two seconds after the last change, and never from the future', () => {
  const stamp = { modified: 10_000, changed: 9_000, bytes: 1 };
  expect([11_000, 12_000, 12_001].map((readAt) => isSettled(stamp, readAt))).toEqual([false, false, true]);
  expect(isSettled({ ...stamp, changed: 13_000 }, 14_000)).toBe(false);
});

describe('after any edits the scans with a cache tell what one without tells', () => {
  const texts: readonly string[] = [
    read('new-cart'),
    'export const price = 3;\n',
    "import { useShelf } from './b';\nuseShelf('new-shelf'); useRack('new-rack');\n",
    "import { isEnabled } from 'unleash-client';\nexport function useShelf(key: string) { return isEnabled(key); }\n",
    "import { isEnabled } from 'unleash-client';\nexport function useRack(key: string) { return isEnabled(key); }\n",
    "import { useRack } from './c';\nexport function useShelf(key: string) { return useRack(key); }\n",
    "export * from './c';\nexport * from './d';\n",
    "import { useRack, useShelf } from './a';\nuseRack('far-rack'); useShelf('far-shelf');\n",
    "import { useRack } from './e';\nuseRack(`deep-${1}`);\n",
  ];
  test.each([11, 12, 13, 14])('seed %i', async (seed) => {
    let state = seed;
    const draw = (below: number): number => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
    const names = ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts', 'f.ts'];
    const root = temporaryFolder(Object.fromEntries(names.map((name) => [name, texts[draw(texts.length)] ?? ''])));
    const [facts, result] = [temporaryFolder({}), temporaryFolder({})];
    for (let step = 0; step < 12; step++) {
      const path = join(root, names[draw(names.length)] ?? '');
      const choice = draw(texts.length + 2);
      if (choice === texts.length) rmSync(path, { force: true });
      else if (choice < texts.length) writeFileSync(path, texts[choice] ?? '');
      const { told } = await scan(root, null);
      expect((await scan(root, { cacheFolder: facts })).told, `step ${step}`).toEqual(told);
      expect((await scan(root, { cacheFolder: result, isOneShot: true })).told, `step ${step}`).toEqual(told);
    }
  });
});

test('a file that one name let pass is tested for the names that were found after that one', async () => {
  const uses = (imports: string, body: string): string =>
    `import { ${imports} } from 'unleash-client';\nexport function ${body}\n`;
  const root = temporaryFolder({
    'shelf.ts': uses('isEnabled', 'useShelf(key: string) { return isEnabled(key); }'),
    'rack.ts': "import { useShelf } from './shelf';\nexport function useRack(key: string) { return useShelf(key); }\n",
    'page.ts':
      "import { useShelf } from './shelf';\nimport { useRack } from './rack';\nuseShelf('new-shelf'); useRack('new-rack');\n",
  });
  const setup = { cacheFolder: temporaryFolder({}) };
  expect(keysOf(await scan(root, setup))).toContain('new-rack');
  writeFileSync(join(root, 'shelf.ts'), 'export function useShelf() {}\n');
  writeFileSync(join(root, 'rack.ts'), uses('isEnabled', 'useRack(key: string) { return isEnabled(key); }'));
  const after = await scan(root, setup);
  expect(keysOf(after)).toContain('new-rack');
  expect(after.told).toEqual((await scan(root, null)).told);
});

test('an editor that opens a document after a result was taken gets what a scan gives', async () => {
  const root = temporaryFolder(shop);
  const setup = { cacheFolder: temporaryFolder({}), isOneShot: true };
  await scan(root, setup);
  const workspace = createWorkspace({
    extractor: loadedExtractor,
    root,
    include: [],
    ignore: [],
    wrappers: [],
    logger: quiet,
    isOneShot: true,
    now: later,
    cache: cacheOf(root, setup),
    changed() {},
  });
  await workspace.scan({});
  const uri = uriOfPath(join(root, 'cart.ts'));
  workspace.open(uri, read('typed-cart'));
  await workspace.close(uriOfPath(join(root, 'price.ts')));
  await workspace.filesChanged([]);
  expect(workspace.callSites(uri).map(({ key }) => key)).toEqual([
    { kind: 'literal', value: 'typed-cart', spelling: 'exact' },
  ]);
  expect(workspace.uris()).toContain(uriOfPath(join(root, 'shelf.ts')));
  workspace.dispose();
});
