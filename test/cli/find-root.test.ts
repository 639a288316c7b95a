import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findRoot } from '../../server/src/cli/find-root.ts';
import { temporaryFolder } from '../session/temporary-folder.ts';

const config = 'sluice.config.json';

test.each<{ title: string; files: string[]; isRepository: boolean; from: string; expected: string }>([
  {
    title: 'the nearest configuration',
    files: [config, `web/${config}`],
    isRepository: true,
    from: 'web/src',
    expected: 'web',
  },
  { title: 'a configuration further up', files: [config], isRepository: true, from: 'web/src', expected: '' },
  { title: 'the top of the repository', files: [], isRepository: true, from: 'web/src', expected: '' },
  {
    title: 'the working directory, where there is no repository',
    files: [],
    isRepository: false,
    from: 'web',
    expected: 'web',
  },
  {
    title: 'not a configuration outside of any repository',
    files: [config],
    isRepository: false,
    from: 'web',
    expected: 'web',
  },
])('$title', ({ files, isRepository, from, expected }) => {
  const folder = temporaryFolder(Object.fromEntries([...files, 'web/src/cart.ts'].map((path) => [path, '{}'])));
  if (isRepository) mkdirSync(join(folder, '.git'));
  expect(findRoot(join(folder, from), null)).toBe(join(folder, expected));
});

test('--root wins', () => {
  const folder = temporaryFolder({ 'web/sluice.config.json': '{}', 'api/a.ts': '' });
  expect(findRoot(join(folder, 'web'), '../api')).toBe(join(folder, 'api'));
  expect(() => findRoot(folder, 'nowhere')).toThrow('--root nowhere is not a folder.');
});
