import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { createGuard } from '../../server/src/lsp/guard.ts';

function guardInto(lines: string[], rethrow = false) {
  const write = (message: string) => void lines.push(message);
  return createGuard({ logger: { debug: write, info: write, warn: write, error: write }, rethrow });
}

test.each([
  [
    'throws',
    () => {
      throw new Error('the shelf is empty');
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error('the shelf is empty');
    },
  ],
])('answers with the fallback where a handler %s, and logs its name', async (_, handler) => {
  const lines: string[] = [];
  expect(await guardInto(lines)('hover', null as string | null, handler)()).toBeNull();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^hover failed after \d+ ms: Error: the shelf is empty\n/);
});

test('lets refusals through, and in tests everything', async () => {
  const lines: string[] = [];
  const refusal = new ResponseError(ErrorCodes.InvalidParams, 'no');
  const refuse = () => {
    throw refusal;
  };
  await expect(guardInto(lines)('hover', null, refuse)()).rejects.toBe(refusal);
  const fail = () => {
    throw new Error('the shelf is empty');
  };
  await expect(guardInto(lines, true)('hover', null, fail)()).rejects.toThrow('the shelf is empty');
  expect(lines).toEqual([]);
});
