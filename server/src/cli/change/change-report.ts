/** What a change does to flags: the part of a report that `--changed-since` adds. */
import type { FlagKind, Purpose } from '../../core/model.ts';
import { plural, visible } from '../../core/text.ts';

export interface ChangeReport {
  /** As it was named. */
  readonly ref: string;
  /** The commit that was compared with: the merge base of the reference and HEAD. */
  readonly base: string;
  /** How many source files it changes. */
  readonly files: number;
  readonly inChange: number;
  readonly elsewhere: number;
  /** Read now, and not before. */
  readonly added: readonly ChangedFlag[];
  /** Read before, and not any more. */
  readonly removed: readonly ChangedFlag[];
  /** Its reads are touched, and findings say that the flag has outlived its purpose. */
  readonly stillStale: readonly ChangedFlag[];
  /** What could not be compared; sentences for people. */
  readonly notes: readonly string[];
}

export interface ChangedFlag {
  readonly key: string;
  /** null where there is only one. */
  readonly controlPlane: string | null;
  readonly readsBefore: number;
  readonly readsAfter: number;
  /** Reads in other repositories, where reports of those were given. */
  readonly readsElsewhere: number | null;
  /** `unknown`: there is no state that could tell. */
  readonly state: 'found' | 'archived' | 'missing' | 'unknown';
  readonly kind: FlagKind | null;
  readonly purpose: Purpose | null;
  readonly owner: string | null;
  /** In the control plane's order; empty where it does not tell. */
  readonly serving: readonly ServedIn[];
  /** Checks by which it is stale. */
  readonly staleBy: readonly string[];
}

export interface ServedIn {
  readonly environment: string;
  readonly critical: boolean;
  /** `on`, `25 %`. */
  readonly serving: string;
  /** A datacenter or server has another one. */
  readonly differs: boolean;
}

/** Lines for people, safe for a terminal; empty where no change was asked about. */
export function changeLines(change: ChangeReport | null): readonly string[] {
  if (change === null) return [];
  const { ref, base, files, inChange, elsewhere, notes } = change;
  return [
    `changes since ${visible(ref)} (${base.slice(0, 12)}): ${plural(files, 'source file')}; ${plural(inChange, 'finding')} in the change, ${elsewhere} elsewhere because of it`,
    ...notes.map((note) => visible(note, 500)),
  ];
}
