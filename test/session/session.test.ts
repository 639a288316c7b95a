import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../server/src/config/load.ts';
import type { FlagSnapshot } from '../../server/src/core/model.ts';
import { createSession } from '../../server/src/session/create-session.ts';
import { loadedExtractor } from '../../server/src/session/workspace/loaded-extractor.ts';
import type { Session, SessionChange } from '../../server/src/session/session.ts';
import { daysAgo, now, serves, shopSnapshot, shopSwitch } from '../support/snapshots.ts';
import { fakeControlPlane, trouble, type FakeControlPlane } from './fake-control-plane.ts';
import { git, temporaryFolder, writeFiles, type FolderFiles } from './temporary-folder.ts';

const read = (key: string) =>
  `import { OpenFeature } from '@openfeature/server-sdk';\nexport const open = () => OpenFeature.getClient().getBooleanValue('${key}', false);\n`;

interface Setup {
  readonly plane?: FakeControlPlane | null;
  readonly lastKnown?: FlagSnapshot;
  readonly now?: number;
}

function open(files: FolderFiles, { plane = fakeControlPlane(shopSnapshot()), lastKnown, ...setup }: Setup = {}) {
  const root = temporaryFolder(files);
  const log: string[] = [];
  const session = createSession({
    extractor: loadedExtractor,
    loaded: loadConfig(root, { env: {} }),
    controlPlane: plane,
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: (message) => log.push(message) },
    now: () => setup.now ?? now,
    ...(lastKnown ? { lastKnown: () => ({ read: async () => lastKnown, write: async () => {} }) } : {}),
  });
  onTestFinished(() => session.dispose());
  return { root, session, log, uri: (path: string) => `file://${root}/${path}` };
}

/** "src/cart.ts new-checkout" for every call site with a known key. */
function keys(session: Session): string[] {
  return session.uris().flatMap((uri) =>
    session.callSites(uri).flatMap(({ key }) => {
      const path = uri.slice(`file://${session.root}/`.length);
      return key.kind === 'literal' ? [`${path} ${key.value}`] : [];
    }),
  );
}

const checksOf = (session: Session, uri: string) => session.findings(uri).map(({ check }) => check);
const nextChange = (session: Session) => new Promise<SessionChange>((resolve) => session.onChange(resolve));

