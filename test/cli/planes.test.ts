/** Several control planes on the command line: definition files of a monorepo, and two control planes of a migration. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Seed } from '../../server/src/embedded/seed.ts';
import { startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { temporaryFolder, type FolderFiles } from '../session/temporary-folder.ts';
import { cli, type CliOptions } from './run-cli.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

const read = (...keys: string[]) =>
  [
    `import { OpenFeature } from '@openfeature/server-sdk';`,
    `const flags = OpenFeature.getClient();`,
    ...keys.map((key) => `flags.getBooleanValue('${key}', false);`),
    '',
  ].join('\n');

const definition = (flags: { [key: string]: 'on' | 'off' }) =>
  JSON.stringify({
    flags: Object.fromEntries(
      Object.entries(flags).map(([key, defaultVariant]) => [
        key,
        { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant },
      ]),
    ),
  });

const file = (name: string, more: object = {}) => ({ kind: 'flagd-file', name, path: `${name}.flagd.json`, ...more });

/** `shop` decides, `legacy` (whose environment is called live) is compared with it, `search` has a folder. */
const controlPlanes = [
  file('shop'),
  file('legacy', { environment: 'live', environmentNames: { production: 'live' } }),
  file('search', { folder: 'packages/search' }),
];

function monorepo(files: FolderFiles = {}, list: readonly object[] = controlPlanes): string {
  return temporaryFolder({
    'sluice.config.json': JSON.stringify({ controlPlanes: list }),
    'shop.flagd.json': definition({ 'new-checkout': 'on', 'gift-cards': 'off', both: 'off' }),
    'legacy.flagd.json': definition({ 'new-checkout': 'off', 'old-banner': 'on' }),
    'search.flagd.json': definition({ ranking: 'on', both: 'on' }),
    'src/pay.ts': read('new-checkout', 'old-banner'),
    'packages/search/find.ts': read('ranking', 'new-checkout'),
    ...files,
  });
}

const sluice = (line: string | readonly string[], cwd: string, options: Partial<CliOptions> = {}) =>
  cli(line, { cwd, now, ...options });

async function json(line: string, cwd: string, options: Partial<CliOptions> = {}) {
  const { stdout } = await sluice(`${line} --format json`, cwd, options);
  return JSON.parse(stdout);
}

