/** Connects the command line to the process: streams, signals, exit code. */
import { createInterface } from 'node:readline';
import type { Io, OutputStream } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { run } from './run.ts';
import { wantsColors } from './terminal/style.ts';

/** Runs the process's own command line and sets its exit code. Ctrl-C asks to stop, a second one insists. */
export async function runProcess(): Promise<void> {
  const abort = new AbortController();
  const stop = (): void => {
    if (abort.signal.aborted) process.exit(exitCodes.interrupted);
    abort.abort(new Error('cancelled'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader went away (`sluice check | head`): there is nobody left to tell.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.clean);
    process.exit(exitCodes.couldNotRun);
  });
  // What is said beside the report does not decide what comes of the run: whoever does not listen gets the report all the same.
  process.stderr.on('error', () => undefined);
  const io: Io = {
    cwd: process.cwd(),
    env: process.env,
    stdout: outputStream(process.stdout),
    stderr: outputStream(process.stderr),
    signal: abort.signal,
    now: () => Date.now(),
    ask: (question) => ask(question, abort.signal),
  };
  process.exitCode = await run(process.argv.slice(2), io);
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
}

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  const isTerminal = stream.isTTY === true;
  return {
    isTerminal,
    hasColors: wantsColors(process.env, isTerminal),
    write: (text) => void stream.write(text),
  };
}

function ask(question: string, signal: AbortSignal): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return Promise.resolve(null);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      lines.close();
      reject(signal.reason);
    };
    signal.addEventListener('abort', cancel, { once: true });
    lines.on('SIGINT', () => process.emit('SIGINT'));
    lines.on('close', () => resolve(null));
    lines.question(question, (answer) => {
      signal.removeEventListener('abort', cancel);
      resolve(answer);
      lines.close();
    });
  });
}
