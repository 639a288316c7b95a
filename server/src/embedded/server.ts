/** The HTTP server: routes, checks that every request passes, uniform errors. */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Auth, type Caller } from './auth.ts';
import type { Evaluation } from './evaluation/evaluation.ts';
import { ApiError, errorStatus } from './errors.ts';
import { defaultEventOptions, Events, type EventOptions } from './events.ts';
import type { Logger } from './log.ts';
import { defaultApiRate, RateLimit, type ApiRate } from './rate-limit.ts';
import { routes } from './routes/registry.ts';
import type { Route, RouteAnswer, Services } from './routes/route.ts';
import type { Claim } from './store/once.ts';
import type { Sessions } from './store/sessions.ts';
import { sendError, toApiError } from './send-error.ts';
import { limits } from './shapes.ts';
import { signInAssets } from './sign-in-page.ts';
import { checkSite, createSite, securityHeaders, type Site } from './site.ts';
import type { Store } from './store/store.ts';
import { hashOf } from './store/tokens.ts';
import { parse } from './validate.ts';

/** Files of a page, by path. */
export type Assets = ReadonlyMap<string, { readonly contentType: string; readonly body: string }>;

export interface ServerOptions {
  readonly store: Store;
  readonly log: Logger;
  /** What applications read flags through. */
  readonly evaluation: Evaluation;
  /** The dashboard: `/`, `/dashboard.css`, `/dashboard.js`. */
  readonly assets: Assets;
  readonly events?: Partial<EventOptions>;
  readonly apiRate?: ApiRate | undefined;
  /** HTTPS in place of HTTP. */
  readonly tls?: Tls | null;
}

/** A key and its certificate chain, as PEM. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
}

export interface Server {
  readonly app: FastifyInstance;
  readonly sessions: Sessions;
  readonly events: Events;
  /** The address people use; without a slash at the end. Known once the server listens. */
  publicUrl(): string;
  /**
   * Listens and gives the port (that the system chose, for 0).
   * @throws what the system says: EADDRINUSE, EACCES, ENOTFOUND ...
   */
  listen(address: { readonly host: string; readonly port: number; readonly publicUrl: string | null }): Promise<number>;
  /** Ends streams and connections. */
  close(): Promise<void>;
}

export function createServer(options: ServerOptions): Server {
  const { store, log, evaluation } = options;
  const { sessions } = store;
  const auth = new Auth(store, sessions, log);
  const events = new Events(store, auth, evaluation.fleet, log, { ...defaultEventOptions, ...options.events });
  let site: Site = { hosts: new Set(), origins: new Set() };
  let url = '';
  const services: Services = { store, sessions, auth, events, evaluation, publicUrl: () => url };
  const app = createApp(log, options.tls ?? null);

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    checkSite(site, request.raw);
  });
  const { reads, writes, nowMs } = options.apiRate ?? defaultApiRate;
  const limits = { reads: new RateLimit(reads, nowMs), writes: new RateLimit(writes, nowMs) };
  for (const route of routes) registerRoute(app, services, route, limits);
  evaluation.register(app);
  registerAssets(app, new Map([...options.assets, ...signInAssets]));
  app.setErrorHandler((error, request, reply) =>
    sendError(reply, toApiError(error, request, log), error, request.routeOptions.config.invalidStatus),
  );
  app.setNotFoundHandler((request, reply) => sendUnknown(request, reply, options.assets));

  return {
    app,
    sessions,
    events,
    publicUrl: () => url,
    listen: async ({ host, port, publicUrl }) => {
      await app.listen({ host, port });
      const address = app.server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : port;
      const scheme = options.tls ? 'https' : 'http';
      site = createSite(host, bound, publicUrl, scheme);
      url = publicUrl?.replace(/\/+$/, '') ?? `${scheme}://${reachableName(host)}:${bound}`;
      store.serveFlagsAt((_project, flagKey) => `${url}/#/flag/${encodeURIComponent(flagKey)}`);
      return bound;
    },
    close: async () => {
      events.close();
      await app.close();
    },
  };
}

/** Of Node's own server, whether or not it encrypts. */
const serverLimits = { maxHeaderSize: 16 * 1024, headersTimeout: 10_000 };