describe('a scan', () => {
  test('counts what it looked at and left out', async () => {
    const { session } = open({
      'src/cart.ts': read('new-checkout'),
      'src/plain.ts': 'export const price = 1;\n',
      'src/logo.ts': Buffer.from([1, 0, 2]),
      'src/bundle.min.js': read('new-checkout'),
      'src/data.ts': 'x'.repeat(3 * 1024 * 1024),
      'package.json': '{}',
    });
    const summary = await session.scan();
    expect(summary).toMatchObject({
      files: 5,
      parsed: 1,
      skipped: { binary: 1, minified: 1, oversized: 1, unreadable: 0 },
    });
    expect(summary.problems.map(({ message }) => message)).toEqual([
      'The file has 3.0 MiB; files over 2 MiB are left out.',
    ]);
    expect(keys(session)).toEqual(['src/cart.ts new-checkout']);
  });

  test('again, after a file went and one came', async () => {
    const { session, root } = open({ 'a.ts': read('new-checkout') });
    await session.scan();
    rmSync(join(root, 'a.ts'));
    writeFiles(root, { 'b.ts': read('new-search') });
    await session.scan();
    expect(keys(session)).toEqual(['b.ts new-search']);
  });

  test('finds reads through a wrapper in another file, in files that name no SDK', async () => {
    const { session } = open({
      'src/flags.ts': `import { OpenFeature } from '@openfeature/server-sdk';
export function isOpen(key: string) { return OpenFeature.getClient().getBooleanValue(key, false); }\n`,
      'src/keys.ts': `export const NEW_CHECKOUT = 'new-checkout';\n`,
      'src/cart.ts': `import { isOpen } from './flags';\nimport { NEW_CHECKOUT } from './keys';\nif (await isOpen(NEW_CHECKOUT)) {}\n`,
    });
    const { parsed } = await session.scan();
    expect(keys(session)).toEqual(['src/cart.ts new-checkout']);
    expect(parsed).toBe(2);
    expect(session.references('new-checkout')).toHaveLength(1);
  });

  test('finds flags that are handed to functions in files that name no SDK', async () => {
    const { session } = open({
      'src/order.ts': `import { init } from '@launchdarkly/node-server-sdk';
import { checkStock } from './stock';
import { Receipt } from './receipt';
const client = init('shop');
export const submit = async (customer: object, stock: object) => {
  const flags = (await client.allFlagsState(customer)).allValues();
  checkStock(stock, flags);
  new Receipt({ customer, flags }).print(stock);
};\n`,
      'src/stock.ts': `import { sendMail } from './mail';
export function checkStock(stock: object, settings?: Record<string, unknown>) {
  if (settings?.['new-stock']) sendMail(stock, settings);
  return stock['left'];
}\n`,
      'src/mail.ts': `export const sendMail = (mail, options) => (options['html-mail'] ? mail.html : mail['text']);\n`,
      'src/receipt.ts': `export class Receipt {
  constructor(private options) {}
  print(stock) { return stock['first']; }
}
export const isLong = ({ flags }) => flags['long-receipt'];\n`,
    });
    await session.scan();
    expect(keys(session)).toEqual(['src/mail.ts html-mail', 'src/stock.ts new-stock']);
  });

  test('reports nothing of files that are left out, though they are handed flags', async () => {
    const { session } = open({
      'src/order.ts': `import { init } from '@launchdarkly/node-server-sdk';
import { checkStock } from '../generated/stock';
export const submit = async (customer) =>
  checkStock((await init('shop').allFlagsState(customer)).allValues());\n`,
      'generated/stock.ts': `export const checkStock = (settings) => settings['new-stock'];\n`,
      'sluice.config.json': '{ "ignore": ["generated/**"] }',
    });
    await session.scan();
    expect(keys(session)).toEqual([]);
  });

  test('asked for one file, still knows the wrapper of another', async () => {
    const { session, root, uri } = open({
      'flags.ts': `import { OpenFeature } from '@openfeature/server-sdk';
export function isOpen(key: string) { return OpenFeature.getClient().getBooleanValue(key, false); }\n`,
      'cart.ts': `import { isOpen } from './flags';\nif (await isOpen('new-checkout')) {}\n`,
    });
    const summary = await session.scan({ paths: [join(root, 'cart.ts')] });
    expect(summary.files).toBe(1);
    expect(session.callSites(uri('cart.ts'))).toHaveLength(1);
  });

  test('asked for one folder, counts what is in it', async () => {
    const { session, root } = open({
      'web/cart.ts': read('new-checkout'),
      'web/plain.ts': 'export const price = 1;\n',
      'api/pay.ts': read('new-checkout'),
      'api/bundle.min.js': read('new-checkout'),
      'api/logo.ts': Buffer.from([1, 0, 2]),
    });
    const { files, parsed, skipped } = await session.scan({ paths: [join(root, 'web')] });
    expect({ files, parsed, skipped }).toEqual({
      files: 2,
      parsed: 1,
      skipped: { binary: 0, minified: 0, oversized: 0, unreadable: 0 },
    });
  });

  test('tells of a file that is nested deeper than can be read', async () => {
    const deep = `${'[\n'.repeat(20_000)}${']\n'.repeat(20_000)}`;
    const { session, uri } = open({ 'cart.ts': `${read('new-checkout')}${deep}`, 'pay.ts': read('new-search') });
    const { problems } = await session.scan();
    expect(problems).toEqual([
      { uri: uri('cart.ts'), message: 'The file is nested too deeply to be read, so flags in it are not known.' },
    ]);
    expect(keys(session)).toEqual(['pay.ts new-search']);
  });

  test('can be cancelled', async () => {
    const { session } = open({ 'cart.ts': read('new-checkout') });
    await expect(session.scan({ signal: AbortSignal.abort(new Error('cancelled')) })).rejects.toThrow('cancelled');
  });
});

