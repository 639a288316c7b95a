/** `--usages`: what other repositories read, from their reports of `sluice usages --format json`. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { camelCaseSpellings } from '../../core/join.ts';
import { plural, visible } from '../../core/text.ts';
import type { Io } from '../command.ts';
import { readJsonFile } from '../json-file.ts';
import { UsageError } from '../usage-error.ts';

export interface UsagesElsewhere {
  /** How many call sites there are for a flag, under any spelling that an SDK may give its key. */
  of(key: string): number;
  /** Call sites whose key is computed: they may read any flag. */
  readonly dynamic: number;
  /** All of it, sorted: what tells that two runs were told the same. */
  readonly keys: readonly (readonly [key: string, callSites: number])[];
  /** What could not be read when the reports were written; sentences for people. */
  readonly notes: readonly string[];
}

const usagesReport = z.object({
  version: z.literal(1),
  callSites: z.array(z.object({ keys: z.array(z.string()), role: z.string() })),
  problems: z.array(z.unknown()).optional(),
});

/** null where no file is named. Throws UsageError for what is no report. */
export function readUsages(files: readonly string[], io: Pick<Io, 'cwd'>): UsagesElsewhere | null {
  if (files.length === 0) return null;
  const counts = new Map<string, number>();
  const notes: string[] = [];
  let dynamic = 0;
  for (const file of new Set(files.map((name) => resolve(io.cwd, name)))) {
    const shown = files.find((name) => resolve(io.cwd, name) === file) ?? file;
    const { callSites, problems = [] } = reportOf(file, shown);
    if (problems.length > 0)
      notes.push(
        `${visible(shown)} was written when not all of its code could be read (${plural(problems.length, 'problem')}): what is read there is not known.`,
      );
    for (const { keys, role } of callSites) {
      for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
      if (keys.length === 0 && role !== 'home-made-valve') dynamic++;
    }
  }
  const spellings = (key: string): ReadonlySet<string> => new Set([key, ...camelCaseSpellings(key)]);
  return {
    of: (key) => [...spellings(key)].reduce((sum, spelling) => sum + (counts.get(spelling) ?? 0), 0),
    dynamic,
    notes,
    keys: [...counts].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

function reportOf(path: string, shown: string): z.output<typeof usagesReport> {
  const parsed = usagesReport.safeParse(
    readJsonFile(path, shown, ': it takes a report of `sluice usages --format json`.'),
  );
  if (parsed.success) return parsed.data;
  throw new UsageError(`${visible(shown)} is not a report of \`sluice usages --format json\` that this version reads.`);
}
