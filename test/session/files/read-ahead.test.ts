import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startReadAhead } from '../../../server/src/session/files/read-ahead.ts';
import { type ReadFile, readSourceFile } from '../../../server/src/session/files/read-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const flagRead = `client.getBooleanValue('new-cart', false);\n`;

test('reads like the main thread, in order, and says what passes the prefilter', async () => {
  const root = temporaryFolder({
    'a.ts': flagRead,
    'b.ts': 'export const price = 1;\n',
    'c.ts': `\u{FEFF}// Größe 🛒\nisShown('x');\n`,
    'd.ts': Buffer.from([1, 0, 2]),
    'e.ts': '',
    'g.ts': 'x'.repeat(3 * 1024 * 1024),
    'h.ts': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(flagRead, 'utf16le')]),
  });
  symlinkSync(join(root, 'a.ts'), join(root, 'f.ts'));
  const paths = [...'abcdefghi'].map((name) => join(root, `${name}.ts`));

  const ahead = start(paths, { functions: ['isShown'] });
  const read: string[] = [];
  for (const path of paths) {
    await ahead.reach(path);
    const file = ahead.take(path);
    expect(plain(file?.read)).toEqual(plain(readSourceFile(path)));
    read.push(`${path.at(-4)} ${file?.read.kind}${file?.isMatch ? ' match' : ''}`);
  }
  expect(read).toEqual([
    'a read match',
    'b read',
    'c read match',
    'd binary',
    'e read',
    'f absent',
    'g oversized',
    'h read match',
    'i absent',
  ]);
  expect(ahead.take(String(paths[0]))).toBeNull();
});

test('files that do not match are not sent once enough were', async () => {
  const root = temporaryFolder({ 'a.ts': 'const a = 1;\n', 'b.ts': 'const b = 2;\n', 'c.ts': flagRead });
  const paths = [...'abc'].map((name) => join(root, `${name}.ts`));
  const ahead = start(paths, { maxKeptBytes: 15 });
  await ahead.reach(String(paths[2]));
  expect(paths.map((path) => ahead.take(path)?.isKept)).toEqual([true, false, true]);
});

test('what was read before a file was asked for is what it was then', async () => {
  const root = temporaryFolder({ 'a.ts': flagRead, 'b.ts': '' });
  const paths = ['a', 'b'].map((name) => join(root, `${name}.ts`));
  const ahead = start(paths);
  await ahead.reach(String(paths[1]));
  writeFileSync(String(paths[0]), '');
  rmSync(String(paths[1]));
  expect(paths.map((path) => ahead.take(path)?.read.kind)).toEqual(['read', 'read']);
});

test('a few files are read here', () => {
  expect(startReadAhead({ paths: ['/shop/a.ts'], functions: [], types: [], maxKeptBytes: 0, startedAt: 0 })).toBeNull();
});

test('after the end, nobody waits', async () => {
  const root = temporaryFolder({ 'a.ts': '' });
  const ahead = start([join(root, 'a.ts')]);
  ahead.close();
  expect(ahead.reach(join(root, 'a.ts'))).toBeNull();
});

function start(paths: readonly string[], { functions = [] as string[], maxKeptBytes = 1_000_000 } = {}) {
  const ahead = startReadAhead({ paths, functions, types: [], maxKeptBytes, startedAt: 0 }, 0, 1);
  if (!ahead) throw new Error('This machine has one core.');
  onTestFinished(() => ahead.close());
  return ahead;
}

function plain(read: ReadFile | undefined): unknown {
  return read?.kind === 'read' ? { text: read.file.text(), stamp: read.file.stamp, hash: read.file.hash() } : read;
}
