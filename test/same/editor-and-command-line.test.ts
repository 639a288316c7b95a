/** The same tree, state and clock give the same findings in the editor and on the command line. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { FlagSnapshot } from '../../server/src/core/model.ts';
import { checkIds } from '../../server/src/core/checks/registry.ts';
import type { CheckSetting } from '../../server/src/core/checks/settings.ts';
import { checkCases, workspaceCheckCases } from '../core/checks/cases.ts';
import { temporaryFolder, type FolderFiles } from '../session/temporary-folder.ts';
import type { CheckCodeOptions } from '../support/check-code.ts';
import { seededSnapshot } from '../support/shop.ts';
import { now, serves, shopFlag, shopSnapshot, shopSwitch, variants } from '../support/snapshots.ts';
import { expectInEditor, onCommandLine, withStateFile } from './findings.ts';
import { serveSnapshot } from './snapshot-server.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');
/** Of all workspaces. */
const reported = new Set<string>();

async function expectSame(root: string, snapshot: FlagSnapshot): Promise<readonly string[]> {
  const workspace = { root, url: await serveSnapshot(snapshot), now };
  const expected = await onCommandLine(workspace);
  await expectInEditor(workspace, expected);
  // An incomplete state is not written to a file.
  if (snapshot.complete) expect(await withStateFile(workspace)).toEqual(expected);
  for (const line of expected) reported.add(/^\S+ \w+ (\S+)/.exec(line)?.[1] ?? '');
  return expected;
}

const folders = readdirSync(fixtures).filter((name) => existsSync(join(fixtures, name, 'package.json')));
describe.each(folders)('the fixture %s', (name) => {
  test.each(['recommended', 'all'])('%s checks', { timeout: 60_000 }, async (preset) => {
    const root = temporaryFolder();
    cpSync(join(fixtures, name), root, { recursive: true });
    const config = join(root, 'sluice.config.json');
    const text = existsSync(config) ? readFileSync(config, 'utf8') : '{ }';
    const named = text.replace(/\{/, `{ "preset": "${preset}",`).replace(/"project": *"[^"]*"/, '"project": "shop"');
    writeFileSync(config, named.replace(/,\s*\}/, ' }'));
    const snapshot = existsSync(join(root, 'seed.json')) ? await seededSnapshot() : shopSnapshot();
    expect((await expectSame(root, snapshot)).length).toBeGreaterThan(5);
  });
});

describe('each case of a check, with all checks on', () => {
  const cases = [
    ...Object.entries(checkCases).map(([id, { bad, good, options }]) => [id, { options, code: [bad, good] }] as const),
    ...Object.entries(workspaceCheckCases).map(
      ([id, { bad }]) => [id, { options: bad, code: [bad.code ?? ''] }] as const,
    ),
  ];
  test.each(cases)('%s', async (id, { options, code }) => {
    const files = Object.fromEntries(code.map((text, index) => [`src/case-${index}.ts`, real(text)]));
    const suppressed = `// sluice-ignore-next-line ${id} -- agreed\n${code[0]}`;
    const root = temporaryFolder({
      ...files,
      'src/suppressed.ts': real(suppressed),
      'src/expired.ts': real(suppressed.replace(' --', ' until 2026-11-01 --')),
      'src/broken.ts': real(suppressed.replace(' -- agreed', '')),
      'src/left-behind.ts': `// sluice-ignore-next-line ${id} -- nothing is read here\nexport {};\n`,
      'sluice.config.json': configOf(options),
    });
    await expectSame(root, { ...(options.snapshot ?? shopSnapshot()), complete: true });
  });

  test('what takes more than one line of code', async () => {
    const root = temporaryFolder({
      'src/shop.ts': several,
      'src/cart.tsx': cart,
      'test/cart.test.tsx': cartTest,
      ...config('all'),
    });
    const flags = [
      ...shopSnapshot().flags,
      shopSwitch('new-ranking', { purpose: 'dark' }),
      shopFlag('sampling', {
        kind: 'valve',
        valueType: 'number',
        variants: variants({ none: 0, some: 10, all: 100 }),
        environments: { production: serves('some'), staging: serves('all') },
      }),
    ];
    await expectSame(root, shopSnapshot({ flags }));
  });

  afterAll(() => {
    expect([...reported].sort()).toEqual([...checkIds].sort());
  });
});

