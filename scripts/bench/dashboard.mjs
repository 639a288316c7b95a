/**
 * How quick the dashboard is with many flags, in headless Chromium against a control plane run from the sources.
 *
 *   node scripts/bench/dashboard.mjs [--root FOLDER] [--flags 500,2000] [--servers 40] [--runs 3] [--json]
 *
 * `--root` is a checkout of this repository, so that one state of it can be held against another: the measurement only knows
 * the address, the flag keys and that a flag's row has `data-key`. Each figure is the median of the runs. Bounded: a size that takes
 * longer than two minutes is given up.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: options } = parseArgs({
  options: {
    root: { type: 'string', default: '.' },
    flags: { type: 'string', default: '500,2000' },
    servers: { type: 'string', default: '40' },
    runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const limitMs = 120_000;
const root = resolve(options.root);

const results = [];
for (const flags of options.flags.split(',').map(Number)) {
  for (const servers of options.servers.split(',').map(Number)) {
    const runs = [];
    for (let run = 0; run < Number(options.runs); run += 1) runs.push(await measure(flags, servers));
    const figures = Object.fromEntries(
      Object.keys(runs[0]).map((name) => [name, median(runs.map((figure) => figure[name]))]),
    );
    results.push({ flags, servers, ...figures });
    if (!options.json) console.log(`${flags} flags x ${servers} servers: ${describe(figures)}`);
  }
}
if (options.json) console.log(JSON.stringify(results, null, 2));

/** One control plane, one browser, one page; in milliseconds, megabytes and numbers. */
async function measure(flags, servers) {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-dashboard-bench-'));
  const plane = await startPlane(folder, seedOf(flags, servers));
  const browser = await chromium.launch({
    executablePath: process.env['SLUICE_E2E_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--enable-precise-memory-info'],
  });
  const late = setTimeout(() => void browser.close(), limitMs);
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(watchFirstRow);
    await page.goto(await signInLink(plane));
    await page.locator('[data-state="live"]').waitFor({ timeout: limitMs });
    // What is measured is the load of the dashboard, without the sign-in.
    await page.reload();
    await page.waitForFunction(() => window.firstRow !== undefined, null, { timeout: limitMs });
    const firstRender = await page.evaluate(() => window.firstRow);
    await page.locator('[data-state="live"]').waitFor();
    await page.evaluate(settle);
    const cdp = await context.newCDPSession(page);
    // Time of the processor, which does not count what else the machine does.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const metric = async (name) =>
      (await cdp.send('Performance.getMetrics')).metrics.find((entry) => entry.name === name).value;
    const scroll = async (how) => {
      const before = await metric('TaskDuration');
      const distances = await page.evaluate(scrollFrames, how);
      return { ...distances, cpu: (((await metric('TaskDuration')) - before) * 1000) / how.frames };
    };
    const slow = await scroll({ pixels: 40, frames: 150 });
    const fast = await scroll({ pixels: 1200, frames: 100 });
    const filter = await page.evaluate(typeFilter, 'shelf-49');
    await page.evaluate(typeFilter, '');
    const [update, work] = await updateOneCell(page, plane, async () => (await metric('TaskDuration')) * 1000);
    await cdp.send('HeapProfiler.collectGarbage');
    return {
      firstRender,
      scrollP50: slow.p50,
      scrollP95: slow.p95,
      scrollMax: slow.max,
      scrollCpu: slow.cpu,
      flingP95: fast.p95,
      flingMax: fast.max,
      flingCpu: fast.cpu,
      filter,
      update,
      updateWork: work,
      heapMb: (await metric('JSHeapUsedSize')) / 1e6,
      nodes: await metric('Nodes'),
    };
  } finally {
    clearTimeout(late);
    await browser.close();
    await plane.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** In the page: when the frame after the first flag row has been made, from the start of the navigation. */
function watchFirstRow() {
  const observer = new MutationObserver(() => {
    if (document.querySelector('[data-key]') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.firstRow = performance.now()), 0));
  });
  observer.observe(document, { childList: true, subtree: true });
}

async function settle() {
  for (let frame = 0; frame < 20; frame += 1) await new Promise((next) => requestAnimationFrame(next));
}

/** In the page: distances of frames while the matrix scrolls by so many pixels in each of them, to and fro. */
async function scrollFrames({ pixels, frames }) {
  const frame = document.querySelector('.matrix-frame');
  const distances = [];
  let before = await new Promise((next) => requestAnimationFrame(next));
  let step = pixels;
  for (let index = 0; index < frames; index += 1) {
    const top = frame.scrollTop;
    frame.scrollTop += step;
    if (frame.scrollTop === top) step = -step;
    const now = await new Promise((next) => requestAnimationFrame(next));
    distances.push(now - before);
    before = now;
  }
  frame.scrollTop = 0;
  distances.sort((one, other) => one - other);
  const at = (share) => distances[Math.min(distances.length - 1, Math.floor(distances.length * share))];
  return { p50: at(0.5), p95: at(0.95), max: distances.at(-1) };
}

