/**
 * `npm start`: the main job in one go. Starts the embedded control plane with the example shop's flags, lints the shop
 * against it, says what to do next and leaves nothing behind. `npm start -- --keep` keeps the control plane up.
 *
 * Imports `node:` modules only and keeps to syntax that old versions of Node.js understand, so that they get a sentence.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, 'dist', 'cli.mjs');
const shopPath = 'test/fixtures/shop';
const shop = join(root, shopPath);
const project = 'lantern-books';
const oldestNode = [22, 13];
const startTimeoutMs = 30_000;
const stopTimeoutMs = 5_000;

const hasColors = process.stdout.isTTY === true && !process.env.NO_COLOR;
const paint = (code) => (text) => (hasColors ? `\u001b[${code}m${text}\u001b[0m` : text);
const [bold, dim, red, green, cyan] = [1, 2, 31, 32, 36].map(paint);
const say = (text = '') => process.stdout.write(`${text}\n`);
const done = (text) => say(`${green('✓')} ${text}`);

/** Trouble that a sentence explains. Anything else is a mistake in here and shows its stack. */
class StartProblem extends Error {}

/** What must be gone before this process ends. */
const held = { children: new Set(), folder: null };
let isStopping = false;

process.exitCode = await main(process.argv.slice(2));

/** Resolves to the exit code: 0 when the demo ran, whatever it found. */
async function main(args) {
  const unknown = args.find((argument) => argument !== '--keep');
  if (unknown !== undefined) {
    return fail(`There is no option ${JSON.stringify(unknown)}; the only one is --keep: \`npm start -- --keep\`.`, 2);
  }
  if (!isNewEnough(process.versions.node)) return runOnPinnedNode(args);

  const isKept = args.includes('--keep');
  // Ctrl-C is how `--keep` ends.
  process.on('SIGINT', () => void endEarly(isKept ? 0 : 130));
  process.on('SIGTERM', () => void endEarly(143));
  process.on('SIGHUP', () => void endEarly(129));
  // The reader went away (`npm start | head`): there is nobody left to tell.
  process.stdout.on('error', () => void endEarly(1));
  // Whatever happens, even a mistake in here: no process and no folder is left.
  process.on('exit', releaseAtOnce);
  try {
    await run(isKept);
    return 0;
  } catch (error) {
    if (isStopping) return new Promise(() => {});
    return fail(error instanceof StartProblem ? error.message : error.stack, 1);
  } finally {
    if (!isStopping) await release();
  }
}

async function run(isKept) {
  say(`${bold('Sluice')}: the quick start\n`);
  await build();
  held.folder = mkdtempSync(join(tmpdir(), 'sluice-start-'));
  const controlPlane = await startControlPlane();
  const { environments, flags } = await get(controlPlane, `/api/v1/projects/${project}/snapshot`);
  const datacenters = environments.find((environment) => environment.critical).datacenters;
  const servers = datacenters.reduce((sum, { servers }) => sum + servers.length, 0);
  const place = `${servers} servers in ${datacenters.length} datacenters`;
  done(`control plane at ${controlPlane.url}: ${flags.length} flags, ${place}`);
  say(`${dim('…')} linting ${shopPath} against it\n`);
  await lint(controlPlane);
  if (isKept) await keep(controlPlane);
  else sayWhatNext();
}

// ---------------------------------------------------------------- steps

async function build() {
  if (!existsSync(join(root, 'node_modules', 'rolldown'))) {
    throw new StartProblem('The dependencies are not installed. Run `npm ci` here first.');
  }
  const built = existsSync(cli) ? statSync(cli).mtimeMs : 0;
  const sources = ['server/src', 'client/src', 'rolldown.config.ts', 'package-lock.json'].map((path) =>
    join(root, path),
  );
  if (built > newest(sources)) return done('build is up to date');
  const started = Date.now();
  // The bundler would keep compiled code in the system's temporary folder.
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
  const code = await exitOf(start([join(root, 'scripts', 'build.mjs')], { cwd: root, env, stdio: 'inherit' }));
  if (code !== 0)
    throw new StartProblem('The build failed; what it said is above. `npm ci` installs exactly what it needs.');
  done(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Resolves when the control plane answers; port 0 lets it take one that is free. */
async function startControlPlane() {
  const data = join(held.folder, 'data');
  const seed = join(shop, 'seed.json');
  const args = ['serve', '--port', '0', '--data', data, '--project', project, '--seed', seed, '--format', 'json'];
  const child = start([cli, ...args], { cwd: held.folder, env: withoutSluice(), stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data) => (errors = (errors + data).slice(-4_000)));
  const ready = await new Promise((resolve, reject) => {
    const give = (why) =>
      reject(new StartProblem(`The control plane ${why}.${errors.trim() === '' ? '' : ` It said:\n${errors.trim()}`}`));
    const timer = setTimeout(() => give(`did not start within ${startTimeoutMs / 1000} s`), startTimeoutMs);
    child.once('error', (error) => give(`could not be started: ${error.message}`));
    child.once('close', (code, signal) => give(`ended at once (${signal || `exit code ${code}`})`));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      clearTimeout(timer);
      resolve(JSON.parse(line));
    });
  });
  return { child, url: ready.url.replace(/\/$/, ''), syncPort: ready.syncPort, token: ready.adminToken };
}

/** Findings are what the demo is for: only an exit code that says "could not run" is trouble. */
async function lint(controlPlane) {
  const args = ['check', '--require-state', '--no-cache'];
  const env = { ...withoutSluice(), SLUICE_URL: controlPlane.url, SLUICE_TOKEN: controlPlane.token };
  const code = await exitOf(start([cli, ...args], { cwd: shop, env, stdio: 'inherit' }));
  if (code !== 0 && code !== 1)
    throw new StartProblem(`\`sluice check\` could not run (exit code ${code}); what it said is above.`);
}

