import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { git, temporaryFolder, writeFiles, type FolderFiles } from '../session/temporary-folder.ts';
import { cli, type CliOptions } from './run-cli.ts';
import { checkout, shop, type shopState, twoChecks } from './shop.ts';

beforeEach(() => {
  vi.unstubAllEnvs();
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_SYSTEM', '/dev/null');
});

afterAll(() => void vi.unstubAllEnvs());

const since = 'check --state flags.snapshot.json --changed-since main';

/** A repository whose branch main holds these files, with another branch checked out. */
function repository(files: FolderFiles = {}, ...rest: [] | [ReturnType<typeof shopState>]): string {
  const root = shop({ 'sluice.config.json': twoChecks, ...files }, ...rest);
  git(root, 'init', '-q', '-b', 'main');
  commit(root);
  git(root, 'checkout', '-q', '-b', 'work');
  return root;
}

function initialized(): string {
  const root = shop({ 'sluice.config.json': twoChecks });
  git(root, 'init', '-q');
  return root;
}

function commit(root: string): void {
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'Change', '--allow-empty');
}

interface Found {
  readonly file: string;
  readonly line: number;
  readonly key: string;
  readonly change: string;
}

async function found(cwd: string, line = since, options: Partial<CliOptions> = {}) {
  const { stdout, stderr, code } = await cli(`${line} --format json`, { cwd, ...options });
  expect([code, stderr]).toEqual([expect.toSatisfy((value) => value === 0 || value === 1), '']);
  const report = JSON.parse(stdout);
  const findings = report.findings.map(({ file, key, change }: Found) => `${change} ${file} ${key}`);
  return { report, findings };
}

const read = (key: string) => `  if (await flags.getBooleanValue('${key}', false)) return 9;\n`;
const withRead = (key: string) => checkout.replace('  return flags.', `${read(key)}  return flags.`);

const helper = (key: string) => `import { OpenFeature } from '@openfeature/server-sdk';
export const key = '${key}';
export const flag = (name: string) => OpenFeature.getClient().getBooleanValue(name, false);
`;
const caller = `import { flag, key } from './helper';
export const isOpen = () => flag(key);
`;

describe('what is reported', () => {
  test('nothing, where nothing changed, whatever is wrong already', async () => {
    const { findings, report } = await found(repository());
    expect(findings).toEqual([]);
    expect(report.change).toMatchObject({ ref: 'main', files: 0, inChange: 0, elsewhere: 0 });
  });

  test.each<{ title: string; how: (root: string) => void }>([
    { title: 'committed', how: commit },
    { title: 'staged', how: (root) => git(root, 'add', '-A') },
    { title: 'not even staged', how: () => undefined },
  ])('a new read of a flag that does not exist: $title', async ({ how }) => {
    const cwd = repository();
    writeFiles(cwd, { 'src/checkout.ts': withRead('gone'), 'src/new.ts': checkout });
    how(cwd);
    expect((await found(cwd)).findings).toEqual([
      'in-change src/checkout.ts gone',
      'in-change src/new.ts new-checkout',
      'in-change src/new.ts new-serach',
    ]);
  });

  test('a finding that was there, on a line that changed', async () => {
    const cwd = repository();
    writeFiles(cwd, { 'src/checkout.ts': checkout.replace('return 2;', 'return 22;') });
    expect((await found(cwd)).findings).toEqual(['in-change src/checkout.ts new-serach']);
  });

  test('everything before the first commit, as a hook asks for it', async () => {
    const { findings, report } = await found(initialized(), since.replace('main', 'HEAD'));
    expect(findings).toEqual(['in-change src/checkout.ts new-checkout', 'in-change src/checkout.ts new-serach']);
    expect(report.change).toMatchObject({ ref: 'HEAD', files: 1 });
  });

  test('not one that only moved down, nor one whose line ends are others', async () => {
    const cwd = repository({ 'src/other.ts': checkout });
    writeFiles(cwd, { 'src/checkout.ts': `// New.\n${checkout}`, 'src/other.ts': checkout.replaceAll('\n', '\r\n') });
    const { findings, report } = await found(cwd);
    expect([findings, report.change.files]).toEqual([[], 1]);
  });

  test('of two alike, the one that was added', async () => {
    const cwd = repository();
    const twin = "  if (await flags.getBooleanValue('new-serach', false)) return 2;\n";
    writeFiles(cwd, { 'src/checkout.ts': checkout.replace(twin, `${twin}  // And again:\n${twin}`) });
    const { report } = await found(cwd);
    expect(report.findings.map(({ line }: Found) => line)).toEqual([9]);
  });

  test('changes of the other branch are not those of this one', async () => {
    const cwd = repository();
    git(cwd, 'checkout', '-q', 'main');
    writeFiles(cwd, { 'src/theirs.ts': checkout, 'src/checkout.ts': 'export {};\n' });
    commit(cwd);
    git(cwd, 'checkout', '-q', 'work');
    expect((await found(cwd)).findings).toEqual([]);
  });
});

