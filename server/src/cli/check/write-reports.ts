/** Where the report of a check goes: to stdout or `--output`, and to the files of `--report`. */
import { resolve } from 'node:path';
import { visible } from '../../core/text.ts';
import { didYouMean } from '../../config/suggest.ts';
import type { CheckReport } from './check-report.ts';
import type { CommandInput, Io } from '../command.ts';
import { checkFormats, type CheckFormat } from '../formats.ts';
import { note } from '../terminal/log.ts';
import { targetKey } from '../terminal/file-target.ts';
import { reportStyle, writeFileFor, writeReport } from '../terminal/output.ts';
import { formatReport, leftOutOf, notesBeside } from '../reporters/check-reporters.ts';
import { plainStyle } from '../terminal/style.ts';
import { UsageError } from '../usage-error.ts';

export interface ReportFile {
  readonly format: CheckFormat;
  readonly file: string;
}

/** `--report FORMAT=FILE`, as often as it is given. Throws UsageError where a report would take the place of something. */
export function reportFiles(input: CommandInput, { cwd }: Pick<Io, 'cwd'>): readonly ReportFile[] {
  const files = input.values('report').map(reportFileOf);
  const output = input.value('output');
  const keyOf = (file: string): string => targetKey(resolve(cwd, file));
  const readable = [...named(input, ['state', 'config', 'usages']), ...input.positionals];
  const read = new Set(readable.map(keyOf));
  const taken = new Set(named(input, ['write-baseline', 'baseline']).map(keyOf));
  if (output === null) taken.add('stdout');
  for (const file of [...(output === null ? [] : [output]), ...files.map((report) => report.file)]) {
    const key = keyOf(file);
    if (read.has(key))
      throw new UsageError(`${visible(file)} is read by this run, and a report would overwrite it: name another file.`);
    if (taken.has(key))
      throw new UsageError(
        key === 'stdout'
          ? `${visible(file)} is stdout, where a report goes already: give one of them a file (--output).`
          : `${visible(file)} is named twice, and one would overwrite the other: give each a file of its own.`,
      );
    taken.add(key);
  }
  return files;
}

function named(input: CommandInput, options: readonly string[]): readonly string[] {
  return options.flatMap((option) => input.values(option));
}

function reportFileOf(text: string): ReportFile {
  const [name = '', ...rest] = text.split('=');
  const format = checkFormats.find((known) => known === name);
  const file = rest.join('=');
  if (format && file !== '') return { format, file };
  throw new UsageError(
    format
      ? `--report takes a format and a file, such as ${format}=report.${format}, not "${visible(text)}".`
      : `--report begins with one of ${checkFormats.join(', ')}, not "${visible(name)}".${didYouMean(name, checkFormats)}`,
  );
}

/** All of one run, so that they tell the same. What a format cannot say is said on stderr. */
export function writeReports(report: CheckReport, files: readonly ReportFile[], input: CommandInput, io: Io): void {
  const format = (input.value('format') ?? 'text') as CheckFormat;
  for (const { format: other, file } of files)
    writeFileFor('report', file, formatReport(report, other, plainStyle), io);
  writeReport(formatReport(report, format, reportStyle(input, io)), input, io);
  const notes = [...notesBeside(report, format), ...files.flatMap((other) => leftOutOf(report, other.format))];
  for (const line of new Set(notes)) note(input, io, line);
}
