import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatBundle } from '../../server/src/control-planes/snapshots/snapshot-bundle.ts';
import { formatSnapshot } from '../../server/src/control-planes/snapshots/snapshot-file.ts';
import { checkFormats } from '../../server/src/cli/formats.ts';
import { shardOf } from '../../server/src/cli/shards/shard.ts';
import { git, writeFiles } from '../session/temporary-folder.ts';
import { cli } from './run-cli.ts';
import { checkout, shop, shopState, twoChecks } from './shop.ts';

const given = '--state flags.snapshot.json';

/** Twelve files with findings, a wrapper that they read through, and a file that cannot be read. */
function largeShop(): string {
  const caller = (key: string) => `import { flag } from './flag';\nexport const isOpen = () => flag('${key}');\n`;
  const files = Array.from({ length: 12 }, (_, at) => [`src/part-${at}.ts`, at % 2 ? checkout : caller(`gone-${at}`)]);
  const root = shop({
    'sluice.config.json': twoChecks,
    ...Object.fromEntries(files),
    'src/flag.ts': `import { OpenFeature } from '@openfeature/server-sdk';
export const flag = (name: string) => OpenFeature.getClient().getBooleanValue(name, false);
`,
    'src/large.ts': `// ${'x'.repeat(2_100_000)}`,
    'src/näh\u202ekasse.ts': checkout,
  });
  git(root, 'init', '-q');
  return root;
}

async function shards(cwd: string, count: number, line = `check ${given}`): Promise<readonly string[]> {
  const files = Array.from({ length: count }, (_, at) => `part-${at + 1}.json`);
  for (const [at, file] of files.entries()) {
    const { code } = await cli(`${line} --shard ${at + 1}/${count} --format json -o ${file} --fail-on never`, { cwd });
    expect(code).toBe(0);
  }
  return files;
}

