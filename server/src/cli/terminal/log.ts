/** What is said on stderr beside the report. */
import { visible } from '../../core/text.ts';
import type { Logger } from '../../session/session.ts';
import type { CommandInput, Io } from '../command.ts';
import { inert } from './inert.ts';
import { styleFor } from './style.ts';

/** Errors always; warnings and the rest with `--verbose` only, for what a person must know is said by the command itself. */
export function createLog(input: CommandInput, io: Io): Logger {
  const style = styleFor(io.stderr.hasColors);
  const isVerbose = input.has('verbose');
  const say = (level: string, message: string): void =>
    io.stderr.write(`${style('dim', `sluice ${level}:`)} ${visible(message, 2_000)}\n`);
  const quiet = (): void => undefined;
  return {
    debug: isVerbose ? (message) => say('debug', message) : quiet,
    info: isVerbose ? (message) => say('info', message) : quiet,
    warn: isVerbose ? (message) => say('warning', message) : quiet,
    error: (message) => say('error', message),
  };
}

/** One line that a person should see although it is no error; nothing with `--quiet`. */
export function note(input: CommandInput, io: Io, message: string): void {
  if (input.has('quiet')) return;
  io.stderr.write(`${styleFor(io.stderr.hasColors)('yellow', 'sluice:')} ${inert(visible(message, 2_000))}\n`);
}
