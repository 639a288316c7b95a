/** `npm run build`: bundles the command line, the language server and the extension into dist/. */
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';

execFileSync(process.execPath, ['node_modules/rolldown/bin/cli.mjs', '-c', 'rolldown.config.ts'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
chmodSync('dist/cli.mjs', 0o755);
