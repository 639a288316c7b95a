/** Change requests as lines for people, with what may be done about each. Pure. */
import type { Flag, Scope } from '../../../../core/model.ts';
import { covers, scopeId, scopeName } from './columns.ts';
import { refusalToApprove, refusalToReject, refusalToWithdraw, type Refusal } from './roles.ts';
import { effectiveServing, servingLabel, type ServingSource } from './serving.ts';
import type { ChangeRequest, PageEnvironment, SessionInfo } from './wire.ts';

export interface RequestLine {
  readonly request: ChangeRequest;
  readonly where: string;
  /** What the scope serves now, and what it would. */
  readonly from: string;
  readonly to: string;
  readonly critical: boolean;
  readonly isOwn: boolean;
  readonly approve: Refusal;
  readonly reject: Refusal;
  readonly withdraw: Refusal;
}

export interface RequestContext {
  readonly flags: ReadonlyMap<string, Flag>;
  readonly environments: readonly PageEnvironment[];
  readonly session: SessionInfo | null;
  readonly now: number;
}

/** Open requests that have not run out, oldest first: who waits longest comes first. */
export function openRequests(requests: readonly ChangeRequest[] | null, now: number): ChangeRequest[] {
  return (requests ?? [])
    .filter(({ status, expiresAt }) => status === 'open' && !(Date.parse(expiresAt) <= now))
    .sort((one, other) => Date.parse(one.requestedAt) - Date.parse(other.requestedAt));
}

export function requestLine(request: ChangeRequest, context: RequestContext): RequestLine {
  const { session, environments, flags } = context;
  const flag = flags.get(request.flagKey);
  const { environment } = request.scope;
  return {
    request,
    where: scopeName(request.scope),
    from:
      flag === undefined ? 'unknown' : servingLabel(flag, effectiveServing(flag, request.scope)?.serving ?? null).long,
    to: targetText(request, flag),
    critical: environments.some(({ key, critical }) => key === environment && critical),
    isOwn: session?.name === request.requestedBy,
    approve: outdated(request, flag) ?? refusalToApprove(session, request),
    reject: refusalToReject(session, request),
    withdraw: refusalToWithdraw(session, request),
  };
}

/** The open request for exactly this scope, where there is one. */
export function requestFor(
  requests: readonly ChangeRequest[] | null,
  flagKey: string,
  scope: Scope,
  now: number,
): ChangeRequest | null {
  const id = scopeId(scope);
  return (
    openRequests(requests, now).find((request) => request.flagKey === flagKey && scopeId(request.scope) === id) ?? null
  );
}

/** The open requests by flag, for marking the cells they would change. */
export function requestsByFlag(
  requests: readonly ChangeRequest[] | null,
  now: number,
): ReadonlyMap<string, readonly ChangeRequest[]> {
  return Map.groupBy(openRequests(requests, now), ({ flagKey }) => flagKey);
}

/** The request, among those of one flag, that would change what is served here; `source` is where that comes from now. */
export function requestReaching(
  requests: readonly ChangeRequest[] | undefined,
  scope: Scope,
  source: ServingSource | null,
): ChangeRequest | null {
  const isNarrower = (request: ChangeRequest): boolean =>
    (source === 'server' && request.scope.server === null) ||
    (source === 'datacenter' && request.scope.datacenter === null);
  return requests?.find((request) => covers(request.scope, scope) && !isNarrower(request)) ?? null;
}

function outdated(request: ChangeRequest, flag: Flag | undefined): Refusal {
  if (flag === undefined) return 'The flag is not known here any more: reject the request.';
  if (flag.revision === null || flag.revision === String(request.revision)) return null;
  return 'The flag has changed since this was asked for: it has to be asked for again.';
}

function targetText(request: ChangeRequest, flag: Flag | undefined): string {
  if (request.serving !== null)
    return flag === undefined ? 'another serving' : servingLabel(flag, request.serving).long;
  return request.action === 'rollback' ? 'what it served before its last change' : 'inherited, no override';
}
