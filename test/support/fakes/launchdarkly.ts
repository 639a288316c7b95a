/**
 * A FAKE of LaunchDarkly's REST API v2, for tests: small, stateful, on a free loopback port. Written from its OpenAPI document
 * (launchdarkly/api-client-go), and stricter than it is said to be: an unknown query, field or instruction is refused.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  environmentOf,
  page,
  project,
  queryOf,
  refuse,
  shown,
  statusList,
  type FakeEnvironment,
  type FakeStatus,
} from './launchdarkly-answers.ts';
import { createHistory } from './launchdarkly-history.ts';
import { FakeRefusal, newFlag, patched, type FakeFlag, type NewFlag } from './launchdarkly-flags.ts';

export interface FakeToken {
  readonly role: string;
  readonly customRoleIds?: readonly string[];
  /** May not look at itself, as tokens with some custom roles. */
  readonly isBlind?: boolean;
  /** May not read the audit log. */
  readonly lacksHistory?: boolean;
}

export interface FakeLaunchDarklyOptions {
  readonly flags: readonly NewFlag[];
  /** Default: production (critical) and staging. */
  readonly environments?: readonly FakeEnvironment[];
  /** Default: `api-writer` and `api-reader`. */
  readonly tokens?: { readonly [token: string]: FakeToken };
  /** The role of the member all tokens belong to; default `admin`. */
  readonly memberRole?: string;
}

export interface FakeLaunchDarkly {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly requests: readonly { readonly method: string; readonly url: string; readonly body: unknown }[];
  /** The flag as it is stored. */
  flag(key: string): FakeFlag;
  add(flags: readonly NewFlag[]): void;
  /** Somebody else changes a flag by a semantic patch without a comment. */
  edit(key: string, environmentKey: string, ...instructions: readonly object[]): void;
  /** Somebody else changes what no instruction of this fake changes, rules above all; it is logged like any change. */
  rewrite(
    key: string,
    environment: string,
    action: string,
    change: (config: FakeFlag['environments'][string]) => void,
  ): void;
  setStatus(environment: string, key: string, status: FakeStatus): void;
  /** The environments where changes need an approval. */
  requireApprovals(environments: readonly string[]): void;
  /** The next patch is refused: it would break a pending change, or it came at the same time as another. */
  refuseNextPatch(reason: 'conflict' | 'pending'): void;
  /** The next patch is accepted and not carried out. */
  ignoreNextPatch(): void;
  /** What the next patch is preceded by: the moment between reading and writing. */
  beforeNextPatch(action: () => void): void;
  /** What the next request to such a path is preceded by. */
  beforeNext(matches: (path: string) => boolean, action: () => void): void;
  /** From the next request on that matches, only 429. `headers`: with which. */
  limit(matches: (path: string) => boolean, headers?: { readonly [name: string]: string }): void;
  /** What these requests get instead. */
  fail(matches: (path: string) => boolean, status: number): void;
  close(): Promise<void>;
}

const defaultTokens: { readonly [token: string]: FakeToken } = {
  'api-writer': { role: 'writer' },
  'api-reader': { role: 'reader' },
};
const defaultEnvironments: readonly FakeEnvironment[] = [{ key: 'production', critical: true }, { key: 'staging' }];

interface SentPatch {
  readonly environmentKey?: string;
  readonly comment?: string;
  readonly instructions?: readonly object[];
}

