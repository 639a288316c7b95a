/** What a client tells of changes on disk, as files of the workspace. */
import { join, sep } from 'node:path';
import { languageOf } from '../../core/extract/languages.ts';
import { gitIgnored } from '../files/git-files.ts';
import { type FileListOptions, isFolder, isManifest, listFiles, toRelative } from '../files/list-files.ts';
import { canonicalUri, pathOfUri, uriOfPath } from '../uri.ts';

export interface ChangedFile {
  readonly uri: string;
  readonly path: string;
}

/** The changed files, and those below changed folders: one that was moved here is told of by its own name alone. */
export async function changedFiles(
  uris: readonly string[],
  { root, include, ignore }: Pick<FileListOptions, 'root' | 'include' | 'ignore'>,
): Promise<readonly ChangedFile[]> {
  const named = uris.map(canonicalUri).flatMap((uri) => {
    const path = pathOfUri(uri);
    return path === null ? [] : [{ uri, path }];
  });
  const folders = named.filter(({ path }) => languageOf(path) === null && !isManifest(path) && isFolder(path));
  if (folders.length === 0) return named;
  const { files, manifests } = await listFiles({ root, include, ignore });
  const below = [...files, ...manifests].filter((file) => folders.some(({ path }) => file.startsWith(join(path, sep))));
  return [...named, ...below.map((path) => ({ uri: uriOfPath(path), path }))];
}

/** Those of these files that git does not ignore. */
export async function newMembers(files: readonly ChangedFile[], root: string): Promise<readonly ChangedFile[]> {
  const relative = files.map((file) => [toRelative(root, file.path) ?? '', file] as const);
  const ignored = await gitIgnored(
    root,
    relative.map(([path]) => path),
  );
  return relative.filter(([path]) => !ignored.has(path)).map(([, file]) => file);
}
