/** The files of a git work tree, by git's own rules. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { GitUnavailable, runGit } from './run-git.ts';

export interface GitFiles {
  /** Relative to the folder asked for, with `/`; deleted files may still be among them. */
  readonly paths: readonly string[];
  /** How many names are not UTF-8 and so cannot be opened. */
  readonly unreadableNames: number;
  /** Tracked, but left out of the work tree by a sparse checkout: nobody can tell what is in them. */
  readonly notCheckedOut: readonly string[];
}

/**
 * Tracked and untracked files that git does not ignore, those of checked-out submodules included.
 * Throws GitUnavailable (the message is a clause that says why) where git is missing, refuses, or the folder is in no repository.
 */
export async function gitFiles(folder: string, signal?: AbortSignal): Promise<GitFiles> {
  const output = await runGit(folder, ['ls-files', '-t', '--cached', '--others', '--exclude-standard', '-z'], {
    signal,
  });
  const paths: string[] = [];
  const notCheckedOut: string[] = [];
  let unreadableNames = 0;
  // "H path", and "S path" for what git was told to leave out, or to leave alone although it is there.
  for (const entry of new Set(output.toString('utf8').split('\0'))) {
    const name = entry.slice(2);
    if (name === '' || name.endsWith('/')) continue;
    if (name.includes('\uFFFD')) unreadableNames++;
    else if (entry.startsWith('S ') && !exists(join(folder, name))) notCheckedOut.push(name);
    else paths.push(name);
  }
  if (paths.includes('.gitmodules')) {
    for (const submodule of paths.filter((path) => isFolder(join(folder, path)))) {
      const inside = await gitFiles(join(folder, submodule), signal);
      paths.push(...inside.paths.map((path) => `${submodule}/${path}`));
      notCheckedOut.push(...inside.notCheckedOut.map((path) => `${submodule}/${path}`));
      unreadableNames += inside.unreadableNames;
    }
  }
  return { paths, unreadableNames, notCheckedOut };
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

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
