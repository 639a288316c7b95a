/** The embedded control plane's memory: flags, environments, tokens and the audit log, in one database. */
import type { Flag, Scope } from '../../core/model.ts';
import { ApiError } from '../errors.ts';
import type { EnvironmentInput, FlagInput, FlagPatch, TokenInput } from '../shapes.ts';
import { toAuditEntry, verifyAudit, type AuditEntry, type AuditRow, type AuditVerdict } from './audit.ts';
import type { Database, Statements } from './database.ts';
import {
  askForChange,
  decide,
  readRequests,
  requireRequest,
  type ChangeRequest,
  type ChangeRequestInput,
  type ChangeRequestStatus,
} from './change-requests.ts';
import { putEnvironment } from './environments.ts';
import { undo, type UndoInput, type UndoneChange } from './undo.ts';
import { Feed, toChange, type Change } from './feed.ts';
import { createFlag, patchFlag } from './flags.ts';
import { createLedger, type Author, type Ledger, type Transaction } from './ledger.ts';
import { claim, type Claim } from './once.ts';
import { readEnvironments, readFlag, readFlags, readProject, type ServedEnvironment } from './read-flags.ts';
import { changeServing, rollBack, type ServingChange } from './serving-changes.ts';
import { createSessions, type Sessions } from './sessions.ts';
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
} from './tokens.ts';

/** What an `If-Match` that any revision satisfies means in process, where nobody else writes (a seed, a test). */
export const anyRevision = Symbol('any revision');
export type ExpectedRevision = string | typeof anyRevision;

export interface StoreSnapshot {
  readonly project: string;
  readonly revision: string;
  readonly environments: readonly ServedEnvironment[];
  readonly flags: readonly Flag[];
}

/** What the stores of one process share. */
interface Shared {
  readonly ledger: Ledger;
  readonly feed: Feed;
  readonly sessions: Sessions;
  /** The flags of each project at the newest revision that was asked for. */
  readonly flags: Map<string, { readonly revision: number; readonly flags: readonly Flag[] }>;
  flagUrl: (project: string, flagKey: string) => string | null;
}

/**
 * Every write is one transaction and on disk when it resolves. All methods reject with `ApiError` for expected trouble. A store
 * handed out by `transaction` reads and writes within that transaction, and is not to be used after it.
 */
export class Store {
  readonly #shared: Shared;
  readonly #transaction: Transaction | null;

  constructor(shared: Shared, transaction: Transaction | null) {
    this.#shared = shared;
    this.#transaction = transaction;
  }

  /** Tells this database from another one that happens to be at the same revision. */
  get epoch(): string {
    return this.#shared.ledger.database.epoch;
  }

  /** Browser sessions. */
  get sessions(): Sessions {
    return this.#shared.sessions;
  }

  /** Where a flag's page is; known only once the server listens. */
  serveFlagsAt(flagUrl: (project: string, flagKey: string) => string | null): void {
    this.#shared.flagUrl = flagUrl;
    this.#shared.flags.clear();
  }

  /** The store's clock, in UTC. */
  now(): string {
    return this.#shared.ledger.timeOf();
  }

  /** Several writes as one: all of them or none. */
  transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result> {
    return this.#write((transaction) => work(new Store(this.#shared, transaction)));
  }

  projects(): Promise<readonly string[]> {
    return this.#read(async ({ projects }) => ((await projects.all()) as { key: string }[]).map(({ key }) => key));
  }

