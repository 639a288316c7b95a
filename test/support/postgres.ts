/** A real PostgreSQL on a free port of this machine, with its data in a temporary folder. Stop it when the test ends. */
import { execFile, execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface PostgresOptions {
  /** Server settings, such as `{ max_connections: '30' }`. */
  readonly settings?: { readonly [name: string]: string };
}

export interface Postgres {
  /** `postgres://user:password@127.0.0.1:port/postgres`; the same after a restart. The user may create databases. */
  readonly url: string;
  /** Shuts down in order and removes the data. */
  stop(): Promise<void>;
  /** Ends it at once (SIGKILL), as a crash would; the data stays for `restart`. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; where it still runs, it is shut down first. */
  restart(): Promise<void>;
}

/** Why no PostgreSQL can be started here; null where one can. */
export function postgresMissing(): string | null {
  if (serverFolder() === null) return 'there is no PostgreSQL below /usr/lib/postgresql (Debian package postgresql)';
  return isRoot && serverUser() === null ? 'root may not run PostgreSQL, and there is no user "postgres"' : null;
}

/** Resolves when it accepts connections (about a second). Throws with the end of its log where it does not start. */
export async function startPostgres({ settings = {} }: PostgresOptions = {}): Promise<Postgres> {
  const missing = postgresMissing();
  const programs = serverFolder();
  if (missing !== null || programs === null) throw new Error(`PostgreSQL cannot be started: ${missing}`);
  const user = serverUser();
  const asUser: SpawnOptions = user === null ? {} : user;
  const folder = await mkdtemp(join(tmpdir(), 'sluice-postgres-'));
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== null) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const data = join(folder, 'data');
  await promisify(execFile)(
    join(programs, 'initdb'),
    `-D ${data} -U sluice -A scram-sha-256 --pwfile ${passwordFile} -E UTF8 --locale=C.UTF-8 --no-sync`.split(' '),
    { ...asUser, cwd: folder },
  );
  const port = await freePort();
  const own = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) };
  const args = Object.entries({ ...settings, ...own }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const start = (): Promise<ChildProcess> =>
    startServer(join(programs, 'postgres'), ['-D', data, ...args], { ...asUser, cwd: folder });

  let server: ChildProcess | null = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = server;
    server = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  };
  // A test run that is broken off leaves nothing behind.
  const onExit = (): void => void server?.kill('SIGKILL');
  process.once('exit', onExit);

  return {
    url: `postgres://sluice:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off('exit', onExit);
      // "Fast": connections are closed, what was committed is kept.
      await end('SIGINT');
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGINT');
      server = await start();
    },
  };
}

const isRoot = process.getuid?.() === 0;
const installed = '/usr/lib/postgresql';

/** Where `initdb` and `postgres` are, of the newest version installed. */
function serverFolder(): string | null {
  const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : [];
  return (
    versions.map((version) => join(installed, version, 'bin')).find((path) => existsSync(join(path, 'initdb'))) ?? null
  );
}

/** PostgreSQL refuses to run as root, so root runs it as the user `postgres`. */
function serverUser(): { readonly uid: number; readonly gid: number } | null {
  if (!isRoot) return null;
  try {
    const id = (option: string): number =>
      Number(execFileSync('id', [option, 'postgres'], { stdio: 'pipe' }).toString());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** After a kill, its former processes may hold the shared memory for a moment longer. */
async function startServer(program: string, args: readonly string[], options: SpawnOptions): Promise<ChildProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    const log = await readyOrEnded(child);
    if (log === null) return child;
    if (attempt === 50 || !/shared memory|lock file/.test(log))
      throw new Error(`PostgreSQL did not start: ${log.slice(-2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Null when it accepts connections, else what it said before it ended. */
function readyOrEnded(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      // Read to the end, or the pipe fills up and the server waits.
      if (log.length < 100_000) log += chunk.toString();
      if (log.includes('database system is ready to accept connections')) resolve(null);
    });
    child.once('error', reject);
    child.once('exit', () => resolve(log));
  });
}
