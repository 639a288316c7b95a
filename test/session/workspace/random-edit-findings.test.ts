/** After any edits, what was told to have changed is what changed: whoever follows the changes shows what a fresh session finds. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../../server/src/config/load.ts';
import { createSession } from '../../../server/src/session/create-session.ts';
import type { Session } from '../../../server/src/session/session.ts';
import { loadedExtractor } from '../../../server/src/session/workspace/loaded-extractor.ts';
import { crossFileChecks } from '../../support/cross-file-checks.ts';
import { edits, pick, randomFrom, seeds } from '../../support/random-edits.ts';
import { now, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';
import { fakeControlPlane } from '../fake-control-plane.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const shop: Record<string, string> = {
  'sdk.ts': `import { OpenFeature } from '@openfeature/server-sdk';\nexport const client = OpenFeature.getClient();\n`,
  'flags.ts': `import { client } from './sdk';\nexport const isShown = (key: string) => client.getBooleanValue(key, false);\n`,
  'keys.ts': `export const Keys = { cart: 'new-cart', nav: 'new-nav' } as const;\n`,
  'cart.ts': `import { isShown } from './flags';\nimport { Keys } from './keys';\nexport const cart = () => isShown(Keys.cart) || isShown('new-nav');\n`,
  'nav.ts': `import { client } from './sdk';\nimport { Keys } from './keys';\nexport const nav = (key: string) => client.getBooleanValue(Keys.nav, false) || client.getBooleanValue(key + 'x', false);\n`,
  'page.tsx': `import { useFlags } from 'launchdarkly-react-client-sdk';\nexport function Page() {\n  const flags = useFlags();\n  return flags.newCart || flags.newNav;\n}\n`,
  // No flag is read here, but a suppression may be left behind.
  'plain.ts': `// sluice-ignore-next-line stale-switch -- was here\nexport const client = 1;\n`,
  'old.ts': `import { client } from './sdk';\n// sluice-ignore-file unknown-flag until 2026-01-01 -- long ago\nexport const old = () => client.getBooleanValue('new-cart', false);\n`,
};

test.each(seeds(10))('random edits, seed %d', async (seed) => {
  const random = randomFrom(seed);
  const files: Record<string, string> = { ...shop };
  const root = temporaryFolder(files);
  const session = openSession(root);
  const shown = follow(session);
  await session.refreshState();
  await session.scan();
  expect(shown(), 'after the scan').toEqual(await foundFresh(files));
  expect(shown().length).toBeGreaterThan(8);

  const isOpen = new Set<string>();
  for (let step = 0; step < 15; step++) {
    const path = pick(Object.keys(shop), random);
    const uri = `file://${root}/${path}`;
    if (!isOpen.has(path) && random() < 0.15) {
      if (path in files) {
        rmSync(join(root, path));
        delete files[path];
      } else {
        files[path] = String(shop[path]);
        writeFileSync(join(root, path), files[path]);
      }
      await session.filesChanged([uri]);
    } else if (path in files) {
      const text = random() < 0.3 ? String(shop[path]) : pick(edits, random)(String(files[path]), random);
      files[path] = text;
      if (isOpen.has(path) || random() < 0.5) {
        isOpen.add(path);
        session.openDocument(uri, text);
        // The editor asks at once, before everything is linked again.
        if (random() < 0.5) session.findings(pick(session.checkedUris(), random));
        if (random() < 0.3) {
          isOpen.delete(path);
          writeFileSync(join(root, path), text);
          await session.closeDocument(uri);
        }
      } else {
        writeFileSync(join(root, path), text);
        await session.filesChanged([uri]);
      }
    } else continue;
    // Settled: a change of nothing is worked off after all others.
    await session.filesChanged([]);
    expect(shown(), `seed ${seed}, step ${step}: ${path}`).toEqual(await foundFresh(files));
  }
});

test('a change is told to those only whose answers it may change', async () => {
  const root = temporaryFolder(shop);
  const session = openSession(root);
  const told: (readonly string[] | 'all')[] = [];
  await session.refreshState();
  await session.scan();
  for (const uri of session.checkedUris()) session.findings(uri);
  session.onChange(({ uris }) => told.push(uris));
  const cart = shop['cart.ts']?.replace('new-nav', 'gift-cards') ?? '';
  session.openDocument(`file://${root}/cart.ts`, cart);
  await session.filesChanged([]);
  // page.tsx asked for other spellings, plain.ts for nothing.
  expect(told.flat().map((uri) => uri.slice(`file://${root}/`.length))).toEqual([
    'cart.ts',
    'nav.ts',
    'old.ts',
    'sluice.config.json',
  ]);
});

function openSession(root: string): Session {
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const flags = ['new-cart', 'new-nav', 'gift-cards'].map((key) => shopSwitch(key));
  const session = createSession({
    extractor: loadedExtractor,
    loaded: loadConfig(root, { env: {} }),
    controlPlane: fakeControlPlane(shopSnapshot({ flags })),
    checks: crossFileChecks,
    logger: quiet,
    now: () => now,
  });
  onTestFinished(() => session.dispose());
  return session;
}

/** What somebody shows who asks only for what was told to have changed. */
function follow(session: Session): () => readonly string[] {
  const shown = new Map<string, readonly string[]>();
  const show = (uris: Iterable<string>): void => {
    for (const uri of uris) shown.set(uri, findingsOf(session, uri));
  };
  session.onChange(({ uris }) => {
    if (uris === 'all') show(new Set([...shown.keys(), ...session.checkedUris()]));
    else show(uris);
  });
  return () => [...shown].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, findings]) => findings);
}

async function foundFresh(files: Record<string, string>): Promise<readonly string[]> {
  const root = temporaryFolder(files);
  const session = openSession(root);
  await session.refreshState();
  await session.scan();
  const result = session.checkedUris().flatMap((uri) => findingsOf(session, uri));
  session.dispose();
  rmSync(root, { recursive: true, force: true });
  return result;
}

function findingsOf(session: Session, uri: string): readonly string[] {
  return session.findings(uri).map((finding) => JSON.stringify(finding).replaceAll(`file://${session.root}/`, ''));
}
