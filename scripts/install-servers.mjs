/**
 * `node scripts/install-servers.mjs`: installs the control planes that some tests run against below `.servers/`, and the program
 * that says whether SARIF is good, where they are not there yet. They are no dependencies: nothing that is shipped holds a part of
 * them (Unleash is AGPL; the SARIF multitool has 100 MB, and the install script of its package does nothing but what is done here).
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The package of each server, by its folder below `.servers/`. */
const servers = {
  unleash: { 'unleash-server': '8.2.0' },
  ...(process.platform === 'linux' && process.arch === 'x64'
    ? { 'sarif-multitool': { '@microsoft/sarif-multitool-linux': '5.7.0' } }
    : {}),
};

/** What must be executable, by the folder. */
const programs = { 'sarif-multitool': 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool' };

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
  if (programs[name]) chmodSync(`${folder}${programs[name]}`, 0o755);
  writeFileSync(done, wanted);
}