/** Ends with Ctrl-C, or with the control plane. */
async function keep(controlPlane) {
  const shown = ({ url }) =>
    say(`${bold('Dashboard')}   ${cyan(url)}\n            ${dim('signs you in; works once, for two minutes')}`);
  const signInLink = () => post(controlPlane, '/api/v1/sign-in-links', {});
  say();
  shown(await signInLink());
  say(
    `\n${bold('Applications')} read flags with any OpenFeature SDK: OFREP at ${cyan(controlPlane.url)}, flagd sync at port ${controlPlane.syncPort}`,
  );
  say(dim('            docs/control-plane-api.md tells how they get a token and say which server they are'));
  say(`\n${bold('In another terminal')}, in this folder:\n`);
  for (const [name, value] of Object.entries({ SLUICE_URL: controlPlane.url, SLUICE_TOKEN: controlPlane.token })) {
    say(process.platform === 'win32' ? `  $env:${name} = '${value}'` : `  export ${name}=${value}`);
  }
  say(`  npx sluice flip gift-cards --to 50 --environment production --datacenter fra --root ${shopPath}`);
  say(`  npx sluice status gift-cards --root ${shopPath}`);
  say(`  npx sluice check --root ${shopPath}   ${dim('# the findings about gift-cards are gone')}`);
  say(`\nThe control plane is up until ${bold('Ctrl-C')}; then it is gone, with its data.`);
  if (process.stdin.isTTY) {
    say(dim('Enter prints a new link.'));
    createInterface({ input: process.stdin }).on('line', () => {
      signInLink().then(shown, (error) => say(`${red('No link:')} ${error.message}`));
    });
  }
  await exitOf(controlPlane.child);
  throw new StartProblem('The control plane has ended by itself.');
}

function sayWhatNext() {
  const rows = [
    ['Dashboard', 'npm start -- --keep', 'keeps this control plane up, with a link that signs you in'],
    ['Flip', 'npx sluice flip KEY --to 50 -e production', 'on the control plane of --keep, or of `npx sluice serve`'],
    ['VS Code', 'npm run package', 'then "Extensions: Install from VSIX…", and open the shop'],
    ['Any editor', 'npx sluice lsp --stdio', 'is the language server'],
    ['Your code', 'npx sluice init --root DIR', 'looks at a folder and writes its sluice.config.json'],
    ['CI', 'npx sluice check --format sarif', 'exits with 1 on findings; `npx sluice help check` tells more'],
  ];
  const [left, middle] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  say(`\n${bold('What next')}\n`);
  for (const [title, command, what] of rows)
    say(`  ${title.padEnd(left)}  ${cyan(command.padEnd(middle))}  ${dim(what)}`);
  say();
}

// ---------------------------------------------------------------- Node.js

/** Where the machine's Node.js is too old, the one that `npm ci` installed beside us does it. */
function runOnPinnedNode(args) {
  const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const version = existsSync(pinned) ? spawnSync(pinned, ['--version'], { encoding: 'utf8' }).stdout : null;
  if (version && isNewEnough(version.trim().slice(1))) {
    const { status } = spawnSync(pinned, [fileURLToPath(import.meta.url), ...args], { stdio: 'inherit' });
    return status === null ? 1 : status;
  }
  const needed = oldestNode.join('.');
  return fail(
    `Sluice needs Node.js ${needed} or newer; this is ${process.versions.node}, and the one that comes with the dependencies is not there.\n` +
      'Run `npm ci` with `npm start` after it (not `node scripts/start.mjs`). Where npm does not run install scripts,\n' +
      `\`npm rebuild node\` fetches it, or install Node.js ${needed} or newer from https://nodejs.org.`,
    2,
  );
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

// ---------------------------------------------------------------- processes, files, HTTP

function start(args, options) {
  if (isStopping) throw new StartProblem('It was ended.');
  const child = spawn(process.execPath, args, options);
  held.children.add(child);
  child.once('close', () => held.children.delete(child));
  return child;
}

function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code === null ? signal : code));
  });
}

async function endEarly(code) {
  if (isStopping) return;
  isStopping = true;
  await release();
  process.exit(code);
}

/** Ends every child by its own handle and removes the temporary folder. */
async function release() {
  await Promise.all(
    [...held.children].map((child) => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      const insist = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      child.kill('SIGTERM');
      return ended.then(() => clearTimeout(insist));
    }),
  );
  removeFolder();
}

function releaseAtOnce() {
  for (const child of held.children) child.kill('SIGKILL');
  removeFolder();
}

function removeFolder() {
  if (held.folder === null) return;
  rmSync(held.folder, { recursive: true, force: true, maxRetries: 5 });
  held.folder = null;
}

/** The person's own control plane and token have no part in the demo. */
function withoutSluice() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SLUICE_')));
}

/** When the youngest of these files, or of the files in these folders, was changed. */
function newest(paths) {
  return Math.max(
    ...paths.map((path) => {
      const stats = statSync(path);
      return stats.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : stats.mtimeMs;
    }),
  );
}

function get(controlPlane, path) {
  return request(controlPlane, path, {});
}

function post(controlPlane, path, body) {
  const headers = { 'content-type': 'application/json' };
  return request(controlPlane, path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function request({ url, token }, path, { headers, ...rest }) {
  const response = await fetch(`${url}${path}`, { ...rest, headers: { ...headers, authorization: `Bearer ${token}` } });
  if (!response.ok) throw new StartProblem(`The control plane answered ${response.status} to ${path}.`);
  return response.json();
}

function fail(message, code) {
  process.stderr.write(`\n${red('npm start:')} ${message}\n`);
  return code;
}
