/** The workspace folders and which of them a file belongs to. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InitializeParams, WorkspaceFolder } from 'vscode-languageserver';
import { canonicalUri, pathOfUri, uriOfPath } from '../session/uri.ts';
import type { Folder } from './folder.ts';

export interface Folders {
  /** The folder of a file: the innermost one around it, else the place for files that are in none. */
  of(uri: string): Folder;
  /** In the client's order; the place for other files comes last, where there is something in it. */
  all(): readonly Folder[];
  /** Adds and removes; the files of a removed folder belong to what is left. */
  change(
    added: readonly WorkspaceFolder[],
    removed: readonly WorkspaceFolder[],
  ): { added: Folder[]; removed: Folder[] };
  dispose(): void;
}

export interface FoldersOptions {
  readonly initial: readonly WorkspaceFolder[];
  create(root: string, isFolder: boolean): Folder;
}

/** The folders a client opened with; older clients send `rootUri` or `rootPath`, and some nothing at all. */
export function initialFolders({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly WorkspaceFolder[] {
  if (Array.isArray(workspaceFolders) && workspaceFolders.length > 0) return workspaceFolders;
  if (rootUri) return [{ uri: rootUri, name: '' }];
  return rootPath ? [{ uri: uriOfPath(rootPath), name: '' }] : [];
}

export function createFolders({ initial, create }: FoldersOptions): Folders {
  /** By canonical URI. Folders that are not on this machine's disk have no entry: their files are looked at one by one. */
  const folders = new Map<string, Folder>();
  let elsewhere: Folder | null = null;

  const add = ({ uri }: WorkspaceFolder): Folder[] => {
    const canonical = withoutSlash(canonicalUri(uri));
    const root = pathOfUri(canonical);
    if (root === null || folders.has(canonical)) return [];
    const folder = create(root, true);
    folders.set(canonical, folder);
    return [folder];
  };
  const remove = ({ uri }: WorkspaceFolder): Folder[] => {
    const canonical = withoutSlash(canonicalUri(uri));
    const folder = folders.get(canonical);
    folders.delete(canonical);
    return folder ? [folder] : [];
  };

  for (const folder of initial) add(folder);

  return {
    of(uri) {
      const canonical = canonicalUri(uri);
      const inside = [...folders].filter(([root]) => canonical === root || canonical.startsWith(`${root}/`));
      const [innermost] = inside.sort(([a], [b]) => b.length - a.length);
      if (innermost) return innermost[1];
      // A root that does not exist: no configuration of somebody else's is read from it, and no file is inside.
      elsewhere ??= create(join(tmpdir(), 'sluice', 'no-workspace', '-'), false);
      return elsewhere;
    },
    all: () => [...folders.values(), ...(elsewhere ? [elsewhere] : [])],
    change(added, removed) {
      return { removed: removed.flatMap(remove), added: added.flatMap(add) };
    },
    dispose() {
      for (const folder of folders.values()) folder.dispose();
      elsewhere?.dispose();
    },
  };
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, '');
}
