/** The workspace as it was, in a folder of its own that is gone afterwards. */
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gitFiles } from '../../session/files/git-files.ts';
import { isManifest } from '../../session/files/list-files.ts';
import { runGit } from '../../session/files/run-git.ts';
import { fileChanges, isInstalled, isSameText, isSource, read, type FileChanges } from './file-changes.ts';
import { listTree, readTree, type Tree, type TreeFile } from './read-tree.ts';

export interface BaseFolder {
  readonly root: string;
  readonly changes: FileChanges;
  /** Of the files that decide how the workspace is checked, those that are new or another text. */
  readonly edited: ReadonlySet<string>;
  remove(): void;
}

/** As in `read-file.ts`: larger files are not looked at. */
const maxBytes = 2 * 1024 * 1024;

/** Writes what a scan of `root` would have read at the commit `base`. `deciding`: what else is read, relative to the root. */
export async function createBaseFolder(
  root: string,
  base: string,
  { deciding, signal }: { readonly deciding: readonly string[]; readonly signal: AbortSignal },
): Promise<BaseFolder> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-base-')));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const { paths, notCheckedOut } = await gitFiles(root, signal);
    const tree = withoutAbsent(await listTree(root, base, signal), notCheckedOut);
    const isSubmodule = (path: string): boolean =>
      tree.submodules.some((submodule) => path === submodule || path.startsWith(`${submodule}/`));
    await createEmptyRepository(folder, signal);
    const former = new Map<string, Buffer>();
    const edited = new Set(deciding.filter((path) => existsSync(join(root, path))));
    for await (const { file, content } of readTree(
      root,
      tree.files.filter((file) => isRead(file, deciding)),
      signal,
    )) {
      write(join(folder, file.path), content);
      if (edited.has(file.path) && isSameText(content, read(join(root, file.path)))) edited.delete(file.path);
      if (isSource(file.path) && !isSameText(content, read(join(root, file.path))))
        former.set(file.path, Buffer.from(content));
    }
    const changes = await fileChanges(
      root,
      base,
      {
        former,
        before: new Set(tree.files.map(({ path }) => path).filter(isSource)),
        now: new Set(paths.filter((path) => isSource(path) && !isSubmodule(path) && isRegularFile(join(root, path)))),
      },
      signal,
    );
    // Nobody looks at the history of submodules: they were as they are.
    for (const path of paths) if (isSubmodule(path) && isReadByName(path)) lend(join(root, path), join(folder, path));
    for (const path of [...(await unversioned(root, signal)), ...tree.submodules])
      lend(join(root, path), join(folder, path));
    return { root: folder, changes, edited, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What a sparse checkout leaves out is not there now, so it may not count as taken out. */
function withoutAbsent({ files, submodules }: Tree, notCheckedOut: readonly string[]): Tree {
  const absent = new Set(notCheckedOut);
  return { files: files.filter(({ path }) => !absent.has(path)), submodules };
}

function isRead({ path, bytes }: TreeFile, deciding: readonly string[]): boolean {
  return (isReadByName(path) || deciding.includes(path)) && bytes <= maxBytes;
}

/** Sources, and what says what imports mean; a tsconfig may extend another one (`packages/tsconfig/base.json`). */
function isReadByName(path: string): boolean {
  if (isSource(path)) return true;
  return !isInstalled(path) && (isManifest(path) || /[jt]sconfig[^]*\.json$/.test(path));
}

/**
 * So that the files are listed as those of the workspace are: by git, with those in folders that begin with a dot. What the
 * workspace ignores although it is versioned counts, so no .gitignore is written, and the machine's own one is not asked.
 */
async function createEmptyRepository(folder: string, signal: AbortSignal): Promise<void> {
  await runGit(folder, ['init', '--quiet', '--template='], { signal });
  await runGit(folder, ['config', 'core.excludesFile', join(folder, '.git', 'no-excludes')], { signal });
}

/** What git ignores: generated code that imports lead to, installed packages. Folders end in a slash. */
async function unversioned(root: string, signal: AbortSignal): Promise<readonly string[]> {
  const command = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory', '-z'];
  const output = await runGit(root, command, { signal });
  return output
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && (path.endsWith('/') || isSource(path)))
    .map((path) => path.replace(/\/$/, ''));
}

/** A link to a folder is not listed, but imports lead through it; a link to a file would not be read. */
function lend(from: string, to: string): void {
  const stats = lstatSync(from, { throwIfNoEntry: false });
  if (!stats || lstatSync(to, { throwIfNoEntry: false })) return;
  mkdirSync(dirname(to), { recursive: true });
  if (stats.isDirectory()) symlinkSync(from, to, 'junction');
  else if (stats.isFile() && stats.size <= maxBytes) copyFileSync(from, to);
}

function write(path: string, content: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function isRegularFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
