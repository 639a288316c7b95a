/** A server as the API tells it: what it holds, how far behind it is, and what it applies otherwise than it should. Pure. */
import type { Flag } from '../../../core/model.ts';
import type { ServedScope } from '../compile.ts';
import type { HistoryEntry, ProjectState } from '../flag-source.ts';
import { lagOf, type Difference, type Lag } from './history.ts';
import type { Via } from './roster.ts';

export interface FleetServer {
  readonly environment: string;
  readonly datacenter: string;
  readonly server: string;
  readonly seenAt: string;
  readonly connected: boolean;
  readonly via: Via;
  readonly client: string | null;
  /** The project's revision whose configuration the server is known to hold. */
  readonly revision: string;
  /** How many later revisions change what this server applies. */
  readonly behind: number;
  readonly state: 'current' | 'behind' | 'silent';
  readonly differs: readonly Difference[];
}

/** What is known of a server at this moment. */
export interface ServerSighting {
  readonly scope: ServedScope & { readonly datacenter: string; readonly server: string };
  readonly seenAt: string;
  readonly connected: boolean;
  readonly silent: boolean;
  readonly via: Via;
  readonly client: string | null;
  readonly revision: string;
  /** Its definition is known to be the one of now. */
  readonly isCurrent: boolean;
}

/**
 * The servers in the order of their names.
 * @param entries after the oldest revision that a sighting names, oldest first; null where they go back too far to be read:
 *   then a server that is not current is `behind` by all revisions since, and what it applies is not told
 */
export function describeFleet(
  project: ProjectState,
  sightings: readonly ServerSighting[],
  entries: readonly HistoryEntry[] | null,
): readonly FleetServer[] {
  const flags = new Map(project.flags.map((flag) => [flag.key, flag]));
  const lags = new Map<string, Lag>();
  const describe = (sighting: ServerSighting): FleetServer => {
    const { scope, seenAt, connected, silent, via, client } = sighting;
    const { environment, datacenter, server } = scope;
    const lag = sighting.isCurrent ? noLag : remember(lags, project, flags, sighting, entries);
    const revision = lag.behind === 0 ? project.revision : sighting.revision;
    const state = silent ? 'silent' : lag.behind === 0 ? 'current' : 'behind';
    return { environment, datacenter, server, seenAt, connected, via, client, revision, ...lag, state };
  };
  return sightings.map(describe).sort(byName);
}

const noLag: Lag = { behind: 0, differs: [] };

/** Servers of one scope at one revision have the same lag; after a deployment many do. */
function remember(
  lags: Map<string, Lag>,
  project: ProjectState,
  flags: ReadonlyMap<string, Flag>,
  { scope, revision }: ServerSighting,
  entries: readonly HistoryEntry[] | null,
): Lag {
  if (entries === null) return { behind: Math.max(0, Number(project.revision) - Number(revision)), differs: [] };
  const key = JSON.stringify([scope.environment, scope.datacenter, scope.server, revision]);
  const known = lags.get(key);
  if (known) return known;
  const after = entries.filter((entry) => Number(entry.revision) > Number(revision));
  const lag = lagOf(flags, scope, after);
  lags.set(key, lag);
  return lag;
}

function byName(a: FleetServer, b: FleetServer): number {
  const [left, right] = [a, b].map(({ environment, datacenter, server }) => [environment, datacenter, server]);
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index] ?? '';
    if (part !== other) return part < other ? -1 : 1;
  }
  return 0;
}
