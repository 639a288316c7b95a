/** The HTTP API as the page uses it: same origin, the session's cookie, a limit on every wait. */
import type { Flag, Scope, Serving } from '../../../core/model.ts';
import type { AuditEntry } from './model/history.ts';
import type { ChangeRequest, FleetServer, PageEnvironment, SessionInfo, UndoAnswer } from './model/wire.ts';

export interface SnapshotAnswer {
  readonly project: string;
  readonly revision: string;
  readonly readAt: string;
  /** For the next conditional read. */
  readonly etag: string | null;
  readonly environments: readonly PageEnvironment[];
  readonly flags: readonly Flag[];
  /** Absent where the control plane does not know servers. */
  readonly fleet?: readonly FleetServer[];
}

/** A write, as the API takes it. */
export interface WriteBody {
  readonly scope: Scope;
  readonly serving: Serving | null;
  readonly reason: string | null;
  readonly revision: string | null;
  /** Acts without the second person that the environment asks for; for admins, with a reason. */
  readonly emergency?: boolean;
}

/** What somebody asks a second person to approve. */
export interface AskBody {
  readonly flagKey: string;
  readonly scope: Scope;
  readonly action: 'serving' | 'rollback';
  readonly serving: Serving | null;
  readonly reason: string;
  readonly revision: string | null;
}

export interface UndoBody {
  readonly actor: string;
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
}

/**
 * What went wrong with a call. After `network` (also: no answer in time) and `server` nobody knows what the request did; after
 * all others it did nothing. `approval`: a second person is needed; `unavailable`: the control plane says that it cannot now.
 */
export type ApiErrorKind =
  | 'network'
  | 'server'
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'approval'
  | 'unavailable'
  | 'refused';

/** Everything that can go wrong with a call. The message is for people. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  /** The flag as it is now, after a conflict. */
  readonly current: Flag | null;

  constructor(kind: ApiErrorKind, message: string, current: Flag | null = null) {
    super(message);
    this.name = 'ApiError';
    this.kind = kind;
    this.current = current;
  }
}

const readTimeout = 15_000;
const writeTimeout = 10_000;

export async function readSession(): Promise<SessionInfo> {
  return read(await call('GET', '/api/v1/session'));
}

export async function readProjects(): Promise<string[]> {
  const answer = await read<{ projects: { key: string }[] }>(await call('GET', '/api/v1/projects'));
  return answer.projects.map(({ key }) => key);
}

/** The whole state, or null where it is still what the given ETag names. */
export async function readSnapshot(project: string, etag: string | null): Promise<SnapshotAnswer | null> {
  const headers: Record<string, string> = etag === null ? {} : { 'If-None-Match': etag };
  const response = await call('GET', `${projectPath(project)}/snapshot`, { headers });
  if (response.status === 304) return null;
  return { ...(await read<Omit<SnapshotAnswer, 'etag'>>(response)), etag: response.headers.get('ETag') };
}

export async function readFlag(project: string, key: string): Promise<Flag> {
  return read(await call('GET', flagPath(project, key)));
}

export async function readHistory(project: string, key: string, limit: number): Promise<AuditEntry[]> {
  const path = `${flagPath(project, key)}/history?limit=${limit}`;
  const answer = await read<{ entries: AuditEntry[] }>(await call('GET', path));
  return answer.entries;
}

/** Null where the control plane does not know servers. */
export async function readFleet(project: string): Promise<readonly FleetServer[] | null> {
  const path = `${projectPath(project)}/fleet`;
  return (await readIfThere<{ fleet: readonly FleetServer[] }>(path))?.fleet ?? null;
}

/** The open requests; null where the control plane knows none. */
export async function readRequests(project: string): Promise<readonly ChangeRequest[] | null> {
  const path = `${requestsPath(project)}?status=open`;
  const answer = await readIfThere<{ changeRequests?: ChangeRequest[]; requests?: ChangeRequest[] }>(path);
  return answer === null ? null : (answer.changeRequests ?? answer.requests ?? []);
}

export async function askForChange(project: string, ask: AskBody, key: string): Promise<ChangeRequest> {
  const { flagKey, scope, action, serving, reason, revision } = ask;
  const body = {
    flagKey,
    ...scopeBody(scope),
    action,
    ...(action === 'serving' ? { serving } : {}),
    reason: reason.trim(),
  };
  return read(await send('POST', requestsPath(project), body, revision, key));
}