  /** True when it was created, false when it was there. */
  putProject(key: string, author: Author): Promise<boolean> {
    return this.#write(async (transaction) => {
      if (await transaction.statements.project.get(key)) return false;
      await transaction.statements.insertProject.run(key, transaction.timeOf(author));
      await transaction.record(key, author, { action: 'project-created', detail: `project "${key}"` });
      return true;
    });
  }

  revision(project: string): Promise<string> {
    return this.#read(async (statements) => String((await readProject(statements, project)).revision));
  }

  environments(project: string): Promise<readonly ServedEnvironment[]> {
    return this.#read(async (statements) => {
      await readProject(statements, project);
      return readEnvironments(statements, project);
    });
  }

  /** `isNew`: it was not there before. */
  putEnvironment(
    project: string,
    key: string,
    input: EnvironmentInput,
    author: Author,
  ): Promise<{ readonly environment: ServedEnvironment; readonly isNew: boolean }> {
    return this.#write(async (transaction) => {
      const find = async (): Promise<ServedEnvironment | undefined> =>
        (await readEnvironments(transaction.statements, project)).find((environment) => environment.key === key);
      const isNew = (await find()) === undefined;
      await putEnvironment(transaction, project, key, input, author);
      const environment = await find();
      if (!environment) throw new Error('An environment that was just written is not there.');
      return { environment, isNew };
    });
  }

  snapshot(project: string): Promise<StoreSnapshot> {
    const { flags: known, flagUrl } = this.#shared;
    return this.#read(async (statements) => {
      const { revision } = await readProject(statements, project);
      let cached = known.get(project);
      if (cached?.revision !== revision) {
        cached = { revision, flags: await readFlags(statements, project, (key) => flagUrl(project, key)) };
        // Within a transaction that may yet be undone, nothing is kept.
        if (!this.#transaction) known.set(project, cached);
      }
      const environments = await readEnvironments(statements, project);
      return { project, revision: String(revision), environments, flags: cached.flags };
    });
  }

  hasFlags(project: string): Promise<boolean> {
    return this.#read(async ({ anyFlag }) => (await anyFlag.get(project)) !== undefined);
  }

  flag(project: string, key: string): Promise<Flag> {
    return this.#read((statements) => this.#flagIn(statements, project, key));
  }

  createFlag(project: string, input: FlagInput, author: Author): Promise<Flag> {
    return this.#write(async (transaction) => {
      const { statements } = transaction;
      if (await statements.flag.get(project, input.key)) {
        const current = await this.#flagIn(statements, project, input.key);
        const state = current.archivedAt === null ? 'a flag' : 'an archived flag';
        throw new ApiError('conflict', `There is already ${state} "${input.key}" in project "${project}".`, {
          current,
        });
      }
      await createFlag(transaction, project, input, author);
      return this.#flagIn(statements, project, input.key);
    });
  }

  patchFlag(project: string, key: string, patch: FlagPatch, expected: ExpectedRevision, author: Author): Promise<Flag> {
    return this.#change(project, key, expected, (transaction, flag) =>
      patchFlag(transaction, project, flag, patch, author),
    );
  }

  changeServing(
    project: string,
    key: string,
    change: ServingChange,
    expected: ExpectedRevision,
    author: Author,
  ): Promise<Flag> {
    return this.#change(project, key, expected, (transaction, flag) =>
      changeServing(transaction, project, flag, change, author),
    );
  }

  rollBack(
    project: string,
    key: string,
    change: { readonly scope: Scope; readonly reason: string | null },
    expected: ExpectedRevision,
    author: Author,
  ): Promise<Flag> {
    return this.#change(project, key, expected, (transaction, flag) =>
      rollBack(transaction, project, flag, change, author),
    );
  }

  /** Asks for a change that a second person has to approve. */
  askForChange(
    project: string,
    change: Omit<ChangeRequestInput, 'flag'> & { readonly flagKey: string },
    author: Author,
  ): Promise<ChangeRequest> {
    return this.#write(async (transaction) => {
      const flag = await this.#flagIn(transaction.statements, project, change.flagKey);
      return askForChange(transaction, project, { ...change, flag }, author);
    });
  }

  changeRequests(project: string, status: ChangeRequestStatus | null): Promise<readonly ChangeRequest[]> {
    return this.#read(async (statements) => {
      await readProject(statements, project);
      return readRequests(statements, project, status, this.now());
    });
  }

  /** One of them, however old. */
  changeRequest(project: string, id: string): Promise<ChangeRequest> {
    return this.#read(async (statements) => {
      await readProject(statements, project);
      return requireRequest(statements, project, id, this.now());
    });
  }

  /** Approves (which carries the change out), rejects or withdraws. An outdated request comes back as `outdated`. */
  decideChangeRequest(project: string, decision: Parameters<typeof decide>[2], author: Author): Promise<ChangeRequest> {
    return this.#write((transaction) =>
      decide(transaction, project, decision, (key) => this.#flagIn(transaction.statements, project, key), author),
    );
  }

  /** Undoes what one person changed in a time span; all that can be undone, in one transaction. */
  undo(project: string, input: UndoInput, author: Author): Promise<readonly UndoneChange[]> {
    return this.#write(async (transaction) => {
      await readProject(transaction.statements, project);
      const flagOf = (key: string): Promise<Flag> => this.#flagIn(transaction.statements, project, key);
      return undo(transaction, project, input, { flagOf, author });
    });
  }

  /** Does a write unless it is one that was done already; then the flag as it is now is the answer. */
  once(
    claimed: Claim | null,
    flag: { readonly project: string; readonly key: string },
    write: (store: Store) => Promise<Flag>,
  ): Promise<Flag> {
    return this.#write(async (transaction) => {
      const isFirst = claimed === null || (await claim(transaction, claimed));
      return isFirst
        ? write(new Store(this.#shared, transaction))
        : this.#flagIn(transaction.statements, flag.project, flag.key);
    });
  }

  /** Newest first. */
  history(project: string, key: string, limit: number): Promise<readonly AuditEntry[]> {
    return this.#read(async (statements) => {
      await this.#flagIn(statements, project, key);
      return ((await statements.flagHistory.all(project, key, limit)) as AuditRow[]).map(toAuditEntry);
    });
  }

  /** Newest first. `before` continues after the entry with that id; `withTokens` false leaves out what is about no project. */
  audit(project: string, limit: number, before: number | null, withTokens = true): Promise<readonly AuditEntry[]> {
    return this.#read(async (statements) => {
      await readProject(statements, project);
      const log = withTokens ? statements.projectAudit : statements.ownProjectAudit;
      const rows = await log.all(project, before ?? Number.MAX_SAFE_INTEGER, limit);
      return (rows as AuditRow[]).map(toAuditEntry);
    });
  }

  /** Entries of the audit log after a revision, oldest first, at most `limit`. */
  entriesSince(project: string, revision: number, limit: number): Promise<readonly AuditEntry[]> {
    return this.#read(async ({ auditSince }) =>
      ((await auditSince.all(project, revision, limit)) as AuditRow[]).map(toAuditEntry),
    );
  }

  /** Changes after a revision, oldest first, at most `limit`. */
  changesSince(project: string, revision: number, limit: number): Promise<readonly Change[]> {
    return this.#read(async ({ auditSince }) =>
      ((await auditSince.all(project, revision, limit)) as AuditRow[]).map((row) => toChange(project, row)),
    );
  }

  /** Recomputes the whole chain of the audit log. */
  verifyAudit(): Promise<AuditVerdict> {
    return this.#read(verifyAudit);
  }

  createToken(input: TokenInput, author: Author): Promise<NewToken> {
    return this.#write((transaction) => createToken(transaction, input, author));
  }

  revokeToken(id: string, author: Author): Promise<void> {
    return this.#write((transaction) => revokeToken(transaction, id, author));
  }

  rotateToken(id: string, graceSeconds: number, author: Author): Promise<NewToken> {
    return this.#write((transaction) => rotateToken(transaction, id, graceSeconds, author));
  }

  tokens(): Promise<readonly Token[]> {
    return this.#read(readTokens);
  }

  token(id: string): Promise<Token | null> {
    return this.#read((statements) => readToken(statements, id));
  }

  findToken(secret: string): Promise<Token | null> {
    return this.#read((statements) => findToken(statements, secret, this.now()));
  }

  /** What streams are held against: see `grantOf`. */
  grants(): Promise<ReadonlySet<string>> {
    return this.#read((statements) => readGrants(statements, this.now()));
  }

  /** Notes that a token was used. Not part of the audit. */
  useToken(id: string, at: string): Promise<void> {
    return this.#write(({ statements }) => statements.useToken.run(at, id));
  }

  /** Runs statements that have no method of their own, on one consistent state. */
  read<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    return this.#read(work);
  }

  /** The same for writes. */
  write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#write(work);
  }

  /** Called after each change is on disk, in order, whichever process made it. The returned function stops it. */
  onChange(listener: (change: Change) => void): () => void {
    return this.#shared.feed.listen({ change: listener });
  }

  /** Called when tokens were made, changed or revoked. The returned function stops it. */
  onAccessChange(listener: () => void): () => void {
    return this.#shared.feed.listen({ access: listener });
  }

  async close(): Promise<void> {
    this.#shared.feed.close();
    await this.#shared.ledger.database.close();
  }

  #read<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
    return this.#transaction ? work(this.#transaction.statements) : this.#shared.ledger.read(work);
  }

  async #write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    if (this.#transaction) return work(this.#transaction);
    const result = await this.#shared.ledger.transaction(work);
    // Only now, so that nobody hears of a change that is not on disk. What the listeners do cannot undo it.
    // Waited for, so that who was told of a change finds it wherever this process serves it.
    await this.#shared.feed.follow().catch(() => undefined);
    return result;
  }

  #flagIn(statements: Statements, project: string, key: string): Promise<Flag> {
    const { flagUrl } = this.#shared;
    return readProject(statements, project).then(() =>
      readFlag(statements, project, key, (flagKey) => flagUrl(project, flagKey)),
    );
  }

  #change(
    project: string,
    key: string,
    expected: ExpectedRevision,
    work: (transaction: Transaction, flag: Flag) => Promise<void>,
  ): Promise<Flag> {
    return this.#write(async (transaction) => {
      const flag = await this.#flagIn(transaction.statements, project, key);
      if (expected !== anyRevision && flag.revision !== expected) {
        throw new ApiError(
          'conflict',
          `"${key}" has changed since you looked: it is at revision ${flag.revision}, your change was made for ${expected}. Look again, then decide.`,
          { current: flag },
        );
      }
      await work(transaction, flag);
      return this.#flagIn(transaction.statements, project, key);
    });
  }
}

/** The store on a database that was opened. Closing the store closes it. */
export async function createStore(database: Database, now: () => Date = () => new Date()): Promise<Store> {
  const ledger = createLedger(database, now);
  const feed = new Feed(database);
  await feed.start();
  return new Store({ ledger, feed, sessions: createSessions(ledger), flags: new Map(), flagUrl: () => null }, null);
}
