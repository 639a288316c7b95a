/**
 * `npm run accuracy -- TREE CSV`: how many of the hand-verified flag reads of a repository Sluice reports, by tier.
 *
 * TREE: a checkout; CSV: rows `file,line,col,end_line,end_col,key,...,expect,tier,...` (positions of the key expression,
 * 1-based, UTF-16 columns). A `must` row counts as found when a call site at its position has its key. Exit code 0 always.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [tree, csv] = process.argv.slice(2);
if (!tree || !csv) {
  console.error('Usage: npm run accuracy -- TREE CSV');
  process.exit(2);
}

const sourceFile = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)$/;
const rows = parseCsv(readFileSync(csv, 'utf8')).filter((row) => sourceFile.test(row.file));
const output = execFileSync(
  process.execPath,
  [new URL('../dist/cli.mjs', import.meta.url).pathname, 'usages', '--format', 'json', '--no-cache'],
  {
    cwd: tree,
    maxBuffer: 1 << 30,
  },
);
const { callSites } = JSON.parse(output);
const byStart = new Map(callSites.map((site) => [`${site.file}:${site.line}:${site.column}`, site]));

const tiers = new Map();
const problems = [];
for (const row of rows) {
  const at = `${row.file}:${row.line}:${row.col}`;
  const site = byStart.get(at);
  const keys = site ? (site.key === null ? site.keys : [site.key]) : [];
  const isRight = site && (row.key.includes('*') ? true : keys.includes(row.key));
  if (row.expect === 'must') {
    const tier = tiers.get(row.tier) ?? { must: 0, found: 0 };
    tier.must++;
    if (isRight) tier.found++;
    else
      problems.push(
        `missed ${row.tier} ${at} ${row.key} (${row.idiom}${site ? `; reported as ${site.key ?? JSON.stringify(site.keys)}` : ''})`,
      );
    tiers.set(row.tier, tier);
  }
  if (row.expect === 'mustnot' && site) problems.push(`reported, but is none: ${at} ${row.key} (${row.note})`);
  if (row.expect === 'may' && site && keys.length > 0 && !isRight)
    problems.push(`other key: ${at} ${row.key}, reported ${keys}`);
}
const listed = new Set(rows.map((row) => `${row.file}:${row.line}:${row.col}`));
const extra = callSites.filter((site) => !listed.has(`${site.file}:${site.line}:${site.column}`));

for (const [tier, { must, found }] of [...tiers].sort())
  console.log(`${tier.padEnd(4)} ${found} of ${must} (${((100 * found) / must).toFixed(1)} %)`);
const must = [...tiers.values()].reduce((sum, tier) => sum + tier.must, 0);
const found = [...tiers.values()].reduce((sum, tier) => sum + tier.found, 0);
console.log(`all  ${found} of ${must} (${((100 * found) / Math.max(must, 1)).toFixed(1)} %)`);
for (const problem of problems) console.log(problem);
for (const site of extra)
  console.log(
    `not listed: ${site.file}:${site.line}:${site.column} ${site.key ?? JSON.stringify(site.keys)} (${site.sdk} ${site.method})`,
  );

function parseCsv(text) {
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() && !line.startsWith('#'));
  const names = header.split(',');
  return lines.map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) =>
      match[1].replace(/^"|"$/g, '').replaceAll('""', '"'),
    );
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}
