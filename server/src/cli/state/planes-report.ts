/** What `sluice flags` and `sluice status` tell where a workspace has several control planes. */
import type { Comparison } from '../../core/state/compare.ts';
import type { StateStatus } from '../../protocol.ts';
import type { SessionPlane } from '../../session/session.ts';
import type { FlagReport } from '../flags/flag-report.ts';

export interface PlaneReport {
  readonly plane: SessionPlane;
  readonly status: StateStatus;
  /** null: nothing is known of its flags. */
  readonly report: FlagReport | null;
  /** What is said in place of flags where one was asked for that it does not have; null elsewhere. */
  readonly lack: string | null;
}

export interface PlanesReport {
  /** In the order of the configuration. */
  readonly planes: readonly PlaneReport[];
  /** Where those of a migration disagree. */
  readonly comparisons: readonly Comparison[];
  readonly isStateGiven: boolean;
  /** ms since the epoch. */
  readonly now: number;
}

/** Which files a control plane is for, in words; a folder comes from the repository and is not escaped. */
export function partOf({ folder, comparedWith }: SessionPlane): string {
  if (comparedWith !== null) return `compared with ${comparedWith}`;
  return folder ?? 'everything else';
}