describe('check', () => {
  test('judges each file by the control plane of its folder, and says so', async () => {
    const { code, stdout, stderr } = await sluice('check', monorepo());
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain('flagd file search.flagd.json has no flag "new-checkout".');
    expect(stdout).toContain('        shop (for other folders): has "new-checkout"\n');
    expect(stdout).toContain('        legacy (compared with it): has "old-banner"\n');
    expect(stdout).toContain(`
state of shop: flagd file shop.flagd.json, read just now, 3 flags, complete
state of legacy: flagd file legacy.flagd.json, read just now, 2 flags, complete
state of search: flagd file search.flagd.json, read just now, 2 flags, complete
`);
  });

  test('for programs: the shape of one, and more', async () => {
    const report = await json('check', monorepo());
    expect(report).toMatchObject({ version: 1, state: { controlPlane: 'flagd file shop.flagd.json' } });
    expect(report.controlPlanes).toMatchObject([
      { name: 'shop', kind: 'flagd-file', folder: null, comparedWith: null, state: { kind: 'file', complete: true } },
      { name: 'legacy', comparedWith: 'shop' },
      { name: 'search', folder: 'packages/search', comparedWith: null },
    ]);
    expect(report.findings.map((each: { key: string; controlPlane: string }) => [each.key, each.controlPlane])).toEqual(
      [
        ['new-checkout', 'search'],
        ['old-banner', 'shop'],
      ],
    );
  });

  test.each(['markdown', 'github', 'sarif'])('as %s, with the state of each', async (format) => {
    const { stdout } = await sluice(`check --format ${format}`, monorepo({ 'search.flagd.json': 'no JSON' }));
    if (format === 'sarif') {
      const { invocations } = JSON.parse(stdout).runs[0];
      expect(JSON.stringify(invocations)).toContain('search.flagd.json');
    } else
      expect(stdout).toMatch(/State of shop: .*\n.*State of search: none|state of shop: .*; state of search: none/is);
  });

  const broken = { 'search.flagd.json': 'no JSON', 'legacy.flagd.json': 'no JSON' };

  test('a dead control plane leaves the findings of the others, and gives none for its own files', async () => {
    const { code, stdout, stderr } = await sluice('check', monorepo(broken));
    expect(code).toBe(1);
    expect(stdout).toContain('1 finding in 1 file');
    expect(stdout).toContain('flagd file shop.flagd.json has no flag "old-banner".');
    expect(stdout).toContain('Findings that need the state are left out or may be incomplete.');
    // That a compared one cannot be read takes no finding away.
    expect(stderr).toMatch(/^sluice: the state is not complete: search: .*\n$/);
  });

  test.each([
    ['check --require-state', 2],
    ['check src --require-state --fail-on never', 0],
    ['check packages/search --require-state --fail-on never', 2],
  ])('%s asks for the state of the control planes that decide: exit %i', async (line, code) => {
    expect((await sluice(line, monorepo(broken))).code).toBe(code);
  });

  test('says which files no control plane decides for', async () => {
    const cwd = monorepo({}, [controlPlanes[2]!]);
    const { stderr } = await sluice('check', cwd);
    expect(stderr).toBe(
      'sluice: the state is not complete: 1 file that reads flags is in no folder of a control plane. One without "folder" decides for everything else.\n',
    );
    expect((await sluice('check --require-state', cwd)).code).toBe(2);
  });

  test('says of which control plane the environments are misspelled', async () => {
    const plane = await startTestControlPlane({ seed: { environments: [], flags: [] } });
    onTestFinished(() => plane.close());
    const env = { SLUICE_URL_SEARCH: plane.url, SLUICE_TOKEN_SEARCH: plane.viewerToken };
    const list = [
      file('shop'),
      {
        kind: 'sluice',
        name: 'search',
        project: 'shop',
        folder: 'packages/search',
        environments: { critical: ['produktion'] },
      },
    ];
    const { stderr } = await sluice('check', monorepo({}, list), { env });
    expect(stderr).toContain(`environments.critical of search names "produktion", but sluice at ${plane.url} has `);
  });

  test('names the control plane that has no address, and the variable it takes', async () => {
    const list = [file('shop'), { kind: 'sluice', name: 'search', folder: 'packages/search' }];
    const { stderr } = await sluice('check', monorepo({}, list));
    expect(stderr).toContain('search: The control plane "search" has no address: set SLUICE_URL_SEARCH');
  });
});

