/** The adapter of the embedded control plane (`sluice serve`); its API is docs/control-plane-api.md. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { didYouMean } from '../../config/suggest.ts';
import type { Flag, FlagSnapshot, Scope } from '../../core/model.ts';
import type { CallOptions, Capabilities, ControlPlane, PreviousServing } from '../control-plane.ts';
import { addressSchema, environmentsSchema, type ControlPlaneOptions, type HttpDefinition } from '../definition.ts';
import { environmentSchema, flagSchema, incompleteReason, parseFlags, servingSchema } from '../flag-schema.ts';
import { createHttpClient, type HttpRequest } from '../http/http-client.ts';
import { silentLog } from '../log.ts';
import { plainText } from '../plain-text.ts';
import { followSluiceEvents } from './sluice-events.ts';

const config = z.strictObject({
  kind: z.literal('sluice'),
  url: addressSchema('Where `sluice serve` runs. Without it: SLUICE_URL.').optional(),
  project: z.string().min(1).default('default'),
  environments: environmentsSchema.optional(),
});

const capabilities: Capabilities = {
  write: true,
  rollback: true,
  subscribe: true,
  narrowestScope: 'server',
  shareStep: 1,
  lostUpdates: 'refused',
};

export const sluice: HttpDefinition<typeof config> = {
  kind: 'sluice',
  title: 'Sluice',
  reach: 'http',
  config,
  capabilities,
  cannot: { 'stale-mark': 'it marks no flags; the checks do' },
  testedAgainst: 'the real server',
  project: ({ project }) => project,
  create: ({ project, environments }, baseUrl, options) =>
    createSluice({ ...options, baseUrl, project, critical: environments?.critical }),
};

export interface SluiceOptions extends Omit<ControlPlaneOptions, 'configFile'> {
  /** From `parseBaseUrl`. */
  readonly baseUrl: URL;
  readonly project: string;
  /** Environments that count as critical beside those the control plane marks. */
  readonly critical?: readonly string[];
}

const supportedApi = 1;

const productSchema = z.object({ product: z.literal('sluice'), apiVersion: z.number() });
const snapshotSchema = z.object({
  project: z.string(),
  revision: z.string().min(1).max(200),
  environments: z.array(environmentSchema),
  flags: z.array(z.unknown()),
});
const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), current: z.unknown().optional() }),
});
const historySchema = z.object({
  entries: z.array(
    z.object({
      action: z.string(),
      environment: z.string().nullable(),
      datacenter: z.string().nullable(),
      server: z.string().nullable(),
      before: servingSchema.nullable(),
    }),
  ),
});
const linkSchema = z.object({ url: z.string() });

