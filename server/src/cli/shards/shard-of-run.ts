/** What one shard does, and what tells that it and the others belong together. */
import { createHash } from 'node:crypto';
import type { Session, SessionPlane } from '../../session/session.ts';
import { pathOfUri } from '../../session/uri.ts';
import type { OpenSession } from '../open-session.ts';
import { relativePath } from '../places.ts';
import type { Scanned } from '../scan.ts';
import { version } from '../version.ts';
import { shardOf, type ReportShard, type Shard } from './shard.ts';

/** The scan with the files of this shard only. */
export function inShard(scanned: Scanned, root: string, { index, count }: Shard): Scanned {
  const isInShard = (uri: string): boolean => shardOf(relativePath(root, pathOfUri(uri) ?? uri), count) === index;
  return { ...scanned, uris: scanned.uris.filter(isInShard), isInShard };
}

/** What stands in the report of a shard. `all`: the files of all shards. */
export function shardOfRun(shard: Shard, { session, isStateGiven, now }: OpenSession, all: Scanned): ReportShard {
  return {
    ...shard,
    sluice: version,
    code: digest(all.uris.map((uri) => codeOf(uri, session))),
    states: session.planes.map((plane) => ({ name: plane.name, revision: revisionOf(plane, isStateGiven) })),
    isStateGiven,
    now: now(),
  };
}

function codeOf(uri: string, session: Session): unknown {
  const path = relativePath(session.root, pathOfUri(uri) ?? uri);
  return [path, session.callSites(uri).map(({ span, key }) => [span.start, span.end, key])];
}

/** Of a control plane that numbers its states, the number; else, and of a file, which anybody may have edited, what is in it. */
function revisionOf(plane: SessionPlane, isFile: boolean): string | null {
  const { snapshot } = plane.state();
  if (snapshot === null) return null;
  const { revision, complete, environments, flags } = snapshot;
  return isFile || revision === null ? digest([complete, environments, flags]) : revision;
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
