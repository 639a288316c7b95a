/** Looks into the database of a data directory without changing anything, not even its schema. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { StartError } from '../errors.ts';
import { bindStatements, type Statements } from './database.ts';
import { sql } from './sql.ts';
import { databaseFile, explain, refuseForeign } from './sqlite.ts';

/** What databases of every version have; the others may not be there yet. */
const statementNames = ['auditAfter', 'meta'] as const;

/**
 * Runs `work` on the database as it is on disk. Only the audit log and `meta` can be read.
 * @throws StartError when there is none, it is in use, damaged, not ours or from a newer Sluice; what `work` throws
 */
export async function readSqlite<Result>(
  dataDir: string,
  work: (statements: Pick<Statements, (typeof statementNames)[number]>) => Promise<Result>,
): Promise<Result> {
  const path = join(dataDir, databaseFile);
  if (!existsSync(path)) throw new StartError(`There is no ${path}: name the data directory of a control plane.`);
  let database: DatabaseSync | null = null;
  try {
    database = open(path);
    refuseForeign(database, path);
    const opened = database;
    const statements = bindStatements(statementNames, async (name, params) => opened.prepare(sql[name]).all(...params));
    return await work(statements);
  } catch (error) {
    throw error instanceof Error && 'errcode' in error ? explain(error, path) : error;
  } finally {
    database?.close();
  }
}

/**
 * Where no log of pending writes is there, nobody has the database open and it is whole by itself. Then SQLite is told that
 * nobody will, because it would make files beside it otherwise, which the control plane's own user may not be able to write to.
 */
function open(path: string): DatabaseSync {
  if (existsSync(`${path}-wal`)) return new DatabaseSync(path, { readOnly: true, timeout: 2000 });
  const address = pathToFileURL(path);
  address.searchParams.set('immutable', '1');
  return new DatabaseSync(address, { readOnly: true });
}