export async function decideRequest(
  project: string,
  id: ChangeRequest['id'],
  decision: 'approve' | 'reject' | 'withdraw',
  note: string | null,
): Promise<void> {
  const path = `${requestsPath(project)}/${encodeURIComponent(String(id))}/${decision}`;
  const body = note === null || note.trim() === '' ? {} : { note: note.trim() };
  await send('POST', path, body, null);
}

export async function undoChanges(project: string, undo: UndoBody, key: string): Promise<UndoAnswer> {
  return read(await send('POST', `${projectPath(project)}/undo`, undo, null, key));
}

export async function writeServing(project: string, key: string, write: WriteBody): Promise<Flag> {
  const body = { ...scopeBody(write.scope), serving: write.serving, ...extraBody(write) };
  return read(await send('PUT', `${flagPath(project, key)}/serving`, body, write.revision));
}

export async function rollBack(project: string, key: string, write: Omit<WriteBody, 'serving'>): Promise<Flag> {
  const body = { ...scopeBody(write.scope), ...extraBody(write) };
  return read(await send('POST', `${flagPath(project, key)}/rollback`, body, write.revision));
}

export async function signOut(): Promise<void> {
  await call('POST', '/sign-out');
}

export function eventsUrl(project: string): string {
  return `${projectPath(project)}/events`;
}

/** The body of a good answer. One that breaks off or is not JSON says nothing about what the request did. */
async function read<Body>(response: Response): Promise<Body> {
  try {
    return (await response.json()) as Body;
  } catch {
    throw new ApiError(
      'network',
      'The answer of the control plane broke off, or something else answered in its place.',
    );
  }
}

/** Null where the control plane has nothing at this address: an older one does not know it. */
async function readIfThere<Body>(path: string): Promise<Body | null> {
  try {
    return await read<Body>(await call('GET', path));
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'not-found') return null;
    throw error;
  }
}

/** `key` makes a request that is sent again the same request (`Idempotency-Key`). */
async function send(
  method: string,
  path: string,
  body: object,
  revision: string | null,
  key: string | null = null,
): Promise<Response> {
  return call(method, path, {
    headers: {
      'Content-Type': 'application/json',
      ...(revision === null ? {} : { 'If-Match': `"${revision}"` }),
      ...(key === null ? {} : { 'Idempotency-Key': key }),
    },
    body: JSON.stringify(body),
  });
}

async function call(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const signal = AbortSignal.timeout(method === 'GET' ? readTimeout : writeTimeout);
  let response: Response;
  try {
    response = await fetch(path, { ...init, method, signal, credentials: 'same-origin', cache: 'no-store' });
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    throw new ApiError(
      'network',
      timedOut ? 'The control plane did not answer in time.' : 'The control plane cannot be reached.',
    );
  }
  if (response.ok || response.status === 304) return response;
  throw await errorOf(response);
}

async function errorOf(response: Response): Promise<ApiError> {
  const body: { error?: { code?: string; message?: string; current?: Flag } } = await response.json().catch(() => ({}));
  const message = body.error?.message ?? `The control plane answered ${response.status}.`;
  const { code = '' } = body.error ?? {};
  const kind = kindsByCode[code] ?? kindsByStatus[response.status] ?? (response.status >= 500 ? 'server' : 'refused');
  return new ApiError(kind, message, body.error?.current ?? null);
}

/** The control plane's own word counts more than the status, which something in between may have made. */
const kindsByCode: { readonly [code: string]: ApiErrorKind } = {
  'approval-required': 'approval',
  unavailable: 'unavailable',
  'disk-full': 'unavailable',
  'unknown-outcome': 'server',
};

const kindsByStatus: { readonly [status: number]: ApiErrorKind } = {
  401: 'signed-out',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
};

function projectPath(project: string): string {
  return `/api/v1/projects/${encodeURIComponent(project)}`;
}

function requestsPath(project: string): string {
  return `${projectPath(project)}/change-requests`;
}

function flagPath(project: string, key: string): string {
  return `${projectPath(project)}/flags/${encodeURIComponent(key)}`;
}

function scopeBody({ environment, datacenter, server }: Scope): object {
  return { environment, ...(datacenter === null ? {} : { datacenter }), ...(server === null ? {} : { server }) };
}

function extraBody({ reason, emergency }: Pick<WriteBody, 'reason' | 'emergency'>): object {
  return {
    ...(reason === null || reason.trim() === '' ? {} : { reason: reason.trim() }),
    ...(emergency === true ? { emergency } : {}),
  };
}
