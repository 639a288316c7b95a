/** Builds `dist/` once before the tests: those that spawn the command line or the server run what is shipped. */
import { execFileSync } from 'node:child_process';

export function setup(): void {
  if (process.env['SLUICE_TEST_NO_BUILD']) return;
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
