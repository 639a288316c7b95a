/**
 * Browser sessions and the one-time codes that start them. Kept in the database as hashes, so that every replica knows them and
 * whoever reads the database can use none.
 */
import { randomBytes } from 'node:crypto';
import { ApiError } from '../errors.ts';
import type { Role } from '../shapes.ts';
import type { Ledger } from './ledger.ts';
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
  readonly expiresAt: string;
}

interface SessionRow {
  readonly id: string;
  readonly kind: 'code' | 'session';
  readonly name: string;
  readonly role: Role;
  readonly token_id: string | null;
  readonly path: string;
  readonly expires_at: string;
}

export interface Sessions {
  /** A code that works once, for two minutes, and leads to `path` of the dashboard. */
  createCode(identity: Identity, path: string): Promise<{ readonly code: string; readonly expiresAt: string }>;
  /** Spends a code. `secret` is the cookie's value; null when the code is unknown, spent or expired. */
  signIn(code: string): Promise<{ readonly secret: string; readonly path: string } | null>;
  /** The session of a cookie; null when there is none or it has expired. */
  find(secret: string): Promise<Session | null>;
  findById(id: string): Promise<Session | null>;
  signOut(id: string): Promise<void>;
}

export function createSessions(ledger: Ledger): Sessions {
  const inMs = (ms: number): string => new Date(Date.parse(ledger.timeOf()) + ms).toISOString();

  const findById = async (id: string): Promise<Session | null> => {
    const row = (await ledger.read(({ session }) => session.get(id))) as SessionRow | undefined;
    if (!row || row.kind !== 'session' || row.expires_at <= ledger.timeOf()) return null;
    return { id, name: row.name, role: row.role, tokenId: row.token_id, expiresAt: row.expires_at };
  };

  return {
    createCode: ({ name, role, tokenId }, path) =>
      ledger.transaction(async ({ statements, timeOf }) => {
        await statements.deleteExpiredSessions.run(timeOf());
        if ((await count(statements.countSessions.get('code'))) >= maxCodes) {
          throw new ApiError(
            'rate-limited',
            'Too many sign-in links are waiting to be used: try again in two minutes.',
          );
        }
        const code = randomBytes(32).toString('base64url');
        const expiresAt = inMs(codeLifetimeMs);
        await statements.insertSession.run(hashOf(code), 'code', name, role, tokenId, path, expiresAt);
        return { code, expiresAt };
      }),

    signIn: (code) =>
      ledger.transaction(async ({ statements, timeOf }) => {
        const row = (await statements.session.get(hashOf(code))) as SessionRow | undefined;
        if (!row || row.kind !== 'code') return null;
        await statements.deleteSession.run(row.id);
        if (row.expires_at <= timeOf()) return null;
        await statements.deleteExpiredSessions.run(timeOf());
        // The oldest gives way, so that signing in always works.
        const surplus = (await count(statements.countSessions.get('session'))) - maxSessions + 1;
        if (surplus > 0) await statements.deleteOldestSessions.run('session', surplus);
        const secret = randomBytes(32).toString('base64url');
        const { name, role, token_id, path } = row;
        await statements.insertSession.run(
          hashOf(secret),
          'session',
          name,
          role,
          token_id,
          path,
          inMs(sessionLifetimeMs),
        );
        return { secret, path };
      }),

    find: (secret) => findById(hashOf(secret)),
    findById,
    signOut: (id) => ledger.transaction(({ statements }) => statements.deleteSession.run(id)),
  };
}

async function count(row: Promise<unknown>): Promise<number> {
  return Number(((await row) as { count: number }).count);
}
