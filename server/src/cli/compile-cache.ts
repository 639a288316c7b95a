/** Keeps what V8 compiled of this program, so that the next start need not compile it again. */
import { existsSync, rmSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { cacheFolder } from '../config/cache-folder.ts';
import { version } from './version.ts';

/**
 * What is kept there is run at the next start, so it lies only where nobody else can have put it: in the user's own cache
 * folder, not in one that is part of a checkout, was named for something else, or is restored from another build.
 * Never throws; without it a start takes longer.
 */
export function keepCompiledCode(env: NodeJS.ProcessEnv, cwd: string): void {
  const folder = compiledCodeFolder(env, cwd);
  // Sources that are run as they are have hundreds of files, and change all the time.
  if (folder === null || import.meta.url.endsWith('.ts')) return;
  try {
    // Node never takes anything away: what other versions left goes with the first start of this one.
    if (!existsSync(folder)) rmSync(dirname(folder), { recursive: true, force: true });
    enableCompileCache(folder);
  } catch {
    // Nothing depends on it.
  }
}

/** null: nothing is kept. */
export function compiledCodeFolder(env: NodeJS.ProcessEnv, cwd: string): string | null {
  if (env['CI'] || env['SLUICE_CACHE_DIR'] || env['NODE_COMPILE_CACHE']) return null;
  const folder = join(cacheFolder(env), 'compiled', version);
  const inside = relative(cwd, folder);
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? folder : null;
}
