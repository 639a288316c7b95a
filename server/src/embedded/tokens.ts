/** Tokens at rest: only their SHA-256 is kept, so that a stolen database opens nothing. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ApiError, invalid } from './errors.ts';
import type { Author, Ledger } from './ledger.ts';
import type { Role, TokenInput } from './shapes.ts';

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** A token as it is shown once, to whoever made it. */
export interface NewToken {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly token: string;
}

interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly hash: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

/** @throws ApiError `invalid` when it would have expired already */
export function createToken(ledger: Ledger, input: TokenInput, author: Author): NewToken {
  const at = ledger.timeOf(author);
  const expiresAt = input.expiresAt ? new Date(input.expiresAt).toISOString() : null;
  if (expiresAt !== null && expiresAt <= at) throw invalid('The token would already have expired.', 'expiresAt');
  const id = `tok_${randomBytes(9).toString('base64url')}`;
  const token = `sluice_${input.role.charAt(0)}_${randomBytes(32).toString('base64url')}`;
  ledger.recordForServer(author, { action: 'token-created', detail: `${input.role} token "${input.name}" (${id})` });
  ledger.statements.insertToken.run(id, input.name, input.role, hashOf(token), at, expiresAt);
  return { id, name: input.name, role: input.role, token };
}

/**
 * Revoking twice is the same as once.
 * @throws ApiError `not-found`
 */
export function revokeToken(ledger: Ledger, id: string, author: Author): void {
  const token = readToken(ledger, id);
  if (!token) throw new ApiError('not-found', `There is no token "${id}".`);
  if (token.revokedAt !== null) return;
  ledger.recordForServer(author, { action: 'token-revoked', detail: `${token.role} token "${token.name}" (${id})` });
  ledger.statements.revokeToken.run(ledger.timeOf(author), id);
}

export function readTokens(ledger: Ledger): readonly Token[] {
  return (ledger.statements.tokens.all() as unknown as TokenRow[]).map(toToken);
}

export function readToken(ledger: Ledger, id: string): Token | null {
  const row = ledger.statements.token.get(id) as unknown as TokenRow | undefined;
  return row ? toToken(row) : null;
}

/** The token with this secret, whether or not it is still good; null where there is none. */
export function findToken(ledger: Ledger, secret: string): Token | null {
  const hash = hashOf(secret);
  const row = ledger.statements.tokenByHash.get(hash) as unknown as TokenRow | undefined;
  return row && sameHash(row.hash, hash) ? toToken(row) : null;
}

/** Not revoked and not expired. */
export function isActive(token: Token, now: string): boolean {
  return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now);
}

/** SHA-256 in hexadecimal. Enough for secrets of 256 random bits; passwords would need more. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function toToken(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
