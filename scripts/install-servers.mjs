/**
 * `node scripts/install-servers.mjs`: installs the control planes that some tests run against below `.servers/`, where they are
 * not there yet. They are no dependencies: nothing that is shipped holds a part of them (Unleash is AGPL).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The package of each server, by its folder below `.servers/`. */
const servers = { unleash: { 'unleash-server': '8.2.0' } };

for (const [name, dependencies] of Object.entries(servers)) {
  const folder = fileURLToPath(new URL(`../.servers/${name}/`, import.meta.url));
  const done = `${folder}installed.json`;
  const wanted = JSON.stringify(dependencies);
  if (existsSync(done) && readFileSync(done, 'utf8') === wanted) continue;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}package.json`, JSON.stringify({ private: true, dependencies }));
  console.log(`Installing ${name} below .servers/ ...`);
  execFileSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'],
    {
      cwd: folder,
      stdio: 'inherit',
      env: { ...process.env, SCARF_ANALYTICS: 'false' },
    },
  );
  writeFileSync(done, wanted);
}
