/** The GitHub Action at the top of the repository: that it is what docs/ci.md says, and that its scripts run. */
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { startTestControlPlane } from './support/control-plane.ts';
import { git, temporaryFolder, writeFiles } from './session/temporary-folder.ts';

interface Step {
  readonly id?: string;
  readonly name: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: { readonly [name: string]: string };
}

interface Action {
  readonly inputs: { readonly [name: string]: { readonly description: string; readonly default: string } };
  readonly outputs: { readonly [name: string]: { readonly description: string } };
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action;
const { inputs, outputs, runs } = action;
const scripts = runs.steps.filter(({ run }) => run !== undefined);
const documentation = readFileSync('docs/ci.md', 'utf8');

function step(id: string): Step & { readonly run: string } {
  const found = runs.steps.find((one) => one.id === id || one.name === id);
  if (found?.run === undefined) throw new Error(`There is no script ${id}.`);
  return { ...found, run: found.run };
}

describe('what it says', () => {
  test('every input and output is in docs/ci.md, and nothing else is', () => {
    const rows = [...documentation.matchAll(/^\| `([\w-]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(([, ...cells]) => cells);
    expect(rows).toEqual(
      Object.entries(inputs).map(([name, input]) => [
        name,
        shown(input.default),
        input.description.replaceAll('|', '\\|'),
      ]),
    );
    for (const name of Object.keys(outputs)) expect(documentation).toContain(`\`${name}\``);
  });

  test('every input is used', () => {
    const text = JSON.stringify(runs);
    for (const name of Object.keys(inputs)) expect(text).toContain(`inputs.${name}`);
  });

  function shown(value: string): string {
    return value === '' ? '–' : value.startsWith('${{') ? 'the token of the job' : `\`${value}\``;
  }
});

describe('what it may not do', () => {
  test.each(scripts)('$name: nothing of the workflow is pasted into the script', ({ run, shell }) => {
    expect(run).not.toContain('${{');
    expect(shell).toBe('bash');
  });

  test.each(scripts)('$name: the script can be parsed', ({ run }) => {
    execFileSync('bash', ['-n'], { input: run });
  });

  test.each(runs.steps.flatMap(({ uses }) => uses ?? []))('%s is pinned', (uses) => {
    expect(uses).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
  });
});

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: { readonly [name: string]: string };
  readonly summary: string;
}

/** Not in one go: the control plane of the test is in this process. */
function execute(
  file: string,
  argv: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Pick<Ran, 'code' | 'stdout' | 'stderr'>> {
  return new Promise((done) => {
    execFile(file, argv, { encoding: 'utf8', ...options }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

/** Runs a script of the action as GitHub does: `bash -eo pipefail`, inputs by their environment variables alone. */
async function runStep(id: string, { cwd, env = {} }: { cwd: string; env?: NodeJS.ProcessEnv }): Promise<Ran> {
  const { run, env: declared = {} } = step(id);
  const files = temporaryFolder({ output: '', summary: '', 'script.sh': run });
  const defaults = Object.entries(declared).map(([name, text]) => {
    const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(text)?.[1];
    return [name, input === undefined ? '' : (inputs[input]?.default ?? '')];
  });
  const ended = await execute('bash', ['--noprofile', '--norc', '-eo', 'pipefail', join(files, 'script.sh')], {
    cwd,
    env: {
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      NO_COLOR: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      SLUICE_CACHE_DIR: join(files, 'cache'),
      GITHUB_OUTPUT: join(files, 'output'),
      GITHUB_STEP_SUMMARY: join(files, 'summary'),
      RUNNER_TEMP: files,
      ...Object.fromEntries(defaults),
      ...env,
    },
  });
  const lines = readFileSync(join(files, 'output'), 'utf8').split('\n').filter(Boolean);
  return {
    ...ended,
    outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))),
    summary: readFileSync(join(files, 'summary'), 'utf8'),
  };
}

const cli = { SLUICE_CLI: resolve('server/src/cli/main.ts') };

/** The fixture shop in a repository of its own. */
function shopRepository(): string {
  const root = temporaryFolder();
  cpSync('test/fixtures/shop', root, { recursive: true });
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'Begin');
  return root;
}

async function startPlane(): Promise<NodeJS.ProcessEnv> {
  const seed = JSON.parse(readFileSync('test/fixtures/shop/seed.json', 'utf8'));
  const plane = await startTestControlPlane({ seed, project: 'lantern-books' });
  onTestFinished(() => plane.close());
  return { SLUICE_GIVEN_URL: plane.url, SLUICE_GIVEN_TOKEN: plane.viewerToken };
}

describe('the check', () => {
  test('of everything: annotations, a summary, three reports and the exit code', async () => {
    const env = await startPlane();
    const ran = await runStep('check', {
      cwd: shopRepository(),
      env: { ...cli, ...env, SLUICE_REQUIRE_STATE: 'true' },
    });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toMatch(/^::(?:error|warning) file=packages\//m);
    expect(ran.outputs).toMatchObject({ 'exit-code': '1', whole: 'true' });
    expect(ran.summary).toContain('### Sluice: ');
    expect(JSON.parse(readFileSync(ran.outputs['json']!, 'utf8')).version).toBe(1);
    expect(JSON.parse(readFileSync(ran.outputs['sarif']!, 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(ran.outputs['markdown']!, 'utf8')).toBe(ran.summary);
  });

  test('of a pull request, whatever its branch is called', async () => {
    const env = await startPlane();
    const cwd = shopRepository();
    const branch = 'a$(touch${IFS}owned)`touch${IFS}owned`;x';
    git(cwd, 'update-ref', `refs/remotes/origin/${branch}`, 'HEAD');
    writeFiles(cwd, { 'packages/new.ts': code });
    const ran = await runStep('check', { cwd, env: { ...cli, ...env, GITHUB_BASE_REF: branch } });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.outputs).toMatchObject({ 'exit-code': '1', whole: 'false' });
    expect(ran.summary).toMatch(/^<!-- sluice change \. -->\n### Sluice: 1 flag added and /);
    expect(existsSync(join(cwd, 'owned'))).toBe(false);
  });

  test('of some paths, named one a line', async () => {
    const env = await startPlane();
    const cwd = shopRepository();
    mkdirSync(join(cwd, 'with space'));
    writeFiles(cwd, { 'with space/new.ts': code });
    const ran = await runStep('check', { cwd, env: { ...cli, ...env, SLUICE_PATHS: 'with space/new.ts\n\n' } });
    const { findings } = JSON.parse(readFileSync(ran.outputs['json']!, 'utf8'));
    expect([...new Set(findings.map(({ file }: { file: string }) => file))]).toEqual(['with space/new.ts']);
  });

  test('that cannot run says so, and writes no report', async () => {
    const ran = await runStep('check', { cwd: shopRepository(), env: { ...cli, SLUICE_CHANGED_SINCE: 'nowhere' } });
    expect(ran.outputs).toEqual({ 'exit-code': '2', whole: 'false' });
    expect(ran.stderr).toContain('git does not know the commit or branch "nowhere"');
    expect(ran.stdout).toContain('::error title=Sluice::Sluice could not run (exit code 2), so nothing was checked.');
  });

  test.each<{ title: string; env: NodeJS.ProcessEnv; said: string }>([
    {
      title: 'a folder that is not there',
      env: { SLUICE_DIRECTORY: '-nowhere' },
      said: '::error::The input working-directory of Sluice is no folder of the repository.\n',
    },
    {
      title: 'what is neither yes nor no',
      env: { SLUICE_REQUIRE_STATE: 'yes' },
      said: '::error::The input require-state of Sluice is true or false.\n',
    },
  ])('is not made with $title', async ({ env, said }) => {
    const ran = await runStep('check', { cwd: shopRepository(), env: { ...cli, ...env } });
    expect([ran.code, ran.stdout]).toEqual([2, said]);
  });

  test('of a folder: the state is required however it is spelled, what is empty is the default, paths are of the repository', async () => {
    const plane = await startPlane();
    const root = shopRepository();
    const folder = join(root, 'packages');
    const env = { ...cli, SLUICE_REQUIRE_STATE: 'TRUE', SLUICE_FAIL_ON: '', SLUICE_DIRECTORY: folder };
    expect((await runStep('check', { cwd: root, env })).outputs['exit-code']).toBe('2');
    const ran = await runStep('check', { cwd: root, env: { ...env, ...plane } });
    expect(ran.outputs['exit-code']).toBe('1');
    expect(ran.stdout).toMatch(/^::warning file=packages\//m);
  });

  test('with a baseline that holds everything is clean', async () => {
    const env = await startPlane();
    const cwd = shopRepository();
    const { SLUICE_GIVEN_URL: url, SLUICE_GIVEN_TOKEN: token } = env;
    await execute(process.execPath, [cli.SLUICE_CLI, 'check', '--write-baseline', 'known.json'], {
      cwd,
      env: { ...process.env, SLUICE_URL: url, SLUICE_TOKEN: token },
    });
    const ran = await runStep('check', { cwd, env: { ...cli, ...env, SLUICE_BASELINE: 'known.json' } });
    expect([ran.stderr, ran.outputs['exit-code']]).toEqual(['', '0']);
  });
});

describe('the comment', () => {
  /** A `gh` that lists these comments and writes down what it is called with. */
  function fakeGh(listed: string): { env: NodeJS.ProcessEnv; calls: () => string[][] } {
    const folder = temporaryFolder();
    const gh = join(folder, 'gh');
    const script = `#!/usr/bin/env node
const { appendFileSync } = require('node:fs');
appendFileSync('${join(folder, 'calls')}', JSON.stringify(process.argv.slice(2)) + '\\n');
if (process.argv.includes('--jq')) process.stdout.write(${JSON.stringify(listed)});
`;
    writeFileSync(gh, script);
    chmodSync(gh, 0o755);
    const calls = () =>
      readFileSync(join(folder, 'calls'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as string[]);
    return { env: { PATH: [folder, dirname(process.execPath), process.env['PATH']].join(delimiter) }, calls };
  }

  const comment = () =>
    join(temporaryFolder({ 'sluice.markdown': '<!-- sluice change . -->\n### Sluice\n' }), 'sluice.markdown');

  test.each([
    { title: 'the first one is written', listed: '', expected: ['POST', 'repos/acme/shop/issues/7/comments'] },
    { title: 'a former one is changed', listed: '42\n43\n', expected: ['PATCH', 'repos/acme/shop/issues/comments/42'] },
  ])('$title', async ({ listed, expected }) => {
    const { env, calls } = fakeGh(listed);
    const COMMENT = comment();
    const given = { ...env, COMMENT, GITHUB_REPOSITORY: 'acme/shop', PULL_REQUEST: '7', GH_TOKEN: 'x' };
    expect(await runStep('comment', { cwd: '/', env: given })).toMatchObject({ code: 0, stdout: '' });
    const [list, write] = calls();
    expect(list).toContain('repos/acme/shop/issues/7/comments');
    expect(write).toEqual(expect.arrayContaining([...expected, `body=@${COMMENT}`]));
  });

  test('that may not be written is no failure', async () => {
    const folder = temporaryFolder({ gh: '#!/bin/sh\nexit 1\n' });
    chmodSync(join(folder, 'gh'), 0o755);
    const env = { PATH: [folder, process.env['PATH']].join(delimiter), COMMENT: comment(), GITHUB_REPOSITORY: 'a/b' };
    const ran = await runStep('comment', { cwd: '/', env: { ...env, PULL_REQUEST: '7' } });
    expect([ran.code, ran.stdout]).toEqual([
      0,
      '::warning::Sluice may not comment on this pull request. It takes the permission pull-requests: write.\n',
    ]);
  });
});

test('the last step fails as the check did', async () => {
  expect((await runStep('Say how it went', { cwd: '/', env: { CODE: '2' } })).code).toBe(2);
});

test('finds the command line that is named, and says where there is none', async () => {
  const cwd = temporaryFolder({ 'tools/cli.mjs': '' });
  const found = await runStep('find', { cwd, env: { SLUICE_PATH: 'tools/cli.mjs' } });
  expect(found.outputs).toEqual({ cli: join(cwd, 'tools/cli.mjs') });
  expect((await runStep('find', { cwd, env: { SLUICE_PATH: 'nowhere.mjs' } })).code).toBe(2);
});

describe('the hook of pre-commit', () => {
  const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly { entry: string; id: string }[];

  test('runs what docs/ci.md tells', () => {
    expect(hooks.map(({ id }) => id)).toEqual(['sluice']);
    expect(documentation).toContain(hooks[0]!.entry);
  });
});

test('the examples in docs/ci.md are valid YAML', () => {
  const examples = [...documentation.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text]) => text ?? '');
  expect(examples.length).toBeGreaterThan(3);
  for (const example of examples) expect(parse(example)).toBeTypeOf('object');
});

const code = `import { OpenFeature } from '@openfeature/server-sdk';
export const isNew = () => OpenFeature.getClient().getBooleanValue('flag-of-nobody', false);
`;
