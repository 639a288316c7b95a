/** The store in one SQLite file: opened exclusively, checked, migrated. */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { makeFolder } from '../../config/make-folder.ts';
import { ApiError, StartError } from '../errors.ts';
import { bindStatements, type Database, type StatementName } from './database.ts';
import { sql } from './sql.ts';
import { applicationId, migrations } from './sqlite-schema.ts';

/** The database's file in the data directory. */
export const databaseFile = 'sluice.db';

const statementNames = Object.keys(sql) as StatementName[];

/**
 * Opens (creates, migrates) the database of a data directory, or one in memory (`:memory:`).
 * @throws StartError when the directory or file cannot be used, is in use, is damaged, is not ours or is from a newer Sluice. The file is left as it was.
 */
export function openSqlite(dataDir: string): Database {
  const { database, path } = openFile(dataDir);
  // A spelling mistake fails here, at the start.
  const prepared = new Map<StatementName, StatementSync>(
    statementNames.map((name) => [name, database.prepare(sql[name])]),
  );
  // Statements run at once, so that nothing can come in between those of one transaction but another promise's turn.
  const statements = bindStatements(statementNames, async (name, params) => {
    const statement = prepared.get(name);
    return statement?.all(...params) ?? [];
  });
  let turn: Promise<unknown> = Promise.resolve();
  let failure: unknown = null;

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const write = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    // After the disk has failed once, what is on it is uncertain, so that every later write is refused until a restart.
    if (failure !== null) throw diskFailed(failure);
    try {
      database.exec('BEGIN IMMEDIATE');
      const result = await work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      const code = sqliteCode(error);
      if (code === sqliteCodes.full) throw diskFull(error);
      if (code === sqliteCodes.ioError || code === sqliteCodes.corrupt) failure = error;
      throw code !== null && diskCodes.has(code) ? diskFailed(error) : error;
    }
  };

  const epoch = database.prepare(sql.meta).get('epoch')?.['value'];
  return {
    name: path,
    epoch: typeof epoch === 'string' ? epoch : '',
    read: (work) => inTurn(() => work(statements)),
    write: (work) => inTurn(() => write(() => work(statements))),
    onOthersWrite: () => () => undefined,
    close: () =>
      inTurn(async () => {
        if (database.isOpen) database.close();
      }),
  };
}

function openFile(dataDir: string): { readonly database: DatabaseSync; readonly path: string } {
  const inMemory = dataDir === ':memory:';
  const path = inMemory ? dataDir : join(dataDir, databaseFile);
  if (!inMemory) createPrivately(dataDir, path);
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: 2000 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    refuseForeign(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    // The first write takes the lock that is then held for the life of the process.
    database.exec('BEGIN IMMEDIATE; COMMIT');
    checkIntegrity(database, path);
    migrate(database);
    return { database, path };
  } catch (error) {
    database?.close();
    if (error instanceof StartError) throw error;
    throw explain(error, path);
  }
}

/** SQLite's result code of an error, without the extended part; null for any other error. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

const sqliteCodes = {
  busy: 5,
  readonly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
};

function createPrivately(dataDir: string, path: string): void {
  try {
    makeFolder(dataDir);
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new StartError(
      `The data directory ${dataDir} cannot be used (${code}): name one that this user may write to.`,
      { cause: error },
    );
  }
}

/** @throws StartError where the database is another program's, or from a newer Sluice */
export function refuseForeign(database: DatabaseSync, path: string): void {
  const version = pragma(database, 'user_version');
  const application = pragma(database, 'application_id');
  const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] ?? 0);
  if (tables === 0 && version === 0) return;
  if (application !== applicationId) {
    throw new StartError(`${path} is a database of another program: name another data directory.`);
  }
  if (version > migrations.length) {
    throw new StartError(
      `${path} was written by a newer Sluice (schema ${version}, this one knows ${migrations.length}): update Sluice, or name another data directory.`,
    );
  }
}

function checkIntegrity(database: DatabaseSync, path: string): void {
  const result = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (result !== 'ok') throw damaged(path);
}

function migrate(database: DatabaseSync): void {
  for (let version = pragma(database, 'user_version'); version < migrations.length; version++) {
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(migrations[version] ?? '');
      database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version + 1}`);
      // Tells two databases apart that happen to be at the same revision (a server started anew in memory).
      database.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES ('epoch', ?)").run(randomUUID().slice(0, 8));
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

/** What SQLite says of a file, for whoever named it. */
export function explain(error: unknown, path: string): StartError {
  const code = sqliteCode(error);
  if (code === sqliteCodes.busy) {
    return new StartError(`${path} is in use by another sluice serve: stop that one, or name another data directory.`, {
      cause: error,
    });
  }
  if (code === sqliteCodes.notADatabase || code === sqliteCodes.corrupt) return damaged(path, error);
  const message = error instanceof Error ? error.message : String(error);
  return new StartError(`${path} cannot be opened: ${message}.`, { cause: error });
}

function damaged(path: string, cause?: unknown): StartError {
  return new StartError(
    `${path} is damaged or not a database; nothing was changed. Restore it from a backup, or move it away to start with an empty one.`,
    { cause },
  );
}

const diskCodes: ReadonlySet<number> = new Set(Object.values(sqliteCodes));

function diskFailed(cause: unknown): ApiError {
  return new ApiError(
    'internal',
    'The change could not be written to disk and was not made. Look at the disk of the control plane, then restart it.',
    { cause },
  );
}

function diskFull(cause: unknown): ApiError {
  return new ApiError(
    'disk-full',
    'The disk of the control plane is full: the change was not made. Free some space, then try again.',
    { cause },
  );
}
