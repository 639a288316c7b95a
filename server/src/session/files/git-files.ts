/** The files of a git work tree, by git's own rules. */
import { execFile } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface GitFiles {
  /** Relative to the folder asked for, with `/`; deleted files may still be among them. */
  readonly paths: readonly string[];
  /** How many names are not UTF-8 and so cannot be opened. */
  readonly unreadableNames: number;
}

export class GitUnavailable extends Error {}

/**
 * Tracked and untracked files that git does not ignore, those of checked-out submodules included.
 * Throws GitUnavailable (the message is a clause that says why) where git is missing, refuses, or the folder is in no repository.
 */
export async function gitFiles(folder: string, signal?: AbortSignal): Promise<GitFiles> {
  const output = await git(folder, ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], signal);
  const paths: string[] = [];
  let unreadableNames = 0;
  for (const name of new Set(output.toString('utf8').split('\0'))) {
    if (name === '' || name.endsWith('/')) continue;
    if (name.includes('\uFFFD')) unreadableNames++;
    else paths.push(name);
  }
  if (paths.includes('.gitmodules')) {
    for (const submodule of paths.filter((path) => isFolder(join(folder, path)))) {
      const inside = await gitFiles(join(folder, submodule), signal);
      paths.push(...inside.paths.map((path) => `${submodule}/${path}`));
      unreadableNames += inside.unreadableNames;
    }
  }
  return { paths, unreadableNames };
}

/**
 * Which of these paths (relative to the folder) git ignores. None where git cannot say: a file too many is better than one that
 * is never looked at.
 */
export async function gitIgnored(folder: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  try {
    const output = await git(folder, ['ls-files', '--others', '--ignored', '--exclude-standard', '-z', '--', ...paths]);
    return new Set(output.toString('utf8').split('\0'));
  } catch (error) {
    if (error instanceof GitUnavailable) return new Set();
    throw error;
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * The repository's own configuration may name programs to run: the file system monitor is turned off. git is not looked up in
 * the workspace (Windows searches the working directory first).
 */
function git(folder: string, options: readonly string[], signal?: AbortSignal): Promise<Buffer> {
  const command = [
    '-C',
    folder,
    '--literal-pathspecs',
    '-c',
    'core.quotepath=off',
    '-c',
    'core.fsmonitor=false',
    ...options,
  ];
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      command,
      {
        cwd: dirname(process.execPath),
        encoding: 'buffer',
        maxBuffer: 1 << 30,
        windowsHide: true,
        env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
        ...(signal ? { signal } : {}),
      },
      (error, stdout, stderr) => {
        if (!error) resolve(stdout);
        else if (signal?.aborted) reject(signal.reason);
        else reject(new GitUnavailable(reasonOf(error, stderr.toString('utf8')), { cause: error }));
      },
    );
  });
}

function reasonOf(error: Error & { code?: unknown }, stderr: string): string {
  if (error.code === 'ENOENT') return 'git is not installed';
  if (stderr.includes('not a git repository')) return 'the folder is not in a git repository';
  if (stderr.includes('dubious ownership')) return 'git refuses a repository that belongs to another user';
  return 'git could not list the files';
}
