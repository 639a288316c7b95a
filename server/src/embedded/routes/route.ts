/** One route of the API as data: what the server registers, and what the OpenAPI document says, are read from the same place. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import type { Auth, Caller } from '../auth.ts';
import type { ErrorCode } from '../errors.ts';
import type { Evaluation } from '../evaluation/evaluation.ts';
import type { Events } from '../events.ts';
import type { Claim } from '../store/once.ts';
import type { Sessions } from '../store/sessions.ts';
import type { Role } from '../shapes.ts';
import type { Store } from '../store/store.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What routes work with. */
export interface Services {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly auth: Auth;
  readonly events: Events;
  readonly evaluation: Evaluation;
  /** Where people reach the server, without a slash at the end. */
  readonly publicUrl: () => string;
}

export interface RouteRequest<Body, Query> {
  readonly services: Services;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly query: Query;
  /** Null only on routes without a role. */
  readonly caller: Caller | null;
  /** The revision in `If-Match`; empty where the route does not ask for it. */
  readonly expectedRevision: string;
  /** From `Idempotency-Key`; null where the caller sent none or the route does not write a flag. */
  readonly claim: Claim | null;
  readonly raw: IncomingMessage;
}

export interface RouteAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Strong ETag without quotes. A matching `If-None-Match` on a GET becomes a 304. */
  readonly etag?: string;
  /** Takes over the response instead. */
  readonly stream?: (response: ServerResponse, headers: Readonly<Record<string, string>>) => Promise<void>;
}

export interface RouteDefinition<Body extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType> {
  readonly method: Method;
  /** As in OpenAPI: `/api/v1/projects/{project}`. */
  readonly path: string;
  /** Null: anybody. */
  readonly role: Role | null;
  readonly summary: string;
  readonly body?: Body;
  readonly query?: Query;
  /** How large a body may be, where that is not the usual limit. */
  readonly maxBytes?: number;
  readonly ifMatch?: boolean;
  /** Honors `Idempotency-Key`. */
  readonly once?: boolean;
  /** By status; null where there is no JSON body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** Media type of the answers where that is not JSON. */
  readonly mediaType?: string;
  /** The status of `invalid`, where a specification wants another one than 422. */
  readonly invalidStatus?: 400;
  /** Beyond those every route can answer with. */
  readonly errors?: readonly ErrorCode[];
}

export interface Route extends RouteDefinition {
  readonly handle: (request: RouteRequest<unknown, unknown>) => RouteAnswer | Promise<RouteAnswer>;
}

/** Ties the type of the handler's request to the route's schemas. */
export function defineRoute<Body extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined>(
  definition: RouteDefinition<Body, Query>,
  handle: (request: RouteRequest<z.output<Body>, z.output<Query>>) => RouteAnswer | Promise<RouteAnswer>,
): Route {
  // The server has parsed body and query with exactly these schemas before it calls the handler.
  return { ...definition, handle: handle as Route['handle'] };
}

/** The caller of a route that has a role; the server refuses to call it without one. */
export function callerOf(request: RouteRequest<unknown, unknown>): Caller {
  if (!request.caller) throw new Error('This route is reached without a caller.');
  return request.caller;
}

/** A parameter of the route's path. */
export function param(request: RouteRequest<unknown, unknown>, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}.`);
  return value;
}
