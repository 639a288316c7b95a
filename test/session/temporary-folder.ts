/** Workspaces on disk that are gone after the test. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface FolderFiles {
  readonly [path: string]: string | Uint8Array;
}

/** Writes files under a new folder and returns its absolute path. */
export function temporaryFolder(files: FolderFiles = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: FolderFiles): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Runs git in a folder, without the machine's own configuration. */
export function git(folder: string, ...options: string[]): void {
  const identity = ['-c', 'user.name=Mia', '-c', 'user.email=mia@shop.example', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...options], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });
}

/** Makes a named pipe, which blocks whoever opens it. */
export function makePipe(path: string): void {
  execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', path]);
}
