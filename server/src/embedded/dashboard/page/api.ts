/** The HTTP API as the page uses it: same origin, the session's cookie, a limit on every wait. */
import type { Environment, Flag, Scope, Serving } from '../../../core/model.ts';
import type { AuditEntry } from './model/history.ts';

export interface SessionInfo {
  readonly name: string;
  readonly role: 'viewer' | 'operator' | 'admin';
}

export interface SnapshotAnswer {
  readonly project: string;
  readonly revision: string;
  readonly readAt: string;
  /** For the next conditional read. */
  readonly etag: string | null;
  readonly environments: readonly Environment[];
  readonly flags: readonly Flag[];
}

/** A write, as the API takes it. */
export interface WriteBody {
  readonly scope: Scope;
  readonly serving: Serving | null;
  readonly reason: string | null;
  readonly revision: string | null;
}

/** `network` also stands for no answer in time: the request may or may not have arrived. */
export type ApiErrorKind = 'network' | 'signed-out' | 'forbidden' | 'not-found' | 'conflict' | 'refused' | 'server';

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

export async function writeServing(project: string, key: string, write: WriteBody): Promise<Flag> {
  const body = { ...scopeBody(write.scope), serving: write.serving, ...reasonBody(write.reason) };
  return read(await send('PUT', `${flagPath(project, key)}/serving`, body, write.revision));
}

export async function rollBack(project: string, key: string, write: Omit<WriteBody, 'serving'>): Promise<Flag> {
  const body = { ...scopeBody(write.scope), ...reasonBody(write.reason) };
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

async function send(method: string, path: string, body: object, revision: string | null): Promise<Response> {
  return call(method, path, {
    headers: { 'Content-Type': 'application/json', ...(revision === null ? {} : { 'If-Match': `"${revision}"` }) },
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
  const body: { error?: { message?: string; current?: Flag } } = await response.json().catch(() => ({}));
  const message = body.error?.message ?? `The control plane answered ${response.status}.`;
  const kinds: { readonly [status: number]: ApiErrorKind } = {
    401: 'signed-out',
    403: 'forbidden',
    404: 'not-found',
    409: 'conflict',
  };
  const kind = kinds[response.status] ?? (response.status >= 500 ? 'server' : 'refused');
  return new ApiError(kind, message, body.error?.current ?? null);
}

function projectPath(project: string): string {
  return `/api/v1/projects/${encodeURIComponent(project)}`;
}

function flagPath(project: string, key: string): string {
  return `${projectPath(project)}/flags/${encodeURIComponent(key)}`;
}

function scopeBody({ environment, datacenter, server }: Scope): object {
  return { environment, ...(datacenter === null ? {} : { datacenter }), ...(server === null ? {} : { server }) };
}

function reasonBody(reason: string | null): object {
  return reason === null || reason.trim() === '' ? {} : { reason: reason.trim() };
}
