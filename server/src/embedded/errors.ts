/** The two ways in which the control plane says no: to a request, and to being started. */
import type { Flag } from '../core/model.ts';

export const errorStatus = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  /** Another person has to approve the change; nothing was changed. */
  'approval-required': 409,
  'payload-too-large': 413,
  invalid: 422,
  'revision-required': 428,
  'rate-limited': 429,
  internal: 500,
  /** The database is away; nothing was changed. */
  unavailable: 503,
  /** The database went away while it was asked to commit: nobody knows whether the change was made. */
  'unknown-outcome': 504,
  'disk-full': 507,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** One thing that is wrong with a request: where, and what would be right. */
export interface ErrorDetail {
  readonly path: string;
  readonly message: string;
}

/** Expected trouble with one request. The message says what failed and what to do, and never holds a token. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  /** The flag as it is now, for `conflict`. */
  readonly current: Flag | null;
  readonly details: readonly ErrorDetail[];
  /** Seconds to wait before it may be tried again, for `rate-limited`. */
  readonly retryAfter: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    extra: { current?: Flag; details?: readonly ErrorDetail[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = 'ApiError';
    this.code = code;
    this.current = extra.current ?? null;
    this.details = extra.details ?? [];
    this.retryAfter = extra.retryAfter ?? null;
  }
}

/** The control plane cannot start (data directory, database file, port, seed). Shown to the person who started it. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}

/** An `invalid` error with one sentence. */
export function invalid(message: string, path = ''): ApiError {
  return new ApiError('invalid', message, path === '' ? {} : { details: [{ path, message }] });
}
