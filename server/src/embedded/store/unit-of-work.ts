/** How each of the store's methods reaches the database: on one consistent state, or within the transaction it is part of. */
import type { Flag } from '../../core/model.ts';
import { ApiError } from '../errors.ts';
import type { Statements } from './database.ts';
import type { Feed } from './feed.ts';
import type { Ledger, Transaction } from './ledger.ts';
import { readFlag, readProject } from './read-flags.ts';
import type { Sessions } from './sessions.ts';

/** What an `If-Match` that any revision satisfies means in process, where nobody else writes (a seed, a test). */
export const anyRevision = Symbol('any revision');
export type ExpectedRevision = string | typeof anyRevision;

/** What the stores of one process share. */
export interface Shared {
  readonly ledger: Ledger;
  readonly feed: Feed;
  readonly sessions: Sessions;
  /** The flags of each project at the newest revision that was asked for. */
  readonly flags: Map<string, { readonly revision: number; readonly flags: readonly Flag[] }>;
  flagUrl: (project: string, flagKey: string) => string | null;
}

export interface UnitOfWork {
  readonly shared: Shared;
  /** Whether it is part of a transaction that may yet be undone. */
  readonly isPending: boolean;
  /** The store's clock, in UTC. */
  now(): string;
  /** Runs statements on one consistent state. */
  read<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result>;
  /** The same for writes; what was written is on disk, and served by this process, when it resolves. */
  write<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** @throws ApiError `not-found` (project, flag) */
  flagIn(statements: Statements, project: string, key: string): Promise<Flag>;
  /**
   * Changes a flag that is still as the caller saw it, and gives it as it is then.
   * @throws ApiError `not-found`, `conflict`
   */
  change(
    flag: { readonly project: string; readonly key: string },
    expected: ExpectedRevision,
    work: (transaction: Transaction, flag: Flag) => Promise<void>,
  ): Promise<Flag>;
}

/** `transaction`: the one that everything is part of; null where each write is one of its own. */
export function createUnitOfWork(shared: Shared, transaction: Transaction | null): UnitOfWork {
  const flagIn = async (statements: Statements, project: string, key: string): Promise<Flag> => {
    const { flagUrl } = shared;
    await readProject(statements, project);
    return readFlag(statements, project, key, (flagKey) => flagUrl(project, flagKey));
  };
  const write = async <Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> => {
    if (transaction) return work(transaction);
    const result = await shared.ledger.transaction(work);
    // Only now, so that nobody hears of a change that is not on disk. What the listeners do cannot undo it.
    // Waited for, so that who was told of a change finds it wherever this process serves it.
    await shared.feed.follow().catch(() => undefined);
    return result;
  };
  return {
    shared,
    isPending: transaction !== null,
    now: () => shared.ledger.timeOf(),
    read: (work) => (transaction ? work(transaction.statements) : shared.ledger.read(work)),
    write,
    flagIn,
    change: ({ project, key }, expected, work) =>
      write(async (within) => {
        const flag = await flagIn(within.statements, project, key);
        if (expected !== anyRevision && flag.revision !== expected) {
          throw new ApiError(
            'conflict',
            `"${key}" has changed since you looked: it is at revision ${flag.revision}, your change was made for ${expected}. Look again, then decide.`,
            { current: flag },
          );
        }
        await work(within, flag);
        return flagIn(within.statements, project, key);
      }),
  };
}
