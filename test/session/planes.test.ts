/** Several control planes in one session: each decides for its own files, and none of them takes another one down. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../server/src/config/load.ts';
import type { ControlPlane } from '../../server/src/control-planes/control-plane.ts';
import type { FlagSnapshot } from '../../server/src/core/model.ts';
import { createSession } from '../../server/src/session/create-session.ts';
import { loadedExtractor } from '../../server/src/session/workspace/loaded-extractor.ts';
import type { Session, SessionChange } from '../../server/src/session/session.ts';
import { daysAgo, now, serves, shopSnapshot, shopSwitch } from '../support/snapshots.ts';
import { fakeControlPlane, trouble, type FakeControlPlane } from './fake-control-plane.ts';
import { temporaryFolder, type FolderFiles } from './temporary-folder.ts';

const read = (...keys: string[]) =>
  [
    `import { OpenFeature } from '@openfeature/server-sdk';`,
    ...keys.map((key) => `await OpenFeature.getClient().getBooleanValue('${key}', false);`),
    '',
  ].join('\n');

const entry = (name: string, more: object = {}) => ({ kind: 'sluice', name, url: `https://${name}.example`, ...more });

/** A monorepo with a migration: `shop` decides, `legacy` is compared with it, `search` has a folder of its own. */
const monorepo = [entry('shop'), entry('legacy'), entry('search', { folder: 'packages/search' })];

const holding = (name: string, ...keys: string[]): FlagSnapshot =>
  shopSnapshot({
    controlPlane: { kind: 'sluice', name: `sluice at ${name}`, url: `https://${name}.example` },
    flags: keys.map((key) => shopSwitch(key)),
  });

type Answers = { readonly [name: string]: FlagSnapshot | Error };

interface Open {
  readonly session: Session;
  readonly planes: { readonly [name: string]: FakeControlPlane };
  uri(path: string): string;
}

async function open(files: FolderFiles, answers: Answers, controlPlanes: readonly object[] = monorepo): Promise<Open> {
  const root = temporaryFolder({ 'sluice.config.json': JSON.stringify({ controlPlanes }), ...files });
  const planes = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      Object.assign(fakeControlPlane(answer), { name: `sluice at ${name}` }),
    ]),
  );
  const session = createSession({
    extractor: loadedExtractor,
    loaded: loadConfig(root, { env: {} }),
    controlPlane: null,
    controlPlanes: new Map<string, ControlPlane>(Object.entries(planes)),
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: fail },
    now: () => now,
  });
  onTestFinished(() => session.dispose());
  await Promise.all([session.scan(), session.refreshState()]);
  return { session, planes, uri: (path) => `file://${root}/${path}` };
}

function fail(message: string): void {
  throw new Error(message);
}

/** "unknown-flag new-checkout" for every finding of a file. */
const found = (session: Session, uri: string) =>
  session.findings(uri).map(({ check, flagKey }) => `${check} ${flagKey}`);
const named = (session: Session, name: string) => session.planes.find((plane) => plane.name === name)!;

const usual: Answers = {
  shop: holding('shop', 'new-checkout'),
  legacy: holding('legacy', 'new-checkout', 'old-banner'),
  search: holding('search', 'ranking'),
};

describe('which control plane decides', () => {
  test('that of the innermost folder', async () => {
    const controlPlanes = [
      entry('deep', { folder: 'packages/search/deep' }),
      entry('search', { folder: 'packages/search' }),
      entry('shop'),
    ];
    const { session, uri } = await open({}, {}, controlPlanes);
    const deciding = (path: string) => session.planeOf(uri(path))?.name;
    expect(
      ['a.ts', 'packages/search/a.ts', 'packages/search/deep/a.ts', 'packages/search-ui/a.ts', 'packages/search'].map(
        deciding,
      ),
    ).toEqual(['shop', 'search', 'deep', 'shop', 'shop']);
    expect(session.isSinglePlane).toBe(false);
  });

  test('none, outside of all folders', async () => {
    const files = { 'a.ts': read('ranking'), 'packages/search/b.ts': read('ranking') };
    const { session, uri } = await open(files, { search: usual['search']! }, [monorepo[2]!]);
    expect(session.planeOf(uri('a.ts'))).toBeNull();
    expect(session.usages(uri('a.ts'))).toMatchObject([{ kind: 'not-loaded' }]);
    expect(session.usages(uri('packages/search/b.ts'))).toMatchObject([{ kind: 'found' }]);
  });

  test('with folders written in characters that a URI encodes', async () => {
    const { session, uri } = await open({}, {}, [entry('shop'), entry('odd', { folder: 'packages/[brand] neu' })]);
    expect(session.planeOf(encodeURI(uri('packages/[brand] neu/a.ts')))?.name).toBe('odd');
  });

  test('and the others judge nothing: the same code, two verdicts', async () => {
    const code = read('new-checkout', 'ranking');
    const { session, uri } = await open({ 'a.ts': code, 'packages/search/b.ts': code }, usual);
    expect(found(session, uri('a.ts'))).toEqual(['unknown-flag ranking']);
    expect(found(session, uri('packages/search/b.ts'))).toEqual(['unknown-flag new-checkout']);
  });

  test('where the code reads the flag, not where its key is written', async () => {
    const files = {
      'keys.ts': `export const KEY = 'ranking';\n`,
      'packages/search/b.ts': `import { KEY } from '../../keys';\nimport { OpenFeature } from '@openfeature/server-sdk';\nOpenFeature.getClient().getBooleanValue(KEY, false);\n`,
    };
    const { session, uri } = await open(files, usual);
    expect(found(session, uri('packages/search/b.ts'))).toEqual([]);
  });

  test('by its own critical environments', async () => {
    const stale = (name: string) => ({
      ...holding(name),
      flags: [
        shopSwitch('a', { environments: { production: serves('off'), staging: serves('on', { forDays: 200 }) } }),
      ],
    });
    const controlPlanes = [
      entry('shop'),
      entry('search', { folder: 'packages/search', environments: { critical: ['staging'] } }),
    ];
    const files = { 'a.ts': read('a'), 'packages/search/b.ts': read('a') };
    const { session, uri } = await open(files, { shop: stale('shop'), search: stale('search') }, controlPlanes);
    expect(found(session, uri('a.ts'))).toEqual([]);
    expect(found(session, uri('packages/search/b.ts'))).toEqual(['stale-switch a']);
  });
});

