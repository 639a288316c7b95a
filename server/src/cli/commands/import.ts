/** `sluice import` */
import { plural, visible } from '../../core/text.ts';
import type { ImportReport } from '../../embedded/exchange/shapes.ts';
import type { CommandInput, Io } from '../command.ts';
import { openExchange } from '../exchange/exchange-client.ts';
import { importFormats, readFlagFile, type FileReading, type ImportFormat } from '../exchange/read-file.ts';
import type { Remark } from '../exchange/reading.ts';
import { exitCodes } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';

/** A label that the audit log takes. */
const longestSource = 150;

export async function run(input: CommandInput, io: Io): Promise<number> {
  const file = input.positionals[0] ?? '';
  const client = openExchange(input, io);
  const reading = await readFlagFile(io.cwd, file, {
    format: (importFormats.find((format) => format === input.value('from')) ?? 'auto') satisfies ImportFormat,
    environment: input.value('environment'),
    environmentFor: environmentsOf(input),
    withoutRules: input.has('without-rules'),
  });
  const base = visible(file.split(/[/\\]/).at(-1) ?? file).slice(0, longestSource);
  const report =
    reading.flags.length === 0
      ? null
      : await client.take({
          source: `${base} (${reading.format})`,
          flags: reading.flags,
          update: input.has('update'),
          dryRun: input.has('dry-run'),
        });
  const isJson = input.value('format') === 'json';
  io.stdout.write(isJson ? jsonReport(reading, report) : textReport(reading, report, input.has('dry-run')));
  return exitCodes.clean;
}

/** Which environments of the file are taken, and where to. @throws UsageError */
function environmentsOf(input: CommandInput): (foreign: string) => string | null {
  const environment = input.value('environment');
  const map = input.value('map');
  if (map === null) return (foreign) => (environment === null || foreign === environment ? foreign : null);
  if (environment !== null) {
    throw new UsageError('--environment and --map both say which environments are taken: use one of them.', 'import');
  }
  const pairs = new Map<string, string>();
  for (const pair of map.split(',')) {
    const [from, to, ...rest] = pair.split('=').map((part) => part.trim());
    if (!from || !to || rest.length > 0 || pairs.has(from)) {
      throw new UsageError(
        `--map takes pairs such as "prod=production,stage=staging", not "${visible(map)}".`,
        'import',
      );
    }
    pairs.set(from, to);
  }
  return (foreign) => pairs.get(foreign) ?? null;
}

function textReport(reading: FileReading, report: ImportReport | null, isDryRun: boolean): string {
  const lines = (title: string, keys: readonly string[]): readonly string[] =>
    keys.length === 0 ? [] : [`${title} (${keys.length})`, ...keys.map((key) => `  ${visible(key)}`)];
  const remarks = (title: string, list: readonly Remark[]): readonly string[] =>
    list.length === 0 ? [] : [title, ...list.map(({ key, text }) => `  ${visible(key)}: ${visible(text, 500)}`)];
  const { created = [], updated = [], unchanged = [] } = report ?? {};
  const total = `${plural(created.length, 'flag')} created, ${updated.length} updated, ${unchanged.length} unchanged, ${reading.leftOut.length} not imported`;
  return [
    ...lines('Created', created),
    ...lines('Updated', updated),
    ...remarks(`Not imported (${reading.leftOut.length})`, reading.leftOut),
    ...remarks('Not kept', reading.notes),
    `${isDryRun ? 'Dry run, nothing was changed: ' : ''}${total}.`,
    '',
  ].join('\n');
}

function jsonReport(reading: FileReading, report: ImportReport | null): string {
  const { created = [], updated = [], unchanged = [], dryRun = false, revision = null } = report ?? {};
  const { format, leftOut, notes } = reading;
  const body = { version: 1, format, dryRun, revision, created, updated, unchanged, notImported: leftOut, notes };
  return `${JSON.stringify(body, null, 2)}\n`;
}
