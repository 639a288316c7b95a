/** `sluice status` */
import { criticalKeys } from '../../session/create-session.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findFlag } from '../find-flag.ts';
import { reportedEnvironments, type FlagReport } from '../flag-report.ts';
import { openSession } from '../open-session.ts';
import { reportStyle, writeReport } from '../output.ts';
import { readState } from '../read-state.ts';
import { statusJson } from '../reporters/flags-json.ts';
import { statusText } from '../reporters/status-text.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: true });
  const { session, loaded, isStateGiven, now } = opened;
  try {
    const { snapshot, status } = await readState(opened, input, io);
    const [key] = input.positionals;
    const flags =
      key === undefined
        ? snapshot.flags.filter(({ archivedAt }) => archivedAt === null).sort((a, b) => (a.key < b.key ? -1 : 1))
        : [findFlag(snapshot, key)];
    const report: FlagReport = {
      flags: flags.map((flag) => ({ flag, references: null })),
      environments: reportedEnvironments(snapshot, criticalKeys(loaded)),
      state: status,
      isStateGiven,
      now: now(),
    };
    const isJson = input.value('format') === 'json';
    writeReport(isJson ? statusJson(report) : statusText(report, reportStyle(input, io)), input, io);
    return exitCodes.clean;
  } finally {
    session.dispose();
  }
}
