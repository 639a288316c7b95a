/** The result of a scan, kept for as long as nothing that it came from is another. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest, type CachedScan, type ScanResult } from './facts-cache.ts';
import type { FileList } from '../files/list-files.ts';
import type { ResolverDependencies } from '../modules/resolve-module.ts';
import { isSameStamp, isSettled, stampAt, stampOf, type Stamp } from '../files/stamp.ts';

/** What a scan was asked, and what it had to look at: another file, other folders asked for or another problem is another scan. */
export function questionOf(list: FileList, paths: readonly string[] | undefined): string {
  return digest(JSON.stringify([paths ?? null, list.files, list.manifests, list.problems]));
}

/** The result of the former scan where every file, folder and manifest is as it was then; else null. It holds for what was asked then. */
export function currentResult(former: CachedScan): ScanResult | null {
  const { result } = former;
  if (!result) return null;
  const isCurrent =
    result.others.every(([path, stamp]) => isSameStamp(stamp, stampAt(path))) &&
    result.paths.every(([path, stamp]) => isSameStamp(stamp, followedStampAt(path))) &&
    former.isCurrent(stampAt);
  return isCurrent ? result : null;
}

/** What a result depends on beside the files with records. null: something was too young to be sure of, or cannot be watched. */
export function dependenciesOf(
  { manifests, probes }: ResolverDependencies,
  others: Iterable<string>,
  hasRecord: (path: string) => boolean,
  readAt: number,
): Pick<ScanResult, 'others' | 'paths'> | null {
  const followed = new Set(manifests);
  for (const [path, isThere] of probes) {
    // A file that appears or vanishes changes its folder.
    followed.add(dirname(path));
    if (isThere && !hasRecord(path)) followed.add(path);
  }
  if (hasDanglingLink(probes)) return null;
  const stamped = (paths: Iterable<string>, at: (path: string) => Stamp | null) =>
    [...paths].map((path) => [path, at(path)] as const);
  const found = { others: stamped(others, stampAt), paths: stamped(followed, followedStampAt) };
  const areSettled = [...found.others, ...found.paths].every(([, stamp]) => stamp === null || isSettled(stamp, readAt));
  return areSettled ? found : null;
}

/** A link to nothing is no file now, and may be one later without a change to its folder. */
function hasDanglingLink(probes: ReadonlyMap<string, boolean>): boolean {
  const folders = new Set<string>();
  for (const path of probes.keys()) folders.add(dirname(path));
  for (const folder of folders) {
    for (const entry of entriesOf(folder)) {
      if (entry.isSymbolicLink() && probes.get(join(folder, entry.name)) === false) return true;
    }
  }
  return false;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function followedStampAt(path: string): Stamp | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats ? stampOf(stats) : null;
  } catch {
    return null;
  }
}
