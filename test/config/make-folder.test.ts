import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from '../../server/src/config/make-folder.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sluice-folder-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('makes the folders above it, for this user alone, and may be asked twice', () => {
  const path = join(folder, 'a/b/c');
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test('says so where a file stands in the way', () => {
  writeFileSync(join(folder, 'a'), '');
  expect(() => makeFolder(join(folder, 'a'))).toThrow('EEXIST');
  expect(() => makeFolder(join(folder, 'a/b'))).toThrow(/ENOTDIR|EEXIST/);
});

test.skipIf(!existsSync('/proc/self'))('comes back where there can be no folder', () => {
  expect(() => makeFolder('/proc/no-such/folder')).toThrow('ENOENT');
});
