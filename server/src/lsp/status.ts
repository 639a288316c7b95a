/** One status for the client, which shows one, and of several control planes each. */
import type { ControlPlaneStatus, StateStatus } from '../protocol.ts';
import type { Folders } from './folders.ts';

/** What the client is told of all folders. */
export function statusOf(folders: Folders): StateStatus {
  return mergeStatuses(folders.all().flatMap((folder) => folder.statuses()));
}

/** Trouble first, the worst of it, then what is best known. Counts of all control planes that decide are added up. */
export function mergeStatuses(statuses: readonly ControlPlaneStatus[]): StateStatus {
  const relevant = statuses.filter((status) => status.kind !== 'off' || status.problem !== null);
  const troubled = relevant.filter((status) => status.problem !== null);
  const worst = troubled.toSorted((a, b) => badness(b) - badness(a))[0];
  const shown = worst ?? relevant[0] ?? statuses[0];
  if (!shown) {
    return {
      kind: 'off',
      controlPlane: null,
      origin: null,
      readAt: null,
      complete: false,
      flagCount: 0,
      problem: null,
      problemKind: null,
    };
  }
  // A compared control plane mostly has the same flags as the one it is compared with.
  const counted = statuses.filter(({ comparedWith }) => comparedWith === null);
  const flagCount = counted.reduce((sum, status) => sum + status.flagCount, 0);
  const merged = { ...plain(shown), flagCount };
  return relevant.length > 1 ? { ...merged, controlPlanes: relevant } : merged;
}

/** Without a state nothing is known; the last known one may be wrong; a part of it may be missing. */
function badness({ kind }: StateStatus): number {
  return kind === 'none' || kind === 'off' ? 2 : kind === 'cached' ? 1 : 0;
}

function plain(status: ControlPlaneStatus): StateStatus {
  const { kind, controlPlane, origin, readAt, complete, flagCount, problem, problemKind } = status;
  return { kind, controlPlane, origin, readAt, complete, flagCount, problem, problemKind };
}