function createApp(log: Logger, tls: Tls | null): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: 30_000,
    // Longer than the heartbeat of the event streams, which would be cut otherwise.
    connectionTimeout: 120_000,
    keepAliveTimeout: 10_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    http: serverLimits,
    ...(tls ? { https: { ...serverLimits, ...tls } } : {}),
    // A key has at most 200 characters, of which an encoded one takes three.
    routerOptions: { maxParamLength: 3 * limits.key },
    frameworkErrors: (error, request, reply) => {
      reply.headers(securityHeaders);
      sendError(reply, toApiError(error, request, log), error);
    },
    clientErrorHandler: (_error, socket) => {
      if (!socket.writable) return;
      const body = JSON.stringify({ error: { code: 'invalid', message: 'This is not an HTTP request.' } });
      socket.end(
        `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
    },
  });
  // JSON and nothing else: a form or text/plain is what another site could send without asking.
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else parseJson(request, typeof body === 'string' ? body : body.toString(), done);
  });
  return app;
}

interface RateLimits {
  readonly reads: RateLimit;
  readonly writes: RateLimit;
}

function registerRoute(app: FastifyInstance, services: Services, route: Route, rate: RateLimits): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: route.maxBytes ?? limits.bodyBytes,
    config: { invalidStatus: route.invalidStatus ?? errorStatus.invalid },
    onRequest: async (request) => {
      if (route.role === null) return;
      const caller = await services.auth.authenticate(request.raw);
      requireWithin(route.method === 'GET' ? rate.reads : rate.writes, caller);
      const { project } = request.params as { project?: string };
      services.auth.authorize(caller, route.role, project === undefined ? {} : { project });
      callers.set(request, caller);
    },
    handler: async (request, reply) => {
      const caller = callers.get(request) ?? null;
      const answer = await route.handle({
        services,
        params: request.params as Record<string, string>,
        expectedRevision: route.ifMatch ? readIfMatch(request) : '',
        query: route.query ? parse(route.query, request.query, 'query') : undefined,
        body: route.body ? parse(route.body, request.body ?? {}, 'body') : undefined,
        caller,
        claim: route.once && caller ? readClaim(request, caller) : null,
        raw: request.raw,
      });
      return sendAnswer(request, reply, answer);
    },
  });
}

/** @throws ApiError `rate-limited` */
function requireWithin(rate: RateLimit, { tokenId, sessionId, name }: Caller): void {
  const retryAfter = rate.take(sessionId ?? tokenId ?? name);
  if (retryAfter === null) return;
  const wait = retryAfter === 1 ? 'a second' : `${retryAfter} seconds`;
  throw new ApiError('rate-limited', `Too many requests at once: nothing was done. Wait ${wait} and try again.`, {
    retryAfter,
  });
}

async function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: RouteAnswer): Promise<FastifyReply> {
  if (answer.stream) {
    reply.hijack();
    await answer.stream(reply.raw, securityHeaders);
    return reply;
  }
  reply.header('cache-control', answer.etag === undefined ? 'no-store' : 'no-cache');
  reply.headers({ ...answer.headers });
  if (answer.etag !== undefined) {
    reply.header('etag', `"${answer.etag}"`);
    const isKnown = request.method === 'GET' && readEntityTags(request.headers['if-none-match']).includes(answer.etag);
    if (isKnown) return reply.code(304).send();
  }
  return reply.code(answer.status ?? 200).send(answer.body);
}

function registerAssets(app: FastifyInstance, assets: Assets): void {
  for (const [path, { contentType, body }] of assets) {
    app.get(path, (_request, reply) =>
      reply.header('content-type', contentType).header('cache-control', 'no-cache').send(body),
    );
  }
}

/** @throws ApiError `revision-required`, `invalid` */
function readIfMatch(request: FastifyRequest): string {
  const header = request.headers['if-match'];
  if (header === undefined || header.trim() === '*') {
    throw new ApiError(
      'revision-required',
      'Say which revision you saw: send If-Match with the flag\'s ETag, such as If-Match: "17".',
    );
  }
  const revision = /^\s*"?(\d{1,15})"?\s*$/.exec(header)?.[1];
  if (revision === undefined) throw new ApiError('invalid', 'If-Match names one revision, such as "17".');
  return revision;
}

/** @throws ApiError `invalid` */
function readClaim(request: FastifyRequest, caller: Caller): Claim | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[!-~]{1,200}$/.test(key)) {
    throw new ApiError('invalid', 'An Idempotency-Key is 1 to 200 printable characters, such as a UUID.');
  }
  const what = [request.method, request.url, request.headers['if-match'] ?? null, request.body ?? null];
  return { caller: caller.tokenId ?? caller.name, key, request: hashOf(JSON.stringify(what)) };
}

function readEntityTags(header: string | undefined): readonly string[] {
  return (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
}

function sendUnknown(request: FastifyRequest, reply: FastifyReply, assets: Assets): FastifyReply {
  const path = request.url.split('?')[0] ?? '';
  const allowed = [
    ...routes.filter((route) => pathPattern(route.path).test(path)).map(({ method }) => method),
    ...(assets.has(path) || signInAssets.has(path) ? ['GET'] : []),
  ];
  if (allowed.length === 0) return sendError(reply, new ApiError('not-found', 'There is nothing at this address.'));
  reply.header('allow', allowed.join(', '));
  return sendError(reply, new ApiError('method-not-allowed', `This address takes ${allowed.join(' and ')} only.`));
}

function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

function reachableName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
