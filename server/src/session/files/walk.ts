/** The files under a folder without git's help. */
import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { createSlices } from '../workspace/slices.ts';

export interface WalkedFiles {
  /** Relative to the folder, with `/`. Regular files only. */
  readonly paths: readonly string[];
  /** Folders that could not be read. */
  readonly unreadable: readonly string[];
  /** Names that are not UTF-8 and so cannot be opened. */
  readonly unreadableNames: number;
}

interface IgnoreFile {
  /** Length of the prefix that the patterns are relative to. */
  readonly prefix: number;
  readonly patterns: Ignore;
}

/**
 * Walks without following links; leaves out node_modules, folders whose name starts with a dot, and what the .gitignore files
 * on the way name.
 */
export async function walk(folder: string, signal?: AbortSignal): Promise<WalkedFiles> {
  const paths: string[] = [];
  const unreadable: string[] = [];
  let unreadableNames = 0;
  const slices = createSlices(signal);
  const pending: { readonly path: string; readonly ignores: readonly IgnoreFile[] }[] = [{ path: '', ignores: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (slices.due()) await slices.pause();
    const entries = entriesOf(join(folder, next.path));
    if (!entries) {
      unreadable.push(next.path === '' ? '.' : next.path);
      continue;
    }
    const prefix = next.path === '' ? '' : `${next.path}/`;
    const ignores = withIgnoreFile(folder, prefix, entries, next.ignores);
    for (const entry of entries) {
      const path = prefix + entry.name;
      if (entry.name.includes('\uFFFD')) unreadableNames++;
      else if (entry.isDirectory()) {
        if (!isLeftOut(entry.name) && !isIgnored(`${path}/`, ignores)) pending.push({ path, ignores });
      } else if (entry.isFile() && !isIgnored(path, ignores)) paths.push(path);
    }
  }
  return { paths, unreadable, unreadableNames };
}

function entriesOf(path: string): readonly Dirent[] | null {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return null;
  }
}

function isLeftOut(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.');
}

function withIgnoreFile(
  folder: string,
  prefix: string,
  entries: readonly Dirent[],
  outer: readonly IgnoreFile[],
): readonly IgnoreFile[] {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return outer;
  try {
    const text = readFileSync(join(folder, prefix, '.gitignore'), 'utf8');
    return [...outer, { prefix: prefix.length, patterns: ignore({ allowRelativePaths: true }).add(text) }];
  } catch {
    return outer;
  }
}

/** The innermost file that speaks about a path decides. */
function isIgnored(path: string, ignores: readonly IgnoreFile[]): boolean {
  for (let index = ignores.length - 1; index >= 0; index--) {
    const { prefix, patterns } = ignores[index]!;
    const { ignored, unignored } = patterns.test(path.slice(prefix));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}
