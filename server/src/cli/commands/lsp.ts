/** `sluice lsp` */
import type { CommandInput, Io } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { startServer } from '../../lsp/main.ts';

/** Serves until the client ends it; the server then ends the process. */
export async function run(input: CommandInput, io: Io): Promise<number> {
  if (!input.has('stdio')) {
    throw new UsageError('The language server talks over standard input and output: say --stdio.', 'lsp');
  }
  startServer();
  await new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve(), { once: true }));
  // Standard input stays open as long as the client likes; nothing else would end the process.
  return process.exit(0);
}
