/** One SQLite file: opened exclusively, checked, migrated; and the transaction everything that is written goes through. */
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from './errors.ts';
import { applicationId, migrations } from './schema.ts';

/** The database's file in the data directory. */
export const databaseFile = 'sluice.db';

/**
 * Opens (creates, migrates) the database of a data directory, or one in memory.
 * @throws StartError when the directory or file cannot be used, is in use, is damaged, is not ours or is from a newer Sluice. The file is left as it was.
 */
export function openDatabase(dataDir: string): DatabaseSync {
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
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof StartError) throw error;
    throw explain(error, path);
  }
}

/** SQLite's result code of an error, without the extended part; null for any other error. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

export const sqliteCodes = {
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
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new StartError(
      `The data directory ${dataDir} cannot be used (${code}): name one that this user may write to.`,
      { cause: error },
    );
  }
}

function refuseForeign(database: DatabaseSync, path: string): void {
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

function explain(error: unknown, path: string): StartError {
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
