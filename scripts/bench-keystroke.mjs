/**
 * From a keystroke to the diagnostics of that version, through the real protocol: the built server in its own process, a running
 * control plane, a file of 2,000 lines with 60 flag reads, a workspace of more such files around it.
 *
 *     npm run build && node scripts/bench-keystroke.mjs [--keystrokes 200] [--files 200] [--json]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { debounceMs } from '../server/src/lsp/analysis.ts';
import { uriOfPath } from '../server/src/session/uri.ts';
import { shopSeed, startTestControlPlane } from '../test/support/control-plane.ts';
import { connect } from '../test/support/lsp-client.ts';

const { values } = parseArgs({
  options: {
    keystrokes: { type: 'string', default: '200' },
    files: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const keystrokes = Number(values.keystrokes);
const lines = 2000;
const reads = 60;

/** A page of the shop: plain code, with a flag read on every so-manieth line. */
function page(count, every) {
  const keys = ['new-checkout', 'recommendations', 'button-color', 'stop-payments', 'stop-paiments'];
  const body = Array.from({ length: count }, (_, line) =>
    line % every === 0
      ? `  if (await client.getBooleanValue('${keys[(line / every) % keys.length]}', false)) total += ${line};`
      : `  total += price(basket.items[${line}], { currency: 'EUR', rounding: ${line % 7} }); // line ${line}`,
  );
  return [
    "import { OpenFeature } from '@openfeature/server-sdk';",
    'const client = OpenFeature.getClient();',
    'export async function total(basket, price) {',
    '  let total = 0;',
    ...body,
    '  return total;',
    '}',
    '',
  ].join('\n');
}

const root = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const plane = await startTestControlPlane({ seed: shopSeed });
const config = { controlPlane: { kind: 'sluice', url: plane.url, project: plane.project } };
writeFileSync(join(root, 'sluice.config.json'), JSON.stringify(config));
mkdirSync(join(root, 'src'));
for (let file = 0; file < Number(values.files); file++) {
  writeFileSync(join(root, 'src', `page-${file}.ts`), page(100, 20));
}
const client = await connect({
  mode: 'spawn',
  folders: [root],
  initializationOptions: { sluiceClient: true, trusted: true },
  env: { SLUICE_CACHE_DIR: join(root, '.cache') },
  answers: { 'sluice/connect': () => ({ allowed: true, token: plane.viewerToken }) },
});

try {
  const uri = uriOfPath(join(root, 'src', 'basket.ts'));
  const opened = performance.now();
  client.open(uri, page(lines, Math.floor(lines / reads)));
  await client.diagnostics(uri);
  const firstMs = performance.now() - opened;
  await client.status(({ kind }) => kind === 'live');
  await client.message('$/progress', ({ value }) => value.kind === 'end');
  const shown = await client.diagnostics(uri, (diagnostics) => diagnostics.length >= reads / 5);

  const times = [];
  for (let stroke = 0; stroke < keystrokes; stroke++) {
    // Typing a comment in the middle of the file, then removing it: each stroke is one change of one character.
    const line = 4 + (((stroke >> 4) * 37) % lines);
    const character = 2 + (stroke % 8);
    const isErasing = stroke % 16 >= 8;
    const start = { line, character: isErasing ? 9 - (stroke % 8) : character };
    const end = isErasing ? { line, character: start.character + 1 } : start;
    const begin = performance.now();
    client.change(uri, [{ range: { start, end }, text: isErasing ? '' : stroke % 8 < 2 ? '/' : ' ' }]);
    await client.diagnostics(uri);
    times.push(performance.now() - begin);
  }
  const seen = summary(times);
  const computed = summary(times.map((time) => time - debounceMs));
  const report = {
    lines,
    reads,
    files: Number(values.files),
    keystrokes,
    debounceMs,
    diagnostics: shown.length,
    firstMs: round(firstMs),
    seen,
    computed,
  };
  if (values.json) console.log(JSON.stringify(report));
  else {
    console.log(
      `${lines} lines, ${reads} flag reads, ${values.files} more files, ${keystrokes} keystrokes, ${shown.length} diagnostics shown`,
    );
    console.log(`open to first diagnostics            ${report.firstMs} ms`);
    console.log(
      `keystroke to diagnostics             median ${seen.median} ms   p95 ${seen.p95} ms   p99 ${seen.p99} ms`,
    );
    console.log(
      `  without the ${debounceMs} ms of debounce       median ${computed.median} ms   p95 ${computed.p95} ms   p99 ${computed.p99} ms`,
    );
  }
} finally {
  await client.close();
  await plane.close();
  rmSync(root, { recursive: true, force: true });
}

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { median: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function round(ms) {
  return Math.round(ms * 10) / 10;
}
