/** The reports of all shards -> the report that one run would have given. */
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { checkMetas } from '../../core/checks/registry.ts';
import { plural, visible } from '../../core/text.ts';
import type { StateStatus } from '../../protocol.ts';
import { uriOfPath } from '../../session/uri.ts';
import type { CheckReport, ReportedFinding } from '../check/check-report.ts';
import { compareFindings } from '../check/create-report.ts';
import { withPlaces } from '../check/in-repository.ts';
import { undecided, type Outcome } from '../check/outcome.ts';
import { relativePath, type Place } from '../places.ts';
import { UsageError } from '../usage-error.ts';
import type { Part, PartFinding, PartState } from './part-schema.ts';
import type { NamedPart } from './read-part.ts';

/** Throws UsageError where a part is missing, there twice, or of another run. */
export function mergeParts(parts: readonly NamedPart[], { cwd, root }: Pick<CheckReport, 'cwd' | 'root'>): CheckReport {
  checkParts(parts);
  // A control plane was read once by each: the oldest reading is the one that holds for all of it.
  const [{ part }] = [...parts].sort((a, b) => a.part.shard.now - b.part.shard.now || order(a, b)) as [NamedPart];
  const { shard, summary, problems } = part;
  return {
    findings: parts.flatMap((each) => findingsFrom(each, { cwd, root })).sort(compareFindings),
    state: statusOf(part.state),
    planes: (part.controlPlanes ?? []).map(({ state, ...plane }) => ({ plane, status: statusOf(state) })),
    isStateGiven: shard.isStateGiven,
    summary: {
      ...summary,
      problems: problems.map(({ file, message }) => ({ uri: uriOfPath(resolve(root, shard.folder, file)), message })),
    },
    assumptions: part.assumptions,
    checks: checkMetas,
    cwd,
    root,
    now: shard.now,
    baseline: null,
    change: null,
    shard: null,
    maxFindings: null,
    leftOut: null,
    outcome: outcomeOfParts(parts),
  };
}

/** Without the state in one part, it was not there for the whole. */
function outcomeOfParts(parts: readonly NamedPart[]): Outcome {
  const lacking = parts.map(({ part }) => part).filter(({ outcomeReason }) => outcomeReason !== null);
  const [worst] = [...lacking.filter(({ isStateRequired }) => isStateRequired), ...lacking];
  if (!worst) return undecided;
  const { outcome, isStateRequired, outcomeReason } = worst;
  return { kind: outcome, isStateRequired, reason: outcomeReason };
}

function checkParts(parts: readonly NamedPart[]): void {
  const [first] = parts;
  if (!first) throw new UsageError('`sluice merge` needs the reports of all shards.', 'merge');
  const { count } = first.part.shard;
  const seen = new Map<number, string>();
  for (const { file, part } of parts) {
    const { index } = part.shard;
    const former = seen.get(index);
    if (part.shard.count !== count)
      throw unlike(first.file, file, `one is of ${count} parts, the other of ${part.shard.count}`);
    if (index > count) throw new UsageError(`${visible(file)} is damaged: it is part ${index} of ${count}.`);
    if (former !== undefined)
      throw new UsageError(`Shard ${index}/${count} is there twice: ${visible(former)} and ${visible(file)}.`);
    seen.set(index, file);
    const difference = differenceOf(first.part, part);
    if (difference !== null) throw unlike(first.file, file, difference);
  }
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !seen.has(index));
  if (missing.length > 0) {
    throw new UsageError(
      `${plural(missing.length, 'shard')} of ${count} ${missing.length === 1 ? 'is' : 'are'} missing: ${missing
        .slice(0, 20)
        .map((index) => `${index}/${count}`)
        .join(', ')}. Nothing was merged.`,
    );
  }
}

/** What must be the same for all, or the whole would be true of no moment. */
function differenceOf(a: Part, b: Part): string | null {
  const { states, code, settings, isStateGiven } = a.shard;
  const isSameState = isDeepStrictEqual(states, b.shard.states) && isStateGiven === b.shard.isStateGiven;
  if (!isSameState || a.state.kind !== b.state.kind || a.state.complete !== b.state.complete)
    return 'they were checked against different states of the flags; pin one with `sluice snapshot` and --state';
  if (settings !== b.shard.settings) return 'checks were set in different ways, or told of different --usages';
  if (code !== b.shard.code || !isDeepStrictEqual(a.summary, b.summary))
    return 'they are of different code, paths or configurations';
  return null;
}

function unlike(a: string, b: string, why: string): UsageError {
  return new UsageError(`${visible(a)} and ${visible(b)} do not belong together: ${why}.`);
}

function order(a: NamedPart, b: NamedPart): number {
  return a.part.shard.index - b.part.shard.index;
}

/** The findings of a part, with paths as they are from here: its machine may have worked in another folder of the workspace. */
function findingsFrom(
  { part }: NamedPart,
  { cwd, root }: Pick<CheckReport, 'cwd' | 'root'>,
): readonly ReportedFinding[] {
  const { findings, shard } = part;
  const place = <T extends Place>(its: T): T => ({
    ...its,
    file: relativePath(cwd, resolve(root, shard.folder, its.file)),
  });
  return findings.map((finding) => withPlaces(reportedFinding(finding), place));
}

function reportedFinding(part: PartFinding): ReportedFinding {
  const { check, severity, message, key, evidence, suggestions, related, fixes, fingerprint, controlPlane } = part;
  const { file, line, column, endLine, endColumn, path, sourceLine } = part;
  return {
    finding: {
      check,
      severity,
      message,
      // Offsets stay behind: a report has places.
      uri: '',
      span: { start: 0, end: 0 },
      flagKey: key,
      evidence,
      suggestions,
      related: [],
    },
    place: { file, line, column, endLine, endColumn },
    path,
    sourceLine,
    // Its fingerprint says it all.
    code: '',
    fingerprint,
    related: related ?? [],
    fixes: fixes ?? [],
    controlPlane: controlPlane ?? null,
    isNew: null,
    change: null,
  };
}

function statusOf({ flags, ...state }: PartState): StateStatus {
  return { ...state, flagCount: flags, origin: null, problemKind: null };
}