const several = `import { OpenFeature } from '@openfeature/server-sdk';
const client = OpenFeature.getClient();
export const isNew = await client.getBooleanValue('new-checkout', false);
export async function layout(user) {
  if ((await client.getStringValue('price-layout', 'compact', user)) === 'wide') return 'wide';
  if ((await client.getNumberValue('sampling', 0, user)) > 250) return 'sampled';
  return (await client.getNumberValue('sampling', 0, user)) === 0.5 ? 'half' : 'none';
}
export async function order(cart, pay, log) {
  if (await client.getBooleanValue('new-checkout', false)) {
    if (await client.getBooleanValue('new-search', false)) pay(cart);
  }
  await log(cart);
  if (await client.getBooleanValue('new-checkout', false)) pay(cart);
  if (await client.getBooleanValue('new-search', false)) {
    log(cart);
  } else {
    log(cart);
  }
}
export async function rank(books, sort) {
  if (await client.getBooleanValue('new-ranking', false)) return sort(books);
  return books;
}
`;

const cart = `import { useBooleanFlagValue } from '@openfeature/react-sdk';
export const Cart = () => (useBooleanFlagValue('new-search', false) ? <New /> : <Old />);
`;
const cartTest = `import { OpenFeatureTestProvider } from '@openfeature/react-sdk';
import { Cart } from '../src/cart';
it('shows', () => render(<OpenFeatureTestProvider flagValueMap={{ 'new-search': true }}><Cart /></OpenFeatureTestProvider>));
`;

test.each<[string, FlagSnapshot]>([
  ['half a state', { ...shopSnapshot(), complete: false }],
  ['an empty state', { ...shopSnapshot(), flags: [] }],
])('%s', async (_, snapshot) => {
  const root = temporaryFolder({
    'src/cart.ts': real(`client.getBooleanValue('new-chekout', false);`),
    ...config('all'),
  });
  await expectSame(root, snapshot);
});

test('overrides, hostile keys, and findings across files', async () => {
  const key = 'ev\\u202eil\\u001b[2J';
  const root = temporaryFolder({
    'src/cart.ts': real(`client.getBooleanValue('${key}', false);\nclient.getBooleanValue('new-checkout', true);`),
    'src/nav.ts': real(`client.getBooleanValue('new-checkout', false);`),
    'legacy/old.ts': real(`client.getBooleanValue('old-cart', false);\nclient.getBooleanValue('new-checkout', false);`),
    'sluice.config.json': JSON.stringify({
      controlPlane: { kind: 'sluice', project: 'shop' },
      preset: 'all',
      checks: { 'unknown-flag': { environments: { staging: 'hint' } }, 'stale-switch': { purposes: { ops: 'off' } } },
      overrides: [{ files: ['legacy'], checks: { 'unknown-flag': 'hint' } }],
    }),
  });
  const found = await expectSame(root, shopSnapshot());
  expect(found.some((line) => line.startsWith('legacy/old.ts:') && line.includes(' hint unknown-flag '))).toBe(true);
});

/** A file around lines in the notation of `shopFile`. */
function real(code: string): string {
  const lines = code.split('\n').map((line) => `  ${line}`);
  const declared = ['user', 'books', 'promoOf', 'pay', 'thank', 'log', 'hash', 'searchNew'].map(
    (name) => `${name}: any`,
  );
  return [
    `import { OpenFeature } from '@openfeature/server-sdk';`,
    `const client = OpenFeature.getClient();`,
    `export async function shop(${declared.join(', ')}) {`,
    ...lines,
    `}`,
    ``,
  ].join('\n');
}

function configOf({ settings = {}, criticalEnvironments }: CheckCodeOptions): string {
  const checks = Object.fromEntries(Object.entries(settings).map(([id, setting]) => [id, written(setting)]));
  const environments = criticalEnvironments?.length ? { environments: { critical: criticalEnvironments } } : {};
  return JSON.stringify({ preset: 'all', controlPlane: { kind: 'sluice', project: 'shop', ...environments }, checks });
}

/** A setting as people write it. */
function written({ options, ...setting }: Partial<CheckSetting>): unknown {
  const minutes = (ms: number): string => `${ms / 60_000}m`;
  const after = Object.entries(options?.after ?? {}).map(([purpose, ms]) => [
    purpose,
    ms === null ? null : minutes(ms),
  ]);
  return {
    ...setting,
    ...(after.length === 0 ? {} : { after: Object.fromEntries(after) as unknown }),
    ...(options?.pattern === undefined ? {} : { pattern: options.pattern }),
    ...(options?.lag === undefined ? {} : { lag: minutes(options.lag) }),
  };
}

function config(preset: string): FolderFiles {
  return { 'sluice.config.json': JSON.stringify({ preset, controlPlane: { kind: 'sluice', project: 'shop' } }) };
}
