/** The files of a commit, without a checkout: no filter, hook or attribute of the repository has a say. */
import { visible } from '../../core/text.ts';
import { GitUnavailable, runGit, type GitOptions } from '../../session/files/run-git.ts';
import { UsageError } from '../usage-error.ts';

export interface TreeFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly object: string;
  readonly bytes: number;
}

export interface Tree {
  readonly files: readonly TreeFile[];
  readonly submodules: readonly string[];
}

/** So much is read at once. */
const batchBytes = 32 * 1024 * 1024;

/** Regular files below the workspace; links are not followed, so they do not count. */
export async function listTree(root: string, commit: string, signal?: AbortSignal): Promise<Tree> {
  const output = await objects(root, ['ls-tree', '-r', '-l', '-z', commit], { signal });
  const files: TreeFile[] = [];
  const submodules: string[] = [];
  for (const entry of output.toString('utf8').split('\0')) {
    const match = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(entry);
    if (!match) continue;
    const [, mode = '', , object = '', bytes = '', path = ''] = match;
    if (!isSafe(path)) continue;
    if (mode === '160000') submodules.push(path);
    else if (mode === '100644' || mode === '100755') files.push({ path, object, bytes: Number(bytes) });
  }
  return { files, submodules };
}

/** Reads files in batches. Throws UsageError where the clone does not have them. */
export async function* readTree(
  root: string,
  files: readonly TreeFile[],
  signal?: AbortSignal,
): AsyncGenerator<{ readonly file: TreeFile; readonly content: Buffer }> {
  for (const batch of batchesOf(files)) {
    const input = batch.map(({ object }) => `${object}\n`).join('');
    const output = await objects(root, ['cat-file', '--batch'], { signal, input });
    let at = 0;
    for (const file of batch) {
      const end = output.indexOf(10, at);
      const head = output.toString('latin1', at, end);
      const size = /^[0-9a-f]+ blob (\d+)$/.exec(head)?.[1];
      if (end < 0 || size === undefined) throw lacks(visible(file.path));
      const content = output.subarray(end + 1, end + 1 + Number(size));
      at = end + 1 + Number(size) + 1;
      yield { file, content };
    }
  }
}

/** No checkout would write such a path, but a tree that somebody made by hand can hold it. */
function isSafe(path: string): boolean {
  return !path.split(/[\\/]/).some((part) => /^(?:|\.|\.\.|\.git|git~1)$/i.test(part)) && !path.includes('\uFFFD');
}

function* batchesOf(files: readonly TreeFile[]): Generator<readonly TreeFile[]> {
  let batch: TreeFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (bytes + file.bytes > batchBytes && batch.length > 0) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(file);
    bytes += file.bytes;
  }
  if (batch.length > 0) yield batch;
}

/** What git cannot read although it knows the commit, it does not have. */
async function objects(root: string, command: readonly string[], options: GitOptions): Promise<Buffer> {
  try {
    return await runGit(root, command, options);
  } catch (error) {
    if (error instanceof GitUnavailable) throw lacks('the files');
    throw error;
  }
}

function lacks(what: string): UsageError {
  return new UsageError(
    `This clone does not hold ${what} as before the change: it is a partial one. Get what it lacks (\`git fetch --refetch --no-filter\`), or clone without --filter.`,
  );
}
