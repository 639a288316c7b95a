/** Who is calling, and may they. */
import type { IncomingMessage } from 'node:http';
import { ApiError } from './errors.ts';
import type { Logger } from './log.ts';
import type { Identity, Sessions } from './store/sessions.ts';
import type { Role } from './shapes.ts';
import type { Store } from './store/store.ts';
import { grantOf, isActive, type Token } from './store/tokens.ts';

const roles: readonly Role[] = ['sdk', 'viewer', 'operator', 'admin'];
const lastUsedStepMs = 60_000;
const maxFailuresPerMinute = 120;

export interface Caller extends Identity {
  /** The only project the caller may see; null: all. */
  readonly project: string | null;
  /** Roles that differ from `role` in some environments. */
  readonly environmentRoles: Token['environmentRoles'];
  readonly via: 'token' | 'session';
  /** See `grantOf`; null for a session. */
  readonly grant: string | null;
  readonly sessionId: string | null;
}

/** Whether a role includes another one. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

export class Auth {
  readonly #store: Store;
  readonly #sessions: Sessions;
  readonly #log: Logger;
  readonly #usedAt = new Map<string, number>();
  readonly #failures = new Map<string, { since: number; count: number }>();

  constructor(store: Store, sessions: Sessions, log: Logger) {
    this.#store = store;
    this.#sessions = sessions;
    this.#log = log;
  }

  /** @throws ApiError `unauthenticated`, `rate-limited` */
  async authenticate(request: IncomingMessage): Promise<Caller> {
    const { authorization } = request.headers;
    // A caller that sends a token means it: a cookie beside it is not a second chance.
    if (authorization !== undefined) {
      const caller = await this.#byToken(authorization);
      if (caller) return caller;
      this.noteFailure(request);
      throw new ApiError(
        'unauthenticated',
        'The token is not known, or was revoked, or has expired. Ask an administrator of this control plane for a new one.',
      );
    }
    const secret = readCookie(request);
    const session = secret === null ? null : await this.#sessions.find(secret);
    if (session) {
      const token = session.tokenId === null ? null : await this.#activeToken(session.tokenId);
      if (session.tokenId === null || token) {
        const { name, role, tokenId, id } = session;
        const bound = { project: token?.project ?? null, environmentRoles: token?.environmentRoles ?? {} };
        return { name, role, tokenId, ...bound, via: 'session', grant: null, sessionId: id };
      }
    }
    throw new ApiError(
      'unauthenticated',
      'Sign in: send "Authorization: Bearer <token>", or open a new sign-in link in the browser.',
    );
  }

  /**
   * Whether the caller has the role, in one environment where one is named, else anywhere: what is about an environment is
   * checked again once it is known.
   * @throws ApiError `forbidden`
   */
  authorize(
    caller: Caller,
    needed: Role,
    place: { readonly project?: string; readonly environment?: string } = {},
  ): void {
    const { project, environment } = place;
    if (caller.project !== null && project !== undefined && project !== caller.project) {
      throw new ApiError('forbidden', `Your token is for the project "${caller.project}" alone.`);
    }
    const own = Object.values(caller.environmentRoles);
    // Flags, environments and tokens are defined for all environments: a larger role in one of them does not reach that far.
    const held =
      environment !== undefined
        ? [caller.environmentRoles[environment] ?? caller.role]
        : needed === 'operator'
          ? [caller.role, ...own]
          : [caller.role];
    if (held.some((role) => isAtLeast(role, needed))) return;
    const where = environment === undefined ? '' : ` in ${environment}`;
    throw new ApiError('forbidden', `This needs the role ${needed}${where}; you have ${held[0] ?? 'none'}.`);
  }

  /** Which of these are not signed in any more, looked up together. For streams that outlive the request that opened them. */
  async inactive(callers: Iterable<Caller>): Promise<ReadonlySet<Caller>> {
    const now = this.#store.now();
    const active = new Set((await this.#store.tokens()).filter((token) => isActive(token, now)).map(({ id }) => id));
    const grants = await this.#store.grants();
    const gone = new Set<Caller>();
    for (const caller of callers) {
      const { grant, tokenId } = caller;
      const hasToken = grant === null ? tokenId === null || active.has(tokenId) : grants.has(grant);
      const hasSession = caller.sessionId === null || (await this.#sessions.findById(caller.sessionId)) !== null;
      if (!hasToken || !hasSession) gone.add(caller);
    }
    return gone;
  }

  /** Ends the session of the request's cookie, where there is one. */
  async signOut(request: IncomingMessage): Promise<void> {
    const secret = readCookie(request);
    const session = secret === null ? null : await this.#sessions.find(secret);
    if (session) await this.#sessions.signOut(session.id);
  }

  /**
   * Counts a wrong secret against its sender. Guessing is hopeless anyway; this keeps a misconfigured client from filling
   * the log. A right secret is never refused.
   * @throws ApiError `rate-limited`
   */
  noteFailure(request: IncomingMessage): void {
    const address = request.socket.remoteAddress ?? 'unknown';
    const now = Date.parse(this.#store.now());
    for (const [other, { since }] of this.#failures) if (now - since >= 60_000) this.#failures.delete(other);
    const failures = this.#failures.get(address) ?? { since: now, count: 0 };
    failures.count++;
    this.#failures.set(address, failures);
    if (failures.count === 1) this.#log.warn(`A request from ${address} came with a wrong token or code.`);
    if (failures.count <= maxFailuresPerMinute) return;
    throw new ApiError('rate-limited', 'Too many requests with a wrong token or code: wait a minute.');
  }

  async #byToken(authorization: string): Promise<Caller | null> {
    const secret = /^bearer +(\S+) *$/i.exec(authorization)?.[1];
    const token = secret === undefined ? null : await this.#store.findToken(secret);
    const now = this.#store.now();
    if (secret === undefined || !token || !isActive(token, now)) return null;
    await this.#noteUse(token.id, now);
    const { project, environmentRoles } = token;
    return {
      name: token.name,
      role: token.role,
      tokenId: token.id,
      project,
      environmentRoles,
      via: 'token',
      grant: grantOf(token.id, secret),
      sessionId: null,
    };
  }

  async #activeToken(id: string): Promise<Token | null> {
    const token = await this.#store.token(id);
    return token && isActive(token, this.#store.now()) ? token : null;
  }

  /** At most one write a minute and token: reading must not cost a write each time. */
  async #noteUse(id: string, now: string): Promise<void> {
    const time = Date.parse(now);
    const last = this.#usedAt.get(id);
    if (last !== undefined && time - last < lastUsedStepMs) return;
    this.#usedAt.set(id, time);
    try {
      await this.#store.useToken(id, now);
    } catch (error) {
      this.#log.warn(`When a token was last used could not be written: ${String(error)}`);
    }
  }
}

/** The cookie's name carries the port, because browsers share cookies among the ports of one host. */
export function cookieName(request: IncomingMessage): string {
  return `sluice_session_${request.socket.localPort ?? 0}`;
}

function readCookie(request: IncomingMessage): string | null {
  const wanted = cookieName(request);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, ...value] = part.trim().split('=');
    if (name === wanted) return value.join('=');
  }
  return null;
}
