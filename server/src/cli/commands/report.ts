/** `sluice report` */
import { plural, visible } from '../../core/text.ts';
import type { CommandInput, Io } from '../command.ts';
import { buildReport } from '../debt/build-report.ts';
import type { DebtReport } from '../debt/debt-report.ts';
import { readEarlier } from '../debt/read-earlier.ts';
import { exitCodes } from '../exit-codes.ts';
import { note } from '../terminal/log.ts';
import { openSession } from '../open-session.ts';
import { writeFileFor } from '../terminal/output.ts';
import { createProgressLine } from '../terminal/progress.ts';
import { reportPage } from '../reporters/report-html/page.ts';
import { reportJson } from '../reporters/report-json.ts';
import { stateTroubles, unknownCriticalEnvironments } from '../state/state-troubles.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const compared = input.value('compare-with');
  // Before anything that takes time.
  const earlier = compared === null ? null : readEarlier(compared, io.cwd);
  const opened = await openSession(input, io, { needsState: true });
  const { session } = opened;
  const progress = createProgressLine(io, input.has('quiet'));
  try {
    await Promise.all([
      session.scan({ signal: io.signal, onProgress: (at) => progress.update(at) }),
      session.refreshState(io.signal),
    ]);
    progress.done();
    const troubles = stateTroubles(opened, session.uris(), input.has('offline'));
    const report = buildReport(opened, { isComplete: troubles.length === 0, earlier });
    const isJson = input.value('format') === 'json';
    const file = input.value('output') ?? (isJson ? 'sluice-report.json' : 'sluice-report.html');
    const messages = troubles.map(({ message }) => message);
    writeFileFor('report', file, isJson ? reportJson(report) : reportPage(report, messages), io);
    note(input, io, `${file}: ${summaryOf(report)}`);
    for (const sentence of unknownCriticalEnvironments(session)) note(input, io, sentence);
    if (input.has('require-state') && troubles[0]) {
      io.stderr.write(`sluice: the state is required but not available: ${visible(troubles[0].message, 2_000)}\n`);
      return exitCodes.couldNotRun;
    }
    for (const message of messages) note(input, io, `the state is not complete: ${message}`);
    return exitCodes.clean;
  } finally {
    progress.done();
    session.dispose();
  }
}

function summaryOf({ totals, changes, changesProblem }: DebtReport): string {
  const { flags, safe, caution } = totals;
  const parts = [`${plural(flags, 'flag')}, ${safe} safe to remove, ${caution} with caution`];
  if (changes) parts.push(`${changes.newlyStale.length} newly stale, ${changes.resolved.length} resolved`);
  if (changesProblem !== null) parts.push(changesProblem);
  return parts.join('; ');
}
