import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMembership, listFiles } from '../../../server/src/session/files/list-files.ts';
import { makePipe, git, temporaryFolder, writeFiles, type FolderFiles } from '../temporary-folder.ts';

async function list(root: string, parts: { include?: string[]; ignore?: string[]; paths?: string[] } = {}) {
  const { include = [], ignore = [], paths } = parts;
  const result = await listFiles({ root, include, ignore, paths: paths?.map((path) => join(root, path)) });
  const inside = (path: string) => path.slice(root.length + 1);
  return { ...result, files: result.files.map(inside), manifests: result.manifests.map(inside) };
}

function repository(files: FolderFiles): string {
  const root = temporaryFolder(files);
  git(root, 'init', '-q');
  return root;
}

describe('in a git repository', () => {
  test("git's own rules decide: tracked and new files, without what is ignored or deleted", async () => {
    const root = repository({
      'src/cart.ts': '',
      'src/gone.ts': '',
      'src/forced.ts': '',
      'dist/cart.js': '',
      '.gitignore': 'dist\nforced.ts\n',
      'README.md': '',
    });
    git(root, 'add', '-f', 'src');
    git(root, 'commit', '-q', '-m', 'Open the shop');
    rmSync(join(root, 'src/gone.ts'));
    writeFiles(root, { 'src/new.tsx': '' });

    const { files, assumptions } = await list(root);

    // A deleted file may be listed; it is passed over when it is read.
    expect(files.filter((path) => path !== 'src/gone.ts')).toEqual(['src/cart.ts', 'src/forced.ts', 'src/new.tsx']);
    expect(assumptions).toEqual([]);
  });

  test('names with spaces, quotes and letters of any alphabet are found', async () => {
    const root = repository({ 'src/mein "Laden".ts': '', 'src/магазин.ts': '', 'src/a b.vue': '' });
    expect((await list(root)).files).toEqual(['src/a b.vue', 'src/mein "Laden".ts', 'src/магазин.ts']);
  });

  test('what a sparse checkout leaves out is missing, and that is said; what is left alone is not', async () => {
    const root = repository({ 'src/cart.ts': '', 'src/local.ts': '', 'lib/a.ts': '', 'lib/b.md': '', 'old/c.ts': '' });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Open the shop');
    git(root, 'sparse-checkout', 'set', '--cone', 'src');
    git(root, 'update-index', '--skip-worktree', 'src/local.ts');
    const { files, problems, isWhole } = await list(root, { ignore: ['old'] });
    expect(files).toEqual(['src/cart.ts', 'src/local.ts']);
    expect(problems.map(({ message }) => message)).toEqual([
      '1 source file is not checked out (sparse checkout), so flags in it are not known.',
    ]);
    expect(isWhole).toBe(false);
    expect((await list(root, { include: ['src'] })).isWhole).toBe(true);
  });

  test("tracked dependencies are somebody else's code", async () => {
    const root = repository({
      'src/cart.ts': '',
      'node_modules/pay/index.js': '',
      'app/node_modules/pay/index.js': '',
    });
    expect((await list(root)).files).toEqual(['src/cart.ts']);
  });

  test('a program that the repository names as file system monitor is not run', async () => {
    const root = repository({ 'src/cart.ts': '' });
    git(root, 'config', 'core.fsmonitor', `touch ${join(root, 'was-run')}; false`);
    const { files } = await list(root);
    expect(files).toEqual(['src/cart.ts']);
    expect(() => execFileSync('ls', [join(root, 'was-run')], { stdio: 'ignore' })).toThrow();
  });

  test('a folder that git ignores as a whole is walked', async () => {
    const root = repository({ '.gitignore': 'sandbox\n', 'sandbox/src/cart.ts': '' });
    const { files, assumptions } = await list(join(root, 'sandbox'));
    expect(files).toEqual(['src/cart.ts']);
    expect(assumptions.join()).toContain('git knows no file in it');
  });
});

