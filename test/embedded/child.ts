/** A control plane in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Child {
  readonly child: ChildProcess;
  /** Of the control plane itself, also where something else runs it. */
  readonly pid: number;
  readonly url: string;
}

/** @param store `postgres://…` in place of the data directory; @param under a command that runs the control plane, such as `strace` with its options */
export async function startChild(
  dataDir: string,
  under: readonly string[] = [],
  store: string | null = null,
): Promise<Child> {
  const script = fileURLToPath(new URL('serve-child.ts', import.meta.url));
  const [command = process.execPath, ...options] = [
    ...under,
    process.execPath,
    script,
    dataDir,
    ...(store ? [store] : []),
  ];
  const child = spawn(command, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const died = once(child, 'exit').then(() => {
    throw new Error('The control plane did not start.');
  });
  const [chunk] = (await Promise.race([once(child.stdout, 'data'), died])) as [Buffer];
  const [pid = '', url = ''] = chunk.toString().trim().split(' ');
  // A test that fails half-way must not leave it behind.
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    process.kill(Number(pid), 'SIGKILL');
    await exited;
  });
  return { child, pid: Number(pid), url };
}
