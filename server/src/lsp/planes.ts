/** The control planes of all workspace folders: which one a request is about, and what the client is told of each. */
import { planeId } from '../features/plane-at.ts';
import type { Flag } from '../core/model.ts';
import { differingFlags } from '../core/state/compare.ts';
import { flagSummary } from '../core/state/summary.ts';
import { listOf, quoteKey } from '../core/text.ts';
import type { ControlPlaneStatus, FlagSummary, StateStatus } from '../protocol.ts';
import type { Session, SessionPlane } from '../session/session.ts';
import { uriOfPath } from '../session/uri.ts';
import type { Folders } from './folders.ts';

/** A control plane, and the session it belongs to. */
export interface PlaneRef {
  readonly session: Session;
  readonly plane: SessionPlane;
  /** null: the workspace folder has only this one. */
  readonly id: string | null;
}

/** What a request names: a flag, and (where it has to be said) whose. */
export interface FlagRef {
  readonly key: string | null;
  readonly controlPlane?: string | null | undefined;
}

/** All that decide for some file, folder by folder, the main one of each first. */
export function decidingPlanes(folders: Folders): readonly PlaneRef[] {
  return folders.all().flatMap((folder) => {
    const session = folder.session();
    const deciding = session.planes.filter(({ comparedWith }) => comparedWith === null);
    const main = deciding.filter((plane) => plane.folder === null);
    const others = deciding.filter((plane) => plane.folder !== null);
    return [...main, ...others].map((plane) => refOf(session, plane));
  });
}

/** The control plane that decides for a file; null where none does. */
export function planeOfFile(folders: Folders, uri: string): PlaneRef | null {
  const session = folders.of(uri).session();
  const plane = session.planeOf(uri);
  return plane && refOf(session, plane);
}

/**
 * The control plane a request is about: the one it names (also one that is only compared), else the first that knows the flag, else
 * the first with a state. null where it names one that is not there any more.
 */
export function planeOfFlag(folders: Folders, { key, controlPlane }: FlagRef): PlaneRef | null {
  if (controlPlane) return namedPlane(folders, controlPlane);
  const refs = decidingPlanes(folders);
  const knowing = key === null ? undefined : refs.find(({ plane }) => plane.flag(key) !== null);
  return knowing ?? refs.find(({ plane }) => plane.state().status.kind !== 'off') ?? refs[0] ?? null;
}

/** Why a change must name its control plane first; null where it does, or only one can be meant. */
export function ambiguity(folders: Folders, { key, controlPlane }: FlagRef): string | null {
  if (controlPlane || key === null) return null;
  const having = decidingPlanes(folders).filter(({ id, plane }) => id !== null && plane.flag(key) !== null);
  if (having.length < 2) return null;
  const names = listOf(having.map(({ plane }) => plane.name));
  return `${quoteKey(key)} is a flag of ${names}. Change it from a place in the code that reads it, or with \`sluice flip --control-plane\`.`;
}

/** A flag for pickers, with the control plane it belongs to where there are several; null without a snapshot. */
export function summaryOf({ plane, id }: Pick<PlaneRef, 'plane' | 'id'>, flag: Flag): FlagSummary | null {
  const { snapshot } = plane.state();
  if (!snapshot) return null;
  const summary = flagSummary(flag, snapshot);
  return id === null ? summary : { ...summary, controlPlane: id, controlPlaneName: plane.name };
}

/** What the client is told of every control plane of a session; `change`: what holds whatever the control plane says. */
export function statusesOf(session: Session, change: Partial<StateStatus> = {}): readonly ControlPlaneStatus[] {
  const comparisons = session.comparisons();
  return session.planes.map((plane) => {
    const comparison = comparisons.find(({ compared }) => plane.comparedWith !== null && compared === plane.name);
    return {
      ...plane.state().status,
      ...change,
      id: idOf(session, plane),
      name: plane.name,
      folder: plane.folder,
      comparedWith: plane.comparedWith,
      differences: comparison?.problem === null ? differingFlags(comparison) : null,
    };
  });
}

function namedPlane(folders: Folders, controlPlane: string): PlaneRef | null {
  for (const session of folders.all().map((folder) => folder.session())) {
    const plane = session.planes.find((each) => idOf(session, each) === controlPlane);
    if (plane) return refOf(session, plane);
  }
  return null;
}

/** Also the only one of a workspace folder has one: a window may have several folders. */
function idOf(session: Session, plane: SessionPlane): string {
  return planeId(session, plane) ?? uriOfPath(session.root);
}

function refOf(session: Session, plane: SessionPlane): PlaneRef {
  return { session, plane, id: planeId(session, plane) };
}
