/**
 * `npm run findings -- TREE [--all] [--list]`: which findings Sluice has on a checkout, given a realistic state: by check, with how many of
 * them rest on the state, and the same without a state and with half of one. `--all`: also the checks that are off by default. `--list`: each finding, to be
 * looked at by hand. `--write FILE`: keep the state.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkMetas } from '../server/src/core/checks/registry.ts';
import { keysRead } from './findings/keys-read.mjs';
import { realisticState } from './findings/realistic-state.mjs';

const [tree, ...options] = process.argv.slice(2);
if (!tree) {
  console.error('Usage: npm run findings -- TREE [--all] [--list] [--write FILE]');
  process.exit(2);
}
const cli = fileURLToPath(new URL('../dist/cli.mjs', import.meta.url));
const needsState = new Set(checkMetas.filter((meta) => meta.needsState).map(({ id }) => id));
const folder = mkdtempSync(join(tmpdir(), 'sluice-findings-'));

try {
  const keys = await keysRead(tree);
  const { snapshot, profiles } = realisticState(keys, Date.UTC(2026, 10, 28));
  const half = {
    ...snapshot,
    flags: snapshot.flags.filter((_, index) => index % 2 === 0),
    complete: false,
    incompleteReason: 'Page 2 did not come.',
  };
  const whole = check(snapshot, 'whole');
  console.log(`${keys.size} keys read, ${snapshot.flags.length} flags`);
  for (const [id, count] of countBy(whole)) console.log(`${id.padEnd(28)} ${count}`);
  console.log(`${'all'.padEnd(28)} ${whole.length}`);
  const onState = (findings) => findings.filter(({ check }) => needsState.has(check)).length;
  console.log(
    `findings that rest on the state: ${onState(whole)}; with half of it: ${onState(check(half, 'half'))}; without: ${onState(check(null))}`,
  );
  if (options.includes('--list'))
    for (const { check, severity, file, line, column, message, key } of whole)
      console.log(`${file}:${line}:${column} ${severity} ${check} [${profiles.get(key) ?? ''}] ${message}`);
  const write = options.indexOf('--write');
  if (write >= 0) writeFileSync(options[write + 1], JSON.stringify(snapshot, null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function check(state, name) {
  const args = ['check', tree, '--root', tree, '--format', 'json', '--no-cache', '--quiet'];
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify(options.includes('--all') ? { preset: 'all' } : {}));
  args.push('--config', config);
  if (state) {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify(state));
    args.push('--state', file);
  }
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    cwd: tree,
  });
  if (status !== 0 && status !== 1) throw new Error(`sluice check ended with ${status}: ${stderr}`);
  return JSON.parse(stdout).findings;
}

function countBy(findings) {
  const counts = new Map();
  for (const { check } of findings) counts.set(check, (counts.get(check) ?? 0) + 1);
  return [...counts].sort();
}
