/** Reads one source file, or says why not. */
import { lstatSync, readFileSync } from 'node:fs';
import { decode, encodingOf } from './decode.ts';

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
  readonly bytes: number;
  /** Each byte one character: for the prefilter, which looks at ASCII only. UTF-16 is decoded. */
  probe(): string;
  /** As an editor shows it. */
  text(): string;
  isMinified(): boolean;
}

/** Reads a file in one go. Throws nothing. */
export function readSourceFile(path: string, maxBytes = maxFileBytes): ReadFile {
  let bytes: Buffer;
  try {
    const stats = lstatSync(path);
    if (!stats.isFile()) return { kind: 'absent' };
    if (stats.size > maxBytes) {
      const size = `${(stats.size / 1024 / 1024).toFixed(1)} MiB`;
      return {
        kind: 'oversized',
        message: `The file has ${size}; files over ${maxBytes / 1024 / 1024} MiB are left out.`,
      };
    }
    bytes = readFileSync(path);
  } catch (error) {
    return unreadable(error);
  }
  const encoding = encodingOf(bytes);
  if (encoding === 'utf8' && hasNul(bytes)) return { kind: 'binary', message: null };
  return {
    kind: 'read',
    file: {
      bytes: bytes.length,
      probe: () => (encoding === 'utf8' ? bytes.toString('latin1') : decode(bytes, encoding)),
      text: () => decode(bytes, encoding),
      isMinified: () => /\.min\.[cm]?jsx?$/i.test(path) || hasLongLines(bytes),
    },
  };
}

function unreadable(error: unknown): ReadFile {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
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