describe('a state in a file', () => {
  test('holds all of them, and gives the same findings in the same bytes', async () => {
    const cwd = monorepo();
    expect(await sluice('snapshot -o all.json', cwd)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'sluice: 7 flags of shop, legacy and search written to all.json\n',
    });
    const live = await json('check', cwd);
    writeFileSync(join(cwd, 'search.flagd.json'), 'no JSON');
    const given = await json('check --state all.json', cwd);
    expect(given.findings).toEqual(live.findings);
    expect(given.controlPlanes[2].state.controlPlane).toBe('file all.json (search)');
    const once = await sluice('check --state all.json', cwd);
    expect(await sluice('check --state all.json', cwd, { now: now + 9e9 })).toEqual(once);
  });

  test('of one of them is a snapshot as ever', async () => {
    const cwd = monorepo();
    const { stdout } = await sluice('snapshot --control-plane search', cwd);
    expect(JSON.parse(stdout)).toMatchObject({
      sluiceSnapshot: 1,
      controlPlane: { name: 'flagd file search.flagd.json' },
    });
    writeFileSync(join(cwd, 'one.json'), stdout);
    expect((await sluice('flags --state one.json --control-plane search', cwd)).stdout).toContain('ranking');
    expect((await sluice('check --state one.json', cwd)).stderr).toBe(
      'sluice: one.json holds the state of one control plane, and sluice.config.json names shop, legacy and search: write all of them into one file with `sluice snapshot`.\n',
    );
  });

  test('without one of them says nothing of its files', async () => {
    const cwd = monorepo();
    await sluice('snapshot -o all.json', cwd);
    const bundle = JSON.parse(readFileSync(join(cwd, 'all.json'), 'utf8'));
    bundle.controlPlanes.pop();
    writeFileSync(join(cwd, 'two.json'), JSON.stringify(bundle));
    const { stdout, stderr } = await sluice('check --state two.json', cwd);
    expect(stdout).toContain('1 finding in 1 file');
    expect(stderr).toContain('search: two.json holds no state of "search".');
  });

  test('of several is no state of a workspace with one, unless it is among them', async () => {
    const cwd = monorepo();
    await sluice('snapshot -o all.json', cwd);
    const only = (entry: object) =>
      writeFileSync(join(cwd, 'sluice.config.json'), JSON.stringify({ controlPlanes: [entry] }));
    only(file('search'));
    expect((await sluice('flags --state all.json', cwd)).stdout).toContain('ranking');
    only(file('web'));
    expect((await sluice('flags --state all.json', cwd)).stderr).toContain(
      'all.json holds the state of "shop", "legacy" and "search", and sluice.config.json names none of them',
    );
  });

  test('is not written where one cannot be read', async () => {
    const cwd = monorepo({ 'search.flagd.json': 'no JSON' });
    const { code, stdout, stderr } = await sluice('snapshot', cwd);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('search.flagd.json');
    expect((await sluice('snapshot --control-plane shop', cwd)).code).toBe(0);
  });
});