/** Starts it. Close it when the test ends. */
export async function startFakeLaunchDarkly(options: FakeLaunchDarklyOptions): Promise<FakeLaunchDarkly> {
  const { environments = defaultEnvironments, tokens = defaultTokens } = options;
  const keys = environments.map(({ key }) => key);
  const flags = new Map<string, FakeFlag>();
  const statuses = new Map<string, FakeStatus>();
  const history = createHistory();
  const requests: { method: string; url: string; body: unknown }[] = [];
  const faults: { matches: (path: string) => boolean; refuse: () => FakeRefusal }[] = [];
  let approvals: readonly string[] = [];
  let nextPatch: 'conflict' | 'pending' | 'ignored' | null = null;
  let beforePatch: (() => void) | null = null;
  let before: { matches: (path: string) => boolean; action: () => void } | null = null;
  let ticks = 0;
  const now = (): number => Date.UTC(2026, 10, 20, 8) + ticks++ * 1_000;

  const find = (key: string): FakeFlag => {
    const flag = flags.get(key);
    if (flag === undefined) throw new FakeRefusal(404, 'Unknown feature flag key');
    return flag;
  };
  const store = (flag: FakeFlag, environment: string, actions: readonly string[], comment: string): void => {
    history.add(environment, actions, { comment, date: now(), before: flags.get(flag.key) ?? null, after: flag });
    flags.set(flag.key, flag);
  };
  const patch = (key: string, body: SentPatch): void => {
    const { flag, actions } = patched(find(key), body, now());
    if (JSON.stringify(flag) !== JSON.stringify(find(key)))
      store(flag, body.environmentKey ?? '', actions, body.comment ?? '');
  };
  const add = (more: readonly NewFlag[]): void => {
    for (const flag of more) store(newFlag(flag, project, keys), '*', ['createFlag'], '');
  };

  const list = (url: URL): unknown => {
    const { env, summary, filter = '', ...range } = queryOf(url, ['env', 'summary', 'filter', 'limit', 'offset']);
    if (env !== undefined && !keys.includes(env)) throw new FakeRefusal(404, `Unknown environment key "${env}"`);
    const state = /^state:(live|deprecated|archived)$/.exec(filter)?.[1];
    if (filter !== '' && state === undefined) throw new FakeRefusal(400, `Unknown filter "${filter}"`);
    const all = [...flags.values()].filter(({ archived, deprecated }) =>
      state === undefined ? !archived : state === (archived ? 'archived' : deprecated ? 'deprecated' : 'live'),
    );
    return page(
      url,
      all.map((flag) => shown(flag, env === undefined ? [] : [env], summary === '0')),
      range,
    );
  };

  const status = (environment: string): unknown => {
    if (!keys.includes(environment)) throw new FakeRefusal(404, `Unknown environment key "${environment}"`);
    const live = [...flags.values()].filter(({ archived }) => !archived);
    return statusList(
      environment,
      live.map(({ key }) => ({ key, status: statuses.get(`${environment}/${key}`) })),
    );
  };

  const answer = (request: IncomingMessage, body: unknown): unknown => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const method = request.method ?? 'GET';
    if (before?.matches(url.pathname + url.search)) {
      before.action();
      before = null;
    }
    const fault = faults.find(({ matches }) => matches(url.pathname + url.search));
    if (fault !== undefined) throw fault.refuse();
    const token = Object.hasOwn(tokens, request.headers.authorization ?? '')
      ? tokens[request.headers.authorization ?? '']
      : undefined;
    if (token === undefined) throw new FakeRefusal(401, 'Invalid access token');
    if (request.headers['ld-api-version'] !== '20240415')
      throw new FakeRefusal(400, 'The fake speaks version 20240415 only');
    const [api, version, kind, ...path] = url.pathname.split('/').slice(1).map(decodeURIComponent);
    if (api !== 'api' || version !== 'v2') throw new FakeRefusal(404, 'Not found');
    if (method === 'PATCH' && kind === 'flags' && path.length === 2) return change(request, url, path, body, token);
    if (method !== 'GET') throw new FakeRefusal(405, 'Method not allowed');
    const isOf = (length: number): boolean => path[0] === project && path.length === length;
    switch (kind) {
      case 'caller-identity':
        return {
          accountId: 'account',
          authKind: 'token',
          tokenKind: 'auth',
          tokenId: `id-${Object.keys(tokens).indexOf(request.headers.authorization ?? '')}`,
          memberId: 'mia',
          serviceToken: false,
        };
      case 'tokens':
        if (token.isBlind === true) throw new FakeRefusal(403, 'Access to the requested resource was denied');
        return {
          _id: path[0],
          ownerId: 'account',
          memberId: 'mia',
          creationDate: 0,
          lastModified: 0,
          customRoleIds: [],
          inlineRole: [],
          ...token,
          _links: {},
        };
      case 'members':
        return {
          _id: 'mia',
          email: 'mia@shop.example',
          role: options.memberRole ?? 'admin',
          customRoles: [],
          permissionGrants: [],
          teams: [],
          _links: {},
        };
      case 'auditlog': {
        if (token.lacksHistory === true) throw new FakeRefusal(403, 'Access to the requested resource was denied');
        return path.length === 0 ? history.list(url) : history.entry(path[0] ?? '');
      }
      case 'projects':
        if (path[0] !== project || path[1] !== 'environments') throw new FakeRefusal(404, 'Unknown project key');
        return page(url, environments.map(environmentOf), queryOf(url, ['limit', 'offset', 'filter', 'sort']));
      case 'flag-statuses':
        return isOf(2) ? status(path[1] ?? '') : refuse(404, 'Unknown project key');
      case 'flags':
        if (isOf(1)) return list(url);
        queryOf(url, ['env', 'expand']);
        return isOf(2) ? shown(find(path[1] ?? ''), keys, true) : refuse(404, 'Unknown project key');
      default:
        throw new FakeRefusal(404, 'Not found');
    }
  };

  const change = (
    request: IncomingMessage,
    url: URL,
    path: readonly string[],
    body: unknown,
    token: FakeToken,
  ): unknown => {
    const { ignoreConflicts } = queryOf(url, ['ignoreConflicts', 'dryRun']);
    if (path[0] !== project) throw new FakeRefusal(404, 'Unknown project key');
    const key = path[1] ?? '';
    if (token.role === 'reader') throw new FakeRefusal(403, 'Access to the requested resource was denied');
    // Without the domain model, the body counts as a JSON patch.
    if (!/^application\/json;\s*domain-model=launchdarkly\.semanticpatch$/.test(request.headers['content-type'] ?? ''))
      throw new FakeRefusal(400, 'Invalid JSON patch');
    find(key);
    beforePatch?.();
    beforePatch = null;
    const sent = body as SentPatch;
    if (approvals.includes(sent.environmentKey ?? ''))
      throw new FakeRefusal(405, 'Approval is required to make this request');
    const fate = nextPatch;
    nextPatch = null;
    if (fate === 'conflict') throw new FakeRefusal(409, 'Conflict. Optimistic lock error. Try again later.');
    if (fate === 'pending' && ignoreConflicts !== 'true')
      throw new FakeRefusal(400, 'This change would cause a scheduled change to fail');
    if (fate !== 'ignored') patch(key, sent);
    return shown(find(key), keys, true);
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      requests.push({ method: request.method ?? '', url: request.url ?? '', body });
      const send = (code: number, value: unknown, headers: object = {}): void => {
        response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
      };
      try {
        send(200, answer(request, body));
      } catch (error) {
        if (!(error instanceof FakeRefusal)) throw error;
        send(error.status, error.body, error.headers);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  add(options.flags);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    flag: find,
    add,
    edit: (key, environmentKey, ...instructions) => patch(key, { environmentKey, instructions }),
    rewrite(key, environment, action, edit) {
      const copy = structuredClone(find(key));
      const config = copy.environments[environment];
      if (config === undefined) throw new Error(`the fake has no environment ${environment}`);
      edit(config);
      Object.assign(config, { version: config.version + 1, lastModified: now() });
      store(copy, environment, [action], '');
    },
    setStatus: (environment, key, value) => void statuses.set(`${environment}/${key}`, value),
    requireApprovals(list) {
      approvals = list;
    },
    refuseNextPatch(reason) {
      nextPatch = reason;
    },
    ignoreNextPatch() {
      nextPatch = 'ignored';
    },
    beforeNext(matches, action) {
      before = { matches, action };
    },
    beforeNextPatch(action) {
      beforePatch = action;
    },
    limit: (matches, headers = {}) =>
      void faults.push({
        matches,
        refuse: () => new FakeRefusal(429, "You've exceeded the API rate limit. Try again later.", headers),
      }),
    fail: (matches, code) =>
      void faults.push({ matches, refuse: () => new FakeRefusal(code, 'The fake was told to fail') }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