describe('unknown is not absent', () => {
  const files = { 'a.ts': read('nowhere'), 'packages/search/b.ts': read('nowhere') };

  test.each<[title: string, answers: Answers, expected: string[][]]>([
    ['one does not answer', { ...usual, search: trouble('network') }, [['unknown-flag nowhere'], []]],
    ['the other does not answer', { ...usual, shop: trouble('network') }, [[], ['unknown-flag nowhere']]],
    [
      'one is incomplete',
      { ...usual, search: { ...holding('search', 'x'), complete: false } },
      [['unknown-flag nowhere'], []],
    ],
    [
      'only a compared one does not answer',
      { ...usual, legacy: trouble('auth') },
      [['unknown-flag nowhere'], ['unknown-flag nowhere']],
    ],
  ])('%s', async (_, answers, expected) => {
    const { session, uri } = await open(files, answers);
    expect(['a.ts', 'packages/search/b.ts'].map((path) => found(session, uri(path)))).toEqual(expected);
  });

  test('one that was not given any is as good as off', async () => {
    const { session, uri } = await open(files, { shop: usual['shop']! });
    expect(named(session, 'search').state().status.kind).toBe('off');
    expect(found(session, uri('packages/search/b.ts'))).toEqual([]);
  });
});

describe('a flag that is missing here', () => {
  const evidence = (session: Session, uri: string) =>
    session.findings(uri).map(({ evidence }) => evidence.slice(1).map(({ label, value }) => `${label}: ${value}`));

  test('is said to exist elsewhere, and where that counts', async () => {
    const files = { 'a.ts': read('old-banner', 'ranking'), 'packages/search/b.ts': read('old-banner') };
    const { session, uri } = await open(files, usual);
    expect(evidence(session, uri('a.ts'))).toEqual([
      ['legacy (compared with it): has "old-banner"'],
      ['search (for packages/search): has "ranking"'],
    ]);
    expect(evidence(session, uri('packages/search/b.ts'))).toEqual([['legacy (for other folders): has "old-banner"']]);
  });

  test('follows the other control plane', async () => {
    const { session, planes, uri } = await open({ 'a.ts': read('old-banner') }, usual);
    expect(evidence(session, uri('a.ts'))).toEqual([['legacy (compared with it): has "old-banner"']]);
    planes['legacy']!.answers = [{ ...holding('legacy', 'new-checkout'), revision: '18' }];
    await session.refreshState();
    expect(evidence(session, uri('a.ts'))).toEqual([[]]);
  });

  test('also archived, also by the spelling of the SDK', async () => {
    const legacy = { ...holding('legacy'), flags: [shopSwitch('old-banner', { archivedAt: daysAgo(3) })] };
    const react = `import { useFlags } from 'launchdarkly-react-client-sdk';\nexport const Cart = () => { const { oldBanner } = useFlags(); return oldBanner; };\n`;
    const { session, uri } = await open({ 'a.tsx': react }, { ...usual, legacy });
    expect(evidence(session, uri('a.tsx'))).toEqual([['legacy (compared with it): has "old-banner", archived']]);
  });

  test('is not said to exist where the last known state is too old', async () => {
    const old = { ...holding('legacy', 'old-banner'), readAt: daysAgo(9) };
    const root = temporaryFolder({
      'sluice.config.json': JSON.stringify({ controlPlanes: monorepo }),
      'a.ts': read('old-banner'),
    });
    const session = createSession({
      extractor: loadedExtractor,
      loaded: loadConfig(root, { env: {} }),
      controlPlane: null,
      controlPlanes: new Map<string, ControlPlane>([
        ['shop', fakeControlPlane(usual['shop']!)],
        ['legacy', fakeControlPlane(trouble('network'))],
      ]),
      lastKnown: (_, name) => (name === 'legacy' ? { read: async () => old, write: async () => {} } : null),
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: fail },
      now: () => now,
    });
    onTestFinished(() => session.dispose());
    await Promise.all([session.scan(), session.refreshState()]);
    expect(named(session, 'legacy').state().status.kind).toBe('cached');
    expect(evidence(session, `file://${root}/a.ts`)).toEqual([[]]);
    expect(session.comparisons()).toMatchObject([{ problem: 'The state of legacy is not known.' }]);
  });
});

