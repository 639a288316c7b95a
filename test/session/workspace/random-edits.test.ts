/** After any edits, in the editor or on disk, a session knows what a fresh one finds. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../../server/src/config/load.ts';
import { createSession } from '../../../server/src/session/create-session.ts';
import { loadedExtractor } from '../../../server/src/session/workspace/loaded-extractor.ts';
import type { Session } from '../../../server/src/session/session.ts';
import { edits, pick, randomFrom, seeds } from '../../support/random-edits.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** `brands.ts`, `keys.ts` and `gifts.ts` are read only because an import leads to them, and not before. */
const shop: Record<string, string> = {
  'sdk.ts': `import { OpenFeature } from '@openfeature/server-sdk';\nexport const client = OpenFeature.getClient();\n`,
  'flags.ts': `import { client } from './sdk';\nexport const isShown = (key: string) => client.getBooleanValue(key, false);\n`,
  'lists/index.ts': `export * from './brands';\nexport * from './keys';\nexport * from './gifts';\nexport * from './more';\n`,
  'lists/more/index.ts': `export * from './ribbons';\n`,
  'lists/more/ribbons.ts': `export const ribbons = ['red'];\n`,
  'lists/brands.ts': `export const brands = ['Oak', 'Elm'];\n`,
  'lists/keys.ts': `export const Keys = { cart: 'new-cart', nav: 'new-nav' } as const;\n`,
  'lists/gifts.ts': `import { Keys } from './keys';\nexport const gifts = { wrap: 'gift-wrap', flag: Keys.nav };\n`,
  'cart.ts': `import { isShown } from './flags';\nimport { Keys, gifts } from './lists';\nexport const cart = () => isShown(Keys.cart) || isShown(gifts.wrap) || isShown(gifts.flag);\n`,
  'tsconfig.json': `{ "compilerOptions": { "paths": { "@shop/*": ["./*"] } } }\n`,
  'package.json': `{ "name": "shop", "workspaces": ["parts/*"] }\n`,
  'parts/gate/package.json': `{ "name": "@parts/gate", "main": "gate.ts" }\n`,
  'parts/gate/gate.ts': `import { client } from '../../sdk';\nexport class Gate { get(key: string) { return client.getBooleanValue(key, false); } }\n`,
  'aliased.ts': `import { isShown } from '@shop/flags';\nimport { Keys } from '@shop/lists';\nimport { Gate } from '@parts/gate';\nexport const aliased = () => isShown(Keys.nav) || isShown('aliased') || new Gate().get('gated');\n`,
  'plain.ts': `import { isShown as shows } from './flags';\nexport const plain = () => shows('plain');\n`,
};

test.each(seeds(12))('random edits, seed %d', async (seed) => {
  const random = randomFrom(seed);
  const files: Record<string, string> = { ...shop };
  const root = temporaryFolder(files);
  const session = openSession(root);
  await session.scan();
  expect(found(session).filter((site) => site.endsWith('aliased.ts'))).toHaveLength(3);
  const isOpen = new Set<string>();
  for (let step = 0; step < 12; step++) {
    const path = pick(Object.keys(shop), random);
    const uri = `file://${root}/${path}`;
    if (!isOpen.has(path) && random() < 0.2) {
      if (path in files) {
        rmSync(join(root, path));
        delete files[path];
      } else {
        writeFileSync(join(root, path), String(shop[path]));
        files[path] = String(shop[path]);
      }
      await session.filesChanged([uri]);
      await session.filesChanged([]);
      expect(found(session), `seed ${seed}, step ${step}: ${path} comes or goes`).toEqual(await foundFresh(files));
      continue;
    }
    if (!(path in files)) continue;
    const text = random() < 0.2 ? String(shop[path]) : pick(edits, random)(String(files[path]), random);
    files[path] = text;
    if (isOpen.has(path) || (path.endsWith('.ts') && random() < 0.6)) {
      isOpen.add(path);
      session.openDocument(uri, text);
      if (random() < 0.2) {
        isOpen.delete(path);
        writeFileSync(join(root, path), text);
        await session.closeDocument(uri);
      }
    } else {
      writeFileSync(join(root, path), text);
      await session.filesChanged([uri]);
    }
    // Settled: a change of nothing is worked off after all others.
    await session.filesChanged([]);
    expect(found(session), `seed ${seed}, step ${step}: ${path}`).toEqual(await foundFresh(files));
  }
});

async function foundFresh(files: Record<string, string>): Promise<readonly string[]> {
  const root = temporaryFolder(files);
  const session = openSession(root);
  await session.scan();
  const result = found(session);
  session.dispose();
  rmSync(root, { recursive: true, force: true });
  return result;
}

function openSession(root: string): Session {
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const session = createSession({
    extractor: loadedExtractor,
    loaded: loadConfig(root, { env: {} }),
    controlPlane: null,
    logger: quiet,
  });
  onTestFinished(() => session.dispose());
  return session;
}

function found(session: Session): readonly string[] {
  const prefix = `file://${session.root}/`;
  return session
    .uris()
    .flatMap((uri) =>
      session
        .callSites(uri)
        .map((site) => JSON.stringify({ ...site, uri: '' }).replaceAll(prefix, '') + uri.slice(prefix.length)),
    );
}

test.each(['lists/brands.ts', 'lists/more/ribbons.ts', 'lists/more/index.ts'])(
  'a key that is typed into %s, which was not read before, because nothing in it mattered',
  async (path) => {
    const cart = String(shop['cart.ts']).replace('gifts.flag', 'wishes.flag').replace('gifts }', 'gifts, wishes }');
    const root = temporaryFolder({ ...shop, 'cart.ts': cart });
    const session = openSession(root);
    await session.scan();
    expect(found(session).some((site) => site.includes('make-a-wish'))).toBe(false);

    session.openDocument(`file://${root}/${path}`, `export const wishes = { flag: 'make-a-wish' };\n`);
    await session.filesChanged([]);
    expect(found(session).some((site) => site.includes('make-a-wish'))).toBe(true);
  },
);
