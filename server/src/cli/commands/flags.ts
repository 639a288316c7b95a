/** `sluice flags` */
import { listOf, quoteKey } from '../../core/text.ts';
import type { SessionPlane } from '../../session/session.ts';
import { onlyPlane } from '../state/choose-planes.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { findFlag } from '../flags/find-flag.ts';
import { reportedEnvironments, type FlagReport } from '../flags/flag-report.ts';
import { openSession, type OpenSession } from '../open-session.ts';
import { reportStyle, writeReport } from '../terminal/output.ts';
import type { PlanesReport } from '../state/planes-report.ts';
import { createProgressLine } from '../terminal/progress.ts';
import { readState, readStates, type ReadState } from '../state/read-state.ts';
import { UsageError } from '../usage-error.ts';
import { flagsJson } from '../reporters/flags-json.ts';
import { flagsText, type FlagsView } from '../reporters/flags-text.ts';
import { planesFlagsJson } from '../reporters/planes-json.ts';
import { planesFlagsText } from '../reporters/planes-text.ts';
import { inert } from '../terminal/inert.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: true });
  const { session, isStateGiven, now } = opened;
  const progress = createProgressLine(io, input.has('quiet'));
  const scan = async (): Promise<void> => {
    await session.scan({ signal: io.signal, onProgress: (at) => progress.update(at) });
    progress.done();
  };
  try {
    const view = viewOf(input);
    const isJson = input.value('format') === 'json';
    const style = reportStyle(input, io);
    const only = onlyPlane(session, input);
    if (only) {
      const state = await readState(only, input, io);
      await scan();
      const report = reportOf(only, state, { opened, input });
      writeReport(isJson ? flagsJson(report) : inert(flagsText(report, view, style)), input, io);
      return exitCodes.clean;
    }
    const states = await readStates(session.planes, input, io);
    await scan();
    const report: PlanesReport = {
      planes: planesToShow(session.planes, input).map((plane) => {
        const state = states.get(plane);
        return {
          plane,
          status: plane.state().status,
          report: state ? reportOf(plane, state, { opened, input }) : null,
          lack: null,
        };
      }),
      comparisons: [],
      isStateGiven,
      now: now(),
    };
    writeReport(isJson ? planesFlagsJson(report) : inert(planesFlagsText(report, view, style)), input, io);
    return exitCodes.clean;
  } finally {
    progress.done();
    session.dispose();
  }
}

/** With a key, only those that have it. */
function planesToShow(planes: readonly SessionPlane[], input: CommandInput): readonly SessionPlane[] {
  const [key] = input.positionals;
  if (key === undefined) return planes;
  const having = planes.filter((plane) => plane.flag(key) !== null);
  if (having.length > 0) return having;
  const names = listOf(planes.map(({ name }) => name));
  throw new UsageError(`${quoteKey(key)} is not among the flags that could be read from ${names}.`);
}

/** With a key, that flag or an error; with `--stale`, those that may go; else all. */
function reportOf(
  plane: SessionPlane,
  { snapshot, status }: ReadState,
  { opened, input }: { readonly opened: OpenSession; readonly input: CommandInput },
): FlagReport {
  const { session, isStateGiven, now } = opened;
  const [key] = input.positionals;
  const flags = key === undefined ? snapshot.flags : [findFlag(snapshot, key)];
  const isStale = input.has('stale');
  return {
    flags: [...flags]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map((flag) => ({
        flag,
        references: session.references(flag.key, plane).length,
        verdict: session.verdict(flag, plane),
      }))
      .filter(({ verdict }) => !isStale || (verdict !== null && verdict.verdict !== 'keep')),
    environments: reportedEnvironments(snapshot, plane.critical),
    state: status,
    isStateGiven,
    now: now(),
  };
}

function viewOf(input: CommandInput): FlagsView {
  if (input.positionals.length > 0) return 'one';
  return input.has('stale') ? 'stale' : 'all';
}
