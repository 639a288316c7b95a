/** PostHog's API over HTTP, as far as feature flags go. Facts: PostHog/posthog, `products/feature_flags/backend/api/feature_flag.py`. */
import { z } from 'zod';
import type { ControlPlaneOptions } from '../definition.ts';
import { incompleteReason } from '../flag-schema.ts';
import { createHttpClient, type HttpClient } from '../http/http-client.ts';
import { readPages, type PagedItems } from '../http/paging.ts';
import { silentLog } from '../log.ts';
import { plainText } from '../plain-text.ts';
import type { PostHogPatch } from './posthog-change.ts';
import { readPostHogFlag, type PostHogFlag } from './posthog-flag.ts';

export interface PostHogApiOptions extends Omit<ControlPlaneOptions, 'configFile'> {
  /** What people see. */
  readonly name: string;
  readonly baseUrl: URL;
  readonly project: string;
}

type Signal = AbortSignal | undefined;

/** Each throws ControlPlaneError; `what` completes "Could not …". */
export interface PostHogApi {
  readonly client: HttpClient;
  /** All flags, archived ones too. `reason`: why some may be missing, as a sentence. */
  readFlags(signal: Signal): Promise<{ readonly flags: readonly PostHogFlag[]; readonly reason: string | null }>;
  readFlag(what: string, id: number, signal: Signal): Promise<PostHogFlag>;
  /** Changes a flag that is still as in `before`; PostHog refuses to overwrite what somebody else has set since. */
  patch(what: string, before: PostHogFlag, patch: PostHogPatch, signal: Signal): Promise<void>;
  /** The newest entries of a flag's activity log, as they were sent. */
  readActivity(what: string, id: number, signal: Signal): Promise<unknown>;
  /** Whether the token is known to lack a scope, such as `feature_flag:write`. */
  lacksScope(scope: string): boolean;
}

const pageSchema = z.lazy(() =>
  z.object({
    count: z.number().int().min(0),
    next: z.string().nullable(),
    results: z.array(z.unknown()),
  }),
);
const keySchema = z.lazy(() => z.object({ scopes: z.array(z.string()) }));
const errorSchema = z.lazy(() => z.object({ detail: z.string(), code: z.string().optional() }));
const pageSize = '100';

export function createPostHogApi(options: PostHogApiOptions): PostHogApi {
  const { name, baseUrl, project, log = silentLog } = options;
  const flagsPath = ['api', 'projects', project, 'feature_flags'];
  /** What the token may do; null where it is not known. */
  let scopes: readonly string[] | null = null;

  const client = createHttpClient({
    controlPlane: name,
    baseUrl,
    credentials: options.credentials,
    timeoutMs: options.timeoutMs,
    maxBytes: options.maxBytes,
    now: options.now,
    explain(body) {
      const said = errorSchema.safeParse(body).data;
      if (said === undefined) return null;
      const waits = said.code === 'approval_required' || said.code === 'change_request_pending';
      return { message: said.detail, ...(waits ? { kind: 'approval' as const } : {}) };
    },
  });

  const readList = (query: { readonly [name: string]: string }, signal: Signal): Promise<PagedItems<unknown>> => {
    const what = 'read the flags';
    let sent = 0;
    return readPages({
      client,
      request: { what, path: flagsPath, query: { ...query, limit: pageSize, offset: '0' }, signal },
      parse({ body }) {
        const page = pageSchema.safeParse(body).data;
        if (page === undefined) {
          const reason = 'what answers there does not list flags as PostHog does. Is the URL right?';
          throw client.problem(what, 'format', reason);
        }
        sent += page.results.length;
        // Its address for the next page is the one it believes to have; behind a proxy, that is another one. It is not followed.
        return { items: page.results, next: page.next === null ? null : { offset: String(sent) }, total: page.count };
      },
      keyOf: (item) => (typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : null),
    });
  };

  /** Asked once, so that what the token may not do can be said beforehand; not every server tells. */
  const readScopes = async (signal: Signal): Promise<void> => {
    if (scopes !== null) return;
    try {
      const path = ['api', 'personal_api_keys', '@current'];
      const { body } = await client.request({ what: 'read what the token may do', path, signal });
      scopes = keySchema.safeParse(body).data?.scopes ?? null;
    } catch (error) {
      signal?.throwIfAborted();
      log.debug(error instanceof Error ? error.message : String(error));
    }
  };

  return {
    client,

    async readFlags(signal) {
      const [live] = await Promise.all([readList({}, signal), readScopes(signal)]);
      const archived = await readList({ archived: 'true' }, signal);
      const problems = new Set<string>();
      const flags = new Map<string, PostHogFlag>();
      for (const [index, item] of [...live.items, ...archived.items].entries()) {
        const read = readPostHogFlag(item);
        if (!read.ok) problems.add(`${nameOf(item, index)} (${read.problem})`);
        // Servers from before there was an archive send all flags both times; the later one is the newer one.
        else if (read.source.deleted !== true) flags.set(read.source.key, read.source);
      }
      const pages = live.reason ?? archived.reason;
      const reasons = [pages === null ? null : `Some flags may be missing: ${pages}.`, incompleteReason([...problems])];
      return { flags: [...flags.values()], reason: reasons.filter((reason) => reason !== null).join(' ') || null };
    },

    async readFlag(what, id, signal) {
      const { body } = await client.request({ what, path: [...flagsPath, String(id)], signal });
      const read = readPostHogFlag(body);
      if (read.ok && read.source.id === id) return read.source;
      throw client.problem(what, 'format', `the flag cannot be read${read.ok ? '' : ` (${read.problem})`}`);
    },

    async patch(what, { id, version, active, filters }, patch, signal) {
      // With both, PostHog compares: without `original_flag`, it lets any version pass.
      const seen = { version: version ?? 0, original_flag: { active, filters } };
      const path = [...flagsPath, String(id)];
      await client.request({ what, method: 'PATCH', path, body: { ...patch, ...seen }, expects: 'nothing', signal });
    },

    async readActivity(what, id, signal) {
      const path = [...flagsPath, String(id), 'activity'];
      return (await client.request({ what, path, query: { limit: pageSize, page: '1' }, signal })).body;
    },

    lacksScope: (scope) => scopes !== null && !scopes.includes('*') && !scopes.includes(scope),
  };
}

function nameOf(item: unknown, index: number): string {
  const key = typeof item === 'object' && item !== null && 'key' in item ? item.key : null;
  return typeof key === 'string' && key !== '' ? plainText(key, 80) : `number ${index + 1}`;
}