describe('without git', () => {
  test('the folder is walked, and that is said', async () => {
    const root = temporaryFolder({
      'src/cart.ts': '',
      'src/deep/er/pay.svelte': '',
      'node_modules/pay/index.js': '',
      '.cache/cart.js': '',
      '.gitignore': 'generated/\n*.gen.ts\n',
      'generated/api.ts': '',
      'src/api.gen.ts': '',
      'src/.gitignore': '!api.gen.ts\n',
    });
    const { files, assumptions } = await list(root);
    expect(files).toEqual(['src/api.gen.ts', 'src/cart.ts', 'src/deep/er/pay.svelte']);
    expect(assumptions).toEqual([
      'Files were found by walking the folder, because the folder is not in a git repository: node_modules, folders that start with a dot and what .gitignore names were left out.',
    ]);
  });

  test('links are not followed, so a loop ends', async () => {
    const root = temporaryFolder({ 'src/cart.ts': '' });
    symlinkSync(root, join(root, 'src/again'));
    symlinkSync(join(root, 'src/cart.ts'), join(root, 'src/linked.ts'));
    expect((await list(root)).files).toEqual(['src/cart.ts']);
  });

  test('pipes are not source files, whatever they are called', async () => {
    const root = temporaryFolder({ 'src/cart.ts': '' });
    makePipe(join(root, 'src/pipe.ts'));
    expect((await list(root)).files).toEqual(['src/cart.ts']);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be read is a problem, not an end', async () => {
    const root = temporaryFolder({ 'src/cart.ts': '', 'secret/vault.ts': '' });
    chmodSync(join(root, 'secret'), 0);
    onTestFinished(() => chmodSync(join(root, 'secret'), 0o700));
    const { files, problems } = await list(root);
    expect(files).toEqual(['src/cart.ts']);
    expect(problems).toEqual([
      {
        uri: `file://${root}/secret`,
        message: 'The folder could not be read, so nothing in it was looked at. Check its permissions.',
      },
    ]);
  });
});

describe('the configuration', () => {
  const files = { 'src/cart.ts': '', 'src/generated/api.ts': '', 'tools/seed.ts': '', 'package.json': '{}' };

  test.each<{ title: string; include?: string[]; ignore?: string[]; expected: string[] }>([
    { title: 'nothing said: everything', expected: ['src/cart.ts', 'src/generated/api.ts', 'tools/seed.ts'] },
    { title: 'include a folder', include: ['src'], expected: ['src/cart.ts', 'src/generated/api.ts'] },
    {
      title: 'include a glob',
      include: ['**/*.ts'],
      expected: ['src/cart.ts', 'src/generated/api.ts', 'tools/seed.ts'],
    },
    { title: 'include with ./ and /', include: ['./tools/'], expected: ['tools/seed.ts'] },
    { title: 'ignore a glob', ignore: ['**/generated/**'], expected: ['src/cart.ts', 'tools/seed.ts'] },
    { title: 'ignore a name at any depth', ignore: ['generated'], expected: ['src/cart.ts', 'tools/seed.ts'] },
    { title: 'both', include: ['src'], ignore: ['src/generated'], expected: ['src/cart.ts'] },
  ])('$title', async ({ include, ignore, expected }) => {
    const root = temporaryFolder(files);
    const listed = await list(root, { include, ignore });
    expect(listed.files).toEqual(expected);
    expect(listed.manifests).toEqual(['package.json']);
  });

  test('a pattern too long to be one is left out and named', async () => {
    const { problems } = await list(temporaryFolder(files), { ignore: ['x'.repeat(2_000)] });
    expect(problems.map(({ message }) => message)).toEqual([
      'A pattern of 2000 characters in the configuration was left out: the limit is 1000.',
    ]);
  });
});

describe('paths asked for', () => {
  test('all files are listed, those asked for can be told apart', async () => {
    const root = repository({
      'web/cart.ts': '',
      'api/pay.ts': '',
      'api/pay.css': '',
      'old/x.ts': '',
      '.gitignore': 'old\n',
    });
    const listed = await list(root, { paths: ['api', 'old/x.ts', 'api/pay.css', 'nowhere'] });
    expect(listed.files).toEqual(['api/pay.ts', 'old/x.ts', 'web/cart.ts']);
    expect(listed.files.filter((path) => listed.isAsked(join(root, path)))).toEqual(['api/pay.ts', 'old/x.ts']);
    expect(listed.problems.map(({ message }) => message)).toEqual([
      'It is not a file of a language that Sluice reads.',
      'It does not exist.',
    ]);
  });
});

test('a single file belongs to the workspace by the same rules', () => {
  const isMember = createMembership('/shop', ['src'], ['**/generated/**']);
  expect(
    ['/shop/src/a.ts', '/shop/src/generated/a.ts', '/shop/b.ts', '/else/src/a.ts', '/shop/src/a.css'].map(isMember),
  ).toEqual([true, false, false, false, false]);
});
