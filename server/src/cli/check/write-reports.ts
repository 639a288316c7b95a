/** Where the report of a check goes: to stdout or `--output`, and to the files of `--report`. */
import { resolve } from 'node:path';
import { visible } from '../../core/text.ts';
import { didYouMean } from '../../config/suggest.ts';
import type { CheckReport } from './check-report.ts';
import type { CommandInput, Io } from '../command.ts';
import { checkFormats, type CheckFormat } from '../formats.ts';
import { note } from '../terminal/log.ts';
import { reportStyle, writeFileFor, writeReport } from '../terminal/output.ts';
import { formatReport, leftOutOf, notesBeside } from '../reporters/check-reporters.ts';
import { plainStyle } from '../terminal/style.ts';
import { UsageError } from '../usage-error.ts';

export interface ReportFile {
  readonly format: CheckFormat;
  readonly file: string;
}

/** `--report FORMAT=FILE`, as often as it is given. Throws UsageError, also where two reports would go to one file. */
export function reportFiles(input: CommandInput, { cwd }: Pick<Io, 'cwd'>): readonly ReportFile[] {
  const files = input.values('report').map(reportFileOf);
  const taken = new Set<string>();
  for (const name of ['output', 'write-baseline', 'baseline'].map((option) => input.value(option)))
    if (name !== null) taken.add(resolve(cwd, name));
  for (const { file } of files) {
    const path = resolve(cwd, file);
    if (taken.has(path))
      throw new UsageError(
        `${visible(file)} is named twice, and one would overwrite the other: give each a file of its own.`,
      );
    taken.add(path);
  }
  return files;
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
