/**
 * What a scan found out about a workspace, kept on disk for the next one. One file per workspace: the facts of the
 * files that were parsed, read one by one when they are needed, and behind them an index (JSON: every file, and the result).
 *
 * Nothing is taken from it that may not hold any more: a file is known by its stamp, or by its content where the stamp was
 * too young; everything by the build of Sluice and the configuration.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { makeFolder } from '../../config/make-folder.ts';
import type { CallSite } from '../../core/model.ts';
import type { Logger, ScanSummary } from '../session.ts';
import { isSameStamp, type Stamp } from '../files/stamp.ts';

export interface FactsCacheOptions {
  /** Where caches of all workspaces lie. */
  readonly folder: string;
  /** Absolute path of the workspace. */
  readonly root: string;
  /** The build of Sluice, see `buildId`. */
  readonly build: string;
  /** Everything of the configuration that a scan depends on; plain data. */
  readonly settings: unknown;
  readonly logger: Logger;
}

/** What is known of one file's text. */
export interface FileRecord {
  /** null: too young when it was read; only its content tells whether it is the same. */
  readonly stamp: Stamp | null;
  /** It passes the prefilter by what SDKs and the configuration name. */
  readonly isMatch: boolean;
  /** Of the first `tested` names of the scan, those that let it pass, by their index. */
  readonly tested: number;
  readonly hits: readonly number[];
  readonly isMinified: boolean;
  /** SHA-256 of its bytes, where it has facts. */
  readonly hash: string | null;
}

/** What was told of the whole workspace, and every path that it depends on. */
export interface ScanResult {
  /** What was asked for, and the files and manifests that were listed, as one hash. */
  readonly asked: string;
  /** Files without facts or verdict, links not followed; null: not there. */
  readonly others: readonly (readonly [path: string, stamp: Stamp | null])[];
  /** Whatever else was looked at, links followed: folders in which files were looked for, manifests. */
  readonly paths: readonly (readonly [path: string, stamp: Stamp | null])[];
  readonly callSites: readonly (readonly [uri: string, callSites: readonly CallSite[]])[];
  /** Files with comments that speak to Sluice. */
  readonly commented: readonly string[];
  readonly summary: ScanSummary;
}

export interface CachedScan {
  /** Names that were looked for beside those of SDKs and configuration, in the order in which they were found. */
  readonly tested: readonly string[];
  readonly result: ScanResult | null;
  record(path: string): FileRecord | null;
  /** True where no file differs from its stamp, which each of them has. */
  isCurrent(stampAt: (path: string) => Stamp | null): boolean;
  /** The bytes of its facts; null where there are none, or they are damaged. */
  facts(path: string): Buffer | null;
  close(): void;
}

export interface NewScan {
  readonly tested: readonly string[];
  readonly result: ScanResult | null;
  /** `facts`: as UTF-8 JSON. */
  readonly files: Iterable<readonly [path: string, record: FileRecord, facts: () => Buffer | null]>;
}

export interface FactsCache {
  /** null where there is none that can be used. Never throws. */
  load(): CachedScan | null;
  /** Replaces what is there in one step. Never throws: a cache that cannot be written is no trouble. */
  save(scan: NewScan): void;
}

const magic = 'sluice-facts-2\n';
/** At the end: where the index starts (6 bytes), how long it is and its checksum (4 each). */
const trailerBytes = 14;
const maxIndexBytes = 128 * 1024 * 1024;
/** Facts beyond this are not kept: such a workspace reads those files again. */
const maxFactsBytes = 256 * 1024 * 1024;
/** Workspaces that were not scanned for longer than others are forgotten. */
const maxWorkspaces = 40;

type Row = readonly [
  path: string,
  modified: number | null,
  changed: number,
  bytes: number,
  flags: number,
  tested: number,
  hits: readonly number[],
  hash: string | null,
  offset: number,
  length: number,
  checksum: number,
];

interface CacheIndex {
  readonly root: string;
  readonly key: string;
  readonly tested: readonly string[];
  readonly result: ScanResult | null;
  readonly rows: readonly Row[];
}

const flagMatch = 1;
const flagMinified = 2;

/** The cache of one workspace; nothing is read or written before it is asked. */
export function createFactsCache(options: FactsCacheOptions): FactsCache {
  const { root, logger } = options;
  const folder = join(options.folder, 'facts');
  const path = join(folder, `${digest(root).slice(0, 32)}.cache`);
  const key = digest(JSON.stringify([options.build, options.settings]));
  return {
    load() {
      let file: number | null = null;
      try {
        file = openSync(path, 'r');
        const index = readIndex(file);
        if (index.root === root && index.key === key) return cachedScan(file, index);
        logger.debug('The cached facts are of another build or configuration.');
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') logger.debug(`The cached facts ${path} are ignored: ${messageOf(error)}`);
      }
      if (file !== null) closeSync(file);
      return null;
    },
    save(scan) {
      try {
        makeFolder(folder);
        replace(path, (file) => writeScan(file, { root, key }, scan));
        prune(folder);
      } catch (error) {
        logger.debug(`The facts could not be cached in ${path}: ${messageOf(error)}`);
      }
    },
  };
}

