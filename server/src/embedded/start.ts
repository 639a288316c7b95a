/** Starts the embedded control plane: database, first token, HTTP server. */
import { StartError } from './errors.ts';
import { createEvaluation, type Evaluation, type EvaluationOptions } from './evaluation/evaluation.ts';
import type { EventOptions } from './events.ts';
import type { Logger } from './log.ts';
import type { ApiRate } from './rate-limit.ts';
import { applySeed } from './seed.ts';
import { createServer, type Assets, type Server, type Tls } from './server.ts';
import { openStore } from './store/open-store.ts';
import type { Identity } from './store/sessions.ts';
import { dashboardPath } from './shapes.ts';
import { securityHeaders } from './site.ts';
import type { Store } from './store/store.ts';

export interface ControlPlaneOptions {
  /** A folder of its own, made if need be; or `:memory:`, gone when it stops. */
  readonly dataDir: string;
  /** `postgres://…` in place of a file in `dataDir`. */
  readonly store?: string | null;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Of flagd sync: 0 is a free one, null is none. */
  readonly syncPort?: number | null;
  /** Made if need be. */
  readonly project: string;
  /** The address people use where that is not the one it listens on (a reverse proxy, a name in DNS). */
  readonly publicUrl?: string | null;
  /** Serves HTTPS: the key and the certificate chain, as PEM. */
  readonly tls?: Tls | null;
  /** What `applySeed` takes; refused when the project has flags. */
  readonly seed?: unknown;
  readonly now?: () => Date;
  readonly log: Logger;
  /** The dashboard's files; the real ones where not said. */
  readonly assets?: Assets;
  readonly events?: Partial<EventOptions>;
  /** How many requests each caller of the API may make; `defaultApiRate` where not said. */
  readonly apiRate?: ApiRate | undefined;
  readonly evaluation?: Partial<Omit<EvaluationOptions, 'store' | 'log' | 'headers'>>;
}

export interface RunningControlPlane {
  /** Where people reach it, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Of flagd sync; null where that is off. */
  readonly syncPort: number | null;
  /** What applications read flags through; for tests and measurements in the same process. */
  readonly evaluation: Evaluation;
  /** The first administrator's token, at the first start only; shown once, kept nowhere. */
  readonly adminToken: string | null;
  /** For seeding and tests in the same process. */
  readonly store: Store;
  /** A link that signs a browser in as administrator, once, within two minutes. `path` as in "/#/flag/new-checkout". */
  createSignInLink(path?: string): Promise<string>;
  /** Ends streams and connections and closes the database. Calling it again waits for the same. */
  close(): Promise<void>;
}

/** Who acts when nobody has signed in: the person at the machine itself. */
const localAdmin: Identity = { name: 'local admin', role: 'admin', tokenId: null };

/** @throws StartError with one sentence on what failed and what to do; nothing is left open */
export async function startControlPlane(options: ControlPlaneOptions): Promise<RunningControlPlane> {
  const publicUrl = checkPublicUrl(options.publicUrl ?? null);
  const store = await openStore({
    dataDir: options.dataDir,
    store: options.store,
    now: options.now,
    log: options.log,
  });
  let server: Server | null = null;
  let evaluation: Evaluation | null = null;
  try {
    await reportTampering(store, options.log);
    const serving = await createEvaluation({
      isShared: typeof options.store === 'string',
      ...options.evaluation,
      store,
      log: options.log,
      headers: securityHeaders,
    });
    evaluation = serving;
    const started = createServer({
      store,
      evaluation: serving,
      log: options.log,
      assets: options.assets ?? (await readDashboard()),
      events: options.events,
      apiRate: options.apiRate,
      tls: options.tls ?? null,
    });
    server = started;
    const port = await started.listen({ host: options.host, port: options.port, publicUrl });
    // Not before it is sure to run: a token made by a start that fails would be seen by nobody.
    const syncPort = await listenSync(serving, options);
    const adminToken = await prepare(store, options);
    warnAboutExposure(options, publicUrl);
    let closing: Promise<void> | null = null;
    return {
      url: started.publicUrl(),
      port,
      syncPort,
      adminToken,
      store,
      evaluation: serving,
      createSignInLink: async (path = '/') => {
        const { code } = await started.sessions.createCode(localAdmin, dashboardPath.parse(path));
        return `${started.publicUrl()}/sign-in?code=${code}`;
      },
      close: () =>
        (closing ??= serving
          .close()
          .finally(() => started.close())
          .finally(() => store.close())),
    };
  } catch (error) {
    await evaluation?.close();
    await server?.close();
    await store.close();
    throw explain(error, options);
  }
}

async function listenSync(
  evaluation: Evaluation,
  { host, syncPort = null, tls = null }: ControlPlaneOptions,
): Promise<number | null> {
  if (syncPort === null) return null;
  try {
    return await evaluation.listenSync(host, syncPort, tls);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `Port ${syncPort} of ${host}, for flagd sync, cannot be used: choose another one with --sync-port (0 takes a free one), or --sync-port off. ${why}`,
      { cause: error },
    );
  }
}

/** Loaded only by whoever serves it: it reads or carries the whole page. */
async function readDashboard(): Promise<Assets> {
  const { dashboardAssets } = await import('./dashboard/assets.ts');
  return dashboardAssets;
}

async function reportTampering(store: Store, log: Logger): Promise<void> {
  const verdict = await store.verifyAudit();
  if (verdict.ok) return;
  log.error(`The audit log is not what was written: ${verdict.problem}. Somebody changed the database file.`);
}

/** Project, seed and first token, all of them or none. */
function prepare(store: Store, options: ControlPlaneOptions): Promise<string | null> {
  return store.transaction(async (bound) => {
    if (options.seed !== undefined) await applySeed(bound, options.project, options.seed);
    await bound.putProject(options.project, localAdmin);
    if ((await bound.tokens()).some((token) => token.role === 'admin')) return null;
    return (await bound.createToken({ name: 'admin', role: 'admin' }, localAdmin)).token;
  });
}

function warnAboutExposure(options: ControlPlaneOptions, publicUrl: string | null): void {
  if (['127.0.0.1', '::1', 'localhost'].includes(options.host)) return;
  if (options.tls || publicUrl?.startsWith('https:')) return;
  options.log.warn(
    `The control plane listens on ${options.host} without encryption: tokens can be read on the way. Give it a key and a certificate (--tls-key, --tls-cert), or put a reverse proxy with HTTPS in front of it and name that as the public URL.`,
  );
}

function checkPublicUrl(text: string | null): string | null {
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain =
    url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username;
  if (!url || !isPlain) {
    throw new StartError(
      'The public URL is an http or https address without a path, such as https://flags.example.com.',
    );
  }
  return url.origin;
}

function explain(error: unknown, { host, port }: ControlPlaneOptions): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code === 'string' && /^ERR_(OSSL|SSL|TLS)/.test(code)) {
    return new StartError(
      `The key and the certificate cannot be used (${code}): both are PEM files, and belong together.`,
      {
        cause: error,
      },
    );
  }
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is taken: stop what uses it, or choose another port (0 takes a free one).`,
    EACCES: `This user may not listen on port ${port} of ${host}: choose a port above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine.`,
    ENOTFOUND: `The host name ${host} is not known.`,
  };
  const sentence = typeof code === 'string' ? sentences[code] : undefined;
  return sentence === undefined ? error : new StartError(sentence, { cause: error });
}
