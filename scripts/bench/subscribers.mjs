/**
 * `node scripts/bench/subscribers.mjs [COUNT]`: how fast a flip reaches applications, and what COUNT subscribers (2000: half
 * flagd sync, half OFREP event streams) cost one control plane. Starts dist/cli.mjs by itself; takes less than two minutes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentials, makeGenericClientConstructor, Metadata } from '@grpc/grpc-js';
import { FlagdProvider } from '@openfeature/flagd-provider';
import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk';

const root = fileURLToPath(new URL('../..', import.meta.url));
const count = Math.min(Number(process.argv[2] ?? 2000), 5000);
const flips = 200;
const project = 'lantern-books';
const data = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const seed = join(root, 'test', 'fixtures', 'shop', 'seed.json');
const args = ['serve', '--port', '0', '--data', data, '--project', project, '--seed', seed, '--format', 'json'];
const child = spawn(process.execPath, [join(root, 'dist', 'cli.mjs'), ...args], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const limit = setTimeout(() => child.kill('SIGKILL'), 110_000);
const ready = JSON.parse(String((await once(child.stdout, 'data'))[0]));

const request = async (path, { token = ready.adminToken, headers, ...rest } = {}) => {
  const all = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers };
  const answer = await fetch(ready.url + path, { ...rest, headers: all });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};
const post = (path, body, more) => request(path, { method: 'POST', body: JSON.stringify(body), ...more });
const { token } = await post('/api/v1/tokens', { name: 'shop', role: 'sdk', project, environment: 'production' });

let isOn = false;
/** Resolves with the moment at which it was acknowledged. */
async function flip() {
  isOn = !isOn;
  const path = `/api/v1/projects/${project}/flags/new-nav`;
  const { revision } = await request(path);
  const body = { environment: 'production', serving: { kind: 'static', variant: isOn ? 'on' : 'off' } };
  const sent = performance.now();
  await request(`${path}/serving`, {
    method: 'PUT',
    body: JSON.stringify(body),
    headers: { 'if-match': `"${revision}"` },
  });
  return sent;
}

const percentile = (values, p) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * p)].toFixed(1);
const usage = () => {
  const [, , ...fields] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ');
  const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, rssMb: Math.round(rss) };
};

try {
  await post(`/api/v1/projects/${project}/flags`, { key: 'new-nav', kind: 'switch' });
  await measureProvider();
  await measureOfrep();
  await measureSubscribers();
} finally {
  clearTimeout(limit);
  await OpenFeature.close();
  child.kill('SIGTERM');
  await once(child, 'close');
  rmSync(data, { recursive: true, force: true });
  process.exit();
}

async function measureProvider() {
  const selector = `token=${token},datacenter=fra,server=fra-1`;
  const options = { host: '127.0.0.1', port: ready.syncPort, resolverType: 'in-process', selector, deadlineMs: 5000 };
  await OpenFeature.setProviderAndWait(new FlagdProvider(options));
  const client = OpenFeature.getClient();
  const times = [];
  for (let n = 0; n < flips; n++) {
    const changed = new Promise((resolve) => {
      const handler = () => {
        client.removeHandler(ProviderEvents.ConfigurationChanged, handler);
        resolve(performance.now());
      };
      client.addHandler(ProviderEvents.ConfigurationChanged, handler);
    });
    const sent = await flip();
    times.push((await changed) - sent);
  }
  console.log(
    `flip sent → in-process provider changed, ${flips} flips: median ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms`,
  );
}

async function openStream(headers) {
  const { eventStreams } = await post(
    '/ofrep/v1/evaluate/flags',
    { context: { targetingKey: 'u' } },
    { token, headers },
  );
  const response = await new Promise((resolve, reject) => {
    const url = ready.url + eventStreams[0].endpoint.requestUri;
    get(url, { agent: false }, resolve).on('error', reject);
  });
  response.setEncoding('utf8');
  return response;
}

async function measureOfrep() {
  const stream = await openStream({ 'x-sluice-datacenter': 'fra', 'x-sluice-server': 'fra-2' });
  let told = () => {};
  stream.on('data', (text) => text.includes('refetchEvaluation') && told());
  const times = [];
  for (let n = 0; n < flips; n++) {
    const changed = new Promise((resolve) => (told = resolve));
    const sent = await flip();
    await changed;
    await post('/ofrep/v1/evaluate/flags', { context: { targetingKey: 'u' } }, { token });
    times.push(performance.now() - sent);
  }
  stream.destroy();
  console.log(
    `flip sent → OFREP client told and answered, ${flips} flips: median ${percentile(times, 0.5)} ms, p95 ${percentile(times, 0.95)} ms`,
  );
}

async function measureSubscribers() {
  const before = usage();
  let received = 0;
  let awaited = () => {};
  const note = () => ++received === count && awaited();
  const half = Math.floor(count / 2);
  const method = {
    path: '/flagd.sync.v1.FlagSyncService/SyncFlags',
    requestStream: false,
    responseStream: true,
    requestSerialize: () => Buffer.alloc(0),
    requestDeserialize: String,
    responseSerialize: () => Buffer.alloc(0),
    responseDeserialize: (bytes) => bytes.length,
  };
  const Client = makeGenericClientConstructor({ syncFlags: method }, 'FlagSyncService');
  const firsts = [];
  let client;
  for (let n = 0; n < half; n++) {
    // A hundred streams a connection: as many sockets on both sides as files one user may open.
    if (n % 100 === 0)
      client = new Client(`127.0.0.1:${ready.syncPort}`, credentials.createInsecure(), {
        'grpc.use_local_subchannel_pool': 1,
      });
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${token}`);
    metadata.set('x-sluice-datacenter', 'load');
    metadata.set('x-sluice-server', `sync-${n}`);
    const stream = client.syncFlags(null, metadata);
    stream.on('error', () => {});
    firsts.push(once(stream, 'data').then(() => stream.on('data', note)));
    if (n % 100 === 99) await Promise.all(firsts);
  }
  await Promise.all(firsts);
  for (let n = half; n < count; n++) {
    const stream = await openStream({ 'x-sluice-datacenter': 'load-2', 'x-sluice-server': `event-${n}` });
    stream.on('data', (text) => text.includes('refetchEvaluation') && note());
  }
  const idle = usage();
  console.log(
    `${count} subscribers (${half} sync, ${count - half} event streams): ${idle.rssMb - before.rssMb} MB more (${before.rssMb} → ${idle.rssMb} MB)`,
  );
  const times = [];
  for (let n = 0; n < 10; n++) {
    received = 0;
    const all = new Promise((resolve) => (awaited = resolve));
    const sent = await flip();
    await all;
    times.push(performance.now() - sent);
  }
  const after = usage();
  const cpu = Math.round((after.cpuMs - idle.cpuMs) / 10);
  console.log(
    `flip sent → all ${count} told, 10 flips: median ${percentile(times, 0.5)} ms, slowest ${percentile(times, 1)} ms; ${cpu} ms CPU a flip; ${after.rssMb} MB`,
  );
}