describe('a shard', () => {
  test('holds the findings of its files, and says which part it is', async () => {
    const cwd = largeShop();
    const seen: string[] = [];
    for (const file of await shards(cwd, 3)) {
      const report = JSON.parse(readFileSync(join(cwd, file), 'utf8'));
      const files: string[] = report.findings.map(({ file: of }: { file: string }) => of);
      expect(report.shard).toMatchObject({ index: Number(file[5]), count: 3 });
      for (const of of files) expect(shardOf(of, 3)).toBe(report.shard.index);
      expect(report.summary.findings).toBe(files.length);
      seen.push(...files);
    }
    const whole = JSON.parse((await cli(`check ${given} --format json`, { cwd })).stdout);
    expect(seen.sort()).toEqual(whole.findings.map(({ file }: { file: string }) => file).sort());
  });

  test('knows what is in the files of the others', async () => {
    const cwd = largeShop();
    const reports = (await shards(cwd, 13)).map((file) => JSON.parse(readFileSync(join(cwd, file), 'utf8')));
    const keys = reports.flatMap(({ findings }) => findings.map(({ key }: { key: string }) => key));
    expect(keys.filter((key) => key.startsWith('gone-'))).toHaveLength(6);
  });

  test('of a file is the same whatever other files there are, and files spread', () => {
    expect(['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/d.ts'].map((path) => shardOf(path, 4))).toEqual([4, 2, 3, 3]);
    const counts = [0, 0, 0, 0];
    for (let at = 0; at < 1_000; at++) counts[shardOf(`src/part-${at}.ts`, 4) - 1]!++;
    for (const count of counts) expect(count).toBeGreaterThan(200);
  });

  test.each([
    ['0/2', 'json'],
    ['3/2', 'json'],
    ['1', 'json'],
    ['1/1001', 'json'],
    ['-1/2', 'json'],
    ['1/2', 'text'],
  ])('--shard %s --format %s is refused', async (shard, format) => {
    const { code, stdout, stderr } = await cli(`check --shard=${shard} --format ${format}`, { cwd: shop() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--shard (?:takes which part|gives a part)/);
  });

  test.each(['--changed-since main', '--baseline known.json', '--write-baseline known.json', '--max-findings 3'])(
    'does not go with %s',
    async (option) => {
      const { code, stderr } = await cli(`check --shard 1/2 --format json ${option}`, { cwd: shop() });
      expect(code).toBe(2);
      expect(stderr).toContain('do not go together');
    },
  );
});

describe('merged', () => {
  test('all shards are the whole report, byte for byte, in every format', async () => {
    const cwd = largeShop();
    const parts = await shards(cwd, 3);
    const shuffled = [parts[2], parts[0], parts[1]].join(' ');
    for (const format of checkFormats) {
      const whole = await cli(`check ${given} --format ${format}`, { cwd });
      const merged = await cli(`merge ${shuffled} --format ${format}`, { cwd });
      expect(merged.stdout, format).toBe(whole.stdout);
      expect(merged.code).toBe(whole.code);
    }
  });

  test.each([1, 2, 5, 40])('the same of %d shards', async (count) => {
    const cwd = largeShop();
    const parts = await shards(cwd, count);
    const { stdout } = await cli(`merge ${parts.join(' ')} --format json`, { cwd });
    expect(stdout).toBe((await cli(`check ${given} --format json`, { cwd })).stdout);
  });

  test('wherever in the workspace the parts and the whole were made', async () => {
    const cwd = largeShop();
    await shards(cwd, 2);
    await cli('check .. --state ../flags.snapshot.json --shard 2/2 --format json -o ../part-2.json --fail-on never', {
      cwd: join(cwd, 'src'),
    });
    for (const format of checkFormats) {
      const whole = await cli(`check ${given} --format ${format}`, { cwd });
      expect((await cli(`merge part-1.json part-2.json --format ${format}`, { cwd })).stdout, format).toBe(
        whole.stdout,
      );
    }
  });

  test('the most severe ones of it', async () => {
    const cwd = largeShop();
    const parts = await shards(cwd, 3);
    const whole = await cli(`check ${given} --max-findings 4`, { cwd });
    expect((await cli(`merge ${parts.join(' ')} --max-findings 4`, { cwd })).stdout).toBe(whole.stdout);
    expect(whole.stdout).toContain('are left out');
  });

  test('several control planes', async () => {
    const controlPlanes = [
      { kind: 'sluice', name: 'shop', url: 'http://127.0.0.1:4650', project: 'shop' },
      { kind: 'sluice', name: 'old', folder: 'old', url: 'http://127.0.0.1:4650', project: 'old' },
    ];
    const cwd = largeShop();
    const states = formatBundle(new Map(controlPlanes.map(({ name }) => [name, shopState()])));
    writeFiles(cwd, {
      'sluice.config.json': JSON.stringify({ ...JSON.parse(twoChecks), controlPlanes }),
      'flags.snapshot.json': states,
      'old/cart.ts': checkout,
    });
    const parts = await shards(cwd, 2);
    for (const format of ['text', 'json', 'markdown']) {
      const whole = await cli(`check ${given} --format ${format}`, { cwd });
      expect(whole.stdout).toContain('old');
      expect((await cli(`merge ${parts.join(' ')} --format ${format}`, { cwd })).stdout).toBe(whole.stdout);
    }
  });

  test.each([
    ['--fail-on error', 1],
    ['--fail-on never', 0],
    ['', 1],
  ])('the exit code goes by the whole: "%s" is %d', async (option, code) => {
    const cwd = largeShop();
    const parts = await shards(cwd, 2);
    expect((await cli(`merge ${parts.join(' ')} ${option}`, { cwd })).code).toBe(code);
  });

  test('is compared with a baseline', async () => {
    const cwd = largeShop();
    await cli(`check ${given} --write-baseline known.json --allow-incomplete`, { cwd });
    writeFiles(cwd, { 'src/new.ts': checkout.replace('new-serach', 'gone') });
    const parts = await shards(cwd, 2);
    const { code, stdout } = await cli(`merge ${parts.join(' ')} --baseline known.json --new-only --format json`, {
      cwd,
    });
    expect(code).toBe(1);
    const { findings, baseline } = JSON.parse(stdout);
    expect([...new Set(findings.map(({ file }: { file: string }) => file))]).toEqual(['src/new.ts']);
    expect(baseline).toMatchObject({ new: 2, gone: 0, leftOut: baseline.known });
  });
});

describe('parts that are no whole', () => {
  async function twoParts(): Promise<string> {
    const cwd = largeShop();
    await shards(cwd, 2);
    return cwd;
  }
  const edit = (cwd: string, file: string, change: (text: string) => string) =>
    writeFileSync(join(cwd, file), change(readFileSync(join(cwd, file), 'utf8')));

  test.each<{ title: string; line?: string; prepare?: (cwd: string) => unknown; said: string }>([
    { title: 'none', line: 'merge', said: '`sluice merge` needs reports.' },
    { title: 'one is missing', line: 'merge part-1.json', said: '1 shard of 2 is missing: 2/2. Nothing was merged.' },
    {
      title: 'one is there twice',
      line: 'merge part-1.json part-2.json part-1.json',
      said: 'Shard 1/2 is there twice: part-1.json and part-1.json.',
    },
    { title: 'no such file', line: 'merge part-1.json part-9.json', said: 'part-9.json cannot be read (ENOENT).' },
    {
      title: 'half a file',
      prepare: (cwd) => edit(cwd, 'part-2.json', (text) => text.slice(0, text.length / 2)),
      said: 'part-2.json is not valid JSON. Is it whole?',
    },
    {
      title: 'a whole report',
      prepare: (cwd) => cli(`check ${given} --format json -o part-2.json`, { cwd }),
      said: 'part-2.json is not a part of a report',
    },
    {
      title: 'another version of Sluice',
      prepare: (cwd) => edit(cwd, 'part-2.json', (text) => text.replace(/"sluice": ".*?"/, '"sluice": "9.9.9"')),
      said: 'part-2.json was written by Sluice 9.9.9, and this is',
    },
    {
      title: 'a damaged one',
      prepare: (cwd) => edit(cwd, 'part-2.json', (text) => text.replace('"severity": "error"', '"severity": "bad"')),
      said: 'part-2.json is damaged at "findings.',
    },
    {
      title: 'another number of parts',
      prepare: (cwd) => cli(`check ${given} --shard 2/3 --format json -o part-2.json`, { cwd }),
      said: 'one is of 2 parts, the other of 3',
    },
    {
      title: 'another state',
      async prepare(cwd) {
        const state = formatSnapshot(shopState({ flags: shopState().flags.slice(1) }));
        writeFiles(cwd, { 'flags.snapshot.json': state });
        await cli(`check ${given} --shard 2/2 --format json -o part-2.json`, { cwd });
      },
      said: 'checked against different states of the flags',
    },
    {
      title: 'other code',
      async prepare(cwd) {
        writeFiles(cwd, { 'src/part-1.ts': `// One more line.\n${checkout}` });
        await cli(`check ${given} --shard 2/2 --format json -o part-2.json`, { cwd });
      },
      said: 'they are of different code, paths or configurations',
    },
    {
      title: 'code that differs by a comment behind the last call site',
      async prepare(cwd) {
        writeFiles(cwd, { 'src/part-1.ts': `${checkout}// One more line.\n` });
        await cli(`check ${given} --shard 2/2 --format json -o part-2.json`, { cwd });
      },
      said: 'they are of different code, paths or configurations',
    },
    {
      title: 'checks that are set in another way',
      async prepare(cwd) {
        writeFiles(cwd, { 'sluice.config.json': twoChecks.replace('"error"', '"off"') });
        await cli(`check ${given} --shard 2/2 --format json -o part-2.json`, { cwd });
      },
      said: 'checks were set in different ways, or told of different --usages',
    },
    {
      title: 'other usages elsewhere',
      async prepare(cwd) {
        writeFiles(cwd, { 'u.json': '{ "version": 1, "callSites": [{ "keys": ["a"], "role": "evaluation" }] }' });
        await cli(`check ${given} --usages u.json --shard 2/2 --format json -o part-2.json`, { cwd });
      },
      said: 'checks were set in different ways, or told of different --usages',
    },
    {
      title: 'more parts than there can be',
      prepare: (cwd) => edit(cwd, 'part-1.json', (text) => text.replace('"count": 2', '"count": 1e300')),
      said: 'part-1.json is damaged at "shard.count": check this shard again.',
    },
    {
      title: 'a part behind the last one',
      line: 'merge part-2.json',
      prepare: (cwd) => edit(cwd, 'part-2.json', (text) => text.replace('"count": 2', '"count": 1')),
      said: 'part-2.json is damaged: it is part 2 of 1.',
    },
    {
      title: 'a line before the first one',
      prepare: (cwd) => edit(cwd, 'part-1.json', (text) => text.replace('"line": 7', '"line": -7')),
      said: 'part-1.json is damaged at "findings.',
    },
    {
      title: 'other paths',
      prepare: (cwd) => cli(`check ${given} src/part-1.ts --shard 2/2 --format json -o part-2.json`, { cwd }),
      said: 'they are of different code, paths or configurations',
    },
  ])('$title', async ({ line = 'merge part-1.json part-2.json', prepare, said }) => {
    const cwd = await twoParts();
    await prepare?.(cwd);
    const { code, stdout, stderr } = await cli(line, { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
  });
});
