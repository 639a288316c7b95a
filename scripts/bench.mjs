/**
 * `npm run bench [-- TREE]`: how long a whole `sluice usages` takes, beside ripgrep over the same files for the same
 * names, in one run. TREE: any checkout; without it a tree of 4,000 files is generated in `.bench/`.
 *
 * Rounds are interleaved and medians of the pairwise ratios are printed: seconds depend on the machine, ratios hardly.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sourceExtensions } from '../server/src/core/extract/languages.ts';
import { vocabulary } from '../server/src/core/sdks/registry.ts';
import { generateTree } from './bench/generate-tree.mjs';

const rounds = 7;
const root = resolve(import.meta.dirname, '..');
const cli = join(root, 'dist/cli.mjs');
const tree = process.argv[2] ? resolve(process.argv[2]) : generateTree(join(root, '.bench/tree'), 4000);

execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
const ripgrep = spawnSync('rg', ['--version'], { encoding: 'utf8' });
if (ripgrep.error) console.log('ripgrep is not installed (Debian: apt-get install ripgrep): no ratio to it.');

const cache = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
try {
  await main();
} finally {
  rmSync(cache, { recursive: true, force: true });
}

async function main() {
  const names = vocabulary().called;
  const pattern = `(?-u:\\b)(?:${names.join('|')})(?-u:\\b)`;
  const commands = {
    ...(ripgrep.error
      ? {}
      : { ripgrep: ['rg', '-c', ...sourceExtensions.flatMap((extension) => ['-g', `*.${extension}`]), pattern, '.'] }),
    sluice: [process.execPath, cli, 'usages', '--format', 'json', '--no-cache'],
    version: [process.execPath, cli, '--version'],
    node: [process.execPath, '-e', '0'],
  };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  let peak = 0;
  for (let round = 0; round <= rounds; round++) {
    for (const [name, command] of Object.entries(commands)) {
      const { ms, kilobytes } = run(command);
      // The first round warms the page cache.
      if (round > 0) times[name].push(ms);
      if (name === 'sluice') peak = Math.max(peak, kilobytes);
    }
  }

  const { files } = JSON.parse(
    execFileSync(process.execPath, [cli, 'usages', '--format', 'json', '--no-cache'], {
      cwd: tree,
      maxBuffer: 1 << 30,
    }).toString(),
  );
  console.log(`${files} files, median of ${rounds} interleaved rounds`);
  for (const [name, values] of Object.entries(times)) {
    console.log(
      `${name.padEnd(8)} ${median(values).toFixed(0).padStart(6)} ms  [${Math.min(...values).toFixed(0)}-${Math.max(...values).toFixed(0)}]`,
    );
  }
  if (times.ripgrep) console.log(`sluice usages / ripgrep: ${ratio(times.sluice, times.ripgrep).toFixed(1)} x`);
  console.log(`sluice --version / node: ${ratio(times.version, times.node).toFixed(1)} x`);
  if (peak > 0) console.log(`peak memory of sluice usages: ${(peak / 1024).toFixed(0)} MB`);

  if (!process.argv[2] && existsSync(join(root, 'scripts/bench-keystroke.mjs'))) {
    execFileSync(process.execPath, ['scripts/bench-keystroke.mjs'], { cwd: root, stdio: 'inherit' });
  }
}

/** Wall time of a whole process, and its peak memory where the machine can tell (GNU time). */
function run([program, ...args]) {
  const timer = existsSync('/usr/bin/time') ? '/usr/bin/time' : null;
  const report = join(cache, 'time');
  const start = performance.now();
  const { status, error } = timer
    ? spawnSync(timer, ['-f', '%M', '-o', report, program, ...args], {
        cwd: tree,
        stdio: ['ignore', 'ignore', 'ignore'],
      })
    : spawnSync(program, args, { cwd: tree, stdio: ['ignore', 'ignore', 'ignore'] });
  const ms = performance.now() - start;
  // ripgrep exits with 1 where nothing matches.
  if (error || (status !== 0 && status !== 1))
    throw new Error(`${program} ${args.join(' ')} ended with ${status ?? error}`);
  return { ms, kilobytes: timer ? Number(readFileSync(report, 'utf8').trim().split('\n').at(-1)) : 0 };
}

function ratio(a, b) {
  return median(a.map((value, index) => value / b[index]));
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
