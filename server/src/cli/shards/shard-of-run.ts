/** What one shard does, and what tells that it and the others belong together. */
import { createHash } from 'node:crypto';
import type { Session, SessionPlane } from '../../session/session.ts';
import { pathOfUri } from '../../session/uri.ts';
import type { UsagesElsewhere } from '../check/usages-elsewhere.ts';
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

export interface RunOfShard {
  readonly opened: OpenSession;
  /** The files of all shards. */
  readonly all: Scanned;
  readonly usages: UsagesElsewhere | null;
  readonly cwd: string;
}

/** What stands in the report of a shard. */
export function shardOfRun(shard: Shard, { opened, all, usages, cwd }: RunOfShard): ReportShard {
  const { session, isStateGiven, now } = opened;
  return {
    ...shard,
    sluice: version,
    code: digest(all.uris.map((uri) => codeOf(uri, session))),
    settings: digest([settingsOf(opened), usages && [usages.keys, usages.dynamic]]),
    folder: relativePath(session.root, cwd),
    states: session.planes.map((plane) => ({ name: plane.name, revision: revisionOf(plane, isStateGiven) })),
    isStateGiven,
    now: now(),
  };
}

/** The text, because findings are about more than the call sites in it; and the keys, for constants may be in other files. */
function codeOf(uri: string, session: Session): unknown {
  const path = relativePath(session.root, pathOfUri(uri) ?? uri);
  return [path, session.text(uri), session.callSites(uri).map(({ key }) => key)];
}

/** Where a control plane is may differ from machine to machine; what it says is compared as the state. */
function settingsOf({ session, loaded }: OpenSession): unknown {
  const { controlPlane: _one, controlPlanes: _several, ...settings } = loaded.config;
  return [
    settings,
    session.planes.map(({ name, folder, comparedWith, critical }) => [name, folder, comparedWith, critical]),
  ];
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
