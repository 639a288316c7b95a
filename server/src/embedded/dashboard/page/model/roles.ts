/** What the person at the page may do, and why not. The control plane decides; this says it before it is tried. Pure. */
import type { Flag } from '../../../../core/model.ts';
import type { ChangeRequest, Role, SessionInfo } from './wire.ts';

/** null: allowed. Else one sentence on why not. */
export type Refusal = string | null;

const ranks: readonly Role[] = ['none', 'viewer', 'operator', 'admin'];

/** The role in an environment: the one given for it, else the person's own. */
export function roleIn(session: SessionInfo, environment: string): Role {
  const bound = session.environment ?? null;
  if (bound !== null && bound !== environment) return 'none';
  const { environmentRoles = {} } = session;
  return Object.hasOwn(environmentRoles, environment) ? (environmentRoles[environment] ?? session.role) : session.role;
}

export function hasRole(session: SessionInfo, environment: string, needed: Role): boolean {
  return ranks.indexOf(roleIn(session, environment)) >= ranks.indexOf(needed);
}

/** Changing, clearing and rolling back what a flag serves in an environment. */
export function refusalToChange(session: SessionInfo | null, flag: Flag, environment: string): Refusal {
  if (session === null) return 'You are signed out.';
  if (flag.archivedAt !== null) return 'The flag is archived: it is read-only until an admin restores it.';
  return refusalByRole(session, environment, 'Changing what is served');
}

/** Approving somebody's request; another name and the role are needed. */
export function refusalToApprove(session: SessionInfo | null, request: ChangeRequest): Refusal {
  if (session === null) return 'You are signed out.';
  if (request.requestedBy === session.name) return 'This is your own request: a second person has to approve it.';
  return refusalByRole(session, request.scope.environment, 'Approving');
}

export function refusalToReject(session: SessionInfo | null, request: ChangeRequest): Refusal {
  if (session === null) return 'You are signed out.';
  if (request.requestedBy === session.name) return 'This is your own request: withdraw it instead.';
  return refusalByRole(session, request.scope.environment, 'Rejecting');
}

export function refusalToWithdraw(session: SessionInfo | null, request: ChangeRequest): Refusal {
  if (session === null) return 'You are signed out.';
  if (request.requestedBy === session.name || hasRole(session, request.scope.environment, 'admin')) return null;
  return `Only ${request.requestedBy}, who asked for it, can withdraw it.`;
}

/** Acting at once where a second person is needed. */
export function mayActInEmergency(session: SessionInfo | null, environment: string): boolean {
  return session !== null && hasRole(session, environment, 'admin');
}

function refusalByRole(session: SessionInfo, environment: string, what: string): Refusal {
  if (hasRole(session, environment, 'operator')) return null;
  const role = roleIn(session, environment);
  const bound = session.environment ?? null;
  if (bound !== null && bound !== environment)
    return `${what} in ${environment} is not for you: your access is to ${bound} only.`;
  const yours = role === 'none' ? `you have no role in ${environment}` : `you are ${role} in ${environment}`;
  return `${what} needs the role operator; ${yours}.`;
}
