import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createModuleResolver } from '../../../server/src/session/modules/resolve-module.ts';
import { temporaryFolder, type FolderFiles } from '../temporary-folder.ts';

/** What an import in `from` leads to, relative to the workspace. */
function resolve(files: FolderFiles, from: string, specifier: string): string | null {
  const root = temporaryFolder(files);
  const manifests = Object.keys(files)
    .filter((path) => path.endsWith('package.json'))
    .map((path) => join(root, path));
  const uri = createModuleResolver({ manifests }).resolve(`file://${root}/${from}`, specifier);
  return uri === null ? null : uri.slice(`file://${root}/`.length);
}

describe('relative imports', () => {
  test.each<{ title: string; specifier: string; files: string[]; expected: string | null }>([
    { title: 'as written', specifier: './flags.ts', files: ['src/flags.ts'], expected: 'src/flags.ts' },
    { title: 'without extension', specifier: './flags', files: ['src/flags.ts'], expected: 'src/flags.ts' },
    { title: 'a folder', specifier: './flags', files: ['src/flags/index.tsx'], expected: 'src/flags/index.tsx' },
    {
      title: 'a file before a folder',
      specifier: './flags',
      files: ['src/flags/index.ts', 'src/flags.ts'],
      expected: 'src/flags.ts',
    },
    { title: 'the output of TypeScript', specifier: './flags.js', files: ['src/flags.ts'], expected: 'src/flags.ts' },
    {
      title: 'its source before the output',
      specifier: './flags.js',
      files: ['src/flags.js', 'src/flags.ts'],
      expected: 'src/flags.ts',
    },
    { title: 'plain JavaScript', specifier: './flags.mjs', files: ['src/flags.mjs'], expected: 'src/flags.mjs' },
    { title: 'the folder above', specifier: '../keys', files: ['keys.ts'], expected: 'keys.ts' },
    { title: 'the folder itself', specifier: '.', files: ['src/index.ts'], expected: 'src/index.ts' },
    { title: 'a component', specifier: './Cart.vue', files: ['src/Cart.vue'], expected: 'src/Cart.vue' },
    {
      title: 'a name with a dot',
      specifier: './cart.flags',
      files: ['src/cart.flags.ts'],
      expected: 'src/cart.flags.ts',
    },
    { title: 'nothing there', specifier: './flags', files: ['src/flag.ts'], expected: null },
    { title: 'hostile', specifier: './a\0b', files: [], expected: null },
  ])('$title', ({ specifier, files, expected }) => {
    const content = Object.fromEntries(files.map((path) => [path, '']));
    expect(resolve(content, 'src/cart.ts', specifier)).toBe(expected);
  });
});

describe('packages of the workspace', () => {
  const manifest = (value: object) => JSON.stringify({ name: '@shop/flags', ...value });

  test.each<{ title: string; value: object; specifier?: string; files: string[]; expected: string | null }>([
    { title: 'source by main', value: { main: './src/keys.ts' }, files: ['src/keys.ts'], expected: 'src/keys.ts' },
    {
      title: 'source behind build output',
      value: { main: 'dist/index.js' },
      files: ['src/index.ts', 'dist/index.js'],
      expected: 'src/index.ts',
    },
    {
      title: 'types lead to the source',
      value: { types: 'dist/keys.d.ts' },
      files: ['src/keys.ts'],
      expected: 'src/keys.ts',
    },
    {
      title: 'exports',
      value: { exports: { '.': { import: './dist/esm/keys.js' } } },
      files: ['src/keys.ts'],
      expected: 'src/keys.ts',
    },
    {
      title: 'exports without a dot',
      value: { exports: './lib/keys.js' },
      files: ['lib/keys.js'],
      expected: 'lib/keys.js',
    },
    {
      title: 'a subpath of exports',
      value: { exports: { './keys': './src/all-keys.ts' } },
      specifier: '@shop/flags/keys',
      files: ['src/all-keys.ts'],
      expected: 'src/all-keys.ts',
    },
    {
      title: 'a pattern of exports',
      value: { exports: { './*': './dist/*.js' } },
      specifier: '@shop/flags/keys',
      files: ['src/keys.ts'],
      expected: 'src/keys.ts',
    },
    {
      title: 'a subpath that is a file',
      value: {},
      specifier: '@shop/flags/src/keys',
      files: ['src/keys.ts'],
      expected: 'src/keys.ts',
    },
    { title: 'nothing said', value: {}, files: ['src/index.ts'], expected: 'src/index.ts' },
    {
      title: 'an entry outside of the package',
      value: { main: '../../../web/cart.ts' },
      files: ['../../web/cart.ts'],
      expected: null,
    },
    { title: 'another package', value: {}, specifier: '@shop/other', files: ['src/index.ts'], expected: null },
  ])('$title', ({ value, specifier = '@shop/flags', files, expected }) => {
    const content = Object.fromEntries(files.map((path) => [join('packages/flags', path), '']));
    const found = resolve({ ...content, 'packages/flags/package.json': manifest(value) }, 'web/cart.ts', specifier);
    expect(found).toBe(expected === null ? null : `packages/flags/${expected}`);
  });

  test('a manifest that is no JSON is no package', () => {
    expect(resolve({ 'package.json': '{', 'src/index.ts': '' }, 'web/cart.ts', 'shop')).toBeNull();
  });
});

test('what was not there is looked for again after `forget`', () => {
  const existing = new Set<string>();
  const resolver = createModuleResolver({ manifests: [], isFile: (path) => existing.has(path) });
  const ask = () => resolver.resolve('file:///shop/src/cart.ts', './flags');
  expect(ask()).toBeNull();
  existing.add('/shop/src/flags.ts');
  expect(ask()).toBeNull();
  resolver.forget();
  expect(ask()).toBe('file:///shop/src/flags.ts');
});

describe("a package's own names for its files", () => {
  const manifest = JSON.stringify({
    imports: { '#flags': './dist/flags.js', '#lib/*': { types: './lib/*.d.ts', default: './lib/*.js' } },
  });
  const at = (folder: string, paths: readonly string[]): FolderFiles =>
    Object.fromEntries([
      ['package.json', '{}'],
      [`${folder}/package.json`, manifest],
      ...paths.map((path) => [path, '']),
    ]);

  test.each<{ title: string; specifier: string; files: string[]; expected: string | null }>([
    { title: 'exact', specifier: '#flags', files: ['web/src/flags.ts'], expected: 'web/src/flags.ts' },
    { title: 'by a pattern', specifier: '#lib/keys', files: ['web/lib/keys.ts'], expected: 'web/lib/keys.ts' },
    { title: 'not named', specifier: '#keys', files: ['web/src/keys.ts'], expected: null },
    { title: 'by habit, in src', specifier: '@/flags', files: ['web/src/flags.ts'], expected: 'web/src/flags.ts' },
    { title: 'by habit, beside it', specifier: '~/flags', files: ['web/flags.ts'], expected: 'web/flags.ts' },
    {
      title: 'by habit, in Svelte',
      specifier: '$lib/flags',
      files: ['web/src/lib/flags.ts'],
      expected: 'web/src/lib/flags.ts',
    },
    { title: 'of another package', specifier: '@/flags', files: ['src/flags.ts'], expected: null },
    { title: 'no such habit', specifier: 'flags', files: ['web/src/flags.ts'], expected: null },
  ])('$title', ({ specifier, files, expected }) => {
    expect(resolve(at('web', files), 'web/src/shop/cart.ts', specifier)).toBe(expected);
  });
});