describe('flags and status', () => {
  test('flags of each, with the reads of its own files', async () => {
    const { stdout } = await sluice('flags', monorepo());
    expect(stdout).toBe(`shop (everything else)
FLAG          KIND    PRODUCTION  UNCHANGED FOR  OWNER   READS
both          switch  off                        nobody  0
gift-cards    switch  off                        nobody  0
new-checkout  switch  on                         nobody  1
3 flags

legacy (compared with shop)
FLAG          KIND    LIVE  UNCHANGED FOR  OWNER   READS
new-checkout  switch  off                  nobody  1
old-banner    switch  on                   nobody  1
2 flags

search (packages/search)
FLAG     KIND    PRODUCTION  UNCHANGED FOR  OWNER   READS
both     switch  on                         nobody  0
ranking  switch  on                         nobody  1
2 flags

CONTROL PLANE  KIND        FOR                 STATE
shop           flagd-file  everything else     flagd file shop.flagd.json, read just now, 3 flags, complete
legacy         flagd-file  compared with shop  flagd file legacy.flagd.json, read just now, 2 flags, complete
search         flagd-file  packages/search     flagd file search.flagd.json, read just now, 2 flags, complete
`);
  });

  test('flags of one are what they are in a workspace with one', async () => {
    const cwd = monorepo();
    const alone = temporaryFolder({
      'sluice.config.json': JSON.stringify({ controlPlane: { kind: 'flagd-file', path: 'search.flagd.json' } }),
      'search.flagd.json': readFileSync(join(cwd, 'search.flagd.json'), 'utf8'),
      'find.ts': read('ranking'),
    });
    for (const line of ['flags', 'flags --format json', 'status', 'status ranking --format json']) {
      const times = (text: string) => text.replace(/"readAt": "[^"]*"/, '');
      const { stdout } = await sluice(`${line} --control-plane search`, cwd);
      expect(times(stdout)).toBe(times((await sluice(line, alone)).stdout));
    }
  });

  test('flags for programs say whose they are', async () => {
    const { version, state, flags, controlPlanes } = await json('flags', monorepo());
    expect([version, state.controlPlane, controlPlanes.length]).toEqual([1, 'flagd file shop.flagd.json', 3]);
    const both = flags.filter(({ key }: { key: string }) => key === 'both');
    expect(both.map((flag: { controlPlane: string }) => flag.controlPlane)).toEqual(['shop', 'search']);
  });

  test('status of a flag in each, and where they disagree', async () => {
    const { code, stdout } = await sluice('status new-checkout', monorepo());
    expect(code).toBe(0);
    expect(stdout).toBe(`CONTROL PLANE  KIND        FOR                 STATE
shop           flagd-file  everything else     flagd file shop.flagd.json, read just now, 3 flags, complete
legacy         flagd-file  compared with shop  flagd file legacy.flagd.json, read just now, 2 flags, complete
search         flagd-file  packages/search     flagd file search.flagd.json, read just now, 2 flags, complete

shop (everything else)

new-checkout  switch
SCOPE                  DESIRED  OBSERVED  CHANGED
production (critical)  on

legacy (compared with shop)

new-checkout  switch
SCOPE            DESIRED  OBSERVED  CHANGED
live (critical)  off

search (packages/search)

No flag "new-checkout".

shop and legacy
FLAG          WHERE       WHAT    SHOP  LEGACY
new-checkout  production  serves  on    off
1 difference in 1 of 1 flag
production in shop is live in legacy
`);
  });

  test('a dead one is told, and the rest is shown', async () => {
    const { code, stdout, stderr } = await sluice('status ranking', monorepo({ 'legacy.flagd.json': 'no JSON' }));
    expect(code).toBe(0);
    expect(stdout).toContain('legacy (compared with shop)\n\nThe state is not known: ');
    expect(stdout).toContain('shop and legacy\nNot compared: The state of legacy is not known.\n');
    expect(stderr).toMatch(/^sluice: legacy: the state is not known: /);
  });

  test.each([
    ['status rankng', 'shop, legacy and search have no flag "rankng". Did you mean "ranking"?'],
    [
      'status --control-plane serch',
      'names no control plane "serch"; there are shop, legacy and search. Did you mean search?',
    ],
    [
      'status --compare --control-plane shop',
      '--compare and --control-plane exclude each other: a comparison is of two.',
    ],
  ])('%s', async (line, message) => {
    const { code, stdout, stderr } = await sluice(line, monorepo());
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('what a dead one may have is not called missing', async () => {
    const { stderr } = await sluice('status loyalty', monorepo({ 'search.flagd.json': 'no JSON' }));
    expect(stderr).toContain('"loyalty" is not among the flags that could be read from shop, legacy and search.');
  });
});

describe('status --compare', () => {
  test('lists the disagreements', async () => {
    const { stdout } = await sluice('status --compare', monorepo());
    expect(stdout.slice(stdout.indexOf('shop and legacy'))).toBe(`shop and legacy
FLAG          WHERE       WHAT    SHOP     LEGACY
both                      flag    there    missing
gift-cards                flag    there    missing
new-checkout  production  serves  on       off
old-banner                flag    missing  there
4 differences in 4 of 4 flags
production in shop is live in legacy
`);
  });

  test('for programs', async () => {
    const { comparisons, flags } = await json('status --compare', monorepo());
    expect(flags).toBeUndefined();
    expect(comparisons).toMatchObject([
      {
        authoritative: 'shop',
        compared: 'legacy',
        problem: null,
        complete: true,
        flags: 4,
        environments: { pairs: [{ authoritative: 'production', compared: 'live' }] },
        notKnown: [],
      },
    ]);
    expect(comparisons[0].differences[2]).toEqual({
      key: 'new-checkout',
      what: 'serving',
      scope: { environment: 'production', datacenter: null, server: null },
      authoritative: 'on',
      compared: 'off',
    });
  });

  const same = { 'legacy.flagd.json': definition({ 'new-checkout': 'on', 'gift-cards': 'off', both: 'off' }) };

  test.each<[title: string, files: FolderFiles, line: string, code: number]>([
    ['they disagree', {}, 'status --compare --fail-on-difference', 1],
    ['they disagree, of which nobody wants to read', {}, 'status --fail-on-difference -q', 1],
    ['they agree', same, 'status --compare --fail-on-difference', 0],
    ['about this flag they disagree', {}, 'status new-checkout --fail-on-difference', 1],
    ['about this flag nothing is known', { 'legacy.flagd.json': 'no' }, 'status new-checkout --fail-on-difference', 2],
    ['nothing is known', { 'legacy.flagd.json': 'no' }, 'status --compare --fail-on-difference', 2],
    ['one is empty, which shows nothing', { 'legacy.flagd.json': '{"flags":{}}' }, 'status --fail-on-difference', 2],
    ['they disagree, and nobody wants to know', {}, 'status --compare', 0],
  ])('%s: exit as it should', async (_, files, line, code) => {
    expect((await sluice(line, monorepo(files))).code).toBe(code);
  });

  test('says why it is not known', async () => {
    const { stderr } = await sluice('status --fail-on-difference', monorepo({ 'legacy.flagd.json': '{"flags":{}}' }));
    expect(stderr).toBe(
      'sluice: shop and legacy could not be compared completely ("both", "gift-cards" and "new-checkout"). legacy may have it: its state is incomplete, empty or too old to show that a flag is missing.\n',
    );
  });

  test('needs two for the same folder', async () => {
    const { code, stderr } = await sluice('status --compare', monorepo({}, [controlPlanes[0]!, controlPlanes[2]!]));
    expect(code).toBe(2);
    expect(stderr).toContain('There is nothing to compare: list two control planes for the same folder');
    const one = temporaryFolder({ 'sluice.config.json': '{}' });
    expect((await sluice('status --fail-on-difference', one)).stderr).toContain('There is nothing to compare');
  });
});

describe('flip', () => {
  test('goes to the only one that decides and has the flag, and says which', async () => {
    const cwd = monorepo();
    expect(await sluice('flip ranking --off --yes', cwd)).toEqual({
      code: 0,
      stdout: 'search: ranking in production: on → off\n',
      stderr: '',
    });
    expect(readFileSync(join(cwd, 'search.flagd.json'), 'utf8')).toContain('"defaultVariant":"off"');
  });

  test('says in its question where', async () => {
    const { stderr } = await sluice('flip new-checkout --off', monorepo(), { answers: ['new-checkout'] });
    expect(stderr).toBe('shop: "new-checkout" in production, where real users are: on → off\nType the key to go on: ');
  });

  test.each<[line: string, files: FolderFiles, message: string]>([
    ['flip both --on --yes', {}, '"both" is a flag of shop and search. Say which: --control-plane shop|search.'],
    [
      'flip old-banner --off --yes',
      {},
      'shop and search have no flag "old-banner". legacy has it, which is compared with shop: --control-plane legacy changes it there.',
    ],
    ['flip nowhere --on --yes', {}, 'shop and search have no flag "nowhere".'],
    [
      'flip new-checkout --off --yes',
      { 'search.flagd.json': 'no JSON' },
      'Whether "new-checkout" is a flag of search (',
    ],
    ['rollback both --yes', {}, '"both" is a flag of shop and search. Say which'],
  ])('%s: nothing is changed', async (line, files, message) => {
    const cwd = monorepo(files);
    const before = readFileSync(join(cwd, 'shop.flagd.json'), 'utf8');
    const { code, stdout, stderr } = await sluice(line, cwd);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(readFileSync(join(cwd, 'shop.flagd.json'), 'utf8')).toBe(before);
  });

  test('goes where it is told, also to a compared one, also while another one is dead', async () => {
    const cwd = monorepo({ 'search.flagd.json': 'no JSON' });
    expect((await sluice('flip old-banner --off --yes --control-plane legacy', cwd)).stdout).toBe(
      'legacy: old-banner in live: on → off\n',
    );
    expect((await sluice('flip both --on --yes --control-plane shop', cwd)).stdout).toBe(
      'shop: both in production: off → on\n',
    );
  });

  test('of a migration needs no name: the one that decides', async () => {
    const cwd = monorepo({ 'legacy.flagd.json': 'no JSON' }, controlPlanes.slice(0, 2));
    expect((await sluice('flip new-checkout --off --yes', cwd)).code).toBe(0);
    const other = monorepo({}, controlPlanes.slice(0, 2));
    expect((await sluice('flip old-banner --off --yes', other)).stderr).toBe(
      'sluice: flagd file shop.flagd.json has no flag "old-banner". `sluice flags` lists all. legacy has it, which is compared with shop: --control-plane legacy changes it there.\n',
    );
  });
});

describe('two control planes with tokens of their own', () => {
  async function open() {
    const start = async (flags: Seed['flags']): Promise<TestControlPlane> => {
      const plane = await startTestControlPlane({
        seed: { environments: [{ key: 'production', critical: true, datacenters: [] }], flags },
        now: () => new Date(now),
      });
      onTestFinished(() => plane.close());
      return plane;
    };
    const flag = (key: string, variant: string): Seed['flags'][number] => ({
      key,
      kind: 'switch',
      purpose: 'release',
      createdAt: '2026-10-01T09:00:00Z',
      servings: { production: { kind: 'static', variant } },
    });
    const shop = await start([flag('new-checkout', 'on'), flag('gift-cards', 'off')]);
    const legacy = await start([flag('new-checkout', 'off'), flag('gift-cards', 'off')]);
    const list = [
      { kind: 'sluice', name: 'shop', project: 'shop' },
      { kind: 'sluice', name: 'legacy', project: 'shop' },
    ];
    const cwd = temporaryFolder({
      'sluice.config.json': JSON.stringify({ controlPlanes: list }),
      'a.ts': read('new-checkout'),
    });
    const env = {
      SLUICE_CACHE_DIR: cwd,
      SLUICE_URL_SHOP: shop.url,
      SLUICE_TOKEN_SHOP: shop.operatorToken,
      SLUICE_URL_LEGACY: legacy.url,
      SLUICE_TOKEN_LEGACY: legacy.operatorToken,
    };
    return {
      shop,
      legacy,
      run: (line: string, more: NodeJS.ProcessEnv = {}) => sluice(line, cwd, { env: { ...env, ...more } }),
    };
  }

  test('are compared until they agree', async () => {
    const { run } = await open();
    const line = 'status --compare --fail-on-difference';
    const before = await run(line);
    expect(before.code).toBe(1);
    expect(before.stdout).toContain('new-checkout  production  serves  on    off\n1 difference in 1 of 2 flags\n');
    expect((await run('flip new-checkout --on -e production --yes --control-plane legacy')).stdout).toBe(
      'legacy: new-checkout in production: off → on\n',
    );
    expect(await run(line)).toMatchObject({ code: 0, stderr: '' });
    expect((await run('rollback new-checkout -e production --yes --control-plane legacy')).stdout).toBe(
      'legacy: new-checkout in production: on → off (rolled back)\n',
    );
    expect((await run(line)).code).toBe(1);
  });

  test('keep their last known states apart', async () => {
    const { run, legacy } = await open();
    await run('flags');
    await legacy.close();
    const { stdout, stderr } = await run('status --compare');
    expect(stderr).toMatch(/^sluice: legacy: this is the last known state: /);
    expect(stdout).toContain('new-checkout  production  serves  on    off\n');
    const offline = await run('status --compare --offline');
    expect(offline.stdout).toContain('new-checkout  production  serves  on    off\n');
    expect((await run('flip new-checkout --off -e production --yes')).stdout).toBe(
      'shop: new-checkout in production: on → off\n',
    );
  });

  test('do not get each other’s token', async () => {
    const { run, shop } = await open();
    const { stdout } = await run('status', {
      SLUICE_TOKEN_LEGACY: '',
      SLUICE_TOKEN: shop.operatorToken,
      SLUICE_URL: shop.url,
    });
    expect(stdout).toContain('legacy (compared with shop)\n\nThe state is not known');
    expect(stdout).toContain('SLUICE_TOKEN_LEGACY');
  });
});
