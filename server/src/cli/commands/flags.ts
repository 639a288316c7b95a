/** `sluice flags` */
import type { Session, SessionPlane } from '../../session/session.ts';
import { onlyPlane } from '../choose-planes.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { reportedEnvironments, type FlagReport } from '../flag-report.ts';
import { openSession, type OpenSession } from '../open-session.ts';
import { reportStyle, writeReport } from '../output.ts';
import type { PlanesReport } from '../planes-report.ts';
import { createProgressLine } from '../progress.ts';
import { readState, readStates, type ReadState } from '../read-state.ts';
import { flagsJson } from '../reporters/flags-json.ts';
import { flagsText } from '../reporters/flags-text.ts';
import { planesFlagsJson } from '../reporters/planes-json.ts';
import { planesFlagsText } from '../reporters/planes-text.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: true });
  const { session, isStateGiven, now } = opened;
  const progress = createProgressLine(io, input.has('quiet'));
  const scan = async (): Promise<void> => {
    await session.scan({ signal: io.signal, onProgress: (at) => progress.update(at) });
    progress.done();
  };
  try {
    const isJson = input.value('format') === 'json';
    const style = reportStyle(input, io);
    const only = onlyPlane(session, input);
    if (only) {
      const state = await readState(only, input, io);
      await scan();
      const report = reportOf(only, state, opened);
      writeReport(isJson ? flagsJson(report) : flagsText(report, style), input, io);
      return exitCodes.clean;
    }
    const states = await readStates(session.planes, input, io);
    await scan();
    const report: PlanesReport = {
      planes: session.planes.map((plane) => {
        const state = states.get(plane);
        return {
          plane,
          status: plane.state().status,
          report: state ? reportOf(plane, state, opened) : null,
          lack: null,
        };
      }),
      comparisons: [],
      isStateGiven,
      now: now(),
    };
    writeReport(isJson ? planesFlagsJson(report) : planesFlagsText(report, style), input, io);
    return exitCodes.clean;
  } finally {
    progress.done();
    session.dispose();
  }
}

function reportOf(
  plane: SessionPlane,
  { snapshot, status }: ReadState,
  { session, isStateGiven, now }: Pick<OpenSession, 'isStateGiven' | 'now'> & { readonly session: Session },
): FlagReport {
  return {
    flags: [...snapshot.flags]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((flag) => ({ flag, references: session.references(flag.key, plane).length })),
    environments: reportedEnvironments(snapshot, plane.critical),
    state: status,
    isStateGiven,
    now: now(),
  };
}
