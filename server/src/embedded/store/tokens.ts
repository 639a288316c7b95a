/** Tokens at rest: only their SHA-256 is kept, so that a stolen database opens nothing. */
import { createHash, randomBytes } from 'node:crypto';
import { ApiError, invalid } from '../errors.ts';
import type { EnvironmentRole, Role, TokenInput } from '../shapes.ts';
import type { Statements } from './database.ts';
import type { Author, Transaction } from './ledger.ts';

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** What it is bound to; null: not bound. An `sdk` token has a project and an environment. */
  readonly project: string | null;
  readonly environment: string | null;
  readonly datacenter: string | null;
  readonly server: string | null;
  /** Roles that differ from `role` in some environments. */
  readonly environmentRoles: { readonly [environment: string]: EnvironmentRole };
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
  readonly project: string | null;
  readonly environment: string | null;
  readonly datacenter: string | null;
  readonly server: string | null;
  readonly environment_roles: string;
  readonly former_hash: string | null;
  readonly former_until: string | null;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
}

/** @throws ApiError `invalid` when it would have expired already, or lacks what its role needs */
export async function createToken(transaction: Transaction, input: TokenInput, author: Author): Promise<NewToken> {
  checkBinding(input);
  const at = transaction.timeOf(author);
  const expiresAt = input.expiresAt ? new Date(input.expiresAt).toISOString() : null;
  if (expiresAt !== null && expiresAt <= at) throw invalid('The token would already have expired.', 'expiresAt');
  const id = `tok_${randomBytes(9).toString('base64url')}`;
  const token = newSecret(input.role);
  await transaction.recordForServer(author, { action: 'token-created', detail: describe({ ...input, id }) });
  await transaction.statements.insertToken.run(
    id,
    input.name,
    input.role,
    hashOf(token),
    at,
    expiresAt,
    input.project ?? null,
    input.environment ?? null,
    input.datacenter ?? null,
    input.server ?? null,
    JSON.stringify(input.environmentRoles ?? {}),
  );
  return { id, name: input.name, role: input.role, token };
}

/**
 * Revoking twice is the same as once.
 * @throws ApiError `not-found`
 */
export async function revokeToken(transaction: Transaction, id: string, author: Author): Promise<void> {
  const token = await requireToken(transaction.statements, id);
  if (token.revokedAt !== null) return;
  await transaction.recordForServer(author, { action: 'token-revoked', detail: describe(token) });
  await transaction.statements.revokeToken.run(transaction.timeOf(), id);
}

/**
 * A new secret for the same token. The former one works on for `graceSeconds`, so that it can be replaced everywhere; the browsers
 * that signed in by the token sign in again.
 * @throws ApiError `not-found`, `invalid` where it was revoked or has expired
 */
export async function rotateToken(
  transaction: Transaction,
  id: string,
  graceSeconds: number,
  author: Author,
): Promise<NewToken> {
  const row = (await transaction.statements.token.get(id)) as TokenRow | undefined;
  const token = await requireToken(transaction.statements, id);
  const now = transaction.timeOf();
  if (!row || !isActive(token, now)) throw invalid('The token was revoked or has expired: make a new one.');
  const secret = newSecret(token.role);
  const grace = graceSeconds > 0 ? `, the former secret works for ${graceSeconds} s` : '';
  await transaction.recordForServer(author, { action: 'token-rotated', detail: `${describe(token)}${grace}` });
  const until = new Date(Date.parse(now) + graceSeconds * 1000).toISOString();
  await transaction.statements.rotateToken.run(hashOf(secret), row.hash, until, id);
  await transaction.statements.deleteSessionsOfToken.run(id);
  return { id, name: token.name, role: token.role, token: secret };
}

export async function readTokens(statements: Statements): Promise<readonly Token[]> {
  return ((await statements.tokens.all()) as readonly TokenRow[]).map(toToken);
}

export async function readToken(statements: Statements, id: string): Promise<Token | null> {
  const row = (await statements.token.get(id)) as TokenRow | undefined;
  return row ? toToken(row) : null;
}

/**
 * The token with this secret, whether or not it was revoked or has expired; null where there is none. It is looked up by its
 * hash, so that the time the look-up takes tells nothing about the secret.
 */
export async function findToken(statements: Statements, secret: string, now: string): Promise<Token | null> {
  const hash = hashOf(secret);
  const row = (await statements.tokenByHash.get(hash, hash)) as TokenRow | undefined;
  if (!row) return null;
  if (row.hash !== hash && (row.former_until === null || row.former_until <= now)) return null;
  return toToken(row);
}

/**
 * A token together with the secret it was shown with, as a name that tells neither: what outlives a request (a stream, a ticket)
 * ends with the secret, not only with the token.
 */
export function grantOf(id: string, secret: string): string {
  return grantName(id, hashOf(secret));
}

/** The grants that are good now: of every token that is, its secret, and its former one while that still works. */
export async function readGrants(statements: Statements, now: string): Promise<ReadonlySet<string>> {
  const rows = ((await statements.tokens.all()) as readonly TokenRow[]).filter((row) => isActive(toToken(row), now));
  return new Set(
    rows.flatMap(({ id, hash, former_hash: former, former_until: until }) => [
      grantName(id, hash),
      ...(former !== null && until !== null && until > now ? [grantName(id, former)] : []),
    ]),
  );
}

/** Not revoked and not expired. */
export function isActive(token: Token, now: string): boolean {
  return token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now);
}

/** SHA-256 in hexadecimal. Enough for secrets of 256 random bits; passwords would need more. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Half of the hash tells secrets apart as well as all of it, and is of no use to look a token up. */
function grantName(id: string, hash: string): string {
  return `${id}.${hash.slice(0, 32)}`;
}

function newSecret(role: Role): string {
  return `sluice_${role.charAt(0)}_${randomBytes(32).toString('base64url')}`;
}

function checkBinding(input: TokenInput): void {
  const isSdk = input.role === 'sdk';
  if (isSdk && (!input.project || !input.environment)) {
    throw invalid('A token for applications names its project and its environment.', 'environment');
  }
  if (!isSdk && (input.environment || input.datacenter || input.server)) {
    throw invalid('Only a token for applications (role sdk) is bound to an environment, datacenter or server.', 'role');
  }
  if (input.server && !input.datacenter) throw invalid('Name the datacenter of the server.', 'datacenter');
  if (isSdk && Object.keys(input.environmentRoles ?? {}).length > 0) {
    throw invalid('A token for applications has no roles in environments.', 'environmentRoles');
  }
}

async function requireToken(statements: Statements, id: string): Promise<Token> {
  const token = await readToken(statements, id);
  if (!token) throw new ApiError('not-found', `There is no token "${id}".`);
  return token;
}

function describe(token: TokenInput & { readonly id: string }): string {
  const places = [token.project, token.environment, token.datacenter, token.server].filter((part) => part);
  const bound = places.length > 0 ? ` for ${places.join(' / ')}` : '';
  const roles = Object.entries(token.environmentRoles ?? {}).map(([environment, role]) => `${role} in ${environment}`);
  return `${token.role} token "${token.name}" (${token.id})${bound}${roles.length > 0 ? `, ${roles.join(', ')}` : ''}`;
}

function toToken(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    project: row.project,
    environment: row.environment,
    datacenter: row.datacenter,
    server: row.server,
    environmentRoles: JSON.parse(row.environment_roles) as Token['environmentRoles'],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
