/** Editors that know nothing of Sluice: their own language clients, driven without a screen, against the built server. */
import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { createToken, type RunningPlane } from '../support/control-plane.ts';
import { readFlag } from '../support/plane-client.ts';
import { type NamedTest, runTests, type TestResult } from '../support/runner.ts';
import { CHECKOUT_FILE, writeWorkspace } from '../support/workspace.ts';

export interface ClientsRun {
  readonly folder: string;
  readonly plane: RunningPlane;
  readonly report: (result: TestResult) => void;
  readonly log: (line: string) => void;
}

/** What a driver printed, by step. */
type Steps = ReadonlyMap<string, unknown>;

const elpa = '/usr/share/emacs/site-lisp/elpa';

/** Runs each client that is installed; one that is not is named with the way to install it. */
export async function runClients({ folder, plane, report, log }: ClientsRun): Promise<void> {
  const token = await createToken(plane, 'clients', 'operator');
  const tests: NamedTest[] = [];
  const add = (name: string, command: string, isThere: boolean, drive: () => Promise<void>): void => {
    if (isThere) tests.push({ name: `clients: ${name}`, run: drive });
    else log(`skip clients: ${name}: it is not installed (${command})`);
  };
  const start = (program: string, args: readonly string[]): Promise<Steps> =>
    driveClient(program, args, { folder: join(folder, program), plane, token });

  add('Neovim shows, completes, corrects and flips', 'apt-get install neovim', isInstalled('nvim'), async () =>
    checkNeovim(await start('nvim', ['--headless', '--clean', '-c', `luafile ${driver('neovim.lua')}`]), plane),
  );
  const packages = existsSync(elpa)
    ? readdirSync(elpa).filter((name) => /^(?:eglot|project|xref|seq)-/.test(name))
    : [];
  add(
    'eglot in Emacs shows, and follows what is typed',
    'apt-get install emacs-nox elpa-eglot',
    isInstalled('emacs') && packages.some((name) => name.startsWith('eglot-')),
    async () => {
      const folders = packages.flatMap((name) => ['-L', join(elpa, name)]);
      checkEglot(await start('emacs', ['--batch', '-Q', ...folders, '-l', driver('eglot.el')]));
    },
  );
  await runTests(tests, 90_000, report);
}

async function checkNeovim(steps: Steps, plane: RunningPlane): Promise<void> {
  deepStrictEqual(steps.get('diagnostics'), ['dead-flag-code', 'stale-switch', 'unknown-flag']);
  match(String(steps.get('hover')), /\| production .*critical.* \| 25 % \| 2 days ago by tomasz \|/);
  strictEqual(steps.get('references'), 2);
  ok(has(steps.get('lenses'), 'gift-cards: 25 % in production · 100 % in staging'));
  strictEqual(steps.get('fix'), 'Change to "gift-cards"');
  // Corrected, the line reads a flag that the next one reads again.
  deepStrictEqual(steps.get('fixed'), ['dead-flag-code', 'inconsistent-read', 'stale-switch']);
  ok(has(steps.get('completion'), 'gift-cards'));
  deepStrictEqual(steps.get('asked'), [
    'Where should "recommendations" change?',
    '"recommendations" in staging: on → off?',
  ]);
  deepStrictEqual(steps.get('told'), ['"recommendations" is off in staging.']);
  strictEqual(steps.get('lens follows'), true);
  strictEqual(steps.get('stopped'), true);
  const { environments } = await readFlag(plane, 'recommendations');
  deepStrictEqual(environments['staging']?.serving, { kind: 'static', variant: 'off' });
}

function checkEglot(steps: Steps): void {
  const [dead, stale, unknown, ...more] = steps.get('diagnostics') as readonly string[];
  match(dead ?? '', /\[dead-flag-code\]/);
  match(stale ?? '', /\[stale-switch\]/);
  match(unknown ?? '', /\[unknown-flag\].*did you mean "gift-cards"/);
  deepStrictEqual(more, []);
  match(String(steps.get('hover')), /^production \(critical\): 25 %, 2 days ago by tomasz$/m);
  strictEqual(steps.get('references'), 2);
  strictEqual((steps.get('fixed') as readonly string[]).length, 3);
  strictEqual(steps.get('stopped'), true);
}

interface Stage {
  readonly folder: string;
  readonly plane: RunningPlane;
  readonly token: string;
}

/** Runs a driver in a home and a workspace of its own, and reads the lines it prints. Throws with all its output where it fails. */
async function driveClient(program: string, args: readonly string[], { folder, plane, token }: Stage): Promise<Steps> {
  const workspace = join(folder, 'bookshop');
  mkdirSync(workspace, { recursive: true });
  writeWorkspace(workspace, plane.url);
  const home = Object.fromEntries(
    ['HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME'].map((name) => [name, folder]),
  );
  const env = {
    ...home,
    PATH: process.env['PATH'],
    SLUICE_TOKEN: token,
    SLUICE_URL: plane.url,
    SLUICE_PROJECT: plane.project,
    SLUICE_CACHE_DIR: join(folder, 'cache'),
    SLUICE_NODE: process.execPath,
    SLUICE_SERVER: resolve('dist/cli.mjs'),
    SLUICE_WORKSPACE: workspace,
    SLUICE_FILE: join(workspace, CHECKOUT_FILE),
  };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const force = setTimeout(() => child.kill('SIGKILL'), 80_000);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearTimeout(force);
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${stdout}${stderr}`);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return new Map(
    lines.map((line) => JSON.parse(line) as { step: string; value: unknown }).map((each) => [each.step, each.value]),
  );
}

function has(list: unknown, wanted: string): boolean {
  return Array.isArray(list) && list.includes(wanted);
}

function driver(name: string): string {
  return join(import.meta.dirname, name);
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
