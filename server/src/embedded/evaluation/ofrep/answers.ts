/**
 * The bodies of OFREP's answers. Pure.
 * Source: open-feature/protocol, service/openapi.yaml 0.3.0, and its ADRs 0006 (code default) and 0008 (event streams).
 */
import { createHash } from 'node:crypto';
import type { JsonValue } from '../../../core/model.ts';
import type { Definition } from '../definitions.ts';
import { evaluate, type Evaluation } from '../evaluate.ts';

export type ErrorCode = 'PARSE_ERROR' | 'TARGETING_KEY_MISSING' | 'INVALID_CONTEXT' | 'FLAG_NOT_FOUND' | 'GENERAL';

/** `value` is left out where the default value in the code is to be used. */
export interface Success {
  readonly key: string;
  readonly reason: 'STATIC' | 'SPLIT' | 'DISABLED';
  readonly variant?: string;
  readonly value?: JsonValue;
  readonly metadata: Readonly<Record<string, string>>;
}

/** `key` only where one flag was asked for. */
export interface Failure {
  readonly key?: string;
  readonly errorCode: ErrorCode;
  readonly errorDetails: string;
}

export interface EventStreamPlace {
  readonly type: 'sse';
  /** Without an origin: the one at which the client called. */
  readonly endpoint: { readonly requestUri: string };
  /** After how many seconds out of sight a client closes the stream. */
  readonly inactivityDelaySec: number;
}

export interface BulkAnswer {
  readonly flags: readonly (Success | Failure)[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly eventStreams: readonly EventStreamPlace[];
}

/** The answer for one flag; its status is 200, or that of its error code. */
export function answerOne(definition: Definition, flagKey: string, targetingKey: string | null): Success | Failure {
  return toAnswer(flagKey, evaluate(definition, flagKey, targetingKey));
}

/** All flags of the definition, in its order. */
export function answerAll(definition: Definition, targetingKey: string | null): readonly (Success | Failure)[] {
  return [...definition.flags.keys()].map((flagKey) => answerOne(definition, flagKey, targetingKey));
}

export function statusOf(answer: Success | Failure): number {
  if (!('errorCode' in answer)) return 200;
  return answer.errorCode === 'FLAG_NOT_FOUND' ? 404 : 400;
}

/** Changes with whatever the answer is made of: the flags, what decides about a share, and where changes are announced. */
export function entityTag(definition: Definition, targetingKey: string | null, ticket: string): string {
  const what = JSON.stringify([definition.fingerprint, targetingKey, ticket]);
  return createHash('sha256').update(what).digest('base64url').slice(0, 22);
}

function toAnswer(key: string, evaluation: Evaluation): Success | Failure {
  switch (evaluation.kind) {
    case 'not-found':
      return { key, errorCode: 'FLAG_NOT_FOUND', errorDetails: 'There is no such flag here, or it is archived.' };
    case 'targeting-key-missing':
      return {
        key,
        errorCode: 'TARGETING_KEY_MISSING',
        errorDetails: 'The load is divided by targeting key: send "targetingKey" in the context.',
      };
    case 'disabled':
      return { key, reason: 'DISABLED', metadata: evaluation.metadata };
    case 'value': {
      const { reason, variant, value, metadata } = evaluation;
      return { key, reason, variant, value, metadata };
    }
  }
}
