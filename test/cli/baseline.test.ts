import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatSnapshot } from '../../server/src/control-planes/snapshots/snapshot-file.ts';
import { git, writeFiles, type FolderFiles } from '../session/temporary-folder.ts';
import { cli } from './run-cli.ts';
import { checkout, shop, shopState, twoChecks } from './shop.ts';

const given = '--state flags.snapshot.json';
const write = `check ${given} --write-baseline known.json`;
const use = `check ${given} --baseline known.json`;

/** A shop in a repository, with two findings in `src/checkout.ts`. */
function tidyShop(files: FolderFiles = {}): string {
  const root = shop({ 'sluice.config.json': twoChecks, ...files });
  git(root, 'init', '-q');
  return root;
}

async function shopWithBaseline(files: FolderFiles = {}): Promise<string> {
  const cwd = tidyShop(files);
  expect(await cli(write, { cwd })).toMatchObject({ code: 0 });
  return cwd;
}

async function report(line: string, cwd: string) {
  const { stdout, ...rest } = await cli(`${line} --format json`, { cwd });
  return { ...rest, report: JSON.parse(stdout) };
}

const added = checkout.replace(
  'return 2;\n',
  "return 2;\n  if (await flags.getBooleanValue('gone', false)) return 3;\n",
);

describe('writing', () => {
  test('one finding a line, sorted, without a line number', async () => {
    const cwd = tidyShop();
    const { code, stdout, stderr } = await cli(write, { cwd });
    expect([code, stderr]).toEqual([0, 'sluice: 2 findings accepted in the baseline known.json\n']);
    expect(stdout).toContain('2 findings in 1 file');
    expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toMatch(
      new RegExp(
        [
          '^{',
          '  "tool": "sluice",',
          '  "format": "baseline",',
          '  "version": 1,',
          '  "root": ".",',
          '  "complete": true,',
          '  "findings": \\[',
          '    {"check":"stale-switch","file":"src/checkout.ts","key":"new-checkout","fingerprint":"[0-9a-f]{32}"},',
          '    {"check":"unknown-flag","file":"src/checkout.ts","key":"new-serach","fingerprint":"[0-9a-f]{32}"}',
          '  \\]',
          '}',
          '$',
        ].join('\n'),
      ),
    );
  });

  test('again, over the one that is there: it shrinks and grows', async () => {
    const cwd = await shopWithBaseline();
    writeFiles(cwd, { 'src/checkout.ts': 'export {};\n' });
    expect((await cli(write, { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toContain('"findings": []');
  });

  test('what cannot be seen in a key is written out', async () => {
    const key = 'a\u202eb\u2028c';
    const cwd = await shopWithBaseline({ 'src/checkout.ts': checkout.replace("'new-serach'", JSON.stringify(key)) });
    const text = readFileSync(join(cwd, 'known.json'), 'utf8');
    expect(text).toContain('a\\u202eb\\u2028c');
    expect(JSON.parse(text).findings[1].key).toBe(key);
  });

  test.each<{ title: string; line: string; folder?: string; files?: FolderFiles; said: string }>([
    { title: 'no control plane', line: 'check --write-baseline known.json', said: 'no control plane is configured' },
    {
      title: 'half a state',
      line: 'check --state half.json --write-baseline known.json',
      said: 'The second page was lost.',
    },
    { title: 'a part of the workspace', line: `${write} src`, said: 'only a part was checked' },
    {
      title: 'a folder in the workspace',
      line: 'check --state ../flags.snapshot.json --write-baseline ../known.json',
      folder: 'src',
      said: 'only a part was checked',
    },
    {
      title: 'a state that is too old',
      line: `${write} --max-state-age 1h`,
      said: 'and --max-state-age allows 60 minutes',
    },
    {
      title: 'a file that could not be read',
      line: write,
      files: { 'src/large.ts': `// ${'x'.repeat(2_100_000)}` },
      said: 'files could not be read',
    },
  ])('$title: refused, and what is there stays', async ({ line, folder = '', files = {}, said }) => {
    const half = shopState({ complete: false, incompleteReason: 'The second page was lost.' });
    const cwd = await shopWithBaseline({ 'half.json': formatSnapshot(half) });
    writeFiles(cwd, files);
    const before = readFileSync(join(cwd, 'known.json'), 'utf8');
    const { code, stdout, stderr } = await cli(line, { cwd: join(cwd, folder) });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe(before);
  });

  test('without a state on demand, and then it says that it is not complete', async () => {
    const cwd = tidyShop();
    expect(await cli('check --write-baseline known.json --allow-incomplete', { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toContain('"complete": false');
    const { stderr } = await cli(use, { cwd });
    expect(stderr).toContain('written without a complete state: findings that need it count as new');
  });

  test.each([
    ['another file', '{ "name": "shop" }', 'known.json is not a baseline of Sluice'],
    ['a later version', '{ "tool": "sluice", "format": "baseline", "version": 2 }', 'has the format 2'],
  ])('%s is not overwritten', async (_, text, said) => {
    const cwd = tidyShop({ 'known.json': text });
    const { code, stderr } = await cli(write, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('is not to be overwritten');
    expect(stderr).toContain(said);
    expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe(text);
  });
});

describe('comparing', () => {
  test('findings that are in it are known, wherever they moved in the file', async () => {
    const cwd = await shopWithBaseline();
    writeFiles(cwd, { 'src/checkout.ts': `// A new line.\n\n${added}` });
    const { code, report: found } = await report(use, cwd);
    expect(code).toBe(1);
    expect(found.findings.map(({ key, isNew }: { key: string; isNew: boolean }) => [key, isNew])).toEqual([
      ['new-checkout', false],
      ['new-serach', false],
      ['gone', true],
    ]);
    expect(found.baseline).toEqual({
      file: 'known.json',
      known: 2,
      new: 1,
      leftOut: 0,
      gone: 0,
      notTold: 0,
      isPruned: false,
    });
  });

  test('--new-only leaves them out, says so, and fails on new ones only', async () => {
    const cwd = await shopWithBaseline();
    const clean = await cli(`${use} --new-only`, { cwd });
    expect([clean.code, clean.stderr]).toEqual([0, '']);
    expect(clean.stdout).toContain('No findings\n');
    expect(clean.stdout).toContain('\nbaseline: 2 known findings left out (known.json)\n');
    writeFiles(cwd, { 'src/checkout.ts': added });
    const { code, stdout } = await cli(`${use} --new-only`, { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('1 finding in 1 file: 1 error');
    expect(stdout).toContain('"gone"');
  });

  test('a second one just like a known one is new', async () => {
    const cwd = await shopWithBaseline();
    const line = "  if (await flags.getBooleanValue('new-serach', false)) return 2;\n";
    writeFiles(cwd, { 'src/checkout.ts': checkout.replace(line, line + line) });
    const { report: found } = await report(`${use} --new-only`, cwd);
    expect(found.findings.map(({ key }: { key: string }) => key)).toEqual(['new-serach']);
  });

  test('from another folder of the workspace it is the same', async () => {
    const cwd = await shopWithBaseline();
    const line = 'check --state ../flags.snapshot.json --baseline ../known.json --new-only';
    expect(await cli(line, { cwd: join(cwd, 'src') })).toMatchObject({ code: 0 });
  });

  test.each(['gitlab', 'junit'])(
    'a report in %s cannot say what it leaves out, so it is said beside it',
    async (format) => {
      const cwd = await shopWithBaseline();
      const { stderr } = await cli(`${use} --new-only --format ${format}`, { cwd });
      expect(stderr).toContain('sluice: baseline: 2 known findings left out (known.json)\n');
    },
  );

  test('SARIF calls a finding new or unchanged', async () => {
    const cwd = await shopWithBaseline();
    writeFiles(cwd, { 'src/checkout.ts': added });
    const { stdout } = await cli(`${use} --format sarif`, { cwd });
    const [run] = JSON.parse(stdout).runs;
    expect(run.results.map(({ baselineState }: { baselineState: string }) => baselineState)).toEqual([
      'unchanged',
      'unchanged',
      'new',
    ]);
    expect(run.properties.baseline).toMatchObject({ known: 2, new: 1 });
  });
});

describe('what is gone', () => {
  const fixed = checkout.replace('new-serach', 'new-search');

  test('is counted, and taken out on demand', async () => {
    const cwd = await shopWithBaseline();
    writeFiles(cwd, { 'src/checkout.ts': fixed });
    const { stdout } = await cli(use, { cwd });
    expect(stdout).toContain('baseline: 1 of its entries is gone; --prune-baseline takes it out');
    const { stdout: pruned, stderr } = await cli(`${use} --prune-baseline`, { cwd });
    expect(pruned).toContain('baseline: 1 of its entries was gone and has been taken out\n');
    expect(stderr).toContain('1 gone entry was taken out of the baseline known.json');
    const left = JSON.parse(readFileSync(join(cwd, 'known.json'), 'utf8')).findings;
    expect(left.map(({ key }: { key: string }) => key)).toEqual(['new-checkout']);
  });

  test.each([
    { title: 'no state', line: 'check --baseline known.json --prune-baseline' },
    { title: 'other files', line: `${use} --prune-baseline other` },
  ])('is not what nobody looked at: $title', async ({ line }) => {
    const cwd = await shopWithBaseline({ 'other/empty.ts': 'export {};\n' });
    writeFiles(cwd, { 'src/checkout.ts': 'export {};\n' });
    const { report: found } = await report(line, cwd);
    expect(found.baseline).toMatchObject({ gone: 0, notTold: 2 });
    expect(JSON.parse(readFileSync(join(cwd, 'known.json'), 'utf8')).findings).toHaveLength(2);
  });
});

test('what a sparse checkout leaves out is neither gone nor whole', async () => {
  const cwd = await shopWithBaseline({ 'lib/cart.ts': checkout });
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '-m', 'Open the shop');
  git(cwd, 'sparse-checkout', 'set', '--cone', 'src');
  const { report: found } = await report(`${use} --prune-baseline`, cwd);
  expect(found.baseline).toMatchObject({ known: 2, new: 0, gone: 0, notTold: 2 });
  expect(JSON.parse(readFileSync(join(cwd, 'known.json'), 'utf8')).findings).toHaveLength(4);
  expect((await cli(write, { cwd })).stderr).toContain('1 source file is not checked out (sparse checkout)');
});

describe('after a merge', () => {
  const oneMore = checkout.replace('return 2;\n', "return 2;\n  await flags.getBooleanValue('z-gone', false);\n");
  const another = checkout.replace('return 2;\n', "return 2;\n  await flags.getBooleanValue('z-lost', false);\n");

  test('the lines of both sides are enough, whatever becomes of the commas', async () => {
    const cwd = await shopWithBaseline({ '.gitattributes': 'known.json merge=union\n', 'src/b.ts': checkout });
    const commit = () => {
      git(cwd, 'add', '-A');
      git(cwd, 'commit', '-q', '-m', 'Accept');
    };
    commit();
    git(cwd, 'checkout', '-q', '-b', 'ours');
    writeFiles(cwd, { 'src/checkout.ts': oneMore });
    await cli(write, { cwd });
    commit();
    git(cwd, 'checkout', '-q', '-b', 'theirs', 'HEAD~1');
    writeFiles(cwd, { 'src/b.ts': another, 'src/checkout.ts': another });
    await cli(write, { cwd });
    commit();
    git(cwd, 'checkout', '-q', 'ours');
    // The code of the other side, and the baseline of both.
    git(cwd, 'merge', '-q', '-X', 'theirs', 'theirs');
    const text = readFileSync(join(cwd, 'known.json'), 'utf8');
    expect(() => JSON.parse(text)).toThrow();
    const { report: merged } = await report(`${use} --new-only`, cwd);
    expect(merged.findings).toEqual([]);
    expect(merged.baseline).toMatchObject({ new: 0, gone: 1 });
  });

  test('the last entry may be taken out by hand', async () => {
    const cwd = await shopWithBaseline();
    const lines = readFileSync(join(cwd, 'known.json'), 'utf8').split('\n');
    const without = lines.filter((line) => !line.includes('new-serach')).join('\n');
    expect(without).toMatch(/,\n {2}\]/);
    writeFiles(cwd, { 'known.json': without });
    expect((await report(use, cwd)).report.baseline).toMatchObject({ known: 1, new: 1 });
  });
});

describe('a file that cannot be used', () => {
  const head = '"tool": "sluice", "format": "baseline", "root": ".", "complete": true';

  test.each<{ title: string; text: string | null; said: string }>([
    { title: 'absent', text: null, said: 'does not exist. `sluice check --write-baseline known.json` writes one.' },
    {
      title: 'half of one',
      text: '{\n "tool": ',
      said: 'is not valid JSON (line 2). Take it from the repository again',
    },
    { title: 'empty', text: '\n', said: 'is not valid JSON: it is empty. Take it from the repository again' },
    {
      title: 'with remarks',
      text: `// Ours.\n{ ${head}, "version": 1, "findings": [] }`,
      said: 'is not valid JSON (line 1).',
    },
    {
      title: 'half a merge',
      text: '{\n<<<<<<< HEAD\n',
      said: 'holds an unfinished merge: keep the lines of both sides',
    },
    { title: 'of another tool', text: '{ "version": 1, "findings": [] }', said: 'is not a baseline of Sluice' },
    { title: 'a list', text: '[]', said: 'is not a baseline of Sluice' },
    {
      title: 'of a later version',
      text: `{ ${head}, "version": 2 }`,
      said: 'has the format 2, and this Sluice knows 1',
    },
    { title: 'of no version', text: `{ ${head} , "version": "\\u001b[31m" }`, said: 'write it again with' },
    {
      title: 'damaged',
      text: `{ ${head}, "version": 1, "findings": [{ "check": 1 }] }`,
      said: 'is damaged at "findings.0.check"',
    },
    {
      title: 'of another workspace',
      text: `{ ${head.replace('"."', '"packages/web"')}, "version": 1, "findings": [] }`,
      said: 'is of the workspace packages/web of its repository, and this is .',
    },
  ])('$title', async ({ text, said }) => {
    const cwd = tidyShop();
    if (text !== null) writeFileSync(join(cwd, 'known.json'), text);
    const { code, stdout, stderr } = await cli(use, { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('\u001b');
  });
});

test.each([
  ['--new-only', '--new-only needs --baseline.'],
  ['--prune-baseline', '--prune-baseline needs --baseline.'],
  ['--allow-incomplete', '--allow-incomplete needs --write-baseline.'],
  ['--write-baseline a --allow-incomplete --require-state', 'one takes what the other refuses'],
  ['--write-baseline a --baseline b', '--write-baseline and --baseline do not go together'],
  ['--write-baseline a --changed-since main', '--write-baseline and --changed-since do not go together'],
])('check %s', async (line, said) => {
  const { code, stderr } = await cli(`check ${line}`, { cwd: tidyShop() });
  expect(code).toBe(2);
  expect(stderr).toContain(said);
});
