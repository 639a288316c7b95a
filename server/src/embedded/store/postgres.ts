/**
 * The store in PostgreSQL, for more than one control plane process on the same state. Every write locks the head of the audit
 * log first, so that all writes of all replicas have one order, which is that of their revisions.
 */
import { randomUUID } from 'node:crypto';
import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import { StartError } from '../errors.ts';
import { silentLog, type Logger } from '../log.ts';
import { bindStatements, type Database, type StatementName, type Statements } from './database.ts';
import { explainPostgres, isWorthAnotherTry } from './postgres-errors.ts';
import { migrations, schemaName } from './postgres-schema.ts';
import { watchPostgres } from './postgres-watch.ts';
import { sql } from './sql.ts';

export interface PostgresOptions {
  readonly log?: Logger;
  /** How often it is asked what others have written, in ms, where no notification comes. Default 250. */
  readonly pollMs?: number;
  /** How long a connection may take, in ms. Default 3,000. */
  readonly connectMs?: number;
  readonly maxConnections?: number;
}

/** The channel on which every commit is announced: only a hint, what counts is the audit log. */
export const channel = 'sluice_changes';
/** Keeps two processes that start at once from migrating at once; any number that nobody else uses. */
const migrationLock = 0x534c4345;
const attempts = 5;

const names = Object.keys(sql) as StatementName[];
const texts = new Map(names.map((name) => [name, numbered(sql[name])]));

/**
 * Connects (creates the schema, migrates).
 * @throws StartError when it cannot be reached or used, or is from a newer Sluice
 */
export async function openPostgres(url: string, options: PostgresOptions = {}): Promise<Database> {
  const { log = silentLog, pollMs = 250, connectMs = 3_000, maxConnections = 10 } = options;
  const name = nameOf(url);
  const settings: PoolConfig = {
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    application_name: 'sluice',
    // A commit that is acknowledged before it is on disk would be a promise we cannot keep.
    options: `-c search_path=${schemaName} -c synchronous_commit=on -c statement_timeout=15000 -c lock_timeout=10000`,
    types: { getTypeParser },
    keepAlive: true,
  };
  const pool = new Pool({ ...settings, max: maxConnections });
  // An idle connection that breaks is replaced by the next query.
  pool.on('error', (error) => log.debug(`A connection to ${name} broke: ${error.message}`));
  let epoch: string;
  try {
    epoch = await prepare(pool, name, log);
  } catch (error) {
    await pool.end();
    throw error instanceof StartError ? error : cannotStart(name, error);
  }
  const watch = watchPostgres({ settings, channel, pollMs, log, name });

  const inTransaction = async <Result>(
    begin: string,
    work: (statements: Statements) => Promise<Result>,
    beforeCommit: string | null,
  ): Promise<Result> => {
    let client: PoolClient | null = null;
    let isDuringCommit = false;
    let broken: Error | undefined;
    try {
      client = await pool.connect();
      client.on('error', noteBroken);
      await client.query(begin);
      const result = await work(statementsOf(client));
      if (beforeCommit !== null) await client.query(beforeCommit);
      isDuringCommit = beforeCommit !== null;
      await client.query('COMMIT');
      return result;
    } catch (error) {
      if (client && !isDuringCommit) {
        await client.query('ROLLBACK').catch((reason: unknown) => {
          broken = reason instanceof Error ? reason : new Error('The connection broke.');
        });
      }
      if (isDuringCommit) broken = error instanceof Error ? error : new Error('The connection broke.');
      throw isWorthAnotherTry(error) ? error : explainPostgres(error, isDuringCommit);
    } finally {
      client?.off('error', noteBroken);
      client?.release(broken);
    }
  };

  const again = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!isWorthAnotherTry(error)) throw error;
        if (attempt === attempts) throw explainPostgres(error, false);
      }
    }
  };

  return {
    name,
    epoch,
    read: (work) => again(() => inTransaction('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work, null)),
    write: (work) =>
      again(() =>
        inTransaction(
          'BEGIN',
          async (statements) => {
            await statements.lockForWriting.all();
            return work(statements);
          },
          `NOTIFY ${channel}`,
        ),
      ),
    onOthersWrite: (listener) => watch.listen(listener),
    async close() {
      await watch.close();
      await pool.end();
    },
  };
}

/** The query that was running reports what broke. */
function noteBroken(): void {}

function statementsOf(client: PoolClient): Statements {
  return bindStatements(names, async (name, params) => {
    const text = texts.get(name) ?? '';
    // Named: parsed and planned once a connection.
    const { rows } = await client.query({ name, text, values: [...params] });
    return rows as readonly unknown[];
  });
}

/** Creates and migrates what is missing, and gives the epoch. */
async function prepare(pool: Pool, name: string, log: Logger): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schemaName}`);
    await client.query('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
    const version = await readNumber(client, 'SELECT coalesce(max(version), 0) AS value FROM schema_version');
    if (version > migrations.length) {
      throw new StartError(
        `${name} was written by a newer Sluice (schema ${version}, this one knows ${migrations.length}): update Sluice.`,
      );
    }
    for (let next = version; next < migrations.length; next++) {
      await client.query(migrations[next] ?? '');
      await client.query('INSERT INTO schema_version (version) VALUES ($1)', [next + 1]);
    }
    await client.query("INSERT INTO meta (name, value) VALUES ('epoch', $1) ON CONFLICT (name) DO NOTHING", [
      randomUUID().slice(0, 8),
    ]);
    // The row that writers lock; see `lockForWriting`.
    await client.query("INSERT INTO meta (name, value) VALUES ('write-lock', '') ON CONFLICT (name) DO NOTHING");
    await client.query('COMMIT');
    const { rows } = await client.query("SELECT value FROM meta WHERE name = 'epoch'");
    await warnWhereNotDurable(client, name, log);
    return (rows[0] as { value: string }).value;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function warnWhereNotDurable(client: PoolClient, name: string, log: Logger): Promise<void> {
  const { rows } = await client.query("SELECT current_setting('fsync') AS fsync");
  if ((rows[0] as { fsync: string }).fsync === 'on') return;
  log.warn(`${name} runs with fsync off: what it acknowledges is lost when its machine loses power. Turn it on.`);
}

async function readNumber(client: PoolClient, text: string): Promise<number> {
  const { rows } = await client.query(text);
  return Number((rows[0] as { value: number }).value);
}

function cannotStart(name: string, error: unknown): StartError {
  const message =
    error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error);
  return new StartError(
    `${name} cannot be used: ${message}. Is it running, are user and password right, and may the user create a schema?`,
    { cause: error },
  );
}

/** Host and database, for people: never the password. */
function nameOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new StartError('The store is an address such as postgres://user:password@host:5432/database.');
  }
  return `PostgreSQL ${parsed.host}${parsed.pathname}`;
}

/** `?` becomes `$1`, `$2` ... */
function numbered(text: string): string {
  let count = 0;
  return text.replaceAll('?', () => `$${++count}`);
}

/** Big integers as numbers: revisions and row numbers stay far below 2^53. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  const int8 = 20;
  return oid === int8 ? Number : types.getTypeParser(oid, format as 'text');
}
