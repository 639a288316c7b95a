/** The command line in this process: fast, and with a clock and a person of the test's own. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import type { Io } from '../../server/src/cli/command.ts';
import { run } from '../../server/src/cli/run.ts';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What the person types, question by question; without it, nobody is there. */
  readonly answers?: readonly string[];
  /** The same, as it is asked. */
  readonly onAsk?: (question: string) => Promise<string | null>;
  readonly signal?: AbortSignal;
  readonly now?: number;
  readonly isTerminal?: boolean;
  /** Told everything that is written to stdout. */
  readonly onStdout?: (text: string) => void;
}

// A folder's runs share a cache with each other and with nothing else: ports come back, and with them other tests' states.
const caches = mkdtempSync(join(tmpdir(), 'sluice-cli-cache-'));
afterAll(() => rmSync(caches, { recursive: true, force: true }));

function environment(cwd: string, env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const name = createHash('sha256').update(cwd).digest('hex').slice(0, 16);
  return { SLUICE_CACHE_DIR: join(caches, name), ...env };
}

/** Runs one command line as typed, arguments separated by spaces (or given as a list). */
export async function cli(line: string | readonly string[], options: CliOptions): Promise<CliResult> {
  const argv = typeof line === 'string' ? line.split(' ').filter((part) => part !== '') : line;
  const answers = [...(options.answers ?? [])];
  let stdout = '';
  let stderr = '';
  const stream = (write: (text: string) => void) => ({
    isTerminal: options.isTerminal ?? false,
    hasColors: false,
    write,
  });
  const io: Io = {
    cwd: options.cwd,
    env: environment(options.cwd, options.env),
    stdout: stream((text) => {
      stdout += text;
      options.onStdout?.(text);
    }),
    stderr: stream((text) => void (stderr += text)),
    signal: options.signal ?? new AbortController().signal,
    now: () => options.now ?? Date.now(),
    ask: (question) => {
      stderr += question;
      return options.onAsk?.(question) ?? Promise.resolve(answers.shift() ?? null);
    },
  };
  return { code: await run(argv, io), stdout, stderr };
}

const main = resolve('server/src/cli/main.ts');

/** Runs the command line as a process of its own. `onOutput` may end it. */
export function spawnCli(
  argv: readonly string[],
  options: {
    cwd: string;
    env?: NodeJS.ProcessEnv;
    onOutput?: (output: string, kill: (signal: NodeJS.Signals) => void) => void;
  },
): Promise<CliResult> {
  const child = spawn(process.execPath, [main, ...argv], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...environment(options.cwd, options.env) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    options.onOutput?.(stdout, (signal) => child.kill(signal));
  });
  child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
