/** The files of a git work tree, by git's own rules. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { GitUnavailable, runGit } from './run-git.ts';

export interface GitFiles {
  /** Relative to the folder asked for, with `/`; deleted files may still be among them. */
  readonly paths: readonly string[];
  /** How many names are not UTF-8 and so cannot be opened. */
  readonly unreadableNames: number;
}

/**
 * Tracked and untracked files that git does not ignore, those of checked-out submodules included.
 * Throws GitUnavailable (the message is a clause that says why) where git is missing, refuses, or the folder is in no repository.
 */
export async function gitFiles(folder: string, signal?: AbortSignal): Promise<GitFiles> {
  const output = await runGit(folder, ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { signal });
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
    const output = await runGit(folder, [
      'ls-files',
      '--others',
      '--ignored',
      '--exclude-standard',
      '-z',
      '--',
      ...paths,
    ]);
    return new Set(output.toString('utf8').split('\0'));
  } catch (error) {
    if (error instanceof GitUnavailable) return new Set();
    throw error;
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