describe('elsewhere, because of the change', () => {
  test('a constant that means another flag now', async () => {
    const cwd = repository({ 'src/helper.ts': helper('new-search'), 'src/caller.ts': caller });
    writeFiles(cwd, { 'src/helper.ts': helper('new-saerch') });
    commit(cwd);
    expect((await found(cwd)).findings).toEqual(['elsewhere src/caller.ts new-saerch']);
  });

  test('a function that reads a flag now', async () => {
    const uses = "import { flag } from './helper';\nexport const isOpen = () => flag('gone');\n";
    const cwd = repository({ 'src/helper.ts': 'export const flag = (name: string) => name;\n', 'src/uses.ts': uses });
    writeFiles(cwd, { 'src/helper.ts': helper('new-search') });
    expect((await found(cwd)).findings).toEqual(['elsewhere src/uses.ts gone']);
  });

  test('a check that is turned on', async () => {
    const cwd = repository({ 'sluice.config.json': twoChecks.replace('error', 'off') });
    writeFiles(cwd, { 'sluice.config.json': twoChecks });
    expect((await found(cwd)).findings).toEqual(['elsewhere src/checkout.ts new-serach']);
  });

  test('a flag that is taken out of the definition in the repository', async () => {
    const definition = (...keys: string[]) =>
      JSON.stringify({
        flags: Object.fromEntries(
          keys.map((key) => [key, { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on' }]),
        ),
      });
    const cwd = repository({
      'flags.flagd.json': definition('new-checkout', 'new-search'),
      'sluice.config.json': twoChecks.replace(
        '{',
        '{ "controlPlane": { "kind": "flagd-file", "path": "flags.flagd.json" },',
      ),
    });
    writeFiles(cwd, { 'flags.flagd.json': definition('new-search') });
    const { findings } = await found(cwd, 'check --changed-since main');
    expect(findings).toEqual(['elsewhere src/checkout.ts new-checkout']);
  });

  test.each<{ title: string; usages: string; expected: string[] }>([
    { title: 'not read elsewhere', usages: '', expected: ['in-change sluice.config.json new-checkout'] },
    { title: 'read in another repository', usages: 'new-checkout', expected: [] },
  ])('a flag whose last read went: $title', async ({ usages, expected }) => {
    const config = twoChecks.replace('"stale-switch"', '"unused-flag": "info", "stale-switch"');
    const cwd = repository({ 'sluice.config.json': config });
    writeFiles(cwd, {
      // The findings about flags stand in it: they are no others for that.
      'sluice.config.json': `// Ours.\n${config.replace('{', '{\n')}`,
      'src/checkout.ts': checkout.replace(/.*(?:new-checkout|return flags).*\n/g, ''),
      'web.json': JSON.stringify({ version: 1, callSites: [{ keys: [usages], role: 'evaluation' }] }),
    });
    const { findings, report } = await found(cwd, `${since} --usages web.json`);
    expect(findings).toEqual(expected);
    const [removed] = report.change.removed;
    expect([removed.key, removed.readsElsewhere]).toEqual(['new-checkout', usages === '' ? 0 : 1]);
  });

  test('flags in files that the configuration leaves out now are not called removed', async () => {
    const cwd = repository({ 'old/cart.ts': checkout.replace('new-serach', 'old-cart') });
    writeFiles(cwd, { 'sluice.config.json': twoChecks.replace('{', '{ "ignore": ["old"], ') });
    const { report } = await found(cwd);
    expect(report.change.removed).toEqual([]);
    expect(report.change.notes).toEqual([
      '1 file with flags is still there, but left out by "include" or "ignore" now: what it reads does not count as removed, and findings in it are not told.',
    ]);
    rmSync(join(cwd, 'old'), { recursive: true });
    expect((await found(cwd)).report.change).toMatchObject({ removed: [{ key: 'old-cart' }], notes: [] });
  });

  test('a configuration that was broken is not compared with, and that is said', async () => {
    const cwd = repository({ 'sluice.config.json': '{ "checks": 1 }' });
    writeFiles(cwd, { 'sluice.config.json': twoChecks, 'src/checkout.ts': withRead('gone') });
    const { findings, report } = await found(cwd);
    expect(findings).toEqual(['in-change src/checkout.ts gone']);
    expect(report.change.notes).toEqual([
      expect.stringContaining('sluice.config.json was not valid before the change'),
    ]);
  });
});

describe('files that moved', () => {
  test.each<{ title: string; how: (root: string) => void }>([
    { title: 'by git', how: (root) => git(root, 'mv', 'src/checkout.ts', 'src/order.ts') },
    { title: 'by hand', how: (root) => renameSync(join(root, 'src/checkout.ts'), join(root, 'src/order.ts')) },
  ])('bring their findings along: $title', async ({ how }) => {
    const cwd = repository();
    how(cwd);
    expect((await found(cwd)).findings).toEqual([]);
  });

  test('and were edited: what is new in them', async () => {
    const cwd = repository();
    git(cwd, 'mv', 'src/checkout.ts', 'src/order.ts');
    writeFiles(cwd, { 'src/order.ts': withRead('gone') });
    commit(cwd);
    expect((await found(cwd)).findings).toEqual(['in-change src/order.ts gone']);
  });

  test('and are imported: their callers read what they read', async () => {
    const uses = (from: string) => `import { flag } from '${from}';\n\nexport const isOpen = () => flag('gone');\n`;
    const cwd = repository({ 'src/helper.ts': helper('new-search'), 'src/uses.ts': uses('./helper') });
    git(cwd, 'mv', 'src/helper.ts', 'src/flags.ts');
    writeFiles(cwd, { 'src/uses.ts': uses('./flags') });
    expect((await found(cwd)).findings).toEqual([]);
  });
});

describe('the workspace as it was', () => {
  test('has the generated code that git ignores', async () => {
    const uses = "import { flag } from './generated/flags';\nexport const isOpen = () => flag('gone');\n";
    const cwd = repository({ '.gitignore': 'generated/\n', 'src/uses.ts': uses });
    writeFiles(cwd, { 'src/generated/flags.ts': helper('new-search'), 'src/checkout.ts': withRead('new-search') });
    expect((await found(cwd)).findings).toEqual([]);
    expect(existsSync(join(cwd, 'src/generated/flags.ts'))).toBe(true);
  });

  test('has versioned files that git ignores, and folders that begin with a dot', async () => {
    const cwd = repository({ '.storybook/main.ts': checkout, 'ignored.ts': checkout });
    writeFiles(cwd, { '.gitignore': 'ignored.ts\n' });
    expect((await found(cwd)).findings).toEqual([]);
  });

  test('lacks what a sparse checkout leaves out, which is not taken out of the code', async () => {
    const cwd = repository({
      'lib/cart.ts': helper('new-search'),
      'lib/caller.ts': caller,
      'sluice.config.json': '{ "preset": "none", "checks": { "unused-flag": "warning" } }',
    });
    git(cwd, 'sparse-checkout', 'set', '--cone', 'src');
    const { report, findings } = await found(cwd);
    expect(findings).toEqual([]);
    expect(report.change).toMatchObject({ files: 0, removed: [] });
    expect(report.problems).toEqual([
      { file: '.', message: '2 source files are not checked out (sparse checkout), so flags in them are not known.' },
    ]);
  });

  test('has its submodules, as they are now', async () => {
    const library = shop({ 'src/checkout.ts': 'export {};\n', 'flag.ts': helper('new-search'), 'uses.ts': caller });
    writeFiles(library, { 'uses.ts': checkout });
    git(library, 'init', '-q', '-b', 'main');
    commit(library);
    const cwd = repository({
      'src/uses.ts': "import { flag } from '../library/flag';\nexport const a = flag('gone');\n",
    });
    git(cwd, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library, 'library');
    commit(cwd);
    git(cwd, 'branch', '-f', 'main');
    writeFiles(cwd, { 'src/checkout.ts': withRead('new-search') });
    const { findings, report } = await found(cwd);
    expect(findings).toEqual([]);
    expect([report.change.added, report.change.removed].flat().map(({ key }: { key: string }) => key)).toEqual([
      'new-search',
    ]);
  });

  test('is a part of the repository where the workspace is one', async () => {
    const root = temporaryFolder();
    const web = shop({ 'sluice.config.json': twoChecks });
    renameSync(web, join(root, 'web'));
    git(root, 'init', '-q', '-b', 'main');
    writeFiles(root, { 'api/server.ts': checkout });
    commit(root);
    git(root, 'checkout', '-q', '-b', 'work');
    writeFiles(root, { 'web/src/checkout.ts': withRead('gone'), 'api/server.ts': withRead('other') });
    expect((await found(join(root, 'web'))).findings).toEqual(['in-change src/checkout.ts gone']);
  });

  test('leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('sluice-base-'));
    const cwd = repository();
    await found(cwd);
    await cli(since, { cwd, signal: AbortSignal.abort(new Error('cancelled')) });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('sluice-base-'))).toEqual(before);
    expect(existsSync(join(cwd, 'src/checkout.ts'))).toBe(true);
  });
});

