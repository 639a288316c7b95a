/** `sluice serve` */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { visible } from '../../core/text.ts';
import { StartError } from '../../embedded/errors.ts';
import { defaultApiRate, type ApiRate } from '../../embedded/rate-limit.ts';
import { startControlPlane, type RunningControlPlane } from '../../embedded/start.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { createLog, note } from '../terminal/log.ts';
import { styleFor, type Style } from '../terminal/style.ts';
import { UsageError } from '../usage-error.ts';

const defaultPort = 4650;

/** Runs until Ctrl-C or SIGTERM, then ends streams and closes the database. */
export async function run(input: CommandInput, io: Io): Promise<number> {
  const dataDir = resolve(io.cwd, input.value('data') ?? '.sluice');
  const project = input.value('project') ?? 'default';
  const running = await start(input, io, dataDir, project);
  try {
    keepOutOfGit(dataDir);
    io.stdout.write(
      input.value('format') === 'json'
        ? await readyJson(running, dataDir, project)
        : await readyText(running, { dataDir, project, isQuiet: input.has('quiet') }, styleFor(io.stdout.hasColors)),
    );
    await aborted(io.signal);
  } finally {
    await running.close();
  }
  note(input, io, 'the control plane has stopped');
  return exitCodes.clean;
}

async function start(input: CommandInput, io: Io, dataDir: string, project: string): Promise<RunningControlPlane> {
  const seed = input.value('seed');
  try {
    return await startControlPlane({
      dataDir,
      store: input.value('store') ?? (io.env['SLUICE_STORE'] || null),
      host: input.value('host') ?? '127.0.0.1',
      port: portOf(input.value('port'), '--port'),
      syncPort: syncPortOf(input),
      project,
      publicUrl: input.value('public-url'),
      tls: readTls(input, io),
      apiRate: apiRateOf(input),
      ...(seed === null ? {} : { seed: readSeed(resolve(io.cwd, seed), seed) }),
      log: createLog(input, io),
    });
  } catch (error) {
    if (error instanceof StartError) throw new UsageError(error.message, 'serve');
    throw error;
  }
}

/** Both files or none. */
function readTls(input: CommandInput, io: Io): { readonly key: string; readonly cert: string } | null {
  const [key, cert] = [input.value('tls-key'), input.value('tls-cert')];
  if (key === null && cert === null) return null;
  if (key === null || cert === null) throw new UsageError('HTTPS needs both --tls-key and --tls-cert.', 'serve');
  return { key: readText(io, key, 'key'), cert: readText(io, cert, 'certificate') };
}

function readText(io: Io, name: string, what: string): string {
  try {
    return readFileSync(resolve(io.cwd, name), 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UsageError(`The ${what} ${visible(name)} cannot be read: ${why}.`, 'serve');
  }
}

function portOf(text: string | null, option: string): number {
  if (text === null) return defaultPort;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535))
    throw new UsageError(`${option} takes a number from 0 to 65535, not "${visible(text)}".`, 'serve');
  return port;
}

/** Null: off. */
function syncPortOf(input: CommandInput): number | null {
  const text = input.value('sync-port');
  if (text === 'off') return null;
  if (text !== null) return portOf(text, '--sync-port');
  const port = portOf(input.value('port'), '--port');
  return port === 0 ? 0 : Math.min(port + 1, 65_535);
}

function apiRateOf(input: CommandInput): ApiRate {
  return {
    reads: rateOf(input, 'max-reads') ?? defaultApiRate.reads,
    writes: rateOf(input, 'max-writes') ?? defaultApiRate.writes,
  };
}

function rateOf(input: CommandInput, option: 'max-reads' | 'max-writes'): ApiRate['reads'] | null {
  const text = input.value(option);
  if (text === null) return null;
  const perSecond = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (perSecond < 1)
    throw new UsageError(`--${option} takes a whole number from 1 to 9999999, not "${visible(text)}".`, 'serve');
  return { perSecond, burst: 10 * perSecond };
}

function readSeed(path: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const why =
      error instanceof SyntaxError ? `it is not JSON (${error.message})` : (error as NodeJS.ErrnoException).code;
    throw new UsageError(`The seed ${visible(name)} cannot be read: ${visible(why ?? 'unknown error')}.`, 'serve');
  }
}

/** The state of a control plane is nothing to commit by accident. */
function keepOutOfGit(dataDir: string): void {
  const path = join(dataDir, '.gitignore');
  try {
    if (!existsSync(path)) writeFileSync(path, '*\n');
  } catch {
    // Only a convenience: the data folder itself was writable a moment ago.
  }
}

/** One line, for the program that started it. `adminToken` is null after the first start. */
async function readyJson(
  { url, port, syncPort, adminToken, createSignInLink }: RunningControlPlane,
  dataDir: string,
  project: string,
): Promise<string> {
  return `${JSON.stringify({ url, port, syncPort, project, dataDir, adminToken, signInUrl: await createSignInLink() })}\n`;
}

async function readyText(
  { url, syncPort, adminToken, createSignInLink }: RunningControlPlane,
  { dataDir, project, isQuiet }: { readonly dataDir: string; readonly project: string; readonly isQuiet: boolean },
  style: Style,
): Promise<string> {
  const token =
    adminToken === null
      ? []
      : [
          `${style('bold', 'Admin token')}, shown only this once:`,
          `  ${adminToken}`,
          '',
          'In another terminal:',
          `  export SLUICE_URL=${url}`,
          `  export SLUICE_TOKEN=${adminToken}`,
          '',
        ];
  const sync = syncPort === null ? [] : [`  flagd sync  ${new URL(url).hostname}:${syncPort} (gRPC)`];
  if (isQuiet) return [url, ...(adminToken === null ? [] : [adminToken]), ''].join('\n');
  return [
    `${style('bold', 'Sluice control plane')} at ${style('cyan', url)}`,
    `  project  ${visible(project)}`,
    `  data     ${visible(dataDir, 1_000)}`,
    '',
    `${style('bold', 'Dashboard')}: this link signs you in, once, within two minutes`,
    `  ${await createSignInLink()}`,
    '',
    `${style('bold', 'Applications')} read flags with an OpenFeature SDK and a token of the role sdk:`,
    `  OFREP       ${url}`,
    ...sync,
    '',
    ...token,
    style('dim', 'Stop with Ctrl-C.'),
    '',
  ].join('\n');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