describe('open documents', () => {
  test('win over the disk until they are closed', async () => {
    const { session, uri } = open({ 'cart.ts': read('new-checkout') });
    await session.scan();
    session.openDocument(uri('cart.ts'), read('new-search'));
    expect(keys(session)).toEqual(['cart.ts new-search']);
    expect(session.text(uri('cart.ts'))).toContain('new-search');
    await session.scan();
    expect(keys(session)).toEqual(['cart.ts new-search']);
    await session.closeDocument(uri('cart.ts'));
    expect(keys(session)).toEqual(['cart.ts new-checkout']);
  });

  test('count before anything was scanned', () => {
    const { session, uri } = open({ 'cart.ts': '' });
    session.openDocument(uri('cart.ts'), read('new-checkout'));
    expect(keys(session)).toEqual(['cart.ts new-checkout']);
  });

  test('are one document, however a client spells its URI', async () => {
    const { session, uri } = open({ 'pages/[id].ts': read('new-checkout') });
    await session.scan();
    session.openDocument(uri('pages/[id].ts'), read('new-search'));
    expect(session.callSites(uri('pages/%5Bid%5D.ts')).map(({ key }) => key)).toMatchObject([{ value: 'new-search' }]);
    expect(session.uris()).toHaveLength(1);
  });

  test('that are no files of the workspace go away when closed', async () => {
    const { session } = open({});
    session.openDocument('file:///else/cart.ts', read('new-checkout'));
    expect(session.callSites('file:///else/cart.ts')).toHaveLength(1);
    await session.closeDocument('file:///else/cart.ts');
    expect(session.callSites('file:///else/cart.ts')).toEqual([]);
  });

  test('an edit of a constant changes the files that import it, and says so', async () => {
    const { session, uri } = open({
      'keys.ts': `export const KEY = 'new-checkout';\n`,
      'cart.ts': `import { KEY } from './keys';\nimport { OpenFeature } from '@openfeature/server-sdk';\nOpenFeature.getClient().getBooleanValue(KEY, false);\n`,
    });
    await session.scan();
    const change = nextChange(session);
    session.openDocument(uri('keys.ts'), `export const KEY = 'new-search';\n`);
    expect(await change).toEqual({ uris: [uri('cart.ts'), uri('keys.ts')], state: false });
    expect(keys(session)).toEqual(['cart.ts new-search']);
  });

  test('a wrapper typed just now is found in files that were not parsed before', async () => {
    const { session, uri } = open({
      'flags.ts': '',
      'cart.ts': `import { isOpen } from './flags';\nif (await isOpen('new-checkout')) {}\n`,
    });
    await session.scan();
    expect(keys(session)).toEqual([]);
    const change = nextChange(session);
    session.openDocument(
      uri('flags.ts'),
      `import { OpenFeature } from '@openfeature/server-sdk';\nexport function isOpen(key: string) { return OpenFeature.getClient().getBooleanValue(key, false); }\n`,
    );
    expect((await change).uris).toContain(uri('cart.ts'));
    expect(keys(session)).toEqual(['cart.ts new-checkout']);
  });

  test('half-typed code keeps the rest of the file', () => {
    const { session, uri } = open({});
    session.openDocument(uri('cart.ts'), `${read('new-checkout')}const x = foo('\n`);
    expect(keys(session)).toEqual(['cart.ts new-checkout']);
  });
});

describe('changes on disk', () => {
  test('a changed, a new, an ignored and a vanished file', async () => {
    const { session, root, uri } = open({
      'a.ts': read('new-checkout'),
      'b.ts': read('new-checkout'),
      '.gitignore': 'dist\n',
    });
    git(root, 'init', '-q');
    await session.scan();
    writeFiles(root, { 'a.ts': read('new-search'), 'c.ts': read('price-layout'), 'dist/c.ts': read('price-layout') });
    rmSync(join(root, 'b.ts'));
    await session.filesChanged(['a.ts', 'b.ts', 'c.ts', 'dist/c.ts'].map(uri));
    expect(keys(session)).toEqual(['a.ts new-search', 'c.ts price-layout']);
  });

  test('a folder that vanished takes its files along', async () => {
    const { session, root, uri } = open({ 'old/a.ts': read('new-checkout'), 'older/b.ts': read('new-search') });
    await session.scan();
    rmSync(join(root, 'old'), { recursive: true });
    await session.filesChanged([uri('old')]);
    expect(keys(session)).toEqual(['older/b.ts new-search']);
  });

  test('do not touch an open document', async () => {
    const { session, root, uri } = open({ 'a.ts': read('new-checkout') });
    session.openDocument(uri('a.ts'), read('new-search'));
    writeFiles(root, { 'a.ts': read('price-layout') });
    await session.filesChanged([uri('a.ts')]);
    expect(keys(session)).toEqual(['a.ts new-search']);
  });
});

