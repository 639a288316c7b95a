/** The embedded control plane's memory: flags, environments, tokens and the audit log, in one database. */
import type { Flag } from '../../core/model.ts';
import type { Database } from './database.ts';
import { Feed, type Change } from './feed.ts';
import { createLedger, type Transaction } from './ledger.ts';
import { changeRequestMethods, type ChangeRequestMethods } from './methods/change-requests.ts';
import { flagMethods, type FlagMethods } from './methods/flags.ts';
import { historyMethods, type HistoryMethods } from './methods/history.ts';
import { projectMethods, type ProjectMethods } from './methods/projects.ts';
import { tokenMethods, type TokenMethods } from './methods/tokens.ts';
import { claim, type Claim } from './once.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createUnitOfWork, type Shared, type UnitOfWork } from './unit-of-work.ts';

/**
 * Every write is one transaction and on disk when it resolves. All methods reject with `ApiError` for expected trouble. A store
 * handed out by `transaction` reads and writes within that transaction, and is not to be used after it.
 */
export interface Store
  extends
    ProjectMethods,
    FlagMethods,
    ChangeRequestMethods,
    HistoryMethods,
    TokenMethods,
    Pick<UnitOfWork, 'now' | 'read' | 'write'> {
  /** Tells this database from another one that happens to be at the same revision. */
  readonly epoch: string;
  /** Browser sessions. */
  readonly sessions: Sessions;
  /** Where a flag's page is; known only once the server listens. */
  serveFlagsAt(flagUrl: (project: string, flagKey: string) => string | null): void;
  /** Several writes as one: all of them or none. */
  transaction<Result>(work: (store: Store) => Promise<Result>): Promise<Result>;
  /** Does a write unless it is one that was done already; then the flag as it is now is the answer. */
  once(
    claimed: Claim | null,
    flag: { readonly project: string; readonly key: string },
    write: (store: Store) => Promise<Flag>,
  ): Promise<Flag>;
  /** Called after each change is on disk, in order, whichever process made it. The returned function stops it. */
  onChange(listener: (change: Change) => void): () => void;
  /** Called when tokens were made, changed or revoked. The returned function stops it. */
  onAccessChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** The store on a database that was opened. Closing the store closes it. */
export async function createStore(database: Database, now: () => Date = () => new Date()): Promise<Store> {
  const ledger = createLedger(database, now);
  const feed = new Feed(database);
  await feed.start();
  return storeOn({ ledger, feed, sessions: createSessions(ledger), flags: new Map(), flagUrl: () => null }, null);
}

function storeOn(shared: Shared, within: Transaction | null): Store {
  const unit = createUnitOfWork(shared, within);
  const { now, read, write, flagIn } = unit;
  return {
    ...projectMethods(unit),
    ...flagMethods(unit),
    ...changeRequestMethods(unit),
    ...historyMethods(unit),
    ...tokenMethods(unit),
    now,
    read,
    write,
    get epoch() {
      return shared.ledger.database.epoch;
    },
    sessions: shared.sessions,
    serveFlagsAt(flagUrl) {
      shared.flagUrl = flagUrl;
      shared.flags.clear();
    },
    transaction: (work) => write((transaction) => work(storeOn(shared, transaction))),
    once: (claimed, { project, key }, work) =>
      write(async (transaction) => {
        const isFirst = claimed === null || (await claim(transaction, claimed));
        return isFirst ? work(storeOn(shared, transaction)) : flagIn(transaction.statements, project, key);
      }),
    onChange: (listener) => shared.feed.listen({ change: listener }),
    onAccessChange: (listener) => shared.feed.listen({ access: listener }),
    async close() {
      shared.feed.close();
      await shared.ledger.database.close();
    },
  };
}
