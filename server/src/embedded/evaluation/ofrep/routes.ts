/** OFREP over HTTP (open-feature/protocol, 0.3.0): one flag, all flags, and the event stream that says when to ask again. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../errors.ts';
import { isRefusal, placeCaller, type Claim, type SdkAccess, type SdkCaller } from '../caller.ts';
import type { ServedScope } from '../compile.ts';
import { readCredentials } from '../credentials.ts';
import type { Definition, Definitions } from '../definitions.ts';
import type { FlagSource } from '../flag-source.ts';
import { clientName, FleetFull, type Fleet } from '../fleet/fleet.ts';
import type { LastEvaluated } from '../last-evaluated.ts';
import type { Logger } from '../../log.ts';
import type { RateLimit } from '../../rate-limit.ts';
import { answerAll, answerOne, entityTag, statusOf, type BulkAnswer, type Failure } from './answers.ts';
import type { EventStreams } from './event-streams.ts';
import { ofrepPaths } from './paths.ts';
import { readBody } from './read-request.ts';
import type { Tickets } from './tickets.ts';

export interface OfrepServices {
  readonly source: FlagSource;
  readonly access: SdkAccess;
  readonly definitions: Definitions;
  readonly fleet: Fleet;
  readonly lastEvaluated: LastEvaluated;
  readonly streams: EventStreams;
  readonly tickets: Tickets;
  /** By token. */
  readonly rate: RateLimit;
  /** By address: requests whose token is wrong. */
  readonly failures: RateLimit;
  readonly log: Logger;
  /** Of every answer. */
  readonly headers: Readonly<Record<string, string>>;
}

const bodyLimit = 64 * 1024;
/** After how many seconds out of sight a client closes its stream: what the specification suggests. */
const inactivityDelaySec = 120;
/** Says why, where the specification has no body for it. */
const reasonHeader = 'x-sluice-reason';

/** A request as its handler sees it: who calls, from where, and what that scope serves. */
interface Asked {
  readonly caller: SdkCaller;
  readonly scope: ServedScope;
  readonly definition: Definition;
  readonly targetingKey: string | null;
}

/** An answer that ends a request early. 401 and 403 have no body. */
class Refused extends Error {
  readonly status: number;
  readonly body: Failure | { readonly errorDetails: string } | null;
  readonly retryAfter: number | null;

  constructor(status: number, message: string, failure?: Failure, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.body = status === 401 || status === 403 ? null : (failure ?? { errorDetails: message });
    this.retryAfter = retryAfter;
  }
}

/** Adds the routes; their errors have OFREP's shapes. */
export function registerOfrep(app: FastifyInstance, services: OfrepServices): void {
  void app.register(async (ofrep) => {
    const callers = new WeakMap<FastifyRequest, SdkCaller>();
    const claims = new WeakMap<FastifyRequest, readonly Claim[]>();
    // Before the body is read: nobody without a token makes us parse anything.
    const onRequest = async (request: FastifyRequest): Promise<void> => {
      const credentials = readCredentials((name) => headerOf(request, name));
      if (credentials.problem !== null) throw new Refused(401, credentials.problem);
      callers.set(request, await authenticate(services, request, credentials.token));
      claims.set(request, [...credentials.claims, queryClaim(request)]);
    };
    const ask = (request: FastifyRequest): Promise<Asked> =>
      readAsked(services, request, callers.get(request), claims.get(request) ?? []);

    ofrep.post(ofrepPaths.all, { onRequest, bodyLimit }, async (request, reply) =>
      sendAll(services, request, reply, await ask(request)),
    );
    // The second, because keys may hold slashes and the official server provider does not encode them.
    for (const path of [ofrepPaths.one.replace('{key}', ':key'), ofrepPaths.one.replace('{key}', ':key/*')]) {
      ofrep.post(path, { onRequest, bodyLimit }, async (request, reply) =>
        sendOne(services, request, reply, await ask(request)),
      );
    }
    ofrep.get(ofrepPaths.events, (request, reply) => openStream(services, request, reply));
    ofrep.setErrorHandler((error, request, reply) => sendError(services, request, reply, error));
  });
}

async function authenticate(
  services: OfrepServices,
  request: FastifyRequest,
  token: string | null,
): Promise<SdkCaller> {
  const caller = token === null ? null : await services.access.find(token);
  if (caller === null) {
    const wait = services.failures.take(request.socket.remoteAddress ?? 'unknown');
    if (wait !== null) throw new Refused(429, 'Too many requests with a wrong token.', undefined, wait);
    throw new Refused(401, 'The token is missing or not known, or was revoked, or has expired.');
  }
  const wait = services.rate.take(caller.grant);
  if (wait !== null) throw new Refused(429, 'Too many requests with this token.', undefined, wait);
  return caller;
}

async function readAsked(
  services: OfrepServices,
  request: FastifyRequest,
  caller: SdkCaller | undefined,
  claims: readonly Claim[],
): Promise<Asked> {
  if (!caller) throw new Error('A request is authenticated before it is answered.');
  const body = readBody(request.body);
  if ('errorCode' in body) throw new Refused(400, body.errorDetails, body);
  const scope = placeCaller(caller, [...claims, body.claim]);
  if (isRefusal(scope)) {
    if (scope.kind === 'forbidden') throw new Refused(403, scope.message);
    throw new Refused(400, scope.message, { errorCode: 'INVALID_CONTEXT', errorDetails: scope.message });
  }
  const { flagConfigEtag } = request.query as { flagConfigEtag?: string };
  await services.source.settled(scope.project);
  let definition = services.definitions.of(scope);
  // Another replica announced a change that this one has not seen: the client must not be told that nothing changed.
  if (flagConfigEtag !== undefined && flagConfigEtag !== definition?.fingerprint) {
    await services.source.refresh(scope.project);
    definition = services.definitions.of(scope);
  }
  if (definition === null) {
    const message = `There is no environment "${scope.environment}" in a project "${scope.project}".`;
    throw new Refused(400, message, { errorCode: 'GENERAL', errorDetails: message });
  }
  services.fleet.admit(scope);
  return { caller, scope, definition, targetingKey: body.targetingKey };
}

