/** The last known complete snapshot on disk, for when a control plane does not answer. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FlagSnapshot } from '../../core/model.ts';
import { FileTrouble, readTextFile, writePrivateFile } from '../files/file-io.ts';
import { silentLog, type Log } from '../log.ts';
import { formatSnapshot, NotASnapshot, parseSnapshot } from './snapshot-file.ts';

/** Whose snapshot it is. `origin` is the control plane's address. */
export interface SnapshotIdentity {
  readonly kind: string;
  readonly origin: string;
  readonly project: string;
}

interface CachedSnapshot {
  readonly snapshot: FlagSnapshot;
  /** ms since it was read from the control plane; never negative. */
  readonly ageMs: number;
}

export interface SnapshotCache {
  /** Null where there is none, or none that can be trusted. Never throws. */
  read(identity: SnapshotIdentity): Promise<CachedSnapshot | null>;
  /** Keeps a complete snapshot; an incomplete one never takes the place of a complete one. Never throws: a cache that cannot be written is no trouble. */
  write(identity: SnapshotIdentity, snapshot: FlagSnapshot): Promise<void>;
}

export interface SnapshotCacheOptions {
  /** See `config/cache-folder.ts`. */
  readonly folder: string;
  readonly log?: Log;
  /** ms since the epoch. */
  readonly now?: () => number;
}

export function createSnapshotCache(options: SnapshotCacheOptions): SnapshotCache {
  const { folder, log = silentLog, now = Date.now } = options;
  const pathOf = (identity: SnapshotIdentity): string => join(folder, 'state', `${keyOf(identity)}.json`);
  return {
    async read(identity) {
      const path = pathOf(identity);
      try {
        const document = JSON.parse(await readTextFile(path)) as unknown;
        const owner =
          typeof document === 'object' && document !== null && 'identity' in document ? document.identity : null;
        if (JSON.stringify(owner) !== JSON.stringify(identityOf(identity)))
          throw new NotASnapshot('it is of another control plane');
        const snapshot = parseSnapshot(document);
        return { snapshot, ageMs: Math.max(0, now() - Date.parse(snapshot.readAt)) };
      } catch (error) {
        if (error instanceof FileTrouble && error.kind === 'not-found') return null;
        log.debug(
          `The cached state ${path} is ignored: ${error instanceof SyntaxError ? 'it is not JSON' : messageOf(error)}.`,
        );
        return null;
      }
    },

    async write(identity, snapshot) {
      if (!snapshot.complete) return;
      const path = pathOf(identity);
      try {
        const text = formatSnapshot(snapshot);
        await writePrivateFile(path, `{"identity":${JSON.stringify(identityOf(identity))},${text.slice(1)}`);
      } catch (error) {
        log.debug(`The state could not be cached in ${path}: ${messageOf(error)}.`);
      }
    },
  };
}

function identityOf({ kind, origin, project }: SnapshotIdentity): readonly string[] {
  return [kind, origin, project];
}

function keyOf(identity: SnapshotIdentity): string {
  return createHash('sha256')
    .update(JSON.stringify(identityOf(identity)))
    .digest('hex')
    .slice(0, 32);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
