import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPathAliases } from '../../../server/src/session/modules/tsconfig-paths.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-aliases-'));
});
afterEach(() => rmSync(root, { recursive: true, maxRetries: 10 }));

/** Writes the configurations and answers relative to the root. */
function candidates(configs: Record<string, string>, from: string, specifier: string): string[] {
  for (const [path, text] of Object.entries(configs)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const aliases = readPathAliases(Object.keys(configs).map((path) => join(root, path)));
  return aliases.candidates(join(root, from), specifier).map((path) => relative(root, path));
}

const paths = (entries: Record<string, string[]>, extra: object = {}) =>
  JSON.stringify({ ...extra, compilerOptions: { paths: entries } });

test.each([
  ['a star', { 'tsconfig.json': paths({ '@/*': ['./src/*'] }) }, 'src/cart', '@/flags/keys', ['src/flags/keys']],
  ['an exact name', { 'tsconfig.json': paths({ flags: ['./shared/flags.ts'] }) }, '', 'flags', ['shared/flags.ts']],
  [
    'the longest pattern wins',
    { 'tsconfig.json': paths({ '@/*': ['a/*'], '@/ui/*': ['b/*'] }) },
    '',
    '@/ui/x',
    ['b/x'],
  ],
  ['nothing matches', { 'tsconfig.json': paths({ '@/*': ['src/*'] }) }, '', 'react', []],
  [
    'the nearest configuration',
    { 'tsconfig.json': paths({ '@/*': ['a/*'] }), 'web/tsconfig.json': paths({ '@/*': ['src/*'] }) },
    'web/src',
    '@/x',
    ['web/src/x'],
  ],
  [
    'inherited',
    { 'base.json': paths({ '@/*': ['lib/*'] }), 'web/tsconfig.json': '{ "extends": "../base", /* comments */ }' },
    'web',
    '@/x',
    ['lib/x'],
  ],
  [
    'baseUrl',
    { 'tsconfig.json': '{ "compilerOptions": { "baseUrl": "src" } }' },
    'src',
    'flags/keys',
    ['src/flags/keys'],
  ],
  [
    'split into configurations beside it',
    {
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "../other" }] }',
      'tsconfig.app.json': paths({ '@/*': ['./src/*'] }),
    },
    'src',
    '@/x',
    ['src/x'],
  ],
  [
    'a reference to another folder is none of its own',
    {
      'web/tsconfig.json': '{ "references": [{ "path": "../shared/tsconfig.json" }] }',
      'shared/tsconfig.json': paths({ '@/*': ['./src/*'] }),
    },
    'web',
    '@/x',
    [],
  ],
  ['broken', { 'tsconfig.json': '{ "compilerOptions": ' }, '', '@/x', []],
  ['extends itself', { 'tsconfig.json': '{ "extends": "./tsconfig.json" }' }, '', '@/x', []],
])('%s', (_, configs, from, specifier, expected) => {
  expect(candidates(configs, from, specifier)).toEqual(expected);
});
