/** `--changed-since`: what a change touches, and what it breaks elsewhere. */
import type { CheckReport, ReportedFinding } from '../check/check-report.ts';
import type { Io } from '../command.ts';
import { reportedFindings } from '../check/create-report.ts';
import { fingerprintStem } from '../check/fingerprint.ts';
import type { OpenSession } from '../open-session.ts';
import { createBaseFolder, type BaseFolder } from './base-folder.ts';
import { decidingFiles, scanBase, type BaseSession } from './base-session.ts';
import { changedFlags } from './changed-flags.ts';
import type { FileChanges } from './file-changes.ts';
import { findBase } from './find-base.ts';
import { leftOutNotes, leftOutNow } from './left-out.ts';

export interface ChangeOptions {
  readonly ref: string;
  /** Reads of a key in other repositories; null where nothing was told of them. */
  referencesElsewhere(key: string): number | null;
}

/** Keeps the findings on changed lines, and those that were not there before the change. Throws UsageError. */
export async function applyChange(
  report: CheckReport,
  opened: OpenSession,
  { ref, referencesElsewhere }: ChangeOptions,
  io: Io,
): Promise<CheckReport> {
  const { root } = report;
  const base = await findBase(root, ref, io);
  const folder = await createBaseFolder(root, base, { deciding: decidingFiles(opened.loaded), signal: io.signal });
  let former: BaseSession | null = null;
  try {
    former = await scanBase(folder.root, opened, referencesElsewhere, io);
    const findings = touched(report.findings, former, folder);
    const inChange = findings.filter(({ change }) => change === 'in-change').length;
    const leftOut = leftOutNow(former.session, opened);
    const flags = changedFlags(opened.session, former.session, {
      changes: folder.changes,
      findings: report.findings,
      checks: report.checks,
      leftOut,
      referencesElsewhere,
    });
    return {
      ...report,
      findings,
      change: {
        ref,
        base,
        files: folder.changes.files,
        inChange,
        elsewhere: findings.length - inChange,
        ...flags,
        notes: [...former.notes, ...leftOutNotes(leftOut)],
      },
    };
  } finally {
    former?.session.dispose();
    folder.remove();
  }
}

function touched(
  findings: readonly ReportedFinding[],
  { session }: BaseSession,
  { root, changes, edited }: BaseFolder,
): readonly ReportedFinding[] {
  const before = new Map<string, number>();
  for (const finding of reportedFindings(session, session.checkedUris(), root)) {
    const stem = fingerprintStem({ ...finding, path: changes.moved.get(finding.path) ?? finding.path });
    before.set(stem, (before.get(stem) ?? 0) + 1);
  }
  const alike = Map.groupBy(findings, fingerprintStem);
  const kept = new Set<ReportedFinding>();
  for (const [stem, group] of alike)
    for (const finding of newOrTouched(group, before.get(stem) ?? 0, changes)) kept.add(finding);
  return findings.flatMap((finding) =>
    kept.has(finding)
      ? [{ ...finding, change: isInChange(finding, changes, edited) ? 'in-change' : 'elsewhere' } as const]
      : [],
  );
}

/** Of findings that look alike: those on changed lines, and as many of the others as are more than there were. */
function newOrTouched(
  group: readonly ReportedFinding[],
  before: number,
  changes: FileChanges,
): readonly ReportedFinding[] {
  const onChangedLines = group.filter(({ path, place }) =>
    changes.changed.get(path)?.touches(place.line, place.endLine),
  );
  const rest = group.filter((finding) => !onChangedLines.includes(finding));
  const more = Math.max(0, group.length - before - onChangedLines.length);
  return [...onChangedLines, ...rest.slice(rest.length - more)];
}

function isInChange({ path }: ReportedFinding, { changed }: FileChanges, edited: ReadonlySet<string>): boolean {
  return changed.get(path)?.isEdited ?? edited.has(path);
}
