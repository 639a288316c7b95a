/** Parses, runs, and turns every error into a sentence and an exit code. */
import { ConfigurationError } from '../config/configuration-error.ts';
import { ControlPlaneError } from '../control-planes/control-plane.ts';
import { visible } from '../core/text.ts';
import type { Io } from './command.ts';
import { commands } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { commandHelp, overviewHelp } from './help.ts';
import { parseCommandLine } from './parse.ts';
import { styleFor } from './terminal/style.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

/** Runs one command line and resolves to its exit code. Never rejects. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    const parsed = parseCommandLine(argv, commands);
    switch (parsed.kind) {
      case 'version':
        io.stdout.write(`${version}\n`);
        return exitCodes.clean;
      case 'help': {
        const stream = parsed.isAsked ? io.stdout : io.stderr;
        const style = styleFor(stream.hasColors);
        stream.write(parsed.command ? commandHelp(parsed.command, style) : overviewHelp(commands, style));
        return parsed.isAsked ? exitCodes.clean : exitCodes.couldNotRun;
      }
      case 'run': {
        const body = await parsed.command.load();
        return await body.run(parsed.input, io);
      }
    }
  } catch (error) {
    return explain(error, io);
  }
}

function explain(error: unknown, io: Io): number {
  if (io.signal.aborted) {
    io.stderr.write('sluice: cancelled\n');
    return exitCodes.interrupted;
  }
  const style = styleFor(io.stderr.hasColors);
  const prefix = style('red', 'sluice:');
  if (error instanceof UsageError) {
    const more = error.command === null ? '' : `See \`sluice ${error.command} --help\`.\n`;
    io.stderr.write(`${prefix} ${error.message}\n${more}`);
    return exitCodes.couldNotRun;
  }
  if (error instanceof ConfigurationError || error instanceof ControlPlaneError) {
    const lines = error.message.split('\n').map((line) => visible(line, 2_000));
    io.stderr.write(`${prefix} ${lines.join('\n        ')}\n`);
    return exitCodes.couldNotRun;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack.split('\n').map((line) => visible(line, 2_000));
  io.stderr.write(`${prefix} this is a mistake in Sluice ${version}, please report it:\n${lines.join('\n')}\n`);
  return exitCodes.internal;
}