describe('with a baseline', () => {
  test('new is what is neither in it nor was there', async () => {
    const cwd = repository();
    await cli('check --state flags.snapshot.json --write-baseline known.json', { cwd });
    writeFiles(cwd, { 'src/checkout.ts': withRead('gone').replace('return 2;', 'return 22;') });
    const { findings, report } = await found(cwd, `${since} --baseline known.json --new-only`);
    expect(findings).toEqual(['in-change src/checkout.ts new-serach', 'in-change src/checkout.ts gone']);
    expect(report.baseline).toMatchObject({ leftOut: 0, gone: 1 });
  });

  test('only what the change touches is counted', async () => {
    const cwd = repository();
    await cli('check --state flags.snapshot.json --write-baseline known.json', { cwd });
    writeFiles(cwd, { 'src/checkout.ts': withRead('gone') });
    const { report } = await found(cwd, `${since} --baseline known.json`);
    expect(report.baseline).toMatchObject({ known: 0, new: 1 });
  });
});

describe('a comparison that cannot be made', () => {
  test.each<{ title: string; cwd: () => string; ref?: string; said: string }>([
    {
      title: 'no repository',
      cwd: () => shop(),
      said: '--changed-since needs git: the folder is not in a git repository',
    },
    { title: 'an unknown branch', cwd: repository, ref: 'mian', said: 'git does not know the commit or branch "mian"' },
    { title: 'a range', cwd: repository, ref: 'main..work', said: 'takes one commit or branch, not "main..work"' },
    { title: 'an exclusion', cwd: repository, ref: '^main', said: 'git does not know the commit or branch' },
    { title: 'an option', cwd: repository, ref: '--output=x', said: 'takes one commit or branch, not "--output=x"' },
    { title: 'a terminal escape', cwd: repository, ref: '\u001b[2J', said: '"\\u{1b}[2J"' },
    { title: 'no commit at all', cwd: () => initialized(), said: 'leave it out to check everything.' },
    { title: 'another history', cwd: orphan, said: 'have no commit in common. Name a commit that HEAD comes from.' },
    { title: 'a shallow clone', cwd: shallow, ref: 'HEAD~1', said: 'fetch-depth: 0' },
    { title: 'a partial clone', cwd: partial, said: 'it is a partial one' },
  ])('$title', async ({ cwd, ref = 'main', said }) => {
    const argv = ['check', '--state', 'flags.snapshot.json', `--changed-since=${ref}`];
    const { code, stdout, stderr } = await cli(argv, { cwd: cwd() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('\u001b');
  });

  function orphan(): string {
    const root = repository();
    git(root, 'checkout', '-q', '--orphan', 'other');
    writeFiles(root, { 'other.ts': 'export {};\n' });
    commit(root);
    return root;
  }

  function shallow(): string {
    const root = repository();
    commit(root);
    const clone = join(temporaryFolder(), 'clone');
    git(root, 'clone', '-q', '--depth', '1', `file://${root}`, clone);
    return clone;
  }

  function partial(): string {
    const root = repository();
    git(root, 'config', 'uploadpack.allowFilter', 'true');
    writeFiles(root, { 'src/checkout.ts': withRead('gone') });
    commit(root);
    const clone = join(temporaryFolder(), 'clone');
    git(root, 'clone', '-q', '--filter=blob:none', `file://${root}`, clone);
    git(clone, 'branch', 'main', 'origin/main');
    return clone;
  }
});

describe('a repository that is hostile', () => {
  test('runs nothing', async () => {
    const cwd = repository({ '.gitattributes': '* filter=evil diff=evil\n' });
    const ran = join(temporaryFolder(), 'ran');
    const script = join(cwd, 'evil.sh');
    writeFileSync(script, `#!/bin/sh\ntouch ${ran}\ncat\n`, { mode: 0o755 });
    for (const [key, value] of [
      ['core.fsmonitor', script],
      ['core.pager', script],
      ['core.hooksPath', cwd],
      ['diff.external', script],
      ['diff.evil.textconv', script],
      ['diff.evil.command', script],
      ['filter.evil.clean', script],
      ['filter.evil.smudge', script],
      ['alias.ls-tree', `!${script}`],
    ] as const)
      git(cwd, 'config', key, value);
    writeFiles(cwd, { 'src/checkout.ts': withRead('gone') });
    expect((await found(cwd)).findings).toEqual(['in-change src/checkout.ts gone']);
    expect(existsSync(ran)).toBe(false);
  });

  test('cannot write outside of the folder', async () => {
    const cwd = repository();
    const outside = `sluice-escaped-${process.pid}.ts`;
    const run = (input: string, ...command: string[]) =>
      execFileSync('git', ['-c', 'user.name=Mia', '-c', 'user.email=m@shop.example', ...command], { cwd, input })
        .toString()
        .trim();
    const blob = run(checkout, 'hash-object', '-w', '--stdin');
    const entry = Buffer.concat([Buffer.from(`100644 ${outside}\0`), Buffer.from(blob, 'hex')]);
    const inner = execFileSync('git', ['hash-object', '-w', '-t', 'tree', '--stdin', '--literally'], {
      cwd,
      input: entry,
    })
      .toString()
      .trim();
    const outer = Buffer.concat([Buffer.from('40000 ..\0'), Buffer.from(inner, 'hex')]);
    const tree = execFileSync('git', ['hash-object', '-w', '-t', 'tree', '--stdin', '--literally'], {
      cwd,
      input: outer,
    })
      .toString()
      .trim();
    git(cwd, 'update-ref', 'refs/heads/evil', run('Evil\n', 'commit-tree', tree));
    git(cwd, 'checkout', '-q', '--orphan', 'work2');
    git(cwd, 'update-ref', 'HEAD', run('Work\n', 'commit-tree', run('', 'write-tree'), '-p', 'evil'));
    await cli('check --state flags.snapshot.json --changed-since evil', { cwd });
    expect(existsSync(join(tmpdir(), outside))).toBe(false);
  });

  test('a hook that says which repository it means does not lead astray', async () => {
    const cwd = repository();
    const other = repository({ 'src/checkout.ts': 'export {};\n' });
    writeFiles(cwd, { 'src/checkout.ts': withRead('gone') });
    vi.stubEnv('GIT_DIR', join(other, '.git'));
    vi.stubEnv('GIT_INDEX_FILE', join(other, '.git/index'));
    vi.stubEnv('GIT_WORK_TREE', other);
    expect((await found(cwd)).findings).toEqual(['in-change src/checkout.ts gone']);
  });
});

describe('for people', () => {
  test('text says what was compared and where a finding comes from', async () => {
    const cwd = repository({ 'src/helper.ts': helper('new-search'), 'src/caller.ts': caller });
    writeFiles(cwd, { 'src/helper.ts': helper('new-saerch'), 'src/checkout.ts': withRead('gone') });
    const { stdout } = await cli(since, { cwd });
    expect(stdout).toMatch(/has no flag "new-saerch".*unknown-flag, because of the change\n/);
    expect(stdout).toMatch(/has no flag "gone".*unknown-flag\n/);
    expect(stdout).toMatch(
      /\nchanges since main \([0-9a-f]{12}\): 2 source files; 1 finding in the change, 1 elsewhere because of it\n/,
    );
  });

  test('the comment of a pull request', async () => {
    const cwd = repository({ 'src/helper.ts': helper('new-checkout'), 'src/caller.ts': caller });
    writeFiles(cwd, {
      'src/checkout.ts': checkout
        .replace(/.*'new-serach'.*\n/, `${read('new-search')}${read('a|b')}`)
        .replace('return 1;', 'return 11;'),
      'src/helper.ts': helper('new-search'),
    });
    const { stdout } = await cli(`${since} --format markdown`, { cwd });
    expect(stdout.replaceAll(/[0-9a-f]{12}/g, 'HASH')).toBe(readFileSync('test/cli/pull-request.golden', 'utf8'));
  });

  test('is not longer than GitHub takes, and says what is missing', async () => {
    const cwd = repository();
    const reads = Array.from({ length: 900 }, (_, at) => read(`a-flag-that-is-not-there-${'x'.repeat(60)}-${at}`));
    writeFiles(cwd, { 'src/checkout.ts': checkout.replace('  return flags.', `${reads.join('')}  return flags.`) });
    const { stdout } = await cli(`${since} --format markdown`, { cwd });
    expect(stdout.length).toBeLessThan(65_536);
    expect(stdout).toContain('#### Flags added (900)');
    expect(stdout.match(/… and \d+ more, for which a comment has no room: `sluice check` lists all\./g)).toHaveLength(
      2,
    );
    expect(stdout).toContain('#### Findings in the change (900)');
  });

  test('hostile keys do not break out of it', async () => {
    const cwd = repository();
    const key = '<img src=x>|`@team`\u202e\n::error::';
    writeFiles(cwd, { 'src/checkout.ts': checkout.replace("'new-serach'", JSON.stringify(key)) });
    const { stdout } = await cli(`${since} --format markdown`, { cwd });
    for (const text of ['\u202e', '\n::error::']) expect(stdout).not.toContain(text);
    // A bar ends a cell even inside code.
    expect(stdout).not.toMatch(/(?<!\\)\|`@team/);
  });
});

describe('flags of a change', () => {
  const keys = (flags: { key: string }[]) => flags.map(({ key }) => key);

  test('added, removed and still stale, with what they serve', async () => {
    const cwd = repository({ 'src/search.ts': withRead('new-search').replace(/.*new-(?:serach|checkout).*\n/g, '') });
    rmSync(join(cwd, 'src/search.ts'));
    writeFiles(cwd, { 'src/checkout.ts': withRead('new-checkout') });
    const { report } = await found(cwd);
    expect(report.change.removed).toEqual([
      expect.objectContaining({
        key: 'new-search',
        state: 'found',
        kind: 'valve',
        owner: 'team-search',
        readsBefore: 1,
        readsAfter: 0,
        serving: [
          expect.objectContaining({ environment: 'production', critical: true, serving: '25 %' }),
          expect.objectContaining({ environment: 'staging', critical: false, serving: '100 %' }),
        ],
      }),
    ]);
    expect(report.change.added).toEqual([]);
    expect(report.change.stillStale).toEqual([
      expect.objectContaining({ key: 'new-checkout', readsBefore: 1, readsAfter: 2, staleBy: ['stale-switch'] }),
    ]);
  });

  test('a flag that nobody touches is not in it, stale or not', async () => {
    const cwd = repository();
    writeFiles(cwd, { 'src/checkout.ts': withRead('new-search') });
    const { report } = await found(cwd);
    expect([keys(report.change.added), keys(report.change.stillStale)]).toEqual([['new-search'], []]);
  });

  test('without a state nothing is said of the control plane', async () => {
    const cwd = repository();
    writeFiles(cwd, { 'src/checkout.ts': 'export {};\n' });
    const { report } = await found(cwd, 'check --changed-since main');
    expect(report.change.removed.map(({ key, state }: { key: string; state: string }) => [key, state])).toEqual([
      ['new-checkout', 'unknown'],
      ['new-serach', 'unknown'],
    ]);
  });
});
