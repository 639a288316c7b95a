/** The embedded control plane's memory: flags, environments, tokens and the audit log, in one SQLite file. */
import type { Environment, Flag, Scope } from '../core/model.ts';
import { toAuditEntry, verifyAudit, type AuditEntry, type AuditRow, type AuditVerdict } from './audit.ts';
import { openDatabase } from './database.ts';
import { putEnvironment } from './environments.ts';
import { ApiError } from './errors.ts';
import { createFlag, patchFlag } from './flags.ts';
import { Ledger, type Author, type Change } from './ledger.ts';
import { claim, type Claim } from './once.ts';
import { readEnvironments, readFlag, readFlags, readProject } from './read-flags.ts';
import { changeServing, rollBack, type ServingChange } from './serving-changes.ts';
import type { EnvironmentInput, FlagInput, FlagPatch, TokenInput } from './shapes.ts';
import { createToken, findToken, readToken, readTokens, revokeToken, type NewToken, type Token } from './tokens.ts';

/** What an `If-Match` that any revision satisfies means in process, where nobody else writes (a seed, a test). */
export const anyRevision = Symbol('any revision');
export type ExpectedRevision = string | typeof anyRevision;

export interface StoreSnapshot {
  readonly project: string;
  readonly revision: string;
  readonly environments: readonly Environment[];
  readonly flags: readonly Flag[];
}

export type TokenListener = (tokenId: string) => void;

/** Every write is one transaction and on disk when it returns. All methods throw `ApiError` for expected trouble. */
export class Store {
  /** Tells this database from another one that happens to be at the same revision. */
  readonly epoch: string;
  readonly #ledger: Ledger;
  readonly #flags = new Map<string, { readonly revision: number; readonly flags: readonly Flag[] }>();
  readonly #revocations = new Set<TokenListener>();
  #flagUrl: (project: string, flagKey: string) => string | null = () => null;

  /** @throws StartError when the data directory or its database cannot be used */
  constructor(options: { readonly dataDir: string; readonly now?: () => Date }) {
    this.#ledger = new Ledger(openDatabase(options.dataDir), options.now ?? (() => new Date()));
    this.epoch = this.#ledger.epoch;
  }

  /** Where a flag's page is; known only once the server listens. */
  serveFlagsAt(flagUrl: (project: string, flagKey: string) => string | null): void {
    this.#flagUrl = flagUrl;
    this.#flags.clear();
  }

  /** The store's clock, in UTC. */
  now(): string {
    return this.#ledger.timeOf();
  }

  /** Several writes as one: all of them or none. */
  transaction<Result>(work: () => Result): Result {
    return this.#ledger.transaction(work);
  }

