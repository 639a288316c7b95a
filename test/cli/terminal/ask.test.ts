import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ask } from '../../../server/src/cli/terminal/ask.ts';

function terminal({ isTTY = true } = {}) {
  const abort = new AbortController();
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY });
  const interrupt = (): void => abort.abort(new Error('cancelled'));
  return { input, output, abort, ask: (text: string) => ask(text, { input, output, signal: abort.signal, interrupt }) };
}

test('gives the line that is typed, question after question', async () => {
  const { input, ask: question } = terminal();
  const first = question('Which? ');
  input.write('unleash\n');
  expect(await first).toBe('unleash');
  const second = question('Where? ');
  input.write('\n');
  expect(await second).toBe('');
});

test('Ctrl-C is no answer: it ends the run, and nothing is asked after it', async () => {
  const { input, output, ask: question } = terminal();
  const first = question('Which? ');
  input.write('\x03');
  await expect(first).rejects.toThrow('cancelled');
  output.read();
  await expect(question('Where? ')).rejects.toThrow('cancelled');
  expect(output.read()).toBeNull();
});

test('Ctrl-D, and a place where nobody can answer, are no answer', async () => {
  const { input, ask: question } = terminal();
  const answer = question('Which? ');
  input.write('\x04');
  expect(await answer).toBeNull();
  expect(await terminal({ isTTY: false }).ask('Which? ')).toBeNull();
});
