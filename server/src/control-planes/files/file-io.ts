/** Reading and replacing files of flag state: whole or not at all. */
import { randomBytes } from 'node:crypto';
import { chmod, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../config/make-folder.ts';
import type { ControlPlaneErrorKind } from '../control-plane.ts';

const maxStateFileBytes = 32 * 1024 * 1024;

/** Why a file could not be read or written; the caller says of what. */
export class FileTrouble extends Error {
  readonly kind: ControlPlaneErrorKind;

  constructor(kind: ControlPlaneErrorKind, reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = 'FileTrouble';
    this.kind = kind;
  }
}

/** The text of a regular file, without its byte order mark. Throws FileTrouble. */
export async function readTextFile(path: string, maxBytes = maxStateFileBytes): Promise<string> {
  try {
    // Looked at before it is opened: opening a pipe waits for somebody to write.
    const stats = await stat(path);
    if (stats.isDirectory()) throw new FileTrouble('format', 'it is a folder');
    if (!stats.isFile()) throw new FileTrouble('format', 'it is not a regular file');
    if (stats.size > maxBytes) throw new FileTrouble('format', `it is larger than ${maxBytes / 1024 / 1024} MiB`);
    const file = await open(path, 'r');
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof FileTrouble) throw error;
    if (error instanceof TypeError) throw new FileTrouble('format', 'it is not UTF-8 text', error);
    throw troubleOf(error);
  }
}

/**
 * Replaces a file in one step: whoever reads it sees the old text or the new one. Keeps its permissions and its byte order mark;
 * where the path is a link, the file behind it is replaced. `confirm` is asked last, right before the replacement, and may throw to stop it.
 */
export async function replaceFile(path: string, text: string, confirm: () => Promise<void>): Promise<void> {
  let temporary: string | null = null;
  try {
    const target = await realpath(path);
    const { mode } = await stat(target);
    temporary = temporaryPath(target);
    await writeDurably(temporary, (await hasByteOrderMark(target)) ? `\uFEFF${text}` : text, mode & 0o777);
    await confirm();
    await rename(temporary, target);
    temporary = null;
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? troubleOf(error) : error;
  } finally {
    if (temporary !== null) await rm(temporary, { force: true });
  }
}

/** Creates or replaces a file that is nobody's business but this user's, in a folder likewise. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  makeFolder(folder);
  await chmod(folder, 0o700);
  const temporary = temporaryPath(path);
  try {
    await writeDurably(temporary, text, 0o600);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The name says whose it is, should a crash leave one behind; it is hidden, and no glob for definition files finds it. */
function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.sluice-tmp`);
}

async function writeDurably(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text, 'utf8');
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function hasByteOrderMark(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(3), 0, 3, 0);
    return bytesRead === 3 && buffer.equals(Buffer.from('\uFEFF'));
  } finally {
    await file.close();
  }
}

function troubleOf(error: unknown): FileTrouble {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FileTrouble('not-found', 'there is no such file', error);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new FileTrouble('forbidden', `permission was denied (${code})`, error);
    case 'ENOSPC':
    case 'EDQUOT':
      return new FileTrouble('server', `the disk is full (${code})`, error);
    default:
      return new FileTrouble('server', `the file system failed (${code || 'unknown error'})`, error);
  }
}
