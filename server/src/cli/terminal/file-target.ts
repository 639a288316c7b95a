/** What a file name on the command line stands for, whatever links lead there. */
import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export type FileTarget =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'stderr' }
  /** A file that the process has open (`/dev/fd/63`): its name must not be given to another one. */
  | { readonly kind: 'open'; readonly path: string }
  /** The end of all links; there may be nothing yet. */
  | { readonly kind: 'file'; readonly path: string };

/** As many links as Linux follows. */
const mostLinks = 40;

/** Follows links. A name that leads in a circle is left as it is, and opening it fails. */
export function fileTarget(path: string): FileTarget {
  let at = path;
  for (let links = 0; links <= mostLinks; links++) {
    at = join(realFolder(dirname(at)), basename(at));
    const open = /^(?:\/dev|\/proc\/(?:self|\d+))\/fd\/(\d+)$/.exec(at);
    if (open?.[1] === '1') return { kind: 'stdout' };
    if (open?.[1] === '2') return { kind: 'stderr' };
    if (open) return { kind: 'open', path };
    const next = linkedTo(at);
    if (next === null) return { kind: 'file', path: at };
    at = resolve(dirname(at), next);
  }
  return { kind: 'file', path };
}

/** The same for two names where writing to both would mix or lose something. */
export function targetKey(path: string): string {
  const target = fileTarget(path);
  return 'path' in target ? target.path : target.kind;
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function linkedTo(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
