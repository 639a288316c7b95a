import { expect, it } from 'vitest';
import { compiledCodeFolder } from '../../server/src/cli/compile-cache.ts';
import { version } from '../../server/src/cli/version.ts';

it.skipIf(process.platform !== 'linux').each([
  ["in the user's cache folder", { XDG_CACHE_HOME: '/home/mia/.cache' }, `/home/mia/.cache/sluice/compiled/${version}`],
  ['nowhere inside the checkout, which anybody may have filled', { XDG_CACHE_HOME: '/home/mia/shop/.cache' }, null],
  ['nowhere in a folder named for caches, which may be restored', { SLUICE_CACHE_DIR: '/home/mia/.cache' }, null],
  [
    'nowhere in CI, where the next start is on another machine',
    { XDG_CACHE_HOME: '/home/mia/.cache', CI: 'true' },
    null,
  ],
  ['nowhere else where Node keeps it already', { XDG_CACHE_HOME: '/home/mia/.cache', NODE_COMPILE_CACHE: '/x' }, null],
])('compiled code is kept %s', (_where, env, expected) => {
  expect(compiledCodeFolder(env, '/home/mia/shop')).toBe(expected);
});
