/** What a status says of the control planes of this window, one or several. */
import type { ControlPlaneStatus, StateStatus } from '../../server/src/protocol.ts';
import { visibleText } from './text.ts';

/** Each control plane; the status itself where it is of only one. */
export function planesOf(status: StateStatus | null): readonly (StateStatus | ControlPlaneStatus)[] {
  if (status === null) return [];
  return status.controlPlanes ?? [status];
}

/** The addresses of all control planes that have one, each once. */
export function originsOf(status: StateStatus | null): readonly string[] {
  return [...new Set(planesOf(status).flatMap(({ origin }) => origin ?? []))];
}

/** The status of what is at an address: its trouble first, for one token opens all of it or none. */
export function statusAt(status: StateStatus, origin: string): StateStatus | null {
  const there = planesOf(status).filter((plane) => plane.origin === origin);
  return there.find(({ problem }) => problem !== null) ?? there[0] ?? null;
}

/** The status of the control plane a flag belongs to; `id` undefined where there is only one. */
export function statusOfPlane(status: StateStatus | null, id: string | undefined): StateStatus | null {
  return planesOf(status).find((plane) => id !== undefined && 'id' in plane && plane.id === id) ?? status;
}

/** True where some flag could be changed by the state as it is: a control plane that is only compared takes no part in that. */
export function isAnyCurrent(status: StateStatus | null): boolean {
  return planesOf(status).some(
    (plane) => (!('comparedWith' in plane) || plane.comparedWith === null) && isCurrent(plane),
  );
}

/** True where the state is what the control plane says now. */
export function isCurrent({ kind }: StateStatus): boolean {
  return kind === 'live' || kind === 'polled' || kind === 'file';
}

/**
 * Why a flag cannot be changed that is in no list: only where the state is known and complete does that mean that there is none.
 * `whose`: the id of the control plane it should be in; null or undefined: any.
 */
export function noSuchFlag(
  key: string,
  planes: readonly (StateStatus | ControlPlaneStatus)[],
  whose: string | null | undefined,
): string {
  const meant = planes.filter((plane) =>
    !('id' in plane) ? true : whose == null ? plane.comparedWith === null : plane.id === whose,
  );
  const name = `“${visibleText(key)}”`;
  const unsure = meant.find((plane) => !isCurrent(plane) || !plane.complete);
  if (unsure === undefined) {
    const [only] = meant;
    const who = only !== undefined && 'name' in only ? visibleText(only.name) : 'The control plane';
    return meant.length > 1 ? `No control plane knows a flag ${name}.` : `${who} knows no flag ${name}.`;
  }
  const who = 'name' in unsure ? visibleText(unsure.name) : 'the control plane';
  const problem = unsure.problem === null ? '' : ` ${visibleText(unsure.problem)}`;
  return `Whether there is a flag ${name} is not known: the state of ${who} is ${isCurrent(unsure) ? 'incomplete' : 'not up to date'}.${problem}`;
}

/** "shop", "search, for packages/search", "legacy, compared with shop"; of several windows' folders, also where it is. */
export function planeTitle(plane: ControlPlaneStatus): string {
  const name = visibleText(plane.name);
  if (plane.comparedWith !== null) return `${name}, compared with ${visibleText(plane.comparedWith)}`;
  return plane.folder === null ? name : `${name}, for ${visibleText(plane.folder)}`;
}

/** About how many flags control planes disagree; 0 where none is compared. */
export function differencesIn(status: StateStatus): number {
  return (status.controlPlanes ?? []).reduce((sum, { differences }) => sum + (differences ?? 0), 0);
}

/** The sentence on what a compared control plane disagrees about; null where it does not, or is not compared. */
export function differenceText({ differences, comparedWith }: ControlPlaneStatus): string | null {
  if (comparedWith === null) return null;
  if (differences === null) return `Not compared with ${visibleText(comparedWith)} yet.`;
  if (differences === 0) return `Agrees with ${visibleText(comparedWith)}.`;
  return `Disagrees with ${visibleText(comparedWith)} about ${differences} ${differences === 1 ? 'flag' : 'flags'}.`;
}
