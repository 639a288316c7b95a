/** What the file system says of a file's content without reading it. */
import { lstatSync, type Stats } from 'node:fs';

/** Two files of one path with equal stamps hold the same text, provided that the stamp was settled when the text was read. */
export interface Stamp {
  /** ms since the epoch, as exact as the file system. */
  readonly modified: number;
  /** When the file was last written, renamed or given another time: this one cannot be set by a program. */
  readonly changed: number;
  readonly bytes: number;
}

/** Times of some file systems are exact to two seconds only: a younger file may change again without a trace. */
const unsettledMs = 2_000;

export function stampOf(stats: Stats): Stamp {
  return { modified: stats.mtimeMs, changed: stats.ctimeMs, bytes: stats.size };
}

/** Of the path itself, links not followed; null where there is nothing. */
export function stampAt(path: string): Stamp | null {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats ? stampOf(stats) : null;
  } catch {
    return null;
  }
}

export function isSameStamp(a: Stamp | null, b: Stamp | null): boolean {
  return a === b || (!!a && !!b && a.modified === b.modified && a.changed === b.changed && a.bytes === b.bytes);
}

/** True where the file was left alone for long enough before `readAt` (ms since the epoch) that any later change shows. */
export function isSettled(stamp: Stamp, readAt: number): boolean {
  return Math.max(stamp.modified, stamp.changed) < readAt - unsettledMs;
}
