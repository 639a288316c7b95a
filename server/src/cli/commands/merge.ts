/** `sluice merge` */
import { applyBaseline, onlyNew } from '../baseline/apply-baseline.ts';
import { baselineFor } from '../baseline/write-baseline.ts';
import type { CheckReport } from '../check/check-report.ts';
import type { CommandInput, Io } from '../command.ts';
import { fails } from '../check/fails.ts';
import { findRoot } from '../find-root.ts';
import { maxFindings } from '../check/limit-findings.ts';
import { exitCodeOf, outcomeOf } from '../check/outcome.ts';
import { mergeParts } from '../shards/merge-parts.ts';
import { readPart } from '../shards/read-part.ts';
import { UsageError } from '../usage-error.ts';
import { reportFiles, writeReports } from '../check/write-reports.ts';

export function run(input: CommandInput, io: Io): Promise<number> {
  const reports = reportFiles(input, io);
  const parts = input.positionals.map((file) => readPart(file, io));
  const root = findRoot(io.cwd, input.value('root'));
  const most = maxFindings(input);
  const merged = compare(mergeParts(parts, { cwd: io.cwd, root }), input, io);
  const outcome = outcomeOf({ ...merged.outcome, fails: fails(merged.findings, input.value('fail-on') ?? 'warning') });
  writeReports({ ...merged, maxFindings: most, outcome }, reports, input, io);
  return Promise.resolve(exitCodeOf(outcome));
}

/** The parts do not tell which files were asked for, so nothing is called gone here. */
function compare(report: CheckReport, input: CommandInput, io: Io): CheckReport {
  const file = input.value('baseline');
  if (file === null) {
    if (input.has('new-only')) throw new UsageError('--new-only needs --baseline.', 'merge');
    return report;
  }
  const baseline = baselineFor(file, report.root, io);
  const applied = applyBaseline(report, { file, baseline }, { isLookedAt: () => false, hasState: false }).report;
  return input.has('new-only') ? onlyNew(applied) : applied;
}