export function createSluice(options: SluiceOptions): ControlPlane {
  const { baseUrl, project, log = silentLog, now = Date.now } = options;
  const address = baseUrl.href.replace(/\/$/, '');
  const name = `sluice at ${address}`;
  let former: { readonly etag: string; readonly snapshot: FlagSnapshot } | null = null;
  let newest: FlagSnapshot | null = null;
  const warned = new Set<string>();

  const client = createHttpClient({
    controlPlane: name,
    baseUrl,
    credentials: options.credentials,
    timeoutMs: options.timeoutMs,
    maxBytes: options.maxBytes,
    now,
    explain(body) {
      const said = errorSchema.safeParse(body).data?.error;
      if (said === undefined) return null;
      const current = flagSchema.safeParse(said.current).data;
      return { message: said.message, ...(current === undefined ? {} : { current: withUrl(current) }) };
    },
  });

  const page = (key: string | null): string => `${address}/${hashOf(key)}`;
  const withUrl = (flag: Flag): Flag => (flag.url === null ? { ...flag, url: page(flag.key) } : flag);

  /** Nothing can be found on an environment that does not exist; that should not go unnoticed. */
  const warnOfUnknown = (known: readonly string[]): void => {
    for (const key of options.critical ?? []) {
      if (known.includes(key) || warned.has(key)) continue;
      warned.add(key);
      const has = plainText(known.join(', ')) || 'none';
      const named = JSON.stringify(plainText(key, 80));
      log.warn(
        `The configuration names the critical environment ${named}; ${name} has ${has}.${didYouMean(key, known)}`,
      );
    }
  };

  const parseSnapshot = (what: string, body: unknown): FlagSnapshot => {
    const product = productSchema.safeParse(body).data;
    if (product === undefined) {
      throw client.problem(what, 'format', `what answers there is not a Sluice control plane. Is the URL right?`);
    }
    if (product.apiVersion !== supportedApi) {
      throw client.problem(
        what,
        'format',
        `it speaks version ${product.apiVersion} of the API, this Sluice version ${supportedApi}. Update the older of the two`,
      );
    }
    const result = snapshotSchema.safeParse(body);
    if (!result.success) {
      const where = plainText(result.error.issues[0]?.path.map(String).join('.') ?? '', 80);
      throw client.problem(
        what,
        'format',
        `its snapshot has a part that is not as it should be${where === '' ? '' : ` (${where})`}. Update the older of the two`,
      );
    }
    if (result.data.project !== project) {
      throw client.problem(
        what,
        'format',
        `it answered for the project ${JSON.stringify(plainText(result.data.project, 80))}. Is a cache in between?`,
      );
    }
    const { flags, problems } = parseFlags(result.data.flags);
    const reason = incompleteReason(problems);
    if (reason !== null) log.warn(`${name}: ${reason}`);
    warnOfUnknown(result.data.environments.map(({ key }) => key));
    return {
      controlPlane: { kind: 'sluice', name, url: address },
      environments: result.data.environments.map((environment) => ({
        ...environment,
        critical: environment.critical || (options.critical?.includes(environment.key) ?? false),
      })),
      flags: flags.map(withUrl),
      complete: reason === null,
      incompleteReason: reason,
      // Our clock, not the server's: what counts is how long ago we asked.
      readAt: new Date(now()).toISOString(),
      revision: result.data.revision,
    };
  };

  const change = async (
    what: string,
    key: string,
    action: string,
    expectedRevision: string,
    request: Partial<HttpRequest>,
  ): Promise<Flag> => {
    if (!/^[\x21\x23-\x7e]{1,200}$/.test(expectedRevision)) {
      throw client.problem(what, 'invalid', 'the revision it is based on is not one. Read the flags again');
    }
    const { body } = await client.request({
      ...request,
      what,
      path: ['api', 'v1', 'projects', project, 'flags', key, action],
      // A key of its own for each change: should something in between repeat the request, it is still made once.
      headers: { 'if-match': `"${expectedRevision}"`, 'idempotency-key': randomUUID() },
    });
    const flag = flagSchema.safeParse(body).data;
    if (flag === undefined || flag.key !== key) {
      throw client.problem(
        what,
        'timeout',
        'it was accepted, but the answer is not the flag. Read the flag again before you decide',
      );
    }
    return withUrl(flag);
  };

  return {
    kind: 'sluice',
    name,
    capabilities,

    async readFlags(call: CallOptions = {}) {
      const what = 'read the flags';
      const known = former;
      const answer = await client.request({
        what,
        path: ['api', 'v1', 'projects', project, 'snapshot'],
        headers: known === null ? {} : { 'if-none-match': known.etag },
        signal: call.signal,
      });
      if (answer.status === 304 && known !== null) {
        newest = { ...known.snapshot, readAt: new Date(now()).toISOString() };
        return newest;
      }
      const snapshot = parseSnapshot(what, answer.body);
      const etag = answer.headers.get('etag');
      former = etag === null ? null : { etag, snapshot };
      newest = snapshot;
      return snapshot;
    },

    subscribe: (listener) =>
      followSluiceEvents({
        client,
        project,
        listener,
        log,
        now,
        knownRevision: () => newest?.revision ?? null,
        timers: options.timers,
        random: options.random,
      }),

    write: ({ key, scope, serving, expectedRevision, reason }, call = {}) =>
      change(`change ${plainText(key, 80)}`, key, 'serving', expectedRevision, {
        method: 'PUT',
        body: { ...scopeBody(scope), serving, ...(reason === null ? {} : { reason }) },
        signal: call.signal,
      }),

    rollback: ({ key, scope, expectedRevision, reason }, call = {}) =>
      change(`roll back ${plainText(key, 80)}`, key, 'rollback', expectedRevision, {
        method: 'POST',
        body: { ...scopeBody(scope), ...(reason === null ? {} : { reason }) },
        signal: call.signal,
      }),

    async previousServing({ key, scope }, call = {}) {
      const { body } = await client.request({
        what: `read the history of ${plainText(key, 80)}`,
        path: ['api', 'v1', 'projects', project, 'flags', key, 'history'],
        signal: call.signal,
      });
      return previousIn(body, scope);
    },

    async dashboardUrl(key, call = {}) {
      try {
        const { body } = await client.request({
          what: 'get a sign-in link',
          method: 'POST',
          path: ['api', 'v1', 'sign-in-links'],
          body: { path: `/${hashOf(key)}` },
          signal: call.signal,
        });
        const link = linkSchema.safeParse(body).data;
        const url = link === undefined ? null : onOurOrigin(link.url, baseUrl);
        if (url !== null) return url;
        log.warn(`${name} sent a sign-in link that is none; the dashboard will ask for a token.`);
      } catch (error) {
        if (call.signal?.aborted) throw error;
        log.warn(
          `${error instanceof Error ? error.message : String(error)} The dashboard is opened without it and will ask for a token.`,
        );
      }
      return page(key);
    },
  };
}

function scopeBody(scope: Scope): { environment: string; datacenter?: string; server?: string } {
  return {
    environment: scope.environment,
    ...(scope.datacenter === null ? {} : { datacenter: scope.datacenter }),
    ...(scope.server === null ? {} : { server: scope.server }),
  };
}

/** The newest change of exactly this scope says what was there before. What is older than the history reaches is not known. */
function previousIn(body: unknown, scope: Scope): PreviousServing {
  const entries = historySchema.safeParse(body).data?.entries;
  const last = entries?.find(
    ({ action, environment, datacenter, server }) =>
      (action === 'serving-changed' || action === 'rolled-back') &&
      environment === scope.environment &&
      datacenter === scope.datacenter &&
      server === scope.server,
  );
  if (last) return last.before === null ? { kind: 'wider' } : { kind: 'serving', serving: last.before };
  return { kind: entries?.some(({ action }) => action === 'flag-created') ? 'none' : 'unknown' };
}

function hashOf(key: string | null): string {
  return key === null ? '#/' : `#/flag/${encodeURIComponent(key.toWellFormed())}`;
}

/** A link opens in a browser: it may lead to nowhere but the control plane we asked, under the name we know it by. */
function onOurOrigin(link: string, baseUrl: URL): string | null {
  if (!URL.canParse(link, baseUrl.href)) return null;
  const { protocol, pathname, search, hash } = new URL(link, baseUrl.href);
  if (protocol !== 'http:' && protocol !== 'https:') return null;
  const url = new URL(baseUrl);
  url.pathname = pathname.startsWith(baseUrl.pathname) ? pathname : baseUrl.pathname + pathname.slice(1);
  url.search = search;
  url.hash = hash;
  return url.href;
}
