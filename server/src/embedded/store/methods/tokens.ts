/** The store's methods for tokens. */
import type { TokenInput } from '../../shapes.ts';
import type { Author } from '../ledger.ts';
import {
  createToken,
  findToken,
  readGrants,
  readToken,
  readTokens,
  revokeToken,
  rotateToken,
  type NewToken,
  type Token,
} from '../tokens.ts';
import type { UnitOfWork } from '../unit-of-work.ts';

export interface TokenMethods {
  createToken(input: TokenInput, author: Author): Promise<NewToken>;
  revokeToken(id: string, author: Author): Promise<void>;
  rotateToken(id: string, graceSeconds: number, author: Author): Promise<NewToken>;
  tokens(): Promise<readonly Token[]>;
  token(id: string): Promise<Token | null>;
  findToken(secret: string): Promise<Token | null>;
  /** What streams are held against: see `grantOf`. */
  grants(): Promise<ReadonlySet<string>>;
  /** Notes that a token was used. Not part of the audit. */
  useToken(id: string, at: string): Promise<void>;
}

export function tokenMethods({ read, write, now }: UnitOfWork): TokenMethods {
  return {
    createToken: (input, author) => write((transaction) => createToken(transaction, input, author)),
    revokeToken: (id, author) => write((transaction) => revokeToken(transaction, id, author)),
    rotateToken: (id, graceSeconds, author) =>
      write((transaction) => rotateToken(transaction, id, graceSeconds, author)),
    tokens: () => read(readTokens),
    token: (id) => read((statements) => readToken(statements, id)),
    findToken: (secret) => read((statements) => findToken(statements, secret, now())),
    grants: () => read((statements) => readGrants(statements, now())),
    useToken: (id, at) => write(({ statements }) => statements.useToken.run(at, id)),
  };
}
