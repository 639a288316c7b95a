/** What the store asks of a database: named statements, consistent reads, and writes that are durable when they resolve. */
import type { sql } from './sql.ts';

export type StatementName = keyof typeof sql;
export type Param = string | number | null;

/** One statement, in one transaction. Rows are plain objects; integers are numbers. */
export interface Statement {
  all(...params: readonly Param[]): Promise<readonly unknown[]>;
  get(...params: readonly Param[]): Promise<unknown>;
  run(...params: readonly Param[]): Promise<void>;
}

export type Statements = { readonly [name in StatementName]: Statement };

export interface Database {
  /** For people: the file, or the host and database; never a password. */
  readonly name: string;
  /** Tells this database from another one that happens to be at the same revision. */
  readonly epoch: string;
  /** Runs `work` on one consistent state. */
  read<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result>;
  /**
   * Runs `work` in a transaction of its own, one at a time over all processes that share the database. What it wrote is on
   * disk when this resolves. `work` may be run again where the database asks for it, so it must do nothing but use its statements.
   * @throws what `work` throws, after undoing everything it wrote; ApiError `internal`, `disk-full`, `unavailable` (nothing was
   * written) or `unknown-outcome` (nobody knows) for trouble of the database itself
   */
  write<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result>;
  /** Calls `listener` when another process may have written something. The returned function stops it. */
  onOthersWrite(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Statements by name, each carried out by `execute`, which gives the rows. */
export function bindStatements<Name extends StatementName>(
  names: readonly Name[],
  execute: (name: Name, params: readonly Param[]) => Promise<readonly unknown[]>,
): Pick<Statements, Name> {
  const bound = names.map((name): [Name, Statement] => [
    name,
    {
      all: (...params) => execute(name, params),
      get: async (...params) => (await execute(name, params))[0],
      run: async (...params) => {
        await execute(name, params);
      },
    },
  ]);
  return Object.fromEntries(bound) as Pick<Statements, Name>;
}
