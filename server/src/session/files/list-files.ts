/** Which files of a workspace are looked at. */
import { lstatSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { isFlagFileName } from '../../config/find-flag-files.ts';
import { languageOf } from '../../core/extract/languages.ts';
import type { Problem } from '../../core/model.ts';
import { createPathFilter } from '../../config/globs.ts';
import { gitFiles } from './git-files.ts';
import { GitUnavailable } from './run-git.ts';
import { uriOfPath } from '../uri.ts';
import { walk } from './walk.ts';

export interface FileListOptions {
  /** Absolute. */
  readonly root: string;
  /** Absolute files and folders in the root; undefined = the whole root. */
  readonly paths?: readonly string[] | undefined;
  readonly include: readonly string[];
  readonly ignore: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export interface FileList {
  /** Absolute paths of all source files of the workspace, sorted. A file named in `paths` is among them even where git ignores it. */
  readonly files: readonly string[];
  /** True for the files that `paths` asks for: the others are looked at only for what they tell about these. */
  readonly isAsked: (path: string) => boolean;
  /** Absolute paths of the files that say what imports mean, whatever `include` says. */
  readonly manifests: readonly string[];
  /** Absolute paths of the files whose name says that they are flagd definitions, whatever `include` says. */
  readonly flagFiles: readonly string[];
  readonly assumptions: readonly string[];
  readonly problems: readonly Problem[];
  /** False where source files of the workspace are not on this machine. */
  readonly isWhole: boolean;
}

/** Lists source files. Never throws for what the file system refuses; that is in `problems`. */
export async function listFiles(options: FileListOptions): Promise<FileList> {
  const { root } = options;
  const listed = await allFiles(root, options.signal);
  const filter = createPathFilter(options.include, options.ignore);
  const problems = [...listed.problems, ...filter.problems.map((message) => ({ uri: uriOfPath(root), message }))];
  const isSource = (path: string): boolean => languageOf(path) !== null && !isDependency(path) && filter.accepts(path);
  const absent = listed.notCheckedOut.filter(isSource).length;
  problems.push(...absenceProblems(root, absent));
  const asked = options.paths ? createAsked(root, options.paths, problems) : null;

  const files = new Set<string>(asked?.files);
  const manifests: string[] = [];
  const flagFiles: string[] = [];
  for (const path of listed.paths) {
    if (isManifest(path)) manifests.push(toAbsolute(root, path));
    else if (isFlagFileName(path) && !isDependency(path)) flagFiles.push(toAbsolute(root, path));
    else if (isSource(path)) files.add(toAbsolute(root, path));
  }
  return {
    files: [...files].sort(),
    isAsked: asked?.covers ?? (() => true),
    manifests: manifests.sort(),
    flagFiles: flagFiles.sort(),
    assumptions: listed.assumptions,
    problems,
    isWhole: absent === 0,
  };
}

/** Files that say what imports mean: package.json, tsconfig.json, jsconfig.json. `path` may be absolute. */
export function isManifest(path: string): boolean {
  return /(?:^|[\\/])(?:package|tsconfig|jsconfig)\.json$/.test(path);
}

/** True where the path is a folder now, not a link to one. */
export function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** True where a single file, as after a change on disk, belongs to the workspace as far as the configuration says. */
export function createMembership(root: string, include: readonly string[], ignore: readonly string[]) {
  const filter = createPathFilter(include, ignore);
  return (path: string): boolean => {
    const inside = toRelative(root, path);
    return (
      inside !== null && inside !== '' && languageOf(inside) !== null && !isDependency(inside) && filter.accepts(inside)
    );
  };
}

/** The path relative to the root with `/`; null where it is outside. */
export function toRelative(root: string, path: string): string | null {
  const inside = relative(root, path);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
  return sep === '/' ? inside : inside.replaceAll(sep, '/');
}

interface Listed {
  readonly paths: readonly string[];
  readonly assumptions: readonly string[];
  readonly problems: readonly Problem[];
  readonly notCheckedOut: readonly string[];
}

async function allFiles(root: string, signal: AbortSignal | undefined): Promise<Listed> {
  try {
    const { paths, unreadableNames, notCheckedOut } = await gitFiles(root, signal);
    if (paths.length === 0) throw new GitUnavailable('git knows no file in it');
    return { paths, assumptions: [], problems: nameProblems(root, unreadableNames), notCheckedOut };
  } catch (error) {
    if (!(error instanceof GitUnavailable)) throw error;
    const walked = await walk(root, signal);
    return {
      paths: walked.paths,
      assumptions: [
        `Files were found by walking the folder, because ${error.message}: node_modules, folders that start with a dot and what .gitignore names were left out.`,
      ],
      problems: [
        ...walked.unreadable.map((path) => ({
          uri: uriOfPath(join(root, path)),
          message: 'The folder could not be read, so nothing in it was looked at. Check its permissions.',
        })),
        ...nameProblems(root, walked.unreadableNames),
      ],
      notCheckedOut: [],
    };
  }
}

function nameProblems(root: string, count: number): readonly Problem[] {
  if (count === 0) return [];
  const message = `${count} ${count === 1 ? 'file has a name' : 'files have names'} that is not UTF-8 and cannot be opened.`;
  return [{ uri: uriOfPath(root), message }];
}

function absenceProblems(root: string, count: number): readonly Problem[] {
  if (count === 0) return [];
  const message = `${count} source ${count === 1 ? 'file is' : 'files are'} not checked out (sparse checkout), so flags in ${count === 1 ? 'it' : 'them'} are not known.`;
  return [{ uri: uriOfPath(root), message }];
}

/** Dependencies are somebody else's code, even where a repository tracks them. */
function isDependency(path: string): boolean {
  return path.startsWith('node_modules/') || path.includes('/node_modules/');
}

function createAsked(root: string, paths: readonly string[], problems: Problem[]) {
  const files = new Set<string>();
  const folders: string[] = [];
  for (const path of paths) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats || toRelative(root, path) === null) {
      problems.push({
        uri: uriOfPath(path),
        message: stats ? 'It is outside of the workspace.' : 'It does not exist.',
      });
    } else if (stats.isDirectory()) folders.push(path.endsWith(sep) ? path : path + sep);
    else if (languageOf(path)) files.add(path);
    else problems.push({ uri: uriOfPath(path), message: 'It is not a file of a language that Sluice reads.' });
  }
  const covers = (path: string) => files.has(path) || folders.some((folder) => path.startsWith(folder));
  return { files, covers };
}

function toAbsolute(root: string, path: string): string {
  const base = root.endsWith(sep) ? root : root + sep;
  return base + (sep === '/' ? path : path.replaceAll('/', sep));
}
