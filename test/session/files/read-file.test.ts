import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSourceFile } from '../../../server/src/session/files/read-file.ts';
import { makePipe, temporaryFolder } from '../temporary-folder.ts';

const code = "flags.isEnabled('größe-ü-🎁');\n";

function read(content: string | Uint8Array, name = 'cart.ts') {
  return readSourceFile(join(temporaryFolder({ [name]: content }), name));
}

function textOf(content: string | Uint8Array): string | null {
  const result = read(content);
  return result.kind === 'read' ? result.file.text() : null;
}

function utf16be(text: string): Buffer {
  return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
}

describe('the text is what an editor shows', () => {
  test.each([
    ['UTF-8', Buffer.from(code), code],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${code}`), code],
    ['UTF-16, little endian', Buffer.from(`\uFEFF${code}`, 'utf16le'), code],
    ['UTF-16, big endian', utf16be(code), code],
    ['UTF-16 that ends in half a character', Buffer.concat([utf16be('ab'), Buffer.from([0])]), 'ab'],
    ['Windows line ends', Buffer.from('a\r\nb\r\n'), 'a\r\nb\r\n'],
    ['bytes that are no UTF-8', Buffer.from([0x61, 0xff, 0x62]), 'a\uFFFDb'],
    ['nothing', Buffer.from(''), ''],
  ])('%s', (_title, content, expected) => {
    expect(textOf(content)).toBe(expected);
  });

  test('the probe shows ASCII in every encoding', () => {
    for (const content of [Buffer.from(code), Buffer.from(`\uFEFF${code}`, 'utf16le'), utf16be(code)]) {
      const result = read(content);
      expect(result.kind === 'read' && result.file.probe()).toContain('flags.isEnabled(');
    }
  });
});

describe('what is left out', () => {
  test('binary files', () => {
    expect(read(Buffer.from([0x61, 0, 0x62])).kind).toBe('binary');
  });

  test('a NUL far inside does not make a file binary', () => {
    expect(read(`${'x'.repeat(9_000)}\0`).kind).toBe('read');
  });

  test('files over 2 MiB, with a sentence', () => {
    expect(read('x'.repeat(3 * 1024 * 1024))).toEqual({
      kind: 'oversized',
      message: 'The file has 3.0 MiB; files over 2 MiB are left out.',
    });
  });

  test.each([
    ['by name', 'cart.min.js', 'a();\n', true],
    ['by its lines', 'cart.js', `${'a();'.repeat(2_000)}\n`, true],
    ['not: long lines among many', 'cart.js', `${'a();\n'.repeat(2_000)}${'b();'.repeat(2_000)}\n`, false],
    ['not: one short line', 'cart.js', 'a();', false],
  ])('minified: %s', (_title, name, content, expected) => {
    const result = read(content, name);
    expect(result.kind === 'read' && result.file.isMinified()).toBe(expected);
  });

  test('what is gone, a folder and a pipe are not there', () => {
    const folder = temporaryFolder({ 'inner.ts/cart.ts': '' });
    makePipe(join(folder, 'pipe.ts'));
    expect(['gone.ts', 'inner.ts', 'pipe.ts'].map((name) => readSourceFile(join(folder, name)).kind)).toEqual([
      'absent',
      'absent',
      'absent',
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('a file without permission, with a sentence', () => {
    const path = join(temporaryFolder({ 'vault.ts': '' }), 'vault.ts');
    chmodSync(path, 0);
    expect(readSourceFile(path)).toEqual({
      kind: 'unreadable',
      message: 'The file could not be read (permission denied), so flags in it are not known.',
    });
  });
});
