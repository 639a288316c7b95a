/** `sluice check` */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { visible } from '../../core/text.ts';
import { uriOfPath } from '../../session/uri.ts';
import { applyBaseline, onlyNew, recounted } from '../baseline/apply-baseline.ts';
import type { Baseline } from '../baseline/baseline-file.ts';
import { baselineFor, pruneBaseline, writeBaseline } from '../baseline/write-baseline.ts';
import { applyChange } from '../change/apply-change.ts';
import { checkOptions, type CheckOptions } from '../check/check-options.ts';
import { decidingStates, type CheckReport } from '../check/check-report.ts';
import type { CommandInput, Io } from '../command.ts';
import { createReport } from '../check/create-report.ts';
import { fails } from '../check/fails.ts';
import { note } from '../terminal/log.ts';
import { openSession, type OpenSession } from '../open-session.ts';
import { exitCodeOf, lacksState, outcomeOf, type Outcome } from '../check/outcome.ts';
import { scan, type Scanned } from '../scan.ts';
import { inShard, shardOfRun } from '../shards/shard-of-run.ts';
import { tooOldState } from '../state/state-age.ts';
import {
  foreignStates,
  stateTroubles,
  unknownCheckEnvironments,
  unknownCriticalEnvironments,
  type StateTrouble,
} from '../state/state-troubles.ts';
import { readUsages, type UsagesElsewhere } from '../check/usages-elsewhere.ts';
import { reportFiles, writeReports } from '../check/write-reports.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const options = checkOptions(input);
  const reports = reportFiles(input, io);
  const usages = readUsages(options.usages, io);
  // A key that is computed somewhere else may be any.
  const referencesElsewhere = (key: string) => usages && (usages.of(key) || usages.dynamic);
  const opened = await openSession(input, io, { needsState: true, referencesElsewhere });
  try {
    // What cannot be read is said before the work.
    const baseline = options.baseline === null ? null : baselineFor(options.baseline, opened.session.root, io);
    const [all] = await Promise.all([scan(opened, input, io), opened.session.refreshState(io.signal)]);
    const scanned = options.shard === null ? all : inShard(all, opened.session.root, options.shard);
    const troubles = stateTroubles(opened, all.uris, input.has('offline'));
    const found = await narrow(
      createReport(opened, scanned, io),
      { opened, all, options, baseline, troubles, usages, referencesElsewhere },
      io,
      input,
    );
    const outcome = judge(found, { options, troubles }, input, io);
    const report = { ...found, maxFindings: options.maxFindings, outcome };
    writeReports(report, reports, input, io);

    if (scanned.summary.files === 0) note(input, io, 'No source files were found, so nothing was checked.');
    for (const sentence of unknownCriticalEnvironments(opened.session)) note(input, io, sentence);
    for (const sentence of usages?.notes ?? []) note(input, io, sentence);
    for (const sentence of foreignStates(opened)) note(input, io, sentence);
    for (const sentence of unknownCheckEnvironments(opened)) note(input, io, sentence);
    sayTroubles(report, troubles, input, io);
    return exitCodeOf(outcome);
  } finally {
    opened.session.dispose();
  }
}

interface Run {
  readonly opened: OpenSession;
  /** Not only those of the shard. */
  readonly all: Scanned;
  readonly options: CheckOptions;
  readonly baseline: Baseline | null;
  readonly troubles: readonly StateTrouble[];
  readonly usages: UsagesElsewhere | null;
  readonly referencesElsewhere: (key: string) => number | null;
}

/** Compares with the baseline and the base of the change, and leaves out what is not asked for. */
async function narrow(
  whole: CheckReport,
  { opened, all, options, baseline, troubles, usages, referencesElsewhere }: Run,
  io: Io,
  input: CommandInput,
): Promise<CheckReport> {
  const { baseline: file, changedSince: ref, writeBaseline: target, shard } = options;
  if (shard !== null) return { ...whole, shard: shardOfRun(shard, { opened, all, usages, cwd: io.cwd }) };
  const tooOld = tooOldOf(whole, options, io);
  if (target !== null) {
    const stateTrouble = troubles[0]?.message ?? tooOld;
    const { allowIncomplete } = options;
    note(input, io, writeBaseline(whole, { file: target, allowIncomplete, stateTrouble, isWhole: all.isWhole }, io));
    return whole;
  }
  let report = whole;
  if (baseline !== null && file !== null) {
    const unread = new Set(report.summary.problems.map(({ uri }) => uri));
    // A sparse checkout: what is not there may be in the repository all the same.
    const isPartlyThere = unread.has(uriOfPath(report.root));
    const applied = applyBaseline(
      report,
      { file, baseline },
      {
        isLookedAt(path) {
          const uri = uriOfPath(join(report.root, path));
          const isAsked = opened.session.isWorkspacePlace(uri) ? all.isWhole && !isPartlyThere : all.isAsked(path);
          return isAsked && !unread.has(uri) && !(isPartlyThere && !existsSync(join(report.root, path)));
        },
        hasState: troubles.length === 0 && tooOld === null,
      },
    );
    report = applied.report;
    if (!baseline.isComplete && troubles.length === 0)
      note(input, io, `The baseline ${file} was written without a complete state: findings that need it count as new.`);
    const pruned = options.prune ? pruneBaseline(file, baseline, applied.left, io) : null;
    if (pruned !== null) {
      note(input, io, pruned);
      report = { ...report, baseline: report.baseline && { ...report.baseline, isPruned: true } };
    }
  }
  if (ref !== null) report = recounted(await applyChange(report, opened, { ref, referencesElsewhere }, io));
  return options.newOnly ? onlyNew(report) : report;
}

function tooOldOf(report: CheckReport, { maxStateAgeMs }: CheckOptions, io: Io): string | null {
  return maxStateAgeMs === null ? null : tooOldState(decidingStates(report), maxStateAgeMs, io.now());
}

/** The judgement of everything found, whether or not the report has room for it. */
function judge(
  report: CheckReport,
  { options, troubles }: Pick<Run, 'options' | 'troubles'>,
  input: CommandInput,
  io: Io,
): Outcome {
  const [worst] = [...troubles.filter(({ isEmpty }) => !isEmpty), ...troubles];
  const tooOld = tooOldOf(report, options, io);
  const isRequired = input.has('require-state');
  const required = (isRequired ? worst?.message : null) ?? tooOld;
  const known = troubles.find(({ isEmpty, isOff }) => !isEmpty && !isOff)?.message;
  return outcomeOf({
    reason: required ?? known ?? null,
    isStateRequired: required !== null || isRequired,
    fails: options.writeBaseline === null && fails(report.findings, input.value('fail-on') ?? 'warning'),
  });
}

/** Errors and notes about the state. */
function sayTroubles({ outcome }: CheckReport, troubles: readonly StateTrouble[], input: CommandInput, io: Io): void {
  for (const { isEmpty, message } of troubles) if (isEmpty) note(input, io, message);
  if (lacksState(outcome)) {
    const text = visible(outcome.reason ?? '', 2_000);
    io.stderr.write(
      `sluice: ${input.has('require-state') ? 'the state is required but not available: ' : ''}${text}\n`,
    );
    if (input.has('require-state')) return;
  }
  for (const { isEmpty, isOff, message } of troubles)
    if (!isEmpty && !isOff) note(input, io, `the state is not complete: ${message}`);
}
