/** Browser sessions and the one-time codes that start them. In memory: a restart signs browsers out, and no secret is stored. */
import { randomBytes } from 'node:crypto';
import { ApiError } from './errors.ts';
import type { Role } from './shapes.ts';
import { hashOf } from './tokens.ts';

export const sessionLifetimeMs = 12 * 60 * 60 * 1000;
const codeLifetimeMs = 2 * 60 * 1000;
const maxSessions = 1000;
const maxCodes = 1000;

/** Who a session acts for. */
export interface Identity {
  readonly name: string;
  readonly role: Role;
  /** The token it goes back to; null for the link that `sluice serve` itself prints. */
  readonly tokenId: string | null;
}

export interface Session extends Identity {
  /** Hash of the cookie's value: names the session without being able to use it. */
  readonly id: string;
  readonly expiresAt: number;
}

interface Code {
  readonly identity: Identity;
  readonly path: string;
  readonly expiresAt: number;
}

export class Sessions {
  readonly #now: () => Date;
  readonly #sessions = new Map<string, Session>();
  readonly #codes = new Map<string, Code>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** A code that works once, for two minutes, and leads to `path` of the dashboard. */
  createCode(identity: Identity, path: string): { readonly code: string; readonly expiresAt: string } {
    dropExpired(this.#codes, this.#now().getTime());
    if (this.#codes.size >= maxCodes) {
      throw new ApiError('rate-limited', 'Too many sign-in links are waiting to be used: try again in two minutes.');
    }
    const code = randomBytes(32).toString('base64url');
    const expiresAt = this.#now().getTime() + codeLifetimeMs;
    this.#codes.set(hashOf(code), { identity, path, expiresAt });
    return { code, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** Spends a code. `secret` is the cookie's value; null when the code is unknown, spent or expired. */
  signIn(code: string): { readonly secret: string; readonly path: string; readonly identity: Identity } | null {
    const now = this.#now().getTime();
    const id = hashOf(code);
    const found = this.#codes.get(id);
    this.#codes.delete(id);
    if (!found || found.expiresAt <= now) return null;
    dropExpired(this.#sessions, now);
    // The oldest gives way, so that signing in always works.
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size >= maxSessions && oldest !== undefined) this.#sessions.delete(oldest);
    const secret = randomBytes(32).toString('base64url');
    const session = { ...found.identity, id: hashOf(secret), expiresAt: now + sessionLifetimeMs };
    this.#sessions.set(session.id, session);
    return { secret, path: found.path, identity: found.identity };
  }

  /** The session of a cookie; null when there is none or it has expired. */
  find(secret: string): Session | null {
    return this.findById(hashOf(secret));
  }

  findById(id: string): Session | null {
    const session = this.#sessions.get(id);
    return session && session.expiresAt > this.#now().getTime() ? session : null;
  }

  signOut(id: string): void {
    this.#sessions.delete(id);
  }
}

function dropExpired(items: Map<string, { readonly expiresAt: number }>, now: number): void {
  for (const [id, { expiresAt }] of items) if (expiresAt <= now) items.delete(id);
}