/** Which code made the facts: the bundle's name holds a hash of it. null where it runs from its sources, which change. */
export function buildId(moduleUrl: string): string | null {
  const name = basename(moduleUrl);
  return /-[\w-]{8}\.mjs$/.test(name) ? name : null;
}

function readIndex(file: number): CacheIndex {
  const { size } = fstatSync(file);
  if (size < magic.length + trailerBytes || read(file, 0, magic.length).toString('latin1') !== magic)
    throw new Error('it is no cache of facts');
  const trailer = read(file, size - trailerBytes, trailerBytes);
  const length = trailer.readUInt32LE(6);
  if (length > maxIndexBytes) throw new Error('its index is too long');
  const bytes = read(file, trailer.readUIntLE(0, 6), length);
  if (crc32(bytes) !== trailer.readUInt32LE(10)) throw new Error('it is damaged');
  return JSON.parse(bytes.toString('utf8')) as CacheIndex;
}

function cachedScan(file: number, { tested, result, rows }: CacheIndex): CachedScan {
  const byPath = new Map(rows.map((row) => [row[0], row]));
  let isOpen = true;
  return {
    tested,
    result,
    record(path) {
      const row = byPath.get(path);
      return row ? recordOf(row) : null;
    },
    isCurrent: (stampAt) =>
      rows.every((row) => {
        const { stamp } = recordOf(row);
        return stamp !== null && isSameStamp(stamp, stampAt(row[0]));
      }),
    facts(path) {
      const row = byPath.get(path);
      if (!row || row[9] === 0 || !isOpen) return null;
      try {
        const bytes = read(file, row[8], row[9]);
        return crc32(bytes) === row[10] ? bytes : null;
      } catch {
        return null;
      }
    },
    close() {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

function writeScan(file: number, of: Pick<CacheIndex, 'root' | 'key'>, { tested, result, files }: NewScan): void {
  let offset = writeAll(file, Buffer.from(magic, 'latin1'));
  const rows: Row[] = [];
  for (const [path, record, factsOf] of files) {
    const facts = offset < maxFactsBytes ? factsOf() : null;
    rows.push(rowOf(path, record, { offset, length: facts?.length ?? 0, checksum: facts ? crc32(facts) : 0 }));
    if (facts) offset += writeAll(file, facts);
  }
  const index = Buffer.from(JSON.stringify({ ...of, tested, result, rows } satisfies CacheIndex), 'utf8');
  const trailer = Buffer.alloc(trailerBytes);
  trailer.writeUIntLE(offset, 0, 6);
  trailer.writeUInt32LE(index.length, 6);
  trailer.writeUInt32LE(crc32(index), 10);
  writeAll(file, index);
  writeAll(file, trailer);
}

function rowOf(path: string, record: FileRecord, at: { offset: number; length: number; checksum: number }): Row {
  const { stamp, isMatch, isMinified, tested, hits, hash } = record;
  const flags = (isMatch ? flagMatch : 0) | (isMinified ? flagMinified : 0);
  const { modified, changed, bytes } = stamp ?? { modified: null, changed: 0, bytes: 0 };
  return [path, modified, changed, bytes, flags, tested, hits, hash, at.offset, at.length, at.checksum];
}

function recordOf([, modified, changed, bytes, flags, tested, hits, hash]: Row): FileRecord {
  return {
    stamp: modified === null ? null : { modified, changed, bytes },
    isMatch: (flags & flagMatch) !== 0,
    isMinified: (flags & flagMinified) !== 0,
    tested,
    hits,
    hash,
  };
}

/** Whoever reads the path meanwhile, another process too, sees the old file or the new one. */
function replace(path: string, fill: (file: number) => void): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    try {
      fill(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Keeps the caches that were written last; what a process that was killed left behind goes with the oldest. */
function prune(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= maxWorkspaces) return;
  const byAge = names
    .map((name) => ({ name, writtenAt: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.writtenAt - a.writtenAt);
  for (const { name } of byAge.slice(maxWorkspaces)) rmSync(join(folder, name), { force: true });
}

/** Exactly these bytes. Throws where the file ends before. */
function read(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, bytes, done, length - done, position + done);
    if (count === 0) throw new Error('it ends too early');
    done += count;
  }
  return bytes;
}

function writeAll(file: number, bytes: Buffer): number {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
  return bytes.length;
}

/** SHA-256, in hexadecimal digits. */
export function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
