import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../server/src/config/cache-folder.ts';

describe('the folder', () => {
  it.each([
    ['what is asked for', { SLUICE_CACHE_DIR: '/ci/cache', XDG_CACHE_HOME: '/x' }, 'linux', '/ci/cache'],
    ['XDG_CACHE_HOME', { XDG_CACHE_HOME: '/x' }, 'linux', join('/x', 'sluice')],
    [
      'the usual one, as a relative XDG_CACHE_HOME counts for nothing',
      { XDG_CACHE_HOME: 'x' },
      'linux',
      join('/home/mia', '.cache', 'sluice'),
    ],
    ['the usual one', {}, 'freebsd', join('/home/mia', '.cache', 'sluice')],
    ['that of macOS', {}, 'darwin', join('/home/mia', 'Library', 'Caches', 'sluice')],
    ['that of Windows', { LOCALAPPDATA: '/local' }, 'win32', join('/local', 'sluice', 'Cache')],
    ['that of Windows without LOCALAPPDATA', {}, 'win32', join('/home/mia', 'AppData', 'Local', 'sluice', 'Cache')],
  ] as const)('is %s', (_what, env, platform, expected) => {
    expect(cacheFolder(env, platform, '/home/mia')).toBe(expected);
  });
});
