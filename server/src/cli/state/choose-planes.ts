/** Which of several control planes a command line is about. */
import { suggest } from '../../config/suggest.ts';
import { listOf, quoteKey, visible } from '../../core/text.ts';
import type { Session, SessionPlane } from '../../session/session.ts';
import type { CommandInput, Io } from '../command.ts';
import type { OpenSession } from '../open-session.ts';
import { UsageError } from '../usage-error.ts';

/** The one named with `--control-plane`; null where none is. Throws UsageError where there is none of this name. */
export function namedPlane({ planes }: Session, input: CommandInput): SessionPlane | null {
  const name = input.value('control-plane');
  if (name === null) return null;
  const found = planes.find((plane) => plane.name === name);
  if (found) return found;
  const names = planes.map((plane) => plane.name);
  const [near] = suggest(name, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new UsageError(
    `sluice.config.json names no control plane ${quoteKey(name)}; there ${names.length === 1 ? 'is' : 'are'} ${listOf(names)}.${hint}`,
  );
}

/** The only one there is or that is asked for; null where the command line is about several. */
export function onlyPlane(session: Session, input: CommandInput): SessionPlane | null {
  return namedPlane(session, input) ?? (session.isSinglePlane ? (session.planes[0] ?? null) : null);
}

/**
 * The control plane in which a flag is to be changed: the named one, else the only one that decides, else the only one of those that
 * has the flag. Throws UsageError where that cannot be told: a change in the wrong one would be worse than none.
 */
export async function planeForChange(
  { session }: OpenSession,
  key: string,
  input: CommandInput,
  io: Io,
): Promise<SessionPlane> {
  const named = onlyPlane(session, input);
  if (named) return named;
  const deciding = session.planes.filter(({ comparedWith }) => comparedWith === null);
  const [only] = deciding;
  if (only && deciding.length === 1) return only;
  await Promise.all(session.planes.map((plane) => plane.refreshState(io.signal)));
  const having = deciding.filter((plane) => plane.flag(key) !== null);
  const silent = deciding.filter((plane) => !having.includes(plane) && !isWholeState(plane));
  const [found] = having;
  if (found && having.length === 1 && silent.length === 0) return found;
  const which = `Say which: --control-plane ${deciding.map(({ name }) => name).join('|')}.`;
  if (having.length > 1)
    throw new UsageError(`${quoteKey(key)} is a flag of ${listOf(having.map(({ name }) => name))}. ${which}`);
  if (silent.length > 0) throw new UsageError(`${notKnownOf(silent, key, having)} ${which}`);
  throw new UsageError(
    `${listOf(deciding.map(({ name }) => name))} have no flag ${quoteKey(key)}.${comparedHint(session, key)}`,
  );
}

/** Where a flag is that the control plane which decides does not have; "" where it is nowhere, as far as is known. */
export function comparedHint(session: Session, key: string): string {
  const having = session.planes.filter((plane) => plane.comparedWith !== null && plane.flag(key) !== null);
  const [first] = having;
  if (first === undefined) return '';
  return ` ${first.name} has it, which is compared with ${first.comparedWith}: --control-plane ${first.name} changes it there.`;
}

function isWholeState(plane: SessionPlane): boolean {
  const { status } = plane.state();
  return status.complete && status.kind !== 'cached';
}

function notKnownOf(silent: readonly SessionPlane[], key: string, having: readonly SessionPlane[]): string {
  const reasons = silent.map((plane) => {
    const { problem } = plane.state().status;
    return `${plane.name}${problem === null ? '' : ` (${visible(problem, 300)})`}`;
  });
  const too = having.length > 0 ? ' too' : '';
  return `Whether ${quoteKey(key)} is a flag of ${listOf(reasons, 'or')}${too} is not known.`;
}
