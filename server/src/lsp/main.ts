/** The language server on standard input and output: `dist/server.mjs`, and `sluice lsp --stdio`. */
import { Writable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures, type Connection } from 'vscode-languageserver/node';
import { createFramingCheck } from './framing.ts';
import { serve } from './server.ts';

/** Serves a connection; without one, standard input and output, on which nothing but protocol messages are written from then on. */
export function startServer(connection: Connection = connectStdio()): void {
  serve(connection);
  connection.listen();
}

function connectStdio(): Connection {
  // Of what a scan makes, little stays: more room for young objects is not faster, and would stay taken all day.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { stdin, stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  const output = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      write(chunk, (error) => done(error));
    },
  });
  // Whatever prints by accident must not end up between two messages.
  stdout.write = stderr.write.bind(stderr);
  // The editor is gone: there is nobody to talk to.
  stdout.on('error', () => process.exit(1));
  process.on('unhandledRejection', (reason) => {
    stderr.write(
      `Unhandled rejection: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`,
    );
  });
  const check = createFramingCheck();
  stdin.on('data', (chunk: Buffer) => {
    const trouble = check(chunk);
    if (trouble === null) return;
    stderr.write(`The input is not the language server protocol: ${trouble}.\n`);
    process.exit(1);
  });
  return createConnection(ProposedFeatures.all, stdin, output);
}

// The bundle of the command line holds this file too and must not start a server by loading it.
if (/[\\/](?:server\.mjs|lsp[\\/]main\.ts)$/.test(process.argv[1] ?? '')) startServer();
