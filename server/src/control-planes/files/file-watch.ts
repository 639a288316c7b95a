/** Notices when a file's text changes: written in place, replaced by renaming, removed, or reached through a link that moves. */
import { createHash } from 'node:crypto';
import { watch, type FSWatcher } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { realTimers, type Timers } from '../http/backoff.ts';
import { FileTrouble, readTextFile } from './file-io.ts';

export interface FileWatchOptions {
  readonly path: string;
  /** The hash of the new text; null where the file cannot be read now. */
  readonly onChange: (hash: string | null) => void;
  /** Watching works (null) or does not (the reason, in which case it is tried again). */
  readonly onWatching: (reason: string | null) => void;
  /** The hash of what was read last; a file that differs from it at the start has changed already. */
  readonly knownHash: () => string | null;
  readonly timers?: Timers;
}

/** Editors write a file in several steps; one answer to all of them is enough. */
const settleMs = 100;
const retryMs = 2_000;

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Watches until it is closed. The watch itself keeps no process alive. */
export function watchTextFile(options: FileWatchOptions): { close(): void } {
  const { path, onChange, onWatching, knownHash, timers = realTimers } = options;
  let isClosed = false;
  let watchers: FSWatcher[] = [];
  let pending: unknown = null;
  let last: string | null | undefined;
  let folders = '';

  const compare = async (): Promise<void> => {
    const hash = await readTextFile(path).then(hashOf, (error: unknown) => {
      if (error instanceof FileTrouble) return null;
      throw error;
    });
    if (isClosed) return;
    const before = last === undefined ? knownHash() : last;
    last = hash;
    if (hash !== before) onChange(hash);
  };

  const settle = (): void => {
    timers.clear(pending);
    pending = timers.set(() => void (isClosed ? undefined : check()), settleMs);
  };

  const check = async (): Promise<void> => {
    await compare();
    const now = await foldersOf(path);
    if (isClosed || (now !== null && identity(now) === folders)) return;
    // The folder was replaced, or a link leads elsewhere: the watches look at what is gone.
    await start();
  };

  const start = async (): Promise<void> => {
    stop();
    const found = await foldersOf(path);
    if (isClosed) return;
    try {
      if (found === null) throw new Error('its folder does not exist');
      folders = identity(found);
      const names = new Set([basename(path), ...found.map(({ name }) => name)]);
      for (const { folder } of found) watchers.push(open(folder, names));
      onWatching(null);
      await compare();
    } catch (error) {
      fail(error);
    }
  };

  const open = (folder: string, names: ReadonlySet<string>): FSWatcher =>
    watch(folder, { persistent: false }, (_event, changed) => {
      // Names that begin with two dots are how mounted configurations swap all of their files at once.
      if (changed === null || names.has(changed) || changed.startsWith('..') || changed === basename(folder)) settle();
    }).on('error', fail);

  const fail = (error: unknown): void => {
    if (isClosed) return;
    stop();
    onWatching(error instanceof Error ? error.message : String(error));
    timers.clear(pending);
    pending = timers.set(() => void start(), retryMs);
  };

  const stop = (): void => {
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };

  void start();
  return {
    close() {
      isClosed = true;
      timers.clear(pending);
      stop();
    },
  };
}

interface Folder {
  readonly folder: string;
  readonly name: string;
  readonly inode: number;
}

/** The folder of the path and, where the path is a link, the one it leads to; null where neither exists. */
async function foldersOf(path: string): Promise<readonly Folder[] | null> {
  const target = await realpath(path).catch(() => path);
  const paths = dirname(target) === dirname(path) ? [path] : [path, target];
  const found: Folder[] = [];
  for (const each of paths) {
    const stats = await stat(dirname(each)).catch(() => null);
    if (stats?.isDirectory()) found.push({ folder: dirname(each), name: basename(each), inode: stats.ino });
  }
  return found.length === 0 ? null : found;
}

function identity(folders: readonly Folder[]): string {
  return folders.map(({ folder, name, inode }) => `${inode}:${folder}:${name}`).join('\n');
}
