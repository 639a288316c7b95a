/** The one way to change anything: a transaction that holds the change, its new revision and its audit row, or nothing of them. */
import type { Scope, Serving } from '../../core/model.ts';
import { ApiError } from '../errors.ts';
import { appendAudit, type AuditAction } from './audit.ts';
import type { Database, Statements } from './database.ts';
import { isActive, readToken } from './tokens.ts';

/** Who makes a change. `at` only where history is written (a seed). */
export interface Author {
  readonly name: string;
  readonly tokenId: string | null;
  readonly at?: string;
  /** Where a change needs a second person: who that was, or that it was an emergency; for the audit log. */
  readonly approval?: string;
}

export interface LedgerEntry {
  readonly action: AuditAction;
  readonly flagKey?: string;
  readonly scope?: Scope;
  readonly before?: Serving | null;
  readonly after?: Serving | null;
  readonly reason?: string | null;
  readonly detail?: string | null;
}

/** What reads and writes within one transaction. */
export interface Transaction {
  readonly statements: Statements;
  /** The time now, in UTC; the author's own time where history is written. */
  timeOf(author?: Author): string;
  /** Writes the audit row of a change and gives the project's new revision. */
  record(project: string, author: Author, entry: LedgerEntry): Promise<number>;
  /** Writes the audit row of a change that is about no project (tokens). */
  recordForServer(author: Author, entry: LedgerEntry): Promise<void>;
}

export interface Ledger {
  readonly database: Database;
  timeOf(author?: Author): string;
  /** Runs `work` on one consistent state. */
  read<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result>;
  /**
   * What `work` wrote is on disk when this resolves.
   * @throws what `work` throws, after undoing everything it wrote
   */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
}

export function createLedger(database: Database, now: () => Date): Ledger {
  const timeOf = (author?: Author): string => author?.at ?? now().toISOString();
  return {
    database,
    timeOf,
    read: (work) => database.read(work),
    transaction: (work) => database.write((statements) => work(createTransaction(statements, timeOf))),
  };
}

function createTransaction(statements: Statements, timeOf: (author?: Author) => string): Transaction {
  const append = async (
    project: string | null,
    revision: number,
    author: Author,
    entry: LedgerEntry,
  ): Promise<void> => {
    await requireActive(statements, author, timeOf());
    await appendAudit(statements, {
      project,
      revision,
      at: timeOf(author),
      actor: author.name,
      token_id: author.tokenId,
      action: entry.action,
      flag_key: entry.flagKey ?? null,
      environment: entry.scope?.environment ?? null,
      datacenter: entry.scope?.datacenter ?? null,
      server: entry.scope?.server ?? null,
      before: entry.before ? JSON.stringify(entry.before) : null,
      after: entry.after ? JSON.stringify(entry.after) : null,
      reason: entry.reason ?? null,
      detail: entry.detail ?? null,
    });
  };
  return {
    statements,
    timeOf,
    async record(project, author, entry) {
      const row = (await statements.nextRevision.get(project)) as { revision: number } | undefined;
      if (!row) throw new ApiError('not-found', `There is no project "${project}".`);
      await append(project, row.revision, author, entry);
      return row.revision;
    },
    recordForServer: (author, entry) => append(null, 0, author, entry),
  };
}

/** A token that was revoked on another replica a moment ago must not write here. */
async function requireActive(statements: Statements, author: Author, now: string): Promise<void> {
  if (author.tokenId === null) return;
  const token = await readToken(statements, author.tokenId);
  if (token && isActive(token, now)) return;
  throw new ApiError('unauthenticated', 'The token was revoked or has expired; nothing was changed.');
}
