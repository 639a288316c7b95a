/** The last known state on disk, so that a restart without network is no restart without state. */
import { cacheFolder } from '../config/cache-folder.ts';
import { createSnapshotCache, type SnapshotIdentity } from '../control-planes/snapshots/snapshot-cache.ts';
import type { LastKnownSnapshot } from '../session/state-store.ts';
import type { ServerContext } from './context.ts';

/** null for control planes whose state is a file anyway. */
export function lastKnownSnapshot(
  identity: SnapshotIdentity | null,
  { env, logger, now }: ServerContext,
): LastKnownSnapshot | null {
  if (identity === null) return null;
  const cache = createSnapshotCache({ folder: cacheFolder(env), log: logger, now });
  return {
    read: async () => (await cache.read(identity))?.snapshot ?? null,
    write: (snapshot) => cache.write(identity, snapshot),
  };
}
