/** Where a report goes. */
import { appendFileSync, chmodSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { visible } from '../../core/text.ts';
import type { CommandInput, Io } from '../command.ts';
import { fileTarget, type FileTarget } from './file-target.ts';
import { plainStyle, styleFor, type Style } from './style.ts';
import { UsageError } from '../usage-error.ts';

/** Writes the report to `--output` or stdout. A file is never half written in place of a good one. */
export function writeReport(text: string, input: CommandInput, io: Io): void {
  const file = input.value('output');
  if (file === null) io.stdout.write(text);
  else writeFileFor('report', file, text, io);
}

/** The same for another file than that of the report. `what`: it in one word. */
export function writeFileFor(what: string, file: string, text: string, io: Io): void {
  try {
    writeTo(fileTarget(resolve(io.cwd, file)), text, io);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UsageError(`The ${what} could not be written to ${visible(file)} (${code}).`);
  }
}

/** Colors only where the report goes to a reader who wants them. */
export function reportStyle(input: CommandInput, io: Io): Style {
  return input.value('output') === null ? styleFor(io.stdout.hasColors) : plainStyle;
}

/** In one step where a regular file is replaced, at the end of all links; a device or a pipe is written to. */
function writeTo(target: FileTarget, text: string, io: Io): void {
  if (target.kind === 'stdout' || target.kind === 'stderr') io[target.kind].write(text);
  else if (target.kind === 'open') appendFileSync(target.path, text);
  else replaceFile(target.path, text);
}

function replaceFile(path: string, text: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) {
    writeFileSync(path, text);
    return;
  }
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    if (stats) chmodSync(draft, stats.mode);
    renameSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') tryUnlink(draft);
    throw error;
  }
}

function tryUnlink(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never created.
  }
}
