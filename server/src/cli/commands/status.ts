/** `sluice status` */
import type { Flag } from '../../core/model.ts';
import { suggestKeys } from '../../core/checks/suggest.ts';
import { listOf, quoteKey, visible } from '../../core/text.ts';
import type { SessionPlane } from '../../session/session.ts';
import { namedPlane, onlyPlane } from '../state/choose-planes.ts';
import type { CommandInput, Io } from '../command.ts';
import { comparisonsOf, comparisonTrouble, requireComparison } from '../state/compare-report.ts';
import { exitCodes } from '../exit-codes.ts';
import { findFlag } from '../flags/find-flag.ts';
import { reportedEnvironments, type FlagReport } from '../flags/flag-report.ts';
import { openSession, type OpenSession } from '../open-session.ts';
import { reportStyle, writeReport } from '../terminal/output.ts';
import type { PlaneReport, PlanesReport } from '../state/planes-report.ts';
import { readState, readStates, type ReadState } from '../state/read-state.ts';
import { statusJson } from '../reporters/flags-json.ts';
import { planesCompareJson, planesStatusJson } from '../reporters/planes-json.ts';
import { planesCompareText, planesStatusText } from '../reporters/planes-text.ts';
import { statusText } from '../reporters/status-text.ts';
import { UsageError } from '../usage-error.ts';
import { inert } from '../terminal/inert.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: true });
  const { session } = opened;
  try {
    const isComparison = input.has('compare') || input.has('fail-on-difference');
    if (isComparison) {
      if (namedPlane(session, input) !== null)
        throw new UsageError('--compare and --control-plane exclude each other: a comparison is of two.', 'status');
      requireComparison(session);
    }
    const only = onlyPlane(session, input);
    if (only) return await showOne(only, opened, input, io);
    const report = await reportOfAll(opened, input, io);
    const isJson = input.value('format') === 'json';
    const style = reportStyle(input, io);
    const text = input.has('compare')
      ? isJson
        ? planesCompareJson(report)
        : planesCompareText(report, style)
      : isJson
        ? planesStatusJson(report)
        : planesStatusText(report, style);
    writeReport(isJson ? text : inert(text), input, io);
    return input.has('fail-on-difference') ? verdict(report, io) : exitCodes.clean;
  } finally {
    session.dispose();
  }
}

async function showOne(plane: SessionPlane, opened: OpenSession, input: CommandInput, io: Io): Promise<number> {
  const state = await readState(plane, input, io);
  const [key] = input.positionals;
  const flags = key === undefined ? inUse(state) : [findFlag(state.snapshot, key)];
  const report = reportOf(plane, state, { opened, flags });
  const isJson = input.value('format') === 'json';
  writeReport(isJson ? statusJson(report) : inert(statusText(report, reportStyle(input, io))), input, io);
  return exitCodes.clean;
}

async function reportOfAll(opened: OpenSession, input: CommandInput, io: Io): Promise<PlanesReport> {
  const { session, isStateGiven, now } = opened;
  const states = await readStates(session.planes, input, io);
  const [key = null] = input.positionals;
  if (key !== null && session.planes.every((plane) => plane.flag(key) === null))
    throw nowhere(key, session.planes, states);
  const planes = session.planes.map((plane): PlaneReport => {
    const { status } = plane.state();
    const state = states.get(plane);
    if (!state) return { plane, status, report: null, lack: null };
    const flag = key === null ? null : plane.flag(key);
    const flags = key === null ? inUse(state) : flag ? [flag] : [];
    const lack = key === null || flag ? null : lackText(key, state);
    return { plane, status, report: reportOf(plane, state, { opened, flags }), lack };
  });
  return { planes, comparisons: comparisonsOf(session, key), isStateGiven, now: now() };
}

function reportOf(
  plane: SessionPlane,
  { snapshot, status }: ReadState,
  { opened, flags }: { readonly opened: OpenSession; readonly flags: readonly Flag[] },
): FlagReport {
  return {
    flags: flags.map((flag) => ({ flag, references: null, verdict: null })),
    environments: reportedEnvironments(snapshot, plane.critical),
    state: status,
    isStateGiven: opened.isStateGiven,
    now: opened.now(),
  };
}

function inUse({ snapshot }: ReadState): readonly Flag[] {
  return snapshot.flags.filter(({ archivedAt }) => archivedAt === null).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The error for a key that no control plane has, as far as is known. */
function nowhere(
  key: string,
  planes: readonly SessionPlane[],
  states: ReadonlyMap<SessionPlane, ReadState>,
): UsageError {
  const names = listOf(planes.map(({ name }) => name));
  const snapshots = [...states.values()].map(({ snapshot }) => snapshot);
  if (snapshots.length < planes.length || !snapshots.every(({ complete }) => complete))
    return new UsageError(`${quoteKey(key)} is not among the flags that could be read from ${names}.`);
  const flags = snapshots.flatMap((snapshot) => snapshot.flags);
  const near = [...new Set(suggestKeys(key, flags))].map(quoteKey);
  const hint = near.length > 0 ? ` Did you mean ${listOf(near, 'or')}?` : ' `sluice flags` lists all.';
  return new UsageError(`${names} have no flag ${quoteKey(key)}.${hint}`);
}

/** Unknown is not absent. */
function lackText(key: string, { snapshot }: ReadState): string {
  return snapshot.complete
    ? `No flag ${quoteKey(key)}.`
    : `${quoteKey(key)} is not among the flags that could be read.`;
}

/** 1 where they disagree, 2 where nobody can tell whether they do. */
function verdict({ comparisons }: PlanesReport, io: Io): number {
  if (comparisons.some(({ differences }) => differences.length > 0)) return exitCodes.findings;
  const trouble = comparisonTrouble(comparisons);
  if (trouble === null) return exitCodes.clean;
  io.stderr.write(`sluice: ${visible(trouble, 2_000)}\n`);
  return exitCodes.couldNotRun;
}