  projects(): readonly string[] {
    return (this.#ledger.statements.projects.all() as unknown as { key: string }[]).map(({ key }) => key);
  }

  /** True when it was created, false when it was there. */
  putProject(key: string, author: Author): boolean {
    return this.transaction(() => {
      if (this.#ledger.statements.project.get(key)) return false;
      this.#ledger.statements.insertProject.run(key, this.#ledger.timeOf(author));
      this.#ledger.record(key, author, { action: 'project-created', detail: `project "${key}"` });
      return true;
    });
  }

  revision(project: string): string {
    return String(readProject(this.#ledger.statements, project).revision);
  }

  environments(project: string): readonly Environment[] {
    readProject(this.#ledger.statements, project);
    return readEnvironments(this.#ledger.statements, project);
  }

  putEnvironment(project: string, key: string, input: EnvironmentInput, author: Author): Environment {
    return this.transaction(() => {
      putEnvironment(this.#ledger, project, key, input, author);
      return { key, critical: input.critical, datacenters: input.datacenters };
    });
  }

  snapshot(project: string): StoreSnapshot {
    const { statements } = this.#ledger;
    const { revision } = readProject(statements, project);
    let cached = this.#flags.get(project);
    if (cached?.revision !== revision) {
      cached = { revision, flags: readFlags(statements, project, (key) => this.#flagUrl(project, key)) };
      this.#flags.set(project, cached);
    }
    const environments = readEnvironments(statements, project);
    return { project, revision: String(revision), environments, flags: cached.flags };
  }

  hasFlags(project: string): boolean {
    return this.#ledger.statements.anyFlag.get(project) !== undefined;
  }

  flag(project: string, key: string): Flag {
    readProject(this.#ledger.statements, project);
    return readFlag(this.#ledger.statements, project, key, (flagKey) => this.#flagUrl(project, flagKey));
  }

  createFlag(project: string, input: FlagInput, author: Author): Flag {
    return this.transaction(() => {
      if (this.#ledger.statements.flag.get(project, input.key)) {
        const current = this.flag(project, input.key);
        const state = current.archivedAt === null ? 'a flag' : 'an archived flag';
        throw new ApiError('conflict', `There is already ${state} "${input.key}" in project "${project}".`, {
          current,
        });
      }
      createFlag(this.#ledger, project, input, author);
      return this.flag(project, input.key);
    });
  }

  patchFlag(project: string, key: string, patch: FlagPatch, expected: ExpectedRevision, author: Author): Flag {
    return this.#change(project, key, expected, (flag) => patchFlag(this.#ledger, project, flag, patch, author));
  }

  changeServing(project: string, key: string, change: ServingChange, expected: ExpectedRevision, author: Author): Flag {
    return this.#change(project, key, expected, (flag) => changeServing(this.#ledger, project, flag, change, author));
  }

  rollBack(
    project: string,
    key: string,
    change: { readonly scope: Scope; readonly reason: string | null },
    expected: ExpectedRevision,
    author: Author,
  ): Flag {
    return this.#change(project, key, expected, (flag) => rollBack(this.#ledger, project, flag, change, author));
  }

  /** Does a write unless it is one that was done already; then the flag as it is now is the answer. */
  once(claimed: Claim | null, flag: { readonly project: string; readonly key: string }, write: () => Flag): Flag {
    if (claimed === null) return write();
    return this.transaction(() => (claim(this.#ledger, claimed) ? write() : this.flag(flag.project, flag.key)));
  }

  /** Newest first. */
  history(project: string, key: string, limit: number): readonly AuditEntry[] {
    this.flag(project, key);
    const rows = this.#ledger.statements.flagHistory.all(project, key, limit) as unknown as AuditRow[];
    return rows.map(toAuditEntry);
  }

  /** Newest first, with the changes of tokens. `before` continues after the entry with that id. */
  audit(project: string, limit: number, before: number | null): readonly AuditEntry[] {
    readProject(this.#ledger.statements, project);
    const rows = this.#ledger.statements.projectAudit.all(project, before ?? Number.MAX_SAFE_INTEGER, limit);
    return (rows as unknown as AuditRow[]).map(toAuditEntry);
  }

  /** Changes after a revision, oldest first, at most `limit`. */
  changesSince(project: string, revision: number, limit: number): readonly Change[] {
    const rows = this.#ledger.statements.auditSince.all(project, revision, limit) as unknown as AuditRow[];
    return rows.map((row) => ({
      project,
      revision: String(row.revision),
      flagKey: row.flag_key,
      environment: row.environment,
      at: row.at,
      actor: row.actor,
    }));
  }

  /** Recomputes the whole chain of the audit log. */
  verifyAudit(): AuditVerdict {
    return verifyAudit(this.#ledger.statements);
  }

  createToken(input: TokenInput, author: Author): NewToken {
    return this.transaction(() => createToken(this.#ledger, input, author));
  }

  revokeToken(id: string, author: Author): void {
    this.transaction(() => revokeToken(this.#ledger, id, author));
    for (const listener of this.#revocations) listener(id);
  }

  tokens(): readonly Token[] {
    return readTokens(this.#ledger);
  }

  token(id: string): Token | null {
    return readToken(this.#ledger, id);
  }

  findToken(secret: string): Token | null {
    return findToken(this.#ledger, secret);
  }

  /** Notes that a token was used. Not part of the audit. */
  useToken(id: string, at: string): void {
    this.transaction(() => this.#ledger.statements.useToken.run(at, id));
  }

  /** Called after each change is on disk, in order. The returned function stops it. */
  onChange(listener: (change: Change) => void): () => void {
    return this.#ledger.onChange(listener);
  }

  /** Called with the id of each token that is revoked. The returned function stops it. */
  onRevoked(listener: TokenListener): () => void {
    this.#revocations.add(listener);
    return () => this.#revocations.delete(listener);
  }

  close(): void {
    this.#revocations.clear();
    this.#ledger.close();
  }

  #change(project: string, key: string, expected: ExpectedRevision, work: (flag: Flag) => void): Flag {
    return this.transaction(() => {
      const flag = this.flag(project, key);
      if (expected !== anyRevision && flag.revision !== expected) {
        throw new ApiError(
          'conflict',
          `"${key}" has changed since you looked: it is at revision ${flag.revision}, your change was made for ${expected}. Look again, then decide.`,
          { current: flag },
        );
      }
      work(flag);
      return this.flag(project, key);
    });
  }
}