describe('a comparison', () => {
  test('tells where the two of a migration disagree, and follows the state', async () => {
    const { session, planes } = await open({}, usual);
    const keys = () =>
      session.comparisons().map(({ differences }) => differences.map(({ key, what }) => `${key} ${what}`));
    expect(keys()).toEqual([['old-banner missing']]);
    expect(session.comparisons()[0]).toBe(session.comparisons()[0]);
    planes['shop']!.answers = [{ ...holding('shop', 'new-checkout', 'old-banner'), revision: '18' }];
    await session.refreshState();
    expect(keys()).toEqual([[]]);
  });

  test('is of two for the same folder only', async () => {
    const { session } = await open({}, usual, [entry('shop'), entry('search', { folder: 'packages/search' })]);
    expect(session.comparisons()).toEqual([]);
  });

  test('of one flag takes the names of environments as configured', async () => {
    const live = shopSnapshot({
      environments: [{ key: 'live', critical: true, datacenters: [] }],
      flags: [shopSwitch('a', { environments: { live: serves('on') } })],
    });
    const controlPlanes = [entry('shop'), entry('legacy', { environmentNames: { production: 'live' } })];
    const { session } = await open({}, { shop: holding('shop', 'a'), legacy: live }, controlPlanes);
    expect(session.compareFlag('a', named(session, 'legacy')).differences).toMatchObject([
      { scope: { environment: 'production' }, authoritative: 'off', compared: 'on' },
    ]);
    expect(session.compareFlag('a', named(session, 'shop')).differences).toEqual([]);
  });
});

describe('each has a life of its own', () => {
  test('a change of one is told once, and read by nobody else', async () => {
    const { session, planes } = await open({ 'a.ts': read('nowhere') }, usual);
    session.watchState();
    const changes: SessionChange[] = [];
    session.onChange((change) => changes.push(change));
    planes['search']!.answers = [{ ...holding('search', 'other'), revision: '18' }];
    const reads = planes['shop']!.reads;
    await named(session, 'search').refreshState();
    expect(changes).toEqual([{ uris: 'all', state: true }]);
    expect(planes['shop']!.reads).toBe(reads);
    expect(planes['search']!.listener).not.toBeNull();
  });

  test('a write goes to the one that is asked, and is seen there alone', async () => {
    const { session, planes } = await open({}, { ...usual, search: holding('search', 'new-checkout') });
    const after = shopSwitch('new-checkout', { revision: '6' });
    planes['search']!.onWrite = () => Promise.resolve(after);
    planes['shop']!.onWrite = () => Promise.reject(new Error('not this one'));
    const scope = { environment: 'production', datacenter: null, server: null };
    const serving = { kind: 'static', variant: 'on' } as const;
    const change = { key: 'new-checkout', scope, serving, expectedRevision: '5', reason: null };
    await named(session, 'search').write(change);
    expect(named(session, 'search').flag('new-checkout')).toBe(after);
    expect(session.flag('new-checkout')).not.toBe(after);
  });

  test('the session itself speaks of the main one, wherever it stands in the list', async () => {
    const { session } = await open({}, usual, [monorepo[2]!, monorepo[0]!]);
    expect(session.state().status.controlPlane).toBe('sluice at shop');
    expect(session.flag('new-checkout')).not.toBeNull();
    expect(session.flag('ranking')).toBeNull();
  });

  test('references are of the code for which it decides; a compared one has those of the one it is compared with', async () => {
    const files = { 'a.ts': read('ranking'), 'b.ts': read('ranking'), 'packages/search/b.ts': read('ranking') };
    const { session } = await open(files, usual);
    const count = (name: string) => session.references('ranking', named(session, name)).length;
    expect([count('shop'), count('legacy'), count('search'), session.references('ranking').length]).toEqual([
      2, 2, 1, 3,
    ]);
  });
});
