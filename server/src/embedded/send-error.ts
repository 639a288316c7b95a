/** What went wrong with a request, as an HTTP answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, errorStatus, type ErrorCode } from './errors.ts';
import type { Logger } from './log.ts';
import { limits } from './shapes.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** See `RouteDefinition`. */
    readonly invalidStatus?: number;
  }
}

/** Answers with an error: its status, what to do next, and in the body what went wrong. `original`: what was thrown first. */
export function sendError(
  reply: FastifyReply,
  error: ApiError,
  original?: unknown,
  invalidStatus: number = errorStatus.invalid,
): FastifyReply {
  const { code, message, current, details } = error;
  const headers: Record<string, string> = {
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
  };
  if (code === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
  if (code === 'rate-limited') headers['retry-after'] = String(error.retryAfter ?? 60);
  if (code === 'unavailable') headers['retry-after'] = '2';
  if (code === 'payload-too-large') headers['connection'] = 'close';
  const status = statusOf(code, original, invalidStatus);
  // The status stands in the body too because the OpenFeature manifest's clients look for it there.
  const body = { code, message, status, ...(current ? { current } : {}), ...(details.length > 0 ? { details } : {}) };
  return reply.code(status).headers(headers).send({ error: body });
}

/** `invalid` is mostly 422, but 400 for JSON or addresses that do not parse and 415 for a body that is not JSON. */
function statusOf(code: ErrorCode, original: unknown, invalidStatus: number): number {
  const status = original instanceof Error && 'statusCode' in original ? original.statusCode : null;
  if (code !== 'invalid') return errorStatus[code];
  return status === 400 || status === 415 ? status : invalidStatus;
}

/** What a request failed with, as the caller may know it; what nobody expected goes to the log. */
export function toApiError(error: unknown, request: FastifyRequest, log: Logger): ApiError {
  if (error instanceof ApiError) {
    if (error.code === 'internal') log.error(`${error.message} ${String(error.cause)}`);
    return error;
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  if (status === 413) {
    return new ApiError(
      'payload-too-large',
      `This request's body has at most ${(request.routeOptions.bodyLimit ?? limits.bodyBytes) / 1024} KiB.`,
    );
  }
  if (status === 415) return new ApiError('invalid', 'Send JSON, with "Content-Type: application/json".');
  if (status === 414) return new ApiError('not-found', 'There is nothing at this address.');
  if (status === 400)
    return new ApiError('invalid', 'The request cannot be read: its address or its JSON is malformed.');
  log.error(`${request.method} ${request.routeOptions.url ?? 'unknown address'} failed: ${stackOf(error)}`);
  return new ApiError('internal', 'The control plane failed to answer this request; its log says why.');
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
