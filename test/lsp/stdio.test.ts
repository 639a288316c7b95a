/** What is shipped, in its own process: `dist/server.mjs` on standard input and output. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../support/lsp-client.ts';
import { changeElsewhere, code, isLive, openEditor } from './editor.ts';

const server = join(import.meta.dirname, '..', '..', 'dist', 'server.mjs');
const commandLine = [join(import.meta.dirname, '..', '..', 'dist', 'cli.mjs'), 'lsp'];
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { processId: null, rootUri: null, capabilities: {} },
};

/** Runs the server with this input. `last` is sent once the answer to the request with the id 2 is there; null ends the input then. */
async function run(input: string, last?: string | null, command: readonly string[] = [server]) {
  const child = spawn(process.execPath, [...command, '--stdio'], { env: { PATH: process.env['PATH'] } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const isNew = !stdout.includes('"id":2');
    stdout += chunk.toString();
    if (!isNew || !stdout.includes('"id":2')) return;
    if (last === null) child.stdin.end();
    else child.stdin.write(last ?? '');
  });
  child.stderr.resume();
  child.stdin.on('error', () => undefined);
  child.stdin.write(input);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout };
}

function frame(message: unknown): string {
  const text = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** The messages in what was written; throws where there is anything between them. */
function messages(stdout: string): unknown[] {
  const found: unknown[] = [];
  let rest = Buffer.from(stdout);
  while (rest.length > 0) {
    const header = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString('latin1'));
    if (!header) throw new Error(`Not a message: ${rest.toString().slice(0, 100)}`);
    const start = header[0].length;
    found.push(JSON.parse(rest.subarray(start, start + Number(header[1])).toString()));
    rest = rest.subarray(start + Number(header[1]));
  }
  return found;
}

function unasked(method: string, params: unknown, id = 9): string {
  return frame({ jsonrpc: '2.0', id, method, params });
}

test('works from start to end: diagnostics, a flip elsewhere, and an exit with 0', async () => {
  const { client, plane, uri } = await openEditor({ mode: 'spawn' });
  client.open(uri('a.ts'), code(`client.getBooleanValue('new-checkout', false);`));
  expect(await client.diagnostics(uri('a.ts'), (found) => found.length === 1)).toHaveLength(1);
  await client.status(isLive);
  await changeElsewhere(plane, 'new-checkout', 'production', 'off');
  await client.diagnostics(uri('a.ts'), (found) => found.length === 0);
  expect(client.stderr()).toBe('');
});

test('exits with 0 after a shutdown, with 1 without', async () => {
  const client = await connect({ mode: 'spawn', folders: [] });
  await client.close();
  expect(await client.exited).toBe(0);
  const { code } = await run(frame(initialize) + frame({ jsonrpc: '2.0', method: 'exit' }));
  expect(code).toBe(1);
});

test('ends when its input ends, having written nothing but messages', async () => {
  const { code, stdout } = await run(frame(initialize) + unasked('textDocument/hover', null, 2), null);
  expect(code).toBe(1);
  expect(messages(stdout)).toContainEqual(expect.objectContaining({ id: 1 }));
});

const shutdown = frame({ jsonrpc: '2.0', id: 2, method: 'shutdown' });
const exit = frame({ jsonrpc: '2.0', method: 'exit' });

test('is the same behind the command line', async () => {
  const { code, stdout } = await run(frame(initialize) + shutdown, exit, commandLine);
  expect(messages(stdout)).toContainEqual(expect.objectContaining({ id: 2, result: null }));
  expect(code).toBe(0);
});

test.each([
  ['params that are none', unasked('textDocument/hover', null) + unasked('textDocument/completion', [1, 2])],
  ['a document that was never opened', unasked('textDocument/codeLens', { textDocument: { uri: 'file:///a.ts' } })],
  [
    'a change of a document that was never opened',
    frame({
      jsonrpc: '2.0',
      method: 'textDocument/didChange',
      params: { textDocument: { uri: 'file:///a.ts', version: 2 }, contentChanges: [{ text: 'x' }] },
    }),
  ],
  [
    'a range outside of the text',
    frame({
      jsonrpc: '2.0',
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: 'file:///a.ts', languageId: 'typescript', version: 1, text: 'a' } },
    }) +
      frame({
        jsonrpc: '2.0',
        method: 'textDocument/didChange',
        params: {
          textDocument: { uri: 'file:///a.ts', version: 2 },
          contentChanges: [
            { range: { start: { line: 9, character: 9 }, end: { line: 99, character: 99 } }, text: 'b' },
          ],
        },
      }),
  ],
  [
    'methods it does not have',
    unasked('textDocument/nothing', {}) + frame({ jsonrpc: '2.0', method: 'nothing', params: {} }),
  ],
  ['an answer to no question', frame({ jsonrpc: '2.0', id: 77, result: null })],
  ['an empty object', frame({})],
  ['an array', frame([])],
  [
    'deep nesting',
    frame({
      jsonrpc: '2.0',
      method: 'workspace/didChangeConfiguration',
      params: { settings: JSON.parse('{"a":'.repeat(500) + '1' + '}'.repeat(500)) },
    }),
  ],
])('survives %s', async (_, hostile) => {
  const initialized = frame({ jsonrpc: '2.0', method: 'initialized', params: {} });
  const { code, stdout } = await run(frame(initialize) + initialized + hostile + shutdown, exit);
  expect(messages(stdout)).toContainEqual(expect.objectContaining({ id: 2, result: null }));
  expect(code).toBe(0);
});

test.each([
  ['a length that is negative', 'Content-Length: -1\r\n\r\n{}'],
  ['a length that is no number', 'Content-Length: many\r\n\r\n{}'],
  ['a length beyond all reason', `Content-Length: ${2 ** 40}\r\n\r\n{}`],
  ['no length', 'Content-Type: x\r\n\r\n{}'],
  ['a header without an end', 'a'.repeat(100_000)],
])('ends where the framing is lost: %s', async (_, hostile) => {
  const { code } = await run(frame(initialize) + hostile);
  expect(code).toBe(1);
});
