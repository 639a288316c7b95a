/** Where what can be made again is kept. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where Sluice keeps what it can do without: SLUICE_CACHE_DIR, else `sluice` in the user's cache folder. */
export function cacheFolder(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const chosen = env['SLUICE_CACHE_DIR']?.trim();
  if (chosen) return chosen;
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'sluice', 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'sluice');
  const xdg = env['XDG_CACHE_HOME'];
  // The specification of that variable: a relative path is to be ignored.
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.cache'), 'sluice');
}
