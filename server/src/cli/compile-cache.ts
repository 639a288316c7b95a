/** Keeps what V8 compiled of this program, so that the next start need not compile it again. */
import { enableCompileCache } from 'node:module';
import { isAbsolute, join, relative, sep } from 'node:path';
import { cacheFolder } from '../config/cache-folder.ts';

/**
 * What is kept there is run at the next start, so it lies only where nobody else can have put it: in the user's own cache
 * folder, not in one that is part of a checkout, was named for something else, or is restored from another build.
 * Never throws; without it a start takes longer.
 */
export function keepCompiledCode(env: NodeJS.ProcessEnv, cwd: string): void {
  const folder = compiledCodeFolder(env, cwd);
  if (folder !== null) enableCompileCache(folder);
}

/** null: nothing is kept. */
export function compiledCodeFolder(env: NodeJS.ProcessEnv, cwd: string): string | null {
  if (env['CI'] || env['SLUICE_CACHE_DIR'] || env['NODE_COMPILE_CACHE']) return null;
  const folder = join(cacheFolder(env), 'compiled');
  const inside = relative(cwd, folder);
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? folder : null;
}
