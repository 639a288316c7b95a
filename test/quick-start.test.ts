/** `npm start` as a person runs it: what it prints, how it ends, and that nothing of it is left. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expected } from './support/shop.ts';

const repository = join(import.meta.dirname, '..');
const minutes = 120_000;

let folder: string;
let running: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quick-start-test-'));
});

afterEach(async () => {
  if (running !== null && running.exitCode === null && running.signalCode === null) {
    running.kill('SIGTERM');
    await once(running, 'close');
  }
  running = null;
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

it('lints the shop against its own control plane and leaves nothing behind', { timeout: minutes }, async () => {
  const { output, ended } = quickStart([]);
  const code = await ended;
  expect(output.errors).toBe('');
  expect(code).toBe(0);

  expect(output.text).toMatch(/control plane at http:\/\/127\.0\.0\.1:\d+: 37 flags, 8 servers in 2 datacenters/);
  for (const { check, file, line } of expected('findings.json').findings) {
    expect(output.text).toContain(check);
    expect(output.text).toContain(file);
    expect(output.text, `${file}:${line}`).toMatch(new RegExp(`\\b${line}:\\d+`));
  }
  for (const next of ['npm start -- --keep', 'npx sluice flip', 'npm run package', 'sluice lsp --stdio']) {
    expect(output.text).toContain(next);
  }
  await expectNothingLeft(output.text);
});

it('keeps the control plane up until Ctrl-C, with a link that signs in', { timeout: minutes }, async () => {
  const { output, ended, child } = quickStart(['--keep']);
  await output.contains('until Ctrl-C');

  const url = urlIn(output.text);
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
  const link = /http:\S+\/sign-in\?code=\S+/.exec(output.text)?.[0] ?? 'no link';
  expect((await fetch(link)).status).toBe(200);
  const token = /SLUICE_TOKEN=(\S+)/.exec(output.text)?.[1] ?? 'no token';
  const session = await fetch(`${url}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } });
  expect(await session.json()).toMatchObject({ role: 'admin' });

  child.kill('SIGINT');
  expect(await ended).toBe(0);
  await expectNothingLeft(output.text);
});

it('takes everything down when it is ended in between', { timeout: minutes }, async () => {
  const { output, ended, child } = quickStart(['--keep']);
  await output.contains('control plane at');
  child.kill('SIGTERM');
  expect(await ended).toBe(128 + 15);
  await expectNothingLeft(output.text);
});

it('says which option there is', async () => {
  const { output, ended } = quickStart(['--kepp']);
  expect(await ended).toBe(2);
  expect(output.errors).toContain('There is no option "--kepp"; the only one is --keep');
  expect(readdirSync(folder)).toEqual([]);
});

interface Output {
  text: string;
  errors: string;
  /** Resolves as soon as stdout holds a text; rejects when the process ends without it. */
  contains(text: string): Promise<void>;
}

function quickStart(args: readonly string[]): { child: ChildProcess; output: Output; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [join(repository, 'scripts', 'start.mjs'), ...args], {
    // Somewhere else than the repository: it must find its way. TMPDIR, TEMP: so that what is left can be seen.
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', TMPDIR: folder, TEMP: folder, TMP: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const output: Output = {
    text: '',
    errors: '',
    contains: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (output.text.includes(text)) resolve();
        };
        child.stdout.on('data', look);
        void ended.then((code) =>
          reject(new Error(`It ended with ${code} before "${text}":\n${output.text}${output.errors}`)),
        );
        look();
      }),
  };
  child.stdout.on('data', (data) => (output.text += String(data)));
  child.stderr.on('data', (data) => (output.errors += String(data)));
  return { child, output, ended };
}

async function expectNothingLeft(text: string): Promise<void> {
  expect(readdirSync(folder)).toEqual([]);
  await expect(fetch(`${urlIn(text)}/healthz`)).rejects.toThrow('fetch failed');
  expect(processesNaming(folder)).toEqual([]);
}

/** Command lines that hold a path, where the system shows them. */
function processesNaming(path: string): readonly string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const line = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return line.includes(path) ? [line] : [];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}

function urlIn(text: string): string {
  const url = /control plane at (http:\/\/127\.0\.0\.1:\d+)/.exec(text)?.[1];
  if (url === undefined) throw new Error(`No address in:\n${text}`);
  return url;
}
