/** What a baseline says of a run. */
import { plural, visible } from '../../core/text.ts';

export interface BaselineOutcome {
  /** As it was named. */
  readonly file: string;
  /** Findings that are in it. */
  readonly known: number;
  readonly new: number;
  /** Known findings that the report leaves out: all of them with `--new-only`, else none. */
  readonly leftOut: number;
  /** Entries that no finding belongs to any more. */
  readonly gone: number;
  /** Those were taken out of it by this run. */
  readonly isPruned: boolean;
  /** Entries of files that were not looked at, and of checks that had no state: whether they are gone, nobody knows. */
  readonly notTold: number;
}

/** Sentences for people, without a full stop; empty where there is no news. */
export function baselineLines(outcome: BaselineOutcome | null): readonly string[] {
  if (outcome === null) return [];
  const { known, leftOut, gone, isPruned, new: fresh } = outcome;
  const file = visible(outcome.file);
  const counts = leftOut > 0 ? `${plural(leftOut, 'known finding')} left out` : `${known} known, ${fresh} new`;
  return [
    `baseline: ${counts} (${file})`,
    ...(gone === 0 ? [] : [`baseline: ${isPruned ? pruned(gone) : prunable(gone)}`]),
  ];
}

function prunable(gone: number): string {
  return `${gone} of its entries ${gone === 1 ? 'is' : 'are'} gone; --prune-baseline takes ${gone === 1 ? 'it' : 'them'} out`;
}

function pruned(gone: number): string {
  return `${gone} of its entries ${gone === 1 ? 'was' : 'were'} gone and ${gone === 1 ? 'has' : 'have'} been taken out`;
}
