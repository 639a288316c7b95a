/** Reads one source file, or says why not. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { decode, encodingOf } from './decode.ts';
import { stampOf, type Stamp } from './stamp.ts';

/** Larger files are generated or data; parsing one would stop the editor for seconds. */
const maxFileBytes = 2 * 1024 * 1024;
/** Longer lines on average are a bundler's, not a person's. */
const maxAverageLine = 1_000;
const binaryProbe = 8 * 1024;

export type ReadFile =
  | { readonly kind: 'read'; readonly file: SourceFile }
  /** `message` is a sentence where a person can do something about it. */
  | { readonly kind: 'binary' | 'oversized' | 'unreadable'; readonly message: string | null }
  /** Gone, or never a regular file (a folder, link, pipe, socket or device, which are not opened). */
  | { readonly kind: 'absent' };

export interface SourceFile {
  /** As on disk. */
  readonly content: Buffer;
  /** Each byte one character: for the prefilter, which looks at ASCII only. UTF-16 is decoded. */
  probe(): string;
  /** As an editor shows it. */
  text(): string;
  isMinified(): boolean;
  /** As it was right before the bytes were read. */
  readonly stamp: Stamp;
  /** SHA-256 of the bytes, in hexadecimal digits. */
  hash(): string;
}

/** Reads a file in one go. Throws nothing. */
export function readSourceFile(path: string, maxBytes = maxFileBytes): ReadFile {
  const read = readBytes(path, maxBytes);
  if ('kind' in read) return read;
  const { bytes, stamp } = read;
  if (encodingOf(bytes) === 'utf8' && hasNul(bytes)) return { kind: 'binary', message: null };
  return { kind: 'read', file: sourceFileOf(path, bytes, stamp) };
}

/** A file whose bytes are here already. */
export function sourceFileOf(path: string, content: Buffer, stamp: Stamp): SourceFile {
  const encoding = encodingOf(content);
  return {
    content,
    stamp,
    hash: () => createHash('sha256').update(content).digest('hex'),
    probe: () => (encoding === 'utf8' ? content.toString('latin1') : decode(content, encoding)),
    text: () => decode(content, encoding),
    isMinified: () => /\.min\.[cm]?jsx?$/i.test(path) || hasLongLines(content),
  };
}

/** Links are not followed and opening a pipe must not wait for a writer; Windows knows neither flag. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const opensLinks = constants.O_NOFOLLOW === undefined;

function readBytes(path: string, maxBytes: number): { readonly bytes: Buffer; readonly stamp: Stamp } | ReadFile {
  let file: number | null = null;
  try {
    if (opensLinks && !lstatSync(path).isFile()) return { kind: 'absent' };
    file = openSync(path, openFlags);
    const stats = fstatSync(file);
    if (!stats.isFile()) return { kind: 'absent' };
    if (stats.size > maxBytes) {
      const size = `${(stats.size / 1024 / 1024).toFixed(1)} MiB`;
      return {
        kind: 'oversized',
        message: `The file has ${size}; files over ${maxBytes / 1024 / 1024} MiB are left out.`,
      };
    }
    return { bytes: readWhole(file, stats.size), stamp: stampOf(stats) };
  } catch (error) {
    return unreadable(error);
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** At most `size` bytes: a file that grows meanwhile is told of as changed. */
function readWhole(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size);
  let length = 0;
  while (length < size) {
    const read = readSync(file, bytes, length, size - length, null);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

/** What opening says of a path that is gone, of a link, and of a socket. */
const absentCodes: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'EMLINK', 'ENXIO']);

function unreadable(error: unknown): ReadFile {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && absentCodes.has(code)) return { kind: 'absent' };
  const why = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : (code ?? 'unknown error');
  return { kind: 'unreadable', message: `The file could not be read (${why}), so flags in it are not known.` };
}

function hasNul(bytes: Buffer): boolean {
  return bytes.subarray(0, binaryProbe).includes(0);
}

function hasLongLines(bytes: Buffer): boolean {
  const fewest = bytes.length / maxAverageLine;
  if (fewest <= 1) return false;
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (++lines > fewest) return false;
  }
  return true;
}
