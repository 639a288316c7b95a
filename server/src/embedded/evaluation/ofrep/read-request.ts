/** What an OFREP request says: its body's context, and which claims about the scope are in it. Pure. */
import type { Claim } from '../caller.ts';
import type { Failure } from './answers.ts';

export interface OfrepRequest {
  readonly targetingKey: string | null;
  readonly claim: Claim;
}

/** @returns a failure where the body is something else than an evaluation request */
export function readBody(body: unknown): OfrepRequest | Failure {
  if (body === undefined || body === null) return read({});
  if (!isObject(body)) return { errorCode: 'PARSE_ERROR', errorDetails: 'The body is {"context": {...}}.' };
  const context = body['context'] ?? {};
  if (!isObject(context)) return { errorCode: 'INVALID_CONTEXT', errorDetails: 'The context is an object.' };
  return read(context);
}

function read(context: Readonly<Record<string, unknown>>): OfrepRequest | Failure {
  const targetingKey = context['targetingKey'] ?? null;
  if (targetingKey !== null && typeof targetingKey !== 'string') {
    return { errorCode: 'INVALID_CONTEXT', errorDetails: 'The targetingKey is a string.' };
  }
  const { datacenter, server } = context;
  return {
    targetingKey: targetingKey === '' ? null : targetingKey,
    claim: { source: 'the context', datacenter, server },
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