function sendOne(services: OfrepServices, request: FastifyRequest, reply: FastifyReply, asked: Asked): FastifyReply {
  const { scope, definition, targetingKey } = asked;
  const flagKey = flagKeyOf(request) ?? '';
  const answer = answerOne(definition, flagKey, targetingKey);
  if (definition.flags.has(flagKey)) services.lastEvaluated.note(scope.project, scope.environment, flagKey);
  noteSeen(services, request, asked);
  return reply
    .code(statusOf(answer))
    .headers({ ...services.headers, 'cache-control': 'no-store' })
    .send(answer);
}

function sendAll(services: OfrepServices, request: FastifyRequest, reply: FastifyReply, asked: Asked): FastifyReply {
  const { scope, definition, targetingKey, caller } = asked;
  const { tickets } = services;
  const ticketFor = { grant: caller.grant, scope, fingerprint: definition.fingerprint };
  const ticket = tickets.issue(ticketFor);
  const tag = entityTag(definition, targetingKey, ticket);
  // A ticket that was issued a while ago still opens a stream: a client that has it needs no new one.
  const olderTag = entityTag(definition, targetingKey, tickets.issue(ticketFor, 1));
  const known = readEntityTags(headerOf(request, 'if-none-match'));
  const sameTag = [tag, olderTag].find((each) => known.includes(each));
  noteSeen(services, request, asked);
  reply.headers({ ...services.headers, 'cache-control': 'no-cache', etag: `"${sameTag ?? tag}"` });
  if (sameTag !== undefined) return reply.code(304).send();
  const body: BulkAnswer = {
    flags: answerAll(definition, targetingKey),
    metadata: definition.flagSet,
    eventStreams: [
      { type: 'sse', endpoint: { requestUri: `${ofrepPaths.events}?ticket=${ticket}` }, inactivityDelaySec },
    ],
  };
  return reply.code(200).send(body);
}

function noteSeen({ fleet }: OfrepServices, request: FastifyRequest, { scope, definition }: Asked): void {
  fleet.seen(scope, { via: 'ofrep', client: clientName(headerOf(request, 'user-agent')), definition });
}

async function openStream(
  services: OfrepServices,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { access, fleet, streams, tickets } = services;
  const { ticket: text } = request.query as { ticket?: unknown };
  const ticket = typeof text === 'string' ? tickets.read(text) : null;
  if (ticket === null || !(await access.active([ticket.grant])).has(ticket.grant)) {
    throw new Refused(401, 'The ticket has expired: ask for all flags again.');
  }
  const problem = streams.refuse(ticket);
  if (problem === 'too-many') throw new Refused(429, 'Too many event streams are open: poll instead.', undefined, 60);
  if (problem === 'unknown-scope') throw new Refused(401, 'What the ticket is for does not exist any more.');
  fleet.admit(ticket.scope);
  const connection = fleet.connect(ticket.scope, { via: 'ofrep', client: clientName(headerOf(request, 'user-agent')) });
  reply.hijack();
  const lastEventId = headerOf(request, 'last-event-id') ?? null;
  streams.open(reply.raw, ticket, { lastEventId, headers: services.headers, connection });
  return reply;
}

function sendError(
  services: OfrepServices,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  const refused = toRefused(services, request, error);
  reply.code(refused.status).headers({ ...services.headers, 'cache-control': 'no-store' });
  if (refused.status === 401) reply.header('www-authenticate', 'Bearer');
  if (refused.retryAfter !== null) reply.header('retry-after', String(refused.retryAfter));
  if (refused.body === null) return reply.header(reasonHeader, refused.message).send();
  const flagKey = flagKeyOf(request);
  return reply.send(flagKey === undefined ? refused.body : { key: flagKey, ...refused.body });
}

function toRefused({ log }: OfrepServices, request: FastifyRequest, error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof FleetFull) return new Refused(429, error.message, undefined, 60);
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  if (status === 413) return new Refused(413, `A context has at most ${bodyLimit / 1024} KiB.`);
  if (status === 400 || status === 415) {
    const message = 'The body is JSON, with "Content-Type: application/json".';
    return new Refused(400, message, { errorCode: 'PARSE_ERROR', errorDetails: message });
  }
  if (error instanceof ApiError && error.code === 'forbidden') return new Refused(403, error.message);
  // As the rest of the API has it: a client that waits as long meets a database that is back, mostly.
  if (error instanceof ApiError && error.code === 'unavailable') return new Refused(503, error.message, undefined, 2);
  log.error(`${request.method} ${ofrepPaths.all} failed: ${error instanceof Error ? error.stack : String(error)}`);
  return new Refused(500, 'The control plane failed to answer this request; its log says why.');
}

function flagKeyOf(request: FastifyRequest): string | undefined {
  const { key, '*': rest } = (request.params ?? {}) as { key?: string; '*'?: string };
  return rest === undefined ? key : `${key}/${rest}`;
}

function queryClaim(request: FastifyRequest): Claim {
  const { project, environment } = request.query as Record<string, unknown>;
  return { source: 'the query', project, environment };
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

function readEntityTags(header: string | undefined): readonly string[] {
  return (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, '').replaceAll('"', ''));
}
