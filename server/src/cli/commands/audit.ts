/** `sluice audit` */
import { resolve } from 'node:path';
import { plural, visible } from '../../core/text.ts';
import { StartError } from '../../embedded/errors.ts';
import { verifyAudit, type AuditVerdict } from '../../embedded/store/audit.ts';
import { readSqlite } from '../../embedded/store/sqlite-reader.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';

/** Exits with 1 where the log is not what was written. */
export async function run(input: CommandInput, io: Io): Promise<number> {
  const [action = ''] = input.positionals;
  if (action !== 'verify') {
    throw new UsageError(`What to do is verify, not "${visible(action)}".`, 'audit');
  }
  const dataDir = resolve(io.cwd, input.value('data') ?? '.sluice');
  const verdict = await verify(dataDir);
  const isJson = input.value('format') === 'json';
  io.stdout.write(isJson ? `${JSON.stringify(verdict)}\n` : verdictText(verdict));
  return verdict.ok ? exitCodes.clean : exitCodes.findings;
}

async function verify(dataDir: string): Promise<AuditVerdict> {
  try {
    return await readSqlite(dataDir, verifyAudit);
  } catch (error) {
    if (error instanceof StartError) throw new UsageError(error.message, 'audit');
    throw error;
  }
}

function verdictText(verdict: AuditVerdict): string {
  return verdict.ok
    ? `The audit log is what was written: ${plural(verdict.rows, 'row')}, each bound to the one before it.\n`
    : `The audit log is not what was written: ${verdict.problem}. Somebody changed the database file.\n`;
}
