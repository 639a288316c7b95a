import { expect, test } from 'vitest';
import { createFramingCheck } from '../../server/src/lsp/framing.ts';

const message = (text: string): string => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

/** What the check says of the input, cut into chunks of this size. */
function verdict(input: string | Buffer, size: number): string | null {
  const check = createFramingCheck();
  const bytes = Buffer.from(input);
  for (let at = 0; at < bytes.length; at += size) {
    const trouble = check(bytes.subarray(at, at + size));
    if (trouble !== null) return trouble;
  }
  return null;
}

test.each([1, 2, 3, 7, 16, 64, 100_000])('follows messages in chunks of %i bytes', (size) => {
  const messages = ['{}', '{"text":"🛒\\r\\n\\r\\nContent-Length: -1"}', 'x'.repeat(5000), ''].map(message).join('');
  expect(verdict(messages, size)).toBeNull();
  expect(verdict(`content-length:2\r\nContent-Type: text\r\n\r\n{}${messages}`, size)).toBeNull();
  expect(verdict(`${messages}{}`.padEnd(messages.length + 9000, ' '), size)).toBe('a header without an end');
  expect(verdict(`${messages}Content-Length: -2\r\n\r\n`, size)).toBe('a header without a length');
  expect(verdict(`${messages}Content-Length: 2\r\nContent-Length: 5\r\n\r\n`, size)).toBe('a header without a length');
  expect(verdict(`${messages}Content-Length: 999999999999\r\n\r\n`, size)).toBe('a message larger than 512 MiB');
});
