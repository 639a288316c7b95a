/** One status for the client, which shows one. */
import type { StateStatus } from '../protocol.ts';

/** Trouble first, then what is best known. Counts of all folders are added up. */
export function mergeStatuses(statuses: readonly StateStatus[]): StateStatus {
  const relevant = statuses.filter((status) => status.kind !== 'off' || status.problem !== null);
  const shown = relevant.find((status) => status.problem !== null) ?? relevant[0] ?? statuses[0];
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
  return { ...shown, flagCount: statuses.reduce((sum, status) => sum + status.flagCount, 0) };
}
