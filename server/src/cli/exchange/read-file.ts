/** A file with flags of any format that is understood, as neutral flags that the control plane will take. */
import { resolve } from 'node:path';
import { FileTrouble, readTextFile } from '../../control-planes/files/file-io.ts';
import { plainText } from '../../control-planes/plain-text.ts';
import { visible } from '../../core/text.ts';
import { exchangedFlag, importLimits, type ExchangedFlag } from '../../embedded/exchange/shapes.ts';
import { UsageError } from '../usage-error.ts';
import { parseDocument } from './document.ts';
import { readFlagd } from './flagd.ts';
import { readLaunchDarkly } from './launchdarkly.ts';
import { fieldsOf, itemsOf, UnreadableFile, type Reading, type ReadOptions, type Remark } from './reading.ts';
import { readUnleash } from './unleash.ts';

export const importFormats = ['auto', 'flagd', 'unleash', 'launchdarkly', 'sluice'] as const;
export type ImportFormat = (typeof importFormats)[number];

export interface FileOptions extends ReadOptions {
  readonly format: ImportFormat;
  /** The environment that a flagd definition is for; null where none was named. */
  readonly environment: string | null;
}

export interface FileReading extends Reading {
  readonly format: Exclude<ImportFormat, 'auto'>;
}

const mostShown = 20;

/** @throws UsageError that names the file, the flag and what to do */
export async function readFlagFile(cwd: string, file: string, options: FileOptions): Promise<FileReading> {
  const shown = visible(file);
  try {
    const text = await readTextFile(resolve(cwd, file));
    const reading = read(text, options);
    const problems = [...reading.problems, ...reading.flags.flatMap(problemsOf)];
    if (problems.length > 0) throw new UsageError(tell(shown, problems));
    if (reading.flags.length > importLimits.flags) {
      throw new UsageError(
        `${shown} has ${reading.flags.length} flags, and an import takes at most ${importLimits.flags}. Nothing was imported; split the file.`,
      );
    }
    const gone = new Set(reading.leftOut.map(({ key }) => key));
    return { ...reading, notes: reading.notes.filter(({ key }) => !gone.has(key)) };
  } catch (error) {
    if (error instanceof FileTrouble || error instanceof UnreadableFile) {
      throw new UsageError(`${shown}: ${error.message}. Nothing was imported.`);
    }
    throw error;
  }
}

function read(text: string, options: FileOptions): FileReading {
  const document = parseDocument(text);
  const format = options.format === 'auto' ? formatOf(document) : options.format;
  switch (format) {
    case 'flagd':
      if (options.environment === null) {
        throw new UsageError('A flagd definition stands for one environment: name it with --environment.', 'import');
      }
      return { format, ...readFlagd(text, options.environment, options) };
    case 'unleash':
      return { format, ...readUnleash(document, options) };
    case 'launchdarkly':
      return { format, ...readLaunchDarkly(document, options) };
    case 'sluice':
      return { format, ...readSluice(document, options) };
  }
}

function formatOf(document: unknown): FileReading['format'] {
  const file = fieldsOf(document);
  if (file['product'] === 'sluice') return 'sluice';
  if (Array.isArray(file['features'])) return 'unleash';
  if (Array.isArray(file['items']) || 'variations' in file) return 'launchdarkly';
  if ('flags' in file) return 'flagd';
  throw new UnreadableFile(
    'it is none of the formats that are known: a flagd definition ("flags"), an Unleash export ("features"), LaunchDarkly flags ("items") or an export of Sluice. Say which with --from',
  );
}

/** Our own export: only the environments are chosen. */
function readSluice(document: unknown, options: ReadOptions): Reading {
  const file = fieldsOf(document);
  if (file['product'] !== 'sluice' || file['version'] !== 1) {
    throw new UnreadableFile('it is no export of Sluice, version 1 ({"product":"sluice","version":1,"flags":[...]})');
  }
  const flags = itemsOf(file['flags']).map((item) => {
    const flag = fieldsOf(item);
    const environments = Object.entries(fieldsOf(flag['environments'])).flatMap(([foreign, state]) => {
      const environment = options.environmentFor(foreign);
      return environment === null ? [] : [[environment, state] as const];
    });
    // Whether it is one is looked at afterwards, as of every flag.
    return { ...flag, environments: Object.fromEntries(environments) } as unknown as ExchangedFlag;
  });
  return { flags, leftOut: [], notes: [], problems: [] };
}

/** The control plane's own rules, asked beforehand so that the answer can name the flag. */
function problemsOf(flag: ExchangedFlag): readonly Remark[] {
  const result = exchangedFlag.safeParse(flag);
  if (result.success) return [];
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  const key = typeof flag.key === 'string' ? flag.key : 'a flag without key';
  return [
    { key, text: `${where === '' || where === 'key' ? '' : `${where}: `}${issue?.message ?? 'it is not understood'}` },
  ];
}

function tell(file: string, problems: readonly Remark[]): string {
  const lines = problems
    .slice(0, mostShown)
    .map(({ key, text }) => `  flag "${plainText(key, 80)}": ${plainText(text, 500)}`);
  const more = problems.length > mostShown ? [`  and ${problems.length - mostShown} more`] : [];
  const count = problems.length === 1 ? '1 flag cannot be taken' : `${problems.length} flags cannot be taken`;
  return [`${file}: ${count}. Nothing was imported; correct the file and import it again.`, ...lines, ...more].join(
    '\n',
  );
}
