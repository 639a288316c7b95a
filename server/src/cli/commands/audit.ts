/** `sluice audit verify` */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { visible } from '../../core/text.ts';
import { StartError } from '../../embedded/errors.ts';
import { verifyAudit, type AuditVerdict } from '../../embedded/store/audit.ts';
import { openStore } from '../../embedded/store/open-store.ts';
import { readSqlite } from '../../embedded/store/sqlite-reader.ts';
import { databaseFile } from '../../embedded/store/sqlite.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';

/** Recomputes the chain of the audit log. Exit code 1 where it is not what was written. */
export async function run(input: CommandInput, io: Io): Promise<number> {
  const [action = ''] = input.positionals;
  if (action !== 'verify') throw new UsageError(`audit takes "verify", not "${visible(action)}".`, 'audit');
  const store = input.value('store') ?? (io.env['SLUICE_STORE'] || null);
  const dataDir = resolve(io.cwd, input.value('data') ?? '.sluice');
  if (store === null && !existsSync(join(dataDir, databaseFile))) {
    throw new UsageError(
      `There is no control plane's state in ${visible(dataDir, 1_000)}: name its folder with --data.`,
    );
  }
  const verdict = await verify(dataDir, store).catch((error: unknown) => {
    throw error instanceof StartError ? new UsageError(error.message) : error;
  });
  const isJson = input.value('format') === 'json';
  const text = verdict.ok
    ? `The audit log is what was written: ${verdict.rows} rows, each bound to the one before it.`
    : `The audit log is not what was written: ${verdict.problem}.`;
  io.stdout.write(`${isJson ? JSON.stringify(verdict) : text}\n`);
  return verdict.ok ? exitCodes.clean : exitCodes.findings;
}

async function verify(dataDir: string, store: string | null): Promise<AuditVerdict> {
  // What is to be judged is not touched: a file that is opened by the store would be brought to the newest schema first.
  if (store === null) return readSqlite(dataDir, verifyAudit);
  const opened = await openStore({ dataDir, store });
  try {
    return await opened.verifyAudit();
  } finally {
    await opened.close();
  }
}
