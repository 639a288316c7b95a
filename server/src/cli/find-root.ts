/** Which folder is the workspace. */
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { configFileName } from '../config/load.ts';
import { visible } from '../core/text.ts';
import { relativePath } from './places.ts';
import { UsageError } from './usage-error.ts';

/**
 * `--root`, else the nearest folder from the working directory up that holds sluice.config.json, else the repository's top, else
 * the working directory. Nothing above the repository counts, and without one nothing above the working directory: what lies
 * there may be anybody's.
 */
export function findRoot(cwd: string, root: string | null): string {
  if (root !== null) {
    const path = resolve(cwd, root);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new UsageError(`--root ${visible(root)} is not a folder.`);
    }
    return path;
  }
  const top = repositoryTop(cwd);
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, configFileName))) return folder;
    if (top === null || folder === top) return top ?? cwd;
  }
}

/** The folder in its repository, with `/`: `packages/web`; `.` for the repository itself, and outside of any. */
export function placeInRepository(folder: string): string {
  const top = repositoryTop(folder);
  return top === null ? '.' : relativePath(top, folder);
}

/** The nearest folder with a repository. A home directory kept in git is not a workspace, unless one works right in it. */
export function repositoryTop(cwd: string): string | null {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder === homedir() && folder !== cwd ? null : folder;
    if (folder === dirname(folder)) return null;
  }
}
