/** LaunchDarkly's REST API v2 over HTTP, as far as flags go. Facts: launchdarkly/api-client-go, `api/openapi.yaml`. */
import { z } from 'zod';
import { ControlPlaneError } from '../control-plane.ts';
import type { ControlPlaneOptions } from '../definition.ts';
import { createHttpClient, type Explanation, type HttpClient, type HttpRequest } from '../http/http-client.ts';
import { readPages, type PagedItems } from '../http/paging.ts';
import type { Instruction } from './launchdarkly-change.ts';
import { readLaunchDarklyFlag, type LaunchDarklyFlag } from './launchdarkly-flag.ts';

export interface LaunchDarklyApiOptions extends Omit<ControlPlaneOptions, 'configFile'> {
  /** What people see. */
  readonly name: string;
  readonly baseUrl: URL;
  readonly project: string;
}

type Signal = AbortSignal | undefined;

const environment = z.lazy(() =>
  z.object({
    key: z.string().min(1),
    critical: z.boolean().nullish(),
    confirmChanges: z.boolean().nullish(),
    requireComments: z.boolean().nullish(),
  }),
);

/** An environment without its SDK keys, which are in the same answer. */
export type LaunchDarklyEnvironment = z.output<typeof environment>;

/** For one reading: after a 429 it asks nothing more, and throws that again. */
export interface ReadingClient extends HttpClient {
  /** The 429, where there was one. */
  limit(): ControlPlaneError | null;
}

/** Each throws ControlPlaneError; `what` completes "Could not …". */
export interface LaunchDarklyApi {
  readonly client: HttpClient;
  forOneReading(): ReadingClient;
  readEnvironments(ask: HttpClient, signal: Signal): Promise<PagedItems<LaunchDarklyEnvironment>>;
  /** Flags as they were sent, with what they serve in `environment`; null: in none. */
  readList(
    ask: HttpClient,
    state: FlagListState,
    environment: string | null,
    signal: Signal,
  ): Promise<PagedItems<unknown>>;
  /** The use of all flags in an environment, as it was sent. */
  readStatuses(ask: HttpClient, environment: string, signal: Signal): Promise<unknown>;
  /** A flag with all its environments. */
  readFlag(what: string, key: string, signal: Signal): Promise<LaunchDarklyFlag>;
  /** Carries out all of the instructions or none. */
  patch(what: string, key: string, patch: SemanticPatch, signal: Signal): Promise<void>;
  /** The answer to a question beside the flags, such as about the token or the audit log. */
  get(what: string, path: readonly string[], query: HttpRequest['query'], signal: Signal): Promise<unknown>;
}

export type FlagListState = 'live' | 'deprecated' | 'archived';

export interface SemanticPatch {
  readonly environmentKey: string;
  readonly comment?: string;
  readonly instructions: readonly Instruction[];
}

const page = z.lazy(() =>
  z.object({
    items: z.array(z.unknown()),
    totalCount: z.number().int().min(0).nullish(),
    _links: z.object({ next: z.object({ href: z.string() }).nullish() }).nullish(),
  }),
);
const errorSchema = z.lazy(() => z.object({ code: z.string(), message: z.string() }));
const pageSize = '100';

export function createLaunchDarklyApi(options: LaunchDarklyApiOptions): LaunchDarklyApi {
  const { project } = options;
  const settings = {
    controlPlane: options.name,
    baseUrl: options.baseUrl,
    credentials: options.credentials,
    timeoutMs: options.timeoutMs,
    maxBytes: options.maxBytes,
    now: options.now,
    tokenHeader: { name: 'authorization', scheme: null },
    headers: { 'ld-api-version': '20240415' },
    retryAfterMs: resetMs,
  };
  const client = createHttpClient({ ...settings, explain });
  /** 405 is how a change is refused that somebody else has to approve. */
  const writer = createHttpClient({ ...settings, explain: (body, status) => explain(body, status, 405) });

  const readAll = (ask: HttpClient, request: HttpRequest, keyOf: (item: unknown) => string | null) =>
    readPages({
      client: ask,
      request,
      keyOf,
      parse({ body }) {
        const { data } = page.safeParse(body);
        if (data === undefined) {
          const reason = 'what answers there does not list things as LaunchDarkly does. Is the URL right?';
          throw client.problem(request.what, 'format', reason);
        }
        return { items: data.items, next: data._links?.next?.href ?? null, total: data.totalCount ?? null };
      },
    });

  return {
    client,

    forOneReading() {
      let limit: ControlPlaneError | null = null;
      return {
        ...client,
        limit: () => limit,
        async request(request) {
          if (limit !== null) throw limit;
          try {
            return await client.request(request);
          } catch (error) {
            if (error instanceof ControlPlaneError && error.kind === 'rate-limit') limit = error;
            throw error;
          }
        },
      };
    },

    async readEnvironments(ask, signal) {
      const what = 'read the environments';
      const path = ['api', 'v2', 'projects', project, 'environments'];
      const { items, complete, reason } = await readAll(
        ask,
        { what, path, query: { limit: pageSize }, signal },
        keyOfItem,
      );
      const read = items.map((item) => environment.safeParse(item).data);
      if (read.includes(undefined)) throw client.problem(what, 'format', 'one of them has no key');
      return { items: read.filter((each) => each !== undefined), complete, reason };
    },

    readList(ask, state, inEnvironment, signal) {
      const where = inEnvironment === null ? '' : ` of ${inEnvironment}`;
      const what = state === 'live' ? `read the flags${where}` : `read the ${state} flags${where}`;
      const details: HttpRequest['query'] = inEnvironment === null ? {} : { env: inEnvironment, summary: '0' };
      const query = { ...details, filter: `state:${state}`, limit: pageSize };
      return readAll(ask, { what, path: ['api', 'v2', 'flags', project], query, signal }, keyOfItem);
    },

    async readStatuses(ask, inEnvironment, signal) {
      const what = `read when the flags of ${inEnvironment} were evaluated`;
      const path = ['api', 'v2', 'flag-statuses', project, inEnvironment];
      return (await ask.request({ what, path, signal })).body;
    },

    async readFlag(what, key, signal) {
      const { body } = await client.request({ what, path: ['api', 'v2', 'flags', project, key], signal });
      const read = readLaunchDarklyFlag(body);
      if (read.ok && read.source.key === key) return read.source;
      throw client.problem(what, 'format', `the flag cannot be read${read.ok ? '' : ` (${read.problem})`}`);
    },

    async patch(what, key, patch, signal) {
      await writer.request({
        what,
        method: 'PATCH',
        path: ['api', 'v2', 'flags', project, key],
        body: patch,
        contentType: 'application/json; domain-model=launchdarkly.semanticpatch',
        expects: 'nothing',
        signal,
      });
    },

    async get(what, path, query, signal) {
      return (await client.request({ what, path: ['api', 'v2', ...path], query, signal })).body;
    },
  };
}

function explain(body: unknown, status: number, approvalStatus?: number): Explanation | null {
  const said = errorSchema.safeParse(body).data;
  if (said === undefined) return null;
  return { message: said.message, ...(status === approvalStatus ? { kind: 'approval' as const } : {}) };
}

/** The end of the window that is used up, in epoch ms; at most a day away. */
function resetMs(headers: Headers, now: number): number | undefined {
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
  return Number.isFinite(reset) && reset > 0 ? Math.min(Math.max(reset - now, 0), 86_400_000) : undefined;
}

function keyOfItem(item: unknown): string | null {
  const key = typeof item === 'object' && item !== null && 'key' in item ? item.key : null;
  return typeof key === 'string' ? key : null;
}
