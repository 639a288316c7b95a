/** Child processes of the end-to-end tests: started with their output kept, and stopped by their id. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface RunningProcess {
  readonly output: () => string;
  /** Resolves with the match as soon as the output has one; rejects when the process ends or the time is over. */
  waitFor(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray>;
  /** Asks it to end, then makes it. */
  stop(): Promise<void>;
}

/** Starts this Node with the arguments. */
export function startNode(args: readonly string[], options: StartOptions = {}): RunningProcess {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const append = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', append);
  child.stderr.on('data', append);
  child.on('exit', () => {
    for (const listener of listeners) listener();
  });
  return {
    output: () => output,
    waitFor: (pattern, timeoutMs) =>
      new Promise((resolve, reject) => {
        const settle = (finish: () => void): void => {
          clearTimeout(timer);
          listeners.delete(look);
          finish();
        };
        const look = (): void => {
          const match = pattern.exec(output);
          if (match) settle(() => resolve(match));
          else if (hasEnded(child)) settle(() => reject(new Error(`ended before ${pattern} appeared:\n${output}`)));
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`${pattern} did not appear in ${timeoutMs} ms:\n${output}`))),
          timeoutMs,
        );
        listeners.add(look);
        look();
      }),
    stop: () => stop(child),
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(force);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
