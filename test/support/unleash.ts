/**
 * A real Unleash on its own PostgreSQL, both on free ports. `node scripts/install-servers.mjs` installs it below `.servers/`.
 * Stop it when the test ends.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { freePort, postgresMissing, startPostgres } from './postgres.ts';

export interface UnleashOptions {
  /** Searches a minute; its own default is 15. */
  readonly searchesPerMinute?: number;
}

export interface Unleash {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Of somebody with the root role Editor, who may change flags, and of one with Viewer, who may not. */
  readonly editorToken: string;
  readonly viewerToken: string;
  /** For SDKs. */
  readonly productionToken: string;
  /** Asks its admin API as the administrator. Throws where the answer is no 2xx. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Remembers the flags as they are now; to be called once. */
  remember(): Promise<void>;
  /** Brings them back, and forgets what happened to them since. Flags that were created since stay. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

const program = fileURLToPath(
  new URL('../../.servers/unleash/node_modules/unleash-server/dist/server.js', import.meta.url),
);
const adminToken = '*:*.unleash-admin-secret-000000000000';
const productionToken = 'default:production.prod-secret';
const password = 'Local-only-pass-77!';

/** Why no Unleash can be started here; null where one can. */
export function unleashMissing(): string | null {
  if (!existsSync(program)) return 'Unleash is not installed (node scripts/install-servers.mjs)';
  return postgresMissing();
}

/** Takes some five seconds. Throws with the end of its log where it does not start. */
export async function startUnleash({ searchesPerMinute = 100_000 }: UnleashOptions = {}): Promise<Unleash> {
  const postgres = await startPostgres({ settings: { fsync: 'off', max_connections: '40' } });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      DATABASE_URL: postgres.url,
      DATABASE_SSL: 'false',
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(port),
      UNLEASH_URL: url,
      INIT_ADMIN_API_TOKENS: adminToken,
      INIT_CLIENT_API_TOKENS: productionToken,
      UNLEASH_DEFAULT_ADMIN_USERNAME: 'admin',
      UNLEASH_DEFAULT_ADMIN_PASSWORD: password,
      SEARCH_FEATURES_RATE_LIMIT_PER_MINUTE: String(searchesPerMinute),
      CREATE_USER_RATE_LIMIT_PER_MINUTE: '1000',
      SIMPLE_LOGIN_LIMIT_PER_MINUTE: '1000',
      CHECK_VERSION: 'false',
      SEND_TELEMETRY: 'false',
      LOG_LEVEL: 'warn',
    },
  });
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  const stop = async (): Promise<void> => {
    process.off('exit', onExit);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // It waits for its connections to end; nobody waits for that here.
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await ended;
    await postgres.stop();
  };
  try {
    await healthy(url, child);
    const ask: Unleash['ask'] = async (method, path, body) =>
      json(`${method} ${path}`, await fetch(url + path, request(method, { authorization: adminToken }, body)));
    return {
      url,
      ask,
      editorToken: await personalToken(url, ask, 'mia', 'Editor'),
      viewerToken: await personalToken(url, ask, 'vera', 'Viewer'),
      productionToken,
      remember: () => sql(postgres.url, remember),
      restore: () => sql(postgres.url, restore),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What belongs to a flag and is replaced as a whole. */
const parts = ['feature_environments', 'feature_strategies', 'feature_tag'];
const remember = [
  ...['features', ...parts].map((table) => `create table remembered_${table} as table ${table}`),
  'create table remembered_events as select max(id) as newest from events',
];
const ours = 'in (select name from remembered_features)';
const restore = [
  // Never taken away for a moment: what it does in the background refers to flags, and it ends where one is gone.
  `update features as now set type = was.type, description = was.description, stale = was.stale, archived_at = was.archived_at
     from remembered_features as was where now.name = was.name`,
  ...parts.flatMap((table) => [
    `delete from ${table} where feature_name ${ours}`,
    `insert into ${table} select * from remembered_${table}`,
  ]),
  `delete from events where feature_name ${ours} and id > (select newest from remembered_events)`,
];

async function sql(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // Unleash works on these tables, too, and does not survive losing a deadlock: so that this side loses it, it looks for one first.
    const all = ['begin', `set local deadlock_timeout = '20ms'`, ...statements, 'commit'].join(';');
    for (let attempt = 1; ; attempt += 1) {
      const error = await client.query(all).then(
        () => null,
        (reason: { code?: string }) => reason,
      );
      if (error === null) return;
      await client.query('rollback');
      if (error.code !== deadlock || attempt === 20) throw error;
    }
  } finally {
    await client.end();
  }
}

const deadlock = '40P01';

/** Somebody with this root role, and a token of theirs: in its free edition the only tokens that have a role. */
async function personalToken(url: string, ask: Unleash['ask'], name: string, role: string): Promise<string> {
  const user = { name, username: name, email: `${name}@example.com`, password, rootRole: role, sendEmail: false };
  await ask('POST', '/api/admin/user-admin', user);
  const body = { description: 'sluice', expiresAt: '2100-01-01T00:00:00Z' };
  for (let attempt = 1; ; attempt += 1) {
    const login = await fetch(`${url}/auth/simple/login`, request('POST', {}, { username: name, password }));
    const cookie = login.headers.getSetCookie().map((entry) => entry.split(';', 1)[0] ?? '');
    const answer = await fetch(`${url}/api/admin/user/tokens`, request('POST', { cookie: cookie.join('; ') }, body));
    // It answers before it has stored the session.
    if (answer.status === 401 && attempt < 20) continue;
    return ((await json(`a token of ${name}`, answer)) as { secret: string }).secret;
  }
}

function request(method: string, headers: { readonly [name: string]: string }, body?: unknown): RequestInit {
  if (body === undefined) return { method, headers };
  return { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function json(what: string, response: Response): Promise<unknown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`);
  return text === '' ? null : JSON.parse(text);
}

/** Resolves when it answers; rejects with its log when it ends instead. */
async function healthy(url: string, child: ChildProcess): Promise<void> {
  let log = '';
  const keep = (chunk: Buffer): void => void (log = (log + chunk.toString()).slice(-4_000));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Unleash ended (${code}): ${log}`)));
  });
  ended.catch(() => undefined);
  const deadline = Date.now() + 60_000;
  for (;;) {
    const answer = await Promise.race([ended, fetch(`${url}/health`).catch(() => null)]);
    if (answer?.ok) return;
    if (Date.now() > deadline) throw new Error(`Unleash did not get ready: ${log}`);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 100))]);
  }
}
