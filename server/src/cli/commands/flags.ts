/** `sluice flags` */
import { criticalKeys } from '../../session/create-session.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { reportedEnvironments, type FlagReport } from '../flag-report.ts';
import { openSession } from '../open-session.ts';
import { reportStyle, writeReport } from '../output.ts';
import { createProgressLine } from '../progress.ts';
import { readState } from '../read-state.ts';
import { flagsJson } from '../reporters/flags-json.ts';
import { flagsText } from '../reporters/flags-text.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: true });
  const { session, loaded, isStateGiven, now } = opened;
  const progress = createProgressLine(io, input.has('quiet'));
  try {
    const { snapshot, status } = await readState(opened, input, io);
    await session.scan({ signal: io.signal, onProgress: (at) => progress.update(at) });
    progress.done();
    const report: FlagReport = {
      flags: [...snapshot.flags]
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map((flag) => ({ flag, references: session.references(flag.key).length })),
      environments: reportedEnvironments(snapshot, criticalKeys(loaded)),
      state: status,
      isStateGiven,
      now: now(),
    };
    const isJson = input.value('format') === 'json';
    writeReport(isJson ? flagsJson(report) : flagsText(report, reportStyle(input, io)), input, io);
    return exitCodes.clean;
  } finally {
    progress.done();
    session.dispose();
  }
}
