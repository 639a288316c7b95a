/** Changes on disk: which files the client watches for us, and what each change means. Storms are taken in one piece. */
import { basename } from 'node:path';
import { DidChangeWatchedFilesNotification, type Connection } from 'vscode-languageserver';
import { sourceExtensions } from '../core/extract/languages.ts';
import { configFileName } from '../config/load.ts';
import { canonicalUri, pathOfUri } from '../session/uri.ts';
import type { Folder } from './folder.ts';
import type { Folders } from './folders.ts';

export interface Watcher {
  /** Files and folders that changed, appeared or vanished. */
  changed(uris: readonly string[]): void;
  dispose(): void;
}

export interface WatcherOptions {
  readonly folders: Folders;
  /** Runs the handling, which may fail. */
  run(name: string, work: () => void | Promise<void>): void;
}

/** What the client is asked to watch, relative to every folder. */
export const watchedGlobs: readonly string[] = [
  `**/*.{${sourceExtensions.join(',')}}`,
  `**/${configFileName}`,
  '**/package.json',
  '**/{flagd,flags}.json',
  '**/*.flagd.json',
];

/** Changes that come within this time are taken together, in ms. */
const quietMs = 100;

/** Asks the client to watch; without that, only what is open is up to date. */
export async function registerWatchers(connection: Connection, folders: readonly Folder[]): Promise<void> {
  const definitionFiles = folders.flatMap((folder) => folder.definitionFiles());
  // Only the file's name: a client matches it below its folders, and what else has that name is told apart later.
  const globs = new Set([...watchedGlobs, ...definitionFiles.map((path) => `**/${basename(path)}`)]);
  const watchers = [...globs].map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

export function createWatcher({ folders, run }: WatcherOptions): Watcher {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;

  const handle = (): void => {
    timer = null;
    const byFolder = new Map<ReturnType<Folders['of']>, string[]>();
    for (const uri of waiting) {
      const folder = folders.of(uri);
      const uris = byFolder.get(folder) ?? [];
      uris.push(uri);
      byFolder.set(folder, uris);
    }
    waiting.clear();
    for (const [folder, uris] of byFolder) {
      if (!folder.isFolder) continue;
      const meanings = uris.map((uri) => folder.meaningOf(pathOfUri(uri) ?? ''));
      if (meanings.includes('configuration')) {
        run('reload', () => folder.reload());
        continue;
      }
      if (meanings.includes('state')) run('definition file', () => folder.refresh());
      run('filesChanged', () => folder.session().filesChanged(uris));
    }
  };

  return {
    changed(uris) {
      for (const uri of uris) waiting.add(canonicalUri(uri));
      timer ??= setTimeout(() => run('changed files', handle), quietMs);
    },
    dispose() {
      if (timer) clearTimeout(timer);
    },
  };
}