/** In the page: from typing into the search field until the frame that shows it has been made. */
async function typeFilter(text) {
  const search = document.querySelector('.search');
  const before = performance.now();
  search.value = text;
  search.dispatchEvent(new Event('input'));
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next, 0)));
  return performance.now() - before;
}

/** From another client's write until the cell shows it, and how long the page's main thread computed meanwhile. */
async function updateOneCell(page, plane, busy) {
  const times = [];
  const works = [];
  for (const variant of ['off', 'on', 'off', 'on', 'off']) {
    const shown = page.evaluate((wanted) => {
      const cell = () => document.querySelector('[data-key="shelf-0001"] .cell');
      return new Promise((done) => {
        const look = () => {
          if (cell()?.textContent.startsWith(wanted)) requestAnimationFrame(() => done(Date.now()));
          else setTimeout(look, 1);
        };
        look();
      });
    }, variant);
    const before = await busy();
    const start = Date.now();
    await plane.write('shelf-0001', variant);
    times.push((await shown) - start);
    await page.evaluate(settle);
    works.push((await busy()) - before);
  }
  return [median(times), median(works)];
}

function seedOf(flags, servers) {
  const datacenters = ['ams', 'fra', 'iad', 'sin'].map((key) => ({
    key,
    servers: Array.from({ length: servers / 4 }, (_, index) => `${key}-${index + 1}`),
  }));
  const on = { kind: 'static', variant: 'on' };
  const quarter = {
    kind: 'fractional',
    shares: [
      { variant: 'on', share: 2500 },
      { variant: 'off', share: 7500 },
    ],
  };
  return {
    environments: [{ key: 'production', critical: true, datacenters }],
    flags: Array.from({ length: flags }, (_, index) => ({
      key: `shelf-${String(index + 1).padStart(4, '0')}`,
      kind: index % 5 === 1 ? 'valve' : 'switch',
      purpose: 'release',
      owner: `team-${index % 12}`,
      createdAt: '-90d',
      servings: { production: index % 5 === 1 ? quarter : on },
      changes:
        index % 10 === 3
          ? [
              {
                at: '-3d',
                by: 'ana',
                environment: 'production',
                datacenter: 'fra',
                server: 'fra-1',
                serving: { kind: 'static', variant: 'off' },
              },
            ]
          : [],
    })),
  };
}

async function startPlane(folder, seed) {
  const seedFile = join(folder, 'seed.json');
  writeFileSync(seedFile, JSON.stringify(seed));
  const args = ['serve', '--port', '0', '--data', join(folder, 'plane'), '--project', 'shop', '--seed', seedFile];
  const child = spawn(process.execPath, [join(root, 'server/src/cli/main.ts'), ...args, '--format', 'json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((done) => child.once('exit', done));
  const line = await new Promise((done, fail) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const match = /^\{.*\}$/m.exec(output);
      if (match) done(match[0]);
    });
    child.once('exit', (code) => fail(new Error(`The control plane ended with ${code}.`)));
  });
  const { url, adminToken } = JSON.parse(line);
  const call = async (path, init = {}) => {
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json', ...init.headers };
    const response = await fetch(`${url}/api/v1/${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    call,
    async write(key, variant) {
      const { revision } = await call(`projects/shop/flags/${key}`);
      await call(`projects/shop/flags/${key}/serving`, {
        method: 'PUT',
        headers: { 'if-match': `"${revision}"` },
        body: JSON.stringify({ environment: 'production', serving: { kind: 'static', variant } }),
      });
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function signInLink(plane) {
  const { url } = await plane.call('sign-in-links', { method: 'POST', body: '{}' });
  return url;
}

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return Math.round(sorted[Math.floor(sorted.length / 2)] * 10) / 10;
}

function describe(figures) {
  return [
    `first render ${figures.firstRender} ms`,
    `scroll frame p50 ${figures.scrollP50}, p95 ${figures.scrollP95}, max ${figures.scrollMax} ms (CPU ${figures.scrollCpu})`,
    `fling frame p95 ${figures.flingP95}, max ${figures.flingMax} ms (CPU ${figures.flingCpu})`,
    `filter ${figures.filter} ms`,
    `update of one flag ${figures.update} ms (CPU ${figures.updateWork} ms)`,
    `heap ${figures.heapMb} MB, ${figures.nodes} nodes`,
  ].join('; ');
}
