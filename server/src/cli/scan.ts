/** Scans what the command line names. */
import { realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { visible } from '../core/text.ts';
import { toRelative } from '../session/files/list-files.ts';
import type { ScanSummary } from '../session/session.ts';
import { pathOfUri, uriOfPath } from '../session/uri.ts';
import type { CommandInput, Io } from './command.ts';
import type { OpenSession } from './open-session.ts';
import { createProgressLine } from './terminal/progress.ts';
import { UsageError } from './usage-error.ts';
import { optimizeLate } from './v8.ts';

export interface Scanned {
  readonly summary: ScanSummary;
  /** The files asked for that hold call sites, sorted. */
  readonly uris: readonly string[];
  /** Everything in the workspace was asked for. */
  readonly isWhole: boolean;
  /** Whether a file of the workspace (its path relative to that, with `/`) was asked for. */
  isAsked(path: string): boolean;
  /** False for files that another shard reports; default: true for all. */
  readonly isInShard?: (uri: string) => boolean;
}

/** Reads the workspace and keeps to the paths given; none = the working directory, or the workspace where that lies outside. */
export async function scan({ session, log }: OpenSession, input: CommandInput, io: Io): Promise<Scanned> {
  optimizeLate();
  const paths = askedPaths(session.root, input.positionals, io.cwd);
  const progress = createProgressLine(io, input.has('quiet'));
  const startedAt = performance.now();
  try {
    const summary = await session.scan({ paths, signal: io.signal, onProgress: (at) => progress.update(at) });
    log.info(
      `${summary.files} files looked at and ${summary.parsed} parsed in ${Math.round(performance.now() - startedAt)} ms.`,
    );
    const uris = session.uris().filter((uri) => isAsked(uri, paths));
    return {
      summary,
      uris,
      isWhole: paths.includes(session.root),
      isAsked: (path) => isAsked(uriOfPath(join(session.root, path)), paths),
    };
  } finally {
    progress.done();
  }
}

function askedPaths(root: string, positionals: readonly string[], cwd: string): readonly string[] {
  if (positionals.length === 0) return [pathInside(root, cwd) ?? root];
  return positionals.map((positional) => {
    // What a script's empty variable leaves behind does not mean the whole folder.
    if (positional === '') throw new UsageError('A path is empty. Leave it out for the working directory.');
    const path = resolve(cwd, positional);
    if (!statSync(path, { throwIfNoEntry: false })) throw new UsageError(`${visible(positional)} does not exist.`);
    const inside = pathInside(root, path);
    if (inside === null) {
      throw new UsageError(
        `${visible(positional)} is outside of the workspace ${visible(root, 500)}. Name another workspace with --root.`,
      );
    }
    return inside;
  });
}

/** The path as it is below the root, whatever links lead there; null outside. */
function pathInside(root: string, path: string): string | null {
  const inside = toRelative(realpathSync(root), realpathSync(path));
  return inside === null ? null : join(root, inside);
}

function isAsked(uri: string, paths: readonly string[]): boolean {
  const path = pathOfUri(uri);
  return path !== null && paths.some((asked) => toRelative(asked, path) !== null);
}
