/** `--write-baseline`: accepts what there is, for now. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { plural, visible } from '../../core/text.ts';
import type { CheckReport } from '../check/check-report.ts';
import type { Io } from '../command.ts';
import { placeInRepository } from '../find-root.ts';
import { writeFileFor } from '../terminal/output.ts';
import { UsageError } from '../usage-error.ts';
import { formatBaseline, readBaseline, type Baseline } from './baseline-file.ts';

export interface WriteOptions {
  readonly file: string;
  /** `--allow-incomplete`: also where findings may be missing. */
  readonly allowIncomplete: boolean;
  /** Why findings that need the state are missing; null where none is. */
  readonly stateTrouble: string | null;
  readonly isWhole: boolean;
}

/** Writes all findings of a run. Throws UsageError where findings would be missing, and what is there stays as it is. */
export function writeBaseline(report: CheckReport, options: WriteOptions, io: Io): string {
  const { file, allowIncomplete, stateTrouble, isWhole } = options;
  const refuse = (why: string): UsageError => new UsageError(`No baseline was written: ${why}`);
  if (!isWhole)
    throw refuse(
      'it holds the findings of the whole workspace, and only a part was checked. Run it there without paths.',
    );
  if (report.summary.files === 0) throw refuse('no source files were found.');
  const [unread] = report.summary.problems;
  const lack = stateTrouble ?? (unread ? `files could not be read. ${unread.message}` : null);
  if (lack !== null && !allowIncomplete) {
    throw refuse(
      `findings would be missing in it, and count as new later: ${visible(lack, 1_000)} With --allow-incomplete it is written all the same.`,
    );
  }
  const root = placeInRepository(report.root);
  checkReplaceable(file, root, io, refuse);
  const entries = report.findings.map(({ finding, path, fingerprint }) => ({
    check: finding.check,
    file: path,
    key: finding.flagKey,
    fingerprint,
  }));
  writeFileFor('baseline', file, formatBaseline({ root, isComplete: lack === null, entries }), io);
  return `${plural(entries.length, 'finding')} accepted in the baseline ${file}`;
}

/** `--prune-baseline`: without the entries that are gone. */
export function pruneBaseline(file: string, baseline: Baseline, left: Baseline['entries'], io: Io): string | null {
  const gone = baseline.entries.length - left.length;
  if (gone === 0) return null;
  writeFileFor('baseline', file, formatBaseline({ ...baseline, entries: left }), io);
  return `${gone} gone ${gone === 1 ? 'entry was' : 'entries were'} taken out of the baseline ${file}`;
}

/** Reads the baseline for this workspace. Throws UsageError. */
export function baselineFor(file: string, root: string, io: Io): Baseline {
  const baseline = readBaseline(resolve(io.cwd, file), file);
  const place = placeInRepository(root);
  if (baseline.root === place) return baseline;
  throw new UsageError(
    `The baseline ${visible(file)} is of the workspace ${visible(baseline.root)} of its repository, and this is ${visible(place)}: name the right file, the right workspace (--root), or write one for this with --write-baseline.`,
  );
}

/** Only a baseline of this workspace gives way to another one. */
function checkReplaceable(file: string, root: string, io: Io, refuse: (why: string) => UsageError): void {
  const path = resolve(io.cwd, file);
  if (!existsSync(path)) return;
  const name = visible(file);
  try {
    const former = readBaseline(path, file);
    if (former.root !== root) throw new UsageError(`${name} is that of another workspace, ${visible(former.root)}.`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw refuse(`${name} is there, and is not to be overwritten. ${error.message}`);
  }
}
