/** Everything that was committed, in order, also by other processes on the same database: the audit log, followed to its end. */
import type { AuditAction, AuditRow } from './audit.ts';
import type { Database } from './database.ts';

/** A committed change of a project's flags or environments. */
export interface Change {
  readonly project: string;
  readonly revision: string;
  readonly action: AuditAction;
  readonly flagKey: string | null;
  readonly environment: string | null;
  readonly at: string;
  readonly actor: string;
}

export interface FeedListener {
  /** Once for each change, in the order of their revisions. */
  change?(change: Change): void;
  /** Tokens were made, changed or revoked. */
  access?(): void;
}

const rowsAtOnce = 500;

export class Feed {
  readonly #database: Database;
  readonly #listeners = new Set<FeedListener>();
  readonly #unsubscribe: () => void;
  /** null until somebody listens: what happened before is nobody's business. */
  #lastId: number | null = null;
  #running: Promise<void> | null = null;
  #isAskedAgain = false;
  #isClosed = false;

  constructor(database: Database) {
    this.#database = database;
    this.#unsubscribe = database.onOthersWrite(() => void this.follow().catch(() => undefined));
  }

  /** Begins after what is committed now. Call it once, before anybody listens. */
  async start(): Promise<void> {
    this.#lastId ??= await this.#database.read(
      async ({ lastAuditId }) => ((await lastAuditId.get()) as { id: number }).id,
    );
  }

  /** The returned function stops it. */
  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Tells the listeners what has been committed since the last call. Calls made meanwhile lead to one more look.
   * @throws ApiError `unavailable` where the database is away; nothing is skipped, the next call goes on from there
   */
  follow(): Promise<void> {
    if (this.#running) {
      this.#isAskedAgain = true;
      return this.#running;
    }
    this.#running = this.#followAll();
    return this.#running;
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    this.#listeners.clear();
  }

  async #followAll(): Promise<void> {
    try {
      do {
        this.#isAskedAgain = false;
        await this.#followOnce();
      } while (this.#isAskedAgain);
    } finally {
      // In the same turn as the last look at whether somebody asked again: nobody can ask in between and be forgotten.
      this.#running = null;
    }
  }

  async #followOnce(): Promise<void> {
    for (;;) {
      if (this.#isClosed || this.#lastId === null) return;
      const after = this.#lastId;
      const rows = await this.#database.read(({ auditAfter }) => auditAfter.all(after, rowsAtOnce));
      for (const row of rows as readonly AuditRow[]) this.#tell(row);
      if (rows.length < rowsAtOnce) return;
    }
  }

  #tell(row: AuditRow): void {
    this.#lastId = row.id;
    const change = row.project === null ? null : toChange(row.project, row);
    for (const listener of this.#listeners) {
      if (change) listener.change?.(change);
      else listener.access?.();
    }
  }
}

export function toChange(project: string, row: AuditRow): Change {
  return {
    project,
    revision: String(row.revision),
    action: row.action,
    flagKey: row.flag_key,
    environment: row.environment,
    at: row.at,
    actor: row.actor,
  };
}
