/** Which control plane a file is about, where a workspace has several. */
import { uriOfPath } from '../session/uri.ts';
import type { Session, SessionPlane, StateView } from '../session/session.ts';

/** What is known for a file that no control plane decides for. */
const nothing: StateView = {
  snapshot: null,
  status: {
    kind: 'off',
    controlPlane: null,
    origin: null,
    readAt: null,
    complete: false,
    flagCount: 0,
    problem: null,
    problemKind: null,
  },
};

/** The state that a file is judged by. */
export function stateAt(session: Session, uri: string): StateView {
  return session.planeOf(uri)?.state() ?? nothing;
}

/** Whether flags of a file can be changed now: what is only remembered cannot, nor what can only be read. */
export function canChangeAt(session: Session, uri: string): boolean {
  const plane = session.planeOf(uri);
  if (!plane?.canWrite()) return false;
  const { kind } = plane.state().status;
  return kind === 'live' || kind === 'polled' || kind === 'file';
}

/** What requests and commands name a control plane by; null where the workspace has only one. */
export function planeId(session: Session, plane: SessionPlane | null): string | null {
  return session.isSinglePlane || plane === null ? null : `${uriOfPath(session.root)}#${plane.name}`;
}

/** The arguments of a command about a flag: its key, and whose it is where that has to be said. */
export function flagArguments(session: Session, uri: string, key: string): string[] {
  const id = planeId(session, session.planeOf(uri));
  return id === null ? [key] : [key, id];
}
