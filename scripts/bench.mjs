/**
 * `npm run bench [-- TREE]`: how long whole processes take, in one run on the same files: `sluice usages` without a cache and
 * with one, ripgrep for the names of the SDKs, ast-grep with the rule that says the same, ESLint with one rule that looks at
 * calls; and how much memory `sluice usages` needs. TREE: any checkout; without it a tree of 4,000 files is generated in
 * `.bench/`, and the figures of the editor are measured too (`scripts/bench/edits.mjs`).
 *
 * Rounds are interleaved and medians of the pairwise ratios are printed: seconds depend on the machine, ratios hardly.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listFiles } from '../server/src/session/files/list-files.ts';
import { vocabulary } from '../server/src/core/sdks/vocabulary.ts';
import { generateTree } from './bench/generate-tree.mjs';
import { astGrep, eslint, ripgrep } from './bench/peers.mjs';

const rounds = 7;
/** Slow ones are measured in the first rounds only. */
const slowRounds = 2;
const root = resolve(import.meta.dirname, '..');
const cli = join(root, 'dist/cli.mjs');
const tree = process.argv[2] ? resolve(process.argv[2]) : generateTree(join(root, '.bench/tree'), 4000);
const timer = existsSync('/usr/bin/time') ? '/usr/bin/time' : null;

execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
const temporary = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
try {
  await main();
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
if (!process.argv[2]) {
  execFileSync(process.execPath, ['scripts/bench/edits.mjs'], { cwd: root, stdio: 'inherit' });
  execFileSync(process.execPath, ['scripts/bench-keystroke.mjs'], { cwd: root, stdio: 'inherit' });
}

async function main() {
  const names = vocabulary().called;
  const usages = [process.execPath, cli, 'usages', '--format', 'json'];
  const contestants = {
    ripgrep: ripgrep(names),
    cold: { command: [...usages, '--no-cache'] },
    warm: { command: usages },
    'ast-grep': { ...astGrep(join(root, '.bench/peers'), names), isSlow: true },
    eslint: { ...eslint(join(root, '.bench/peers'), names), isSlow: true },
    version: { command: [process.execPath, cli, '--version'] },
    node: { command: [process.execPath, '-e', '0'] },
  };
  for (const [name, { missing }] of Object.entries(contestants)) if (missing) console.log(`no ${name}: ${missing}`);

  await settle();
  const times = {};
  const peaks = {};
  // Round 0 warms the page cache and fills the cache of `warm`.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { command, isSlow }] of Object.entries(contestants)) {
      if (!command || (isSlow && (round === 0 || round > slowRounds))) continue;
      const { ms, kilobytes } = run(command);
      if (round === 0) continue;
      (times[name] ??= []).push(ms);
      peaks[name] = Math.max(peaks[name] ?? 0, kilobytes);
    }
  }
  await report(times, peaks);
}

async function report(times, peaks) {
  const { files } = await listFiles({ root: tree, include: [], ignore: [] });
  const texts = files.map((path) => (existsSync(path) ? readFileSync(path) : Buffer.alloc(0)));
  const lines = texts.reduce((sum, text) => sum + text.toString('latin1').split('\n').length - 1, 0);
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  console.log(
    `${files.length} files, ${lines} lines, ${(bytes / 1e6).toFixed(1)} MB; median of ${rounds} interleaved rounds (ast-grep and ESLint: ${slowRounds})`,
  );
  for (const [name, values] of Object.entries(times)) {
    const range = `[${Math.min(...values).toFixed(0)}-${Math.max(...values).toFixed(0)}]`;
    const memory = peaks[name] > 0 ? `${(peaks[name] / 1024).toFixed(0).padStart(6)} MB` : '';
    console.log(`${name.padEnd(9)} ${median(values).toFixed(0).padStart(7)} ms  ${range.padEnd(14)} ${memory}`);
  }
  const goal = (label, value, limit) => console.log(`${label.padEnd(34)} ${value.padStart(9)}   goal ${limit}`);
  if (times.ripgrep) {
    goal('cold / ripgrep', `${ratio(times.cold, times.ripgrep).toFixed(1)} x`, 'at most 12 x, better 6 x');
    goal('warm / ripgrep', `${ratio(times.warm, times.ripgrep).toFixed(1)} x`, 'at most 2 x');
  }
  if (times['ast-grep'])
    goal('cold / ast-grep', `${ratio(times.cold, times['ast-grep']).toFixed(2)} x`, 'at most 0.5 x');
  if (times.eslint) goal('ESLint / cold', `${(1 / ratio(times.cold, times.eslint)).toFixed(0)} x`, 'at least 20 x');
  goal(
    'sluice --version',
    `${median(times.version).toFixed(0)} ms`,
    `at most 80 ms (node alone ${median(times.node).toFixed(0)})`,
  );
  if (peaks.cold > 0) {
    const limit = 120 + (80 * lines) / 1e6;
    goal('peak memory, cold', `${(peaks.cold / 1024).toFixed(0)} MB`, `at most ${limit.toFixed(0)} MB`);
  }
}

/** A file that was written within the last seconds is read again, and its scan is not taken as it is. */
async function settle() {
  await new Promise((resolve) => setTimeout(resolve, 2_500));
}

/** Wall time of a whole process, and its peak memory where the machine can tell (GNU time). */
function run([program, ...args]) {
  const measured = join(temporary, 'time');
  const options = {
    cwd: tree,
    stdio: ['ignore', 'ignore', 'ignore'],
    // As on a person's machine, but apart from it: the compiled code of the program is kept there, too.
    env: { ...process.env, XDG_CACHE_HOME: join(temporary, 'cache'), CI: '' },
  };
  const start = performance.now();
  const { status, error } = timer
    ? spawnSync(timer, ['-f', '%M', '-o', measured, program, ...args], options)
    : spawnSync(program, args, options);
  const ms = performance.now() - start;
  // ripgrep exits with 1 where nothing matches.
  if (error || (status !== 0 && status !== 1)) throw new Error(`${program} ended with ${status ?? error}`);
  return { ms, kilobytes: timer ? Number(readFileSync(measured, 'utf8').trim().split('\n').at(-1)) : 0 };
}

/** The median of the ratios of rounds that both took part in. */
function ratio(a, b) {
  return median(b.map((value, index) => a[index] / value));
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
