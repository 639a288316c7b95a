/** What one pass over the files counts and comes across. */
import type { Problem } from '../../core/model.ts';
import type { SeenFiles } from '../cache/seen-files.ts';
import type { ScanSummary } from '../session.ts';

export interface Tally {
  /** False for files that are read only for what they tell about others: they are not counted. */
  readonly isAsked: (path: string) => boolean;
  files: number;
  readonly parsed: Set<string>;
  readonly skipped: { binary: number; minified: number; oversized: number; unreadable: number };
  readonly problems: Problem[];
  readonly seen: SeenFiles;
  /** Paths that were looked at and are no readable source. */
  readonly others: Set<string>;
}

export function createTally(seen: SeenFiles, isAsked: (path: string) => boolean = () => true): Tally {
  return {
    isAsked,
    files: 0,
    parsed: new Set(),
    skipped: { binary: 0, minified: 0, oversized: 0, unreadable: 0 },
    problems: [],
    seen,
    others: new Set(),
  };
}

export function summaryOf({ files, parsed, skipped, problems }: Tally): ScanSummary {
  return { files, parsed: parsed.size, skipped, problems: sortedOnce(problems) };
}

/** A file that is read again in a later round has its problem once. */
function sortedOnce(problems: readonly Problem[]): readonly Problem[] {
  const sorted = [...problems].sort((a, b) => compare(a.uri, b.uri) || compare(a.message, b.message));
  return sorted.filter(({ uri, message }, at) => uri !== sorted[at - 1]?.uri || message !== sorted[at - 1]?.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
