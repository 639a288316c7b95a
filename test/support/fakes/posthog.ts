/**
 * A FAKE of PostHog's feature flag API, for tests: small, stateful, on a free loopback port. Written from PostHog's own sources
 * (PostHog/posthog, `products/feature_flags/backend`), and stricter than they are: an unknown field, query or verb is refused.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { changeFlag, FakeRefusal, type FakeActivity, type FakePostHogFlag } from './posthog-flags.ts';

export interface FakePostHogOptions {
  readonly flags: readonly (Partial<FakePostHogFlag> & { readonly key: string })[];
  /** Token -> its scopes; `*` may do everything. Default: `phx_all`, `phx_read` and `phx_write` (without the activity log). */
  readonly tokens?: { readonly [token: string]: readonly string[] };
  /** From before versions, archiving, `updated_at` and `last_called_at`. */
  readonly isOld?: boolean;
}

export interface FakePostHog {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly project: string;
  readonly requests: readonly { readonly method: string; readonly url: string; readonly body: unknown }[];
  /** The flag as it is stored. */
  flag(key: string): FakePostHogFlag;
  /** Somebody creates further flags. */
  add(flags: FakePostHogOptions['flags']): void;
  /** Somebody else changes a flag; it is logged like any change. */
  edit(key: string, change: Partial<FakePostHogFlag>): void;
  /** From now on, changes of what is served need another person. */
  requireApproval(): void;
  /** Asked first about every request: true where it has answered. */
  intercept(handler: ((request: IncomingMessage, response: ServerResponse) => boolean) | null): void;
  /** What the next PATCH is preceded by: the moment between reading and writing. */
  beforeNextWrite(action: () => void): void;
  close(): Promise<void>;
}

const fakeTokens = {
  phx_all: ['*'],
  phx_read: ['feature_flag:read', 'activity_log:read'],
  phx_write: ['feature_flag:write'],
} as const;

/** The body of a refusal, as drf-exceptions-hog forms it. */
export function postHogError(status: number, detail: string, code = 'invalid_input'): unknown {
  return new FakeRefusal(status, code, detail).body;
}

const project = '4711';
const defaultTime = '2026-11-20T08:00:00.000000Z';

