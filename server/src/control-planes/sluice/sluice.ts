/** The adapter of the embedded control plane (`sluice serve`); its API is docs/control-plane-api.md. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Flag, FlagSnapshot, Scope } from '../../core/model.ts';
import type { CallOptions, Capabilities, ControlPlane } from '../control-plane.ts';
import { addressSchema, environmentsSchema, type ControlPlaneOptions, type HttpDefinition } from '../definition.ts';
import { flagSchema } from '../flag-schema.ts';
import { createHttpClient, type HttpRequest } from '../http/http-client.ts';
import { silentLog } from '../log.ts';
import { plainText } from '../plain-text.ts';
import { followSluiceEvents } from './sluice-events.ts';
import { previousIn } from './sluice-history.ts';
import { createRole } from './sluice-role.ts';
import { createSnapshotParser } from './sluice-snapshot.ts';

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
  about: 'The embedded control plane, where `sluice serve` runs',
  token: 'a token of `sluice token create`, or the one that `sluice serve` printed',
  reach: 'http',
  config,
  capabilities,
  cannot: {
    targeting: 'it has no rules; shares are divided by the targeting key alone',
    evaluated: 'applications do not report what they evaluate',
    prerequisites: 'its flags stand alone',
    'stale-mark': 'it marks no flags itself; the checks do',
    pages: 'everything comes in one answer',
  },
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

const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), current: z.unknown().optional() }),
});
const linkSchema = z.object({ url: z.string() });

export function createSluice(options: SluiceOptions): ControlPlane {
  const { baseUrl, project, log = silentLog, now = Date.now } = options;
  const address = baseUrl.href.replace(/\/$/, '');
  const name = `sluice at ${address}`;
  let former: { readonly etag: string; readonly snapshot: FlagSnapshot } | null = null;
  let newest: FlagSnapshot | null = null;

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
      return {
        message: said.message,
        ...(said.code === 'approval-required' ? { kind: 'approval' as const } : {}),
        ...(current === undefined ? {} : { current: withUrl(current) }),
      };
    },
  });

  const page = (key: string | null): string => `${address}/${hashOf(key)}`;
  const withUrl = (flag: Flag): Flag => (flag.url === null ? { ...flag, url: page(flag.key) } : flag);

  const parse = createSnapshotParser({
    client,
    name,
    address,
    project,
    critical: options.critical ?? [],
    withUrl,
    log,
    now,
  });

  const role = createRole(client, name);

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

    refusal: ({ scope }) => role.refusal(scope),

    async readFlags(call: CallOptions = {}) {
      const what = 'read the flags';
      const known = former;
      const answer = await role.askWhile(
        client.request({
          what,
          path: ['api', 'v1', 'projects', project, 'snapshot'],
          headers: known === null ? {} : { 'if-none-match': known.etag },
          signal: call.signal,
        }),
      );
      if (answer.status === 304 && known !== null) {
        newest = { ...known.snapshot, readAt: new Date(now()).toISOString() };
        return newest;
      }
      const snapshot = parse(what, answer.body);
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
