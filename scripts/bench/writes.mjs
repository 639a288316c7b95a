/**
 * How many changes a second the embedded control plane acknowledges durably, over HTTP, and how soon a subscriber hears of one:
 * SQLite and (where it is there) PostgreSQL side by side. Bounded: 8 writers, 5 s each, then 200 flips one after the other.
 * @example npm run build && node scripts/bench/writes.mjs
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresMissing, startPostgres } from '../../test/support/postgres.ts';
import { startControlPlane } from '../../server/src/embedded/start.ts';

const writers = 8;
const milliseconds = 5_000;
const flips = 200;
const unlimited = { perSecond: 1e6, burst: 1e6 };
const silent = { debug() {}, info() {}, warn() {}, error() {} };

const rows = [];
const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
try {
  rows.push(await measure('SQLite', { dataDir: folder }));
  const missing = postgresMissing();
  if (missing === null) {
    const postgres = await startPostgres();
    try {
      rows.push(await measure('PostgreSQL', { dataDir: '', store: postgres.url }));
    } finally {
      await postgres.stop();
    }
  } else console.error(`PostgreSQL is left out: ${missing}.`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log('| store | durable changes/s, 1 writer | 8 writers | change → event stream, median / p95 (ms) |');
console.log('| --- | --- | --- | --- |');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);

async function measure(name, where) {
  const plane = await startControlPlane({
    ...where,
    host: '127.0.0.1',
    port: 0,
    project: 'shop',
    log: silent,
    // As much as there is to be had.
    apiRate: { reads: unlimited, writes: unlimited },
    assets: new Map(),
  });
  const author = { name: 'bench', tokenId: null };
  try {
    await plane.store.putEnvironment('shop', 'production', { critical: true, datacenters: [] }, author);
    for (let index = 0; index < writers; index++) {
      await plane.store.createFlag('shop', { key: `valve-${index}`, kind: 'valve' }, author);
    }
    const alone = await writeFor(plane, 1);
    const together = await writeFor(plane, writers);
    const times = await propagation(plane);
    const at = (part) => times[Math.floor(times.length * part)].toFixed(1);
    return [name, alone.toFixed(0), together.toFixed(0), `${at(0.5)} / ${at(0.95)}`];
  } finally {
    await plane.close();
  }
}

async function writeFor(plane, count) {
  const end = performance.now() + milliseconds;
  const counts = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const write = await createWriter(plane, `valve-${index}`);
      let done = 0;
      while (performance.now() < end) {
        await write();
        done++;
      }
      return done;
    }),
  );
  return counts.reduce((sum, done) => sum + done, 0) / (milliseconds / 1000);
}

async function createWriter(plane, key) {
  const address = `${plane.url}/api/v1/projects/shop/flags/${key}`;
  const headers = { authorization: `Bearer ${plane.adminToken}`, 'content-type': 'application/json' };
  let { revision } = await (await fetch(address, { headers })).json();
  let share = 0;
  return async () => {
    share = (share + 1) % 10_000;
    const shares = [
      { variant: 'on', share },
      { variant: 'off', share: 10_000 - share },
    ];
    const response = await fetch(`${address}/serving`, {
      method: 'PUT',
      headers: { ...headers, 'if-match': `"${revision}"` },
      body: JSON.stringify({ environment: 'production', serving: { kind: 'fractional', shares } }),
    });
    if (response.status !== 200) throw new Error(`The control plane answered ${response.status}.`);
    ({ revision } = await response.json());
    return revision;
  };
}

async function propagation(plane) {
  const controller = new AbortController();
  const response = await fetch(`${plane.url}/api/v1/projects/shop/events`, {
    headers: { authorization: `Bearer ${plane.adminToken}` },
    signal: controller.signal,
  });
  const heard = [];
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      const text = decoder.decode(chunk);
      for (const _ of text.matchAll(/event: change/g)) heard.shift()?.(performance.now());
    }
  })().catch(() => undefined);
  const write = await createWriter(plane, 'valve-0');
  const times = [];
  for (let index = 0; index < flips; index++) {
    const arrived = new Promise((resolve) => heard.push(resolve));
    const began = performance.now();
    await write();
    times.push((await arrived) - began);
  }
  controller.abort();
  await reading;
  return times.sort((a, b) => a - b);
}