/** Starts it. Close it when the test ends. */
export async function startFakePostHog(options: FakePostHogOptions): Promise<FakePostHog> {
  const flags = options.flags.map((flag, index) => newFlag(index + 1, flag, options.isOld === true));
  const tokens: { readonly [token: string]: readonly string[] } = options.tokens ?? fakeTokens;
  const activity: FakeActivity[] = [];
  const requests: { method: string; url: string; body: unknown }[] = [];
  let needsApproval = false;
  let interceptor: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null;
  let beforeWrite: (() => void) | null = null;

  const find = (key: string): FakePostHogFlag => {
    const flag = flags.find((candidate) => candidate.key === key);
    if (flag === undefined) throw new Error(`the fake has no flag ${key}`);
    return flag;
  };
  const change = (flag: FakePostHogFlag, patch: object, by: string): void =>
    changeFlag(flag, patch, { flags, activity, by, needsApproval });

  const answer = (request: IncomingMessage, body: unknown): unknown => {
    const url = new URL(request.url ?? '/', base());
    const method = request.method ?? 'GET';
    const path = decodeURIComponent(url.pathname).replace(/\/$/, '');
    const scopes = tokens[/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''];
    if (request.headers.authorization === undefined)
      throw new FakeRefusal(401, 'not_authenticated', 'Authentication credentials were not provided.');
    if (scopes === undefined)
      throw new FakeRefusal(
        401,
        'authentication_failed',
        'Personal API key found in request Authorization header is invalid.',
      );
    const need = (scope: string): void => {
      if (scopes.includes('*') || scopes.includes(scope) || scopes.includes(scope.replace(':read', ':write'))) return;
      throw new FakeRefusal(403, 'permission_denied', `API key missing required scope '${scope}'`);
    };
    if (path === '/api/personal_api_keys/@current')
      return only(method, 'GET', () => ({ id: 'key', label: 'test', scopes }));
    const [, ofProject, rest = ''] = /^\/api\/projects\/([^/]+)\/feature_flags(.*)$/.exec(path) ?? [];
    if (ofProject === undefined) throw new FakeRefusal(404, 'not_found', 'Endpoint not found.');
    need(
      method === 'GET'
        ? rest.endsWith('/activity')
          ? 'activity_log:read'
          : 'feature_flag:read'
        : 'feature_flag:write',
    );
    if (ofProject !== project) throw new FakeRefusal(404, 'not_found', 'Project not found.');
    if (rest === '') return only(method, 'GET', () => list(url));
    const [, id, action] = /^\/(\d+)(\/activity)?$/.exec(rest) ?? [];
    const flag = flags.find((candidate) => String(candidate.id) === id);
    if (flag === undefined) throw new FakeRefusal(404, 'not_found', 'Not found.');
    if (action !== undefined) return only(method, 'GET', () => activityOf(url, flag));
    if (method === 'GET') return shown(flag);
    return only(method, 'PATCH', () => {
      beforeWrite?.();
      beforeWrite = null;
      change(flag, body as object, 'mia@shop.example');
      return shown(flag);
    });
  };

  const list = (url: URL): unknown => {
    const query = queryOf(
      url,
      ['limit', 'offset', ...(options.isOld ? [] : ['archived'])],
      options.isOld ? ['archived'] : [],
    );
    const wantsArchived = !options.isOld && query['archived'] === 'true';
    const all = flags.filter((flag) => !flag.deleted && (options.isOld || flag.archived === wantsArchived)).map(shown);
    const [limit, offset] = [Number(query['limit'] ?? 100), Number(query['offset'] ?? 0)];
    const next = new URL(url);
    next.searchParams.set('offset', String(offset + limit));
    return {
      count: all.length,
      next: offset + limit < all.length ? next.href : null,
      previous: null,
      results: all.slice(offset, offset + limit),
    };
  };

  const activityOf = (url: URL, { id }: FakePostHogFlag): unknown => {
    const query = queryOf(url, ['limit', 'page']);
    const all = activity.filter(({ item_id }) => item_id === String(id)).toReversed();
    const [limit, page] = [Number(query['limit'] ?? 10), Number(query['page'] ?? 1)];
    return {
      results: all.slice((page - 1) * limit, page * limit),
      next: page * limit < all.length ? `${url.origin}${url.pathname}?limit=${limit}&page=${page + 1}` : null,
      previous: null,
      total_count: all.length,
    };
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      requests.push({ method: request.method ?? '', url: request.url ?? '', body });
      if (interceptor?.(request, response)) return;
      const send = (status: number, value: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      };
      try {
        send(200, answer(request, body));
      } catch (error) {
        if (!(error instanceof FakeRefusal)) throw error;
        send(error.status, error.body);
      }
    });
  });
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  for (const flag of flags) activity.push({ ...created, item_id: String(flag.id) });
  return {
    url: base(),
    project,
    requests,
    flag: find,
    add: (more) => {
      for (const flag of more) flags.push(newFlag(flags.length + 1, flag, options.isOld === true));
    },
    edit: (key, patch) => change(find(key), patch, 'otto@shop.example'),
    requireApproval() {
      needsApproval = true;
    },
    intercept(handler) {
      interceptor = handler;
    },
    beforeNextWrite(action) {
      beforeWrite = action;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const created: FakeActivity = {
  activity: 'created',
  scope: 'FeatureFlag',
  item_id: '',
  detail: { changes: [] },
  created_at: defaultTime,
};

function only(method: string, allowed: string, answer: () => unknown): unknown {
  if (method === allowed) return answer();
  throw new FakeRefusal(405, 'method_not_allowed', `Method "${method}" not allowed.`);
}

/** Unlike PostHog, which ignores what it does not know; `ignored` is what an old server ignores indeed. */
function queryOf(
  url: URL,
  known: readonly string[],
  ignored: readonly string[] = [],
): { readonly [name: string]: string } {
  const query = Object.fromEntries(url.searchParams);
  for (const name of Object.keys(query)) {
    if (!known.includes(name) && !ignored.includes(name))
      throw new FakeRefusal(400, 'unknown_query', `The fake knows no query "${name}".`);
  }
  return query;
}

function newFlag(
  id: number,
  parts: Partial<FakePostHogFlag> & { readonly key: string },
  isOld: boolean,
): FakePostHogFlag {
  const flag: FakePostHogFlag = {
    id,
    name: '',
    active: true,
    deleted: false,
    archived: false,
    filters: { groups: [{ properties: [], rollout_percentage: 100, variant: null }], payloads: {}, multivariate: null },
    version: 1,
    tags: [],
    created_by: { id: 7, first_name: 'Mia', email: 'mia@shop.example' },
    last_modified_by: null,
    created_at: defaultTime,
    updated_at: defaultTime,
    last_called_at: null,
    status: 'ACTIVE',
    can_edit: true,
    experiment_set: [],
    is_remote_configuration: false,
    has_encrypted_payloads: false,
    ...structuredClone(parts),
  };
  if (!isOld) return flag;
  const {
    version: _version,
    archived: _archived,
    updated_at: _updated,
    last_called_at: _called,
    status: _status,
    ...rest
  } = flag;
  return rest as FakePostHogFlag;
}

/** Names of cohorts are put in when a flag is shown; clients send them back. */
function shown(flag: FakePostHogFlag): unknown {
  const copy = structuredClone(flag);
  for (const group of copy.filters.groups ?? [])
    for (const property of group.properties ?? []) if (property['type'] === 'cohort') property['cohort_name'] = 'Staff';
  return copy;
}
