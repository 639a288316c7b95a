/** Why findings of `sluice check` that need the state may be missing. */
import { namedEnvironments } from '../../config/check-environments.ts';
import { formatKeyPath } from '../../config/config-document.ts';
import { didYouMean } from '../../config/suggest.ts';
import { ageSince } from '../../core/state/age.ts';
import { listOf, plural, quoteKey, visible } from '../../core/text.ts';
import type { StateStatus } from '../../protocol.ts';
import type { Session, SessionPlane } from '../../session/session.ts';
import type { OpenSession } from '../open-session.ts';

export interface StateTrouble {
  readonly message: string;
  /** The control plane answered, but has no flags. */
  readonly isEmpty: boolean;
  /** None is configured, which is no trouble unless the state is required. */
  readonly isOff: boolean;
}

/**
 * Of the control planes that decide for these files: a control plane of other folders, or one that is only compared, may be dead.
 * Empty where no finding is missing.
 */
export function stateTroubles(
  opened: OpenSession,
  uris: readonly string[],
  isOffline: boolean,
): readonly StateTrouble[] {
  const { session } = opened;
  if (session.isSinglePlane) return troublesOf(session.planes[0]!, '', opened, isOffline);
  const deciding = new Set(uris.map((uri) => session.planeOf(uri)));
  const outside = uris.filter((uri) => session.planeOf(uri) === null).length;
  return [
    ...session.planes
      .filter((plane) => deciding.has(plane))
      .flatMap((plane) => troublesOf(plane, `${plane.name}: `, opened, isOffline)),
    ...(outside === 0 ? [] : [{ message: outsideText(outside), isEmpty: false, isOff: false }]),
  ];
}

function troublesOf(
  plane: SessionPlane,
  name: string,
  opened: OpenSession,
  isOffline: boolean,
): readonly StateTrouble[] {
  const { status } = plane.state();
  const trouble = stateTrouble(status, opened, isOffline);
  const empty = emptyState(status, opened);
  if (trouble === null && empty === null) return [];
  const isOff = status.kind === 'off';
  return [
    ...(trouble === null ? [] : [{ message: name + trouble, isEmpty: false, isOff }]),
    ...(empty === null ? [] : [{ message: name + empty, isEmpty: true, isOff }]),
  ];
}

function stateTrouble(
  status: StateStatus,
  { loaded, now, isStateGiven }: OpenSession,
  isOffline: boolean,
): string | null {
  const unexplained = isStateGiven
    ? `${status.controlPlane ?? 'the state'} was written when the state could not be read completely. Write it again with \`sluice snapshot\`.`
    : 'the control plane gave no reason.';
  const problem = status.problem ?? unexplained;
  if (status.kind === 'off') return 'no control plane is configured. `sluice init` sets one up.';
  if (status.kind === 'none' || !status.complete) return problem;
  if (status.kind !== 'cached') return null;
  const age = ageSince(status.readAt, now());
  const isTooOld = age === null || age > loaded.maxStateAgeMs;
  return isOffline && !isTooOld
    ? null
    : `${problem}${isTooOld ? ' The last known state is too old to be used.' : ' The last known state is used.'}`;
}

/** An empty answer is what a wrong project looks like: code that reads flags was not checked against it. */
function emptyState({ kind, complete, flagCount, controlPlane }: StateStatus, { session }: OpenSession): string | null {
  if (kind === 'off' || kind === 'none' || !complete || flagCount > 0 || session.uris().length === 0) return null;
  return `${controlPlane ?? 'the control plane'} has no flags at all, so no key in the code counts as unknown. Is it the right one?`;
}

function outsideText(count: number): string {
  return `${plural(count, 'file')} that read${count === 1 ? 's' : ''} flags ${count === 1 ? 'is' : 'are'} in no folder of a control plane. One without "folder" decides for everything else.`;
}

/** Environments in the settings of checks that no control plane has, where the state of all of them is known. */
export function unknownCheckEnvironments({ session, loaded }: OpenSession): readonly string[] {
  const snapshots = session.planes.map((plane) => plane.state().snapshot);
  if (snapshots.some((snapshot) => !snapshot?.complete)) return [];
  const known = [...new Set(snapshots.flatMap((snapshot) => snapshot?.environments.map(({ key }) => key) ?? []))];
  return namedEnvironments(loaded.config)
    .filter(({ environment }) => !known.includes(environment))
    .map(
      ({ environment, path }) =>
        `${formatKeyPath(path.slice(0, -1))} names ${quoteKey(environment)}, but there is ${listOf(known.map((key) => visible(key)))}.${didYouMean(environment, known)}`,
    );
}

/** A state file of another kind of control plane than the configured one: it may well be the wrong file. Definition files go anywhere. */
export function foreignStates({ session, isStateGiven }: OpenSession): readonly string[] {
  if (!isStateGiven) return [];
  return session.planes.flatMap(({ name, kind, state }) => {
    const given = state().snapshot?.controlPlane;
    if (!given || kind === null || given.kind === kind || given.kind === 'flagd-file') return [];
    const which = session.isSinglePlane ? 'sluice.config.json names one' : `${name} is one`;
    return [
      `${state().status.controlPlane ?? 'The state'} was read from ${visible(given.name)}, which is a control plane of the kind ${visible(given.kind)}, and ${which} of the kind ${visible(kind)}. Is it the right file?`,
    ];
  });
}

/** A misspelled environment would silently take the findings away that are judged on it. */
export function unknownCriticalEnvironments({ planes, isSinglePlane }: Session): readonly string[] {
  return planes.flatMap((plane) => {
    const { snapshot } = plane.state();
    if (!snapshot?.complete) return [];
    const known = snapshot.environments.map(({ key }) => key);
    const [unknown] = (plane.critical ?? []).filter((key) => !known.includes(key));
    if (unknown === undefined) return [];
    const where = isSinglePlane ? 'controlPlane.environments.critical' : `environments.critical of ${plane.name}`;
    return [
      `${where} names "${unknown}", but ${snapshot.controlPlane.name} has ${known.join(', ')}.${didYouMean(unknown, known)}`,
    ];
  });
}
