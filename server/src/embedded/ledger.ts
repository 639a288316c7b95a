/** The one way to change anything: a transaction that holds the change, its new revision and its audit row, or nothing of them. */
import type { DatabaseSync } from 'node:sqlite';
import type { Scope, Serving } from '../core/model.ts';
import { appendAudit, type AuditAction } from './audit.ts';
import { sqliteCode, sqliteCodes } from './database.ts';
import { ApiError } from './errors.ts';
import { prepareStatements, type Statements } from './statements.ts';

/** Who makes a change. `at` only where history is written (a seed). */
export interface Author {
  readonly name: string;
  readonly tokenId: string | null;
  readonly at?: string;
}

/** A committed change of a project's flags or environments. */
export interface Change {
  readonly project: string;
  readonly revision: string;
  readonly flagKey: string | null;
  readonly environment: string | null;
  readonly at: string;
  readonly actor: string;
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

export class Ledger {
  readonly statements: Statements;
  readonly epoch: string;
  readonly #database: DatabaseSync;
  readonly #now: () => Date;
  readonly #listeners = new Set<(change: Change) => void>();
  #pending: Change[] = [];
  #depth = 0;
  #failure: unknown = null;

  constructor(database: DatabaseSync, now: () => Date) {
    this.#database = database;
    this.#now = now;
    this.statements = prepareStatements(database);
    const epoch = this.statements.meta.get('epoch') as { value: string } | undefined;
    this.epoch = epoch?.value ?? '';
  }

  /** The time now, in UTC; the author's own time where history is written. */
  timeOf(author?: Author): string {
    return author?.at ?? this.#now().toISOString();
  }

  /** Called after each change is on disk, in order. The returned function stops it. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Runs `work` in a transaction; inside another one it is part of that. What it returns is on disk when this returns.
   * After the disk has failed once, what is on it is uncertain, so that every later write is refused until a restart.
   * @throws what `work` throws, after undoing everything it wrote
   */
  transaction<Result>(work: () => Result): Result {
    if (this.#depth > 0) return work();
    if (this.#failure !== null) throw diskFailed(this.#failure);
    const result = this.#commit(work);
    // Only now, so that nobody hears of a change that is not on disk, and no listener can undo one.
    this.#publish();
    return result;
  }

  /** Writes the audit row of a change in the current transaction and gives the project's new revision. */
  record(project: string, author: Author, entry: LedgerEntry): number {
    if (this.#depth === 0) throw new Error('A change is recorded inside its transaction.');
    const row = this.statements.nextRevision.get(project) as { revision: number } | undefined;
    if (!row) throw new ApiError('not-found', `There is no project "${project}".`);
    const at = this.timeOf(author);
    this.#append(project, row.revision, at, author, entry);
    this.#pending.push({
      project,
      revision: String(row.revision),
      flagKey: entry.flagKey ?? null,
      environment: entry.scope?.environment ?? null,
      at,
      actor: author.name,
    });
    return row.revision;
  }

  /** Writes the audit row of a change that is about no project (tokens). */
  recordForServer(author: Author, entry: LedgerEntry): void {
    if (this.#depth === 0) throw new Error('A change is recorded inside its transaction.');
    this.#append(null, 0, this.timeOf(author), author, entry);
  }

  close(): void {
    this.#listeners.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #commit<Result>(work: () => Result): Result {
    this.#depth++;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#pending = [];
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      const code = sqliteCode(error);
      if (code === sqliteCodes.ioError || code === sqliteCodes.corrupt) this.#failure = error;
      throw code !== null && diskCodes.has(code) ? diskFailed(error) : error;
    } finally {
      this.#depth--;
    }
  }

  #append(project: string | null, revision: number, at: string, author: Author, entry: LedgerEntry): void {
    appendAudit(this.statements, {
      project,
      revision,
      at,
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
  }

  #publish(): void {
    const changes = this.#pending;
    this.#pending = [];
    for (const change of changes) for (const listener of this.#listeners) listener(change);
  }
}

const diskCodes: ReadonlySet<number> = new Set(Object.values(sqliteCodes));

function diskFailed(cause: unknown): ApiError {
  return new ApiError(
    'internal',
    'The change could not be written to disk and was not made. Look at the disk of the control plane, then restart it.',
    { cause },
  );
}