describe('unknown is not absent', () => {
  const files = { 'cart.ts': read('new-chekout') };

  test.each<{ title: string; setup: Setup; expected: string[] }>([
    { title: 'a complete state', setup: {}, expected: ['unknown-flag'] },
    { title: 'no control plane', setup: { plane: null }, expected: [] },
    { title: 'no answer', setup: { plane: fakeControlPlane(trouble('network')) }, expected: [] },
    { title: 'no right', setup: { plane: fakeControlPlane(trouble('forbidden')) }, expected: [] },
    {
      title: 'a part of the state',
      setup: { plane: fakeControlPlane(shopSnapshot({ complete: false })) },
      expected: [],
    },
    { title: 'an empty state', setup: { plane: fakeControlPlane(shopSnapshot({ flags: [] })) }, expected: [] },
    {
      title: 'the last known state, an hour old',
      setup: { plane: fakeControlPlane(trouble('network')), lastKnown: shopSnapshot(), now: now + 3_600_000 },
      expected: ['unknown-flag'],
    },
    {
      title: 'the last known state, two days old',
      setup: { plane: fakeControlPlane(trouble('network')), lastKnown: shopSnapshot({ readAt: daysAgo(2) }) },
      expected: [],
    },
  ])('$title: $expected', async ({ setup, expected }) => {
    const { session, uri } = open(files, setup);
    await Promise.all([session.scan(), session.refreshState()]);
    expect(checksOf(session, uri('cart.ts'))).toEqual(expected);
  });

  test('a last known state that is too old says nothing about staleness either', async () => {
    const stale = shopSwitch('new-checkout', { environments: { production: serves('on', { forDays: 200 }) } });
    const lastKnown = shopSnapshot({ flags: [stale], readAt: daysAgo(2) });
    const { session, uri } = open(
      { 'cart.ts': read('new-checkout') },
      { plane: fakeControlPlane(trouble('network')), lastKnown },
    );
    await Promise.all([session.scan(), session.refreshState()]);
    expect(checksOf(session, uri('cart.ts'))).toEqual([]);
    expect(session.flag('new-checkout')?.key).toBe('new-checkout');
  });
});

describe('state and code', () => {
  test('a change of the state changes findings without reading a file', async () => {
    const { session, uri } = open(
      { 'cart.ts': read('new-chekout') },
      { plane: fakeControlPlane(shopSnapshot(), shopSnapshot({ revision: '18', flags: [shopSwitch('new-chekout')] })) },
    );
    await Promise.all([session.scan(), session.refreshState()]);
    expect(checksOf(session, uri('cart.ts'))).toEqual(['unknown-flag']);
    const change = nextChange(session);
    await session.refreshState();
    expect(await change).toEqual({ uris: 'all', state: true });
    expect(checksOf(session, uri('cart.ts'))).toEqual([]);
  });

  test('nothing changed: the same findings, not equal ones', async () => {
    const { session, uri } = open({ 'cart.ts': read('new-chekout') });
    await Promise.all([session.scan(), session.refreshState()]);
    expect(session.findings(uri('cart.ts'))).toBe(session.findings(uri('cart.ts')));
  });

  test('a change is seen at once, before the state is read again', async () => {
    const plane = fakeControlPlane(shopSnapshot());
    const after = shopSwitch('new-checkout', { revision: '6', environments: { production: serves('on') } });
    plane.onWrite = () => Promise.resolve(after);
    const { session } = open({}, { plane });
    await session.refreshState();
    const scope = { environment: 'production', datacenter: null, server: null };
    const serving = { kind: 'static', variant: 'on' } as const;
    await session.write({ key: 'new-checkout', scope, serving, expectedRevision: '5', reason: null });
    expect(session.flag('new-checkout')).toBe(after);
    expect(plane.reads).toBe(1);
  });

  test('a conflict brings the flag as it is now', async () => {
    const plane = fakeControlPlane(shopSnapshot());
    const current = shopSwitch('new-checkout', { revision: '9' });
    plane.onWrite = () => Promise.reject(trouble('conflict', { current }));
    const { session } = open({}, { plane });
    await session.refreshState();
    const scope = { environment: 'production', datacenter: null, server: null };
    await expect(session.rollback({ key: 'new-checkout', scope, expectedRevision: '5', reason: null })).rejects.toThrow(
      'conflict',
    );
    expect(session.flag('new-checkout')).toBe(current);
  });

  test('without a control plane nothing can be changed', async () => {
    const { session } = open({}, { plane: null });
    const scope = { environment: 'production', datacenter: null, server: null };
    await expect(session.rollback({ key: 'a', scope, expectedRevision: '1', reason: null })).rejects.toThrow(
      'No control plane is configured',
    );
  });
});

test('the configuration sets checks and wrappers', async () => {
  const { session, uri } = open({
    'sluice.config.json': JSON.stringify({
      checks: { 'unknown-flag': 'hint' },
      wrappers: [{ module: '@shop/flags', name: 'isOpen', key: 0 }],
    }),
    'cart.ts': `import { isOpen } from '@shop/flags';\nisOpen('new-chekout');\n`,
  });
  await Promise.all([session.scan(), session.refreshState()]);
  expect(session.findings(uri('cart.ts')).map(({ check, severity }) => `${check} ${severity}`)).toEqual([
    'unknown-flag hint',
  ]);
});

test('a check that does not exist is an error of the configuration', () => {
  expect(() => open({ 'sluice.config.json': '{ "checks": { "unknown-flags": "off" } }' })).toThrow(
    'There is no check "unknown-flags". Did you mean "unknown-flag"?',
  );
});
