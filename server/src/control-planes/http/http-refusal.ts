/** What an answer that is neither 2xx nor 304 means, as a kind and a sentence. */
import type { ControlPlaneErrorKind } from '../control-plane.ts';

export interface Refusal {
  readonly status: number;
  /** What the control plane's own body says it is; null: what the status says. */
  readonly kind: ControlPlaneErrorKind | null;
  readonly retryAfterMs: number | undefined;
  readonly isWrite: boolean;
  /** What the control plane says about it, already harmless; null where the body is not one of its own. */
  readonly says: string | null;
  /** Whether the adapter could have recognized the body. */
  readonly knowsBodies: boolean;
  /** Why no token was sent and what to do; null where one was. */
  readonly noTokenAdvice: string | null;
}

export interface RefusalMeaning {
  readonly kind: ControlPlaneErrorKind;
  /** Completes "Could not …: ". */
  readonly reason: string;
  readonly retryAfterMs?: number;
}

/** Completes a sentence about a change whose outcome nobody knows. */
export const mayBeDone = 'the change may have been made or not. Read the flag again before you decide';

export function meaningOf(refusal: Refusal): RefusalMeaning {
  const { status, says, retryAfterMs: wait } = refusal;
  const quote = says === null || says === '' ? '' : ` It says: ${says}${/[.?!…]$/.test(says) ? '' : '.'}`;
  const later = wait === undefined ? {} : { retryAfterMs: wait };
  if (refusal.kind !== null)
    return { kind: refusal.kind, reason: `${ownWords(refusal.kind, status)}${quote}`, ...later };
  switch (status) {
    case 401:
      return refusal.noTokenAdvice === null
        ? {
            kind: 'auth',
            reason:
              'it does not accept the token (401): unknown, expired or revoked. Sign in again, or set SLUICE_TOKEN to a new one',
          }
        : { kind: 'auth', reason: `it asks for a token, and none was sent (401). ${refusal.noTokenAdvice}` };
    case 403:
      return {
        kind: 'forbidden',
        reason: `it does not allow that (403).${quote || ' Ask for a token with a larger role.'}`,
      };
    case 404:
    case 410:
      if (says === null && refusal.knowsBodies) {
        const reason = `nothing is at that address (${status}), and what answers there is not this kind of control plane. Is the URL right?`;
        return { kind: 'format', reason };
      }
      return { kind: 'not-found', reason: `it is not there (${status}).${quote}` };
    case 409:
    case 412:
      return {
        kind: 'conflict',
        reason: `it has changed since you looked (${status}).${quote} Look at it as it is now and decide again`,
      };
    case 400:
    case 413:
    case 422:
    case 428:
      return {
        kind: 'invalid',
        reason: quote === '' ? `the request was refused (${status})` : `it refused (${status}).${quote}`,
      };
    case 408:
      return { kind: 'timeout', reason: 'it gave up waiting for the request (408). Try again' };
    case 429: {
      const when = wait === undefined ? 'Try again later' : `Try again in ${Math.ceil(wait / 1000)} s`;
      return { kind: 'rate-limit', reason: `it was asked too often (429). ${when}`, ...later };
    }
  }
  if (status < 500) {
    return {
      kind: 'format',
      reason: `it answered with status ${status}, which no control plane of this kind sends. Is the URL right?`,
    };
  }
  // A gateway gave up waiting: what it waited for may have happened.
  if (refusal.isWrite && (status === 502 || status === 504)) {
    return { kind: 'timeout', reason: `a gateway got no answer (${status}); ${mayBeDone}` };
  }
  return { kind: 'server', reason: `it is in trouble (${status}).${quote} Try again; its log says more`, ...later };
}

/** Where the control plane's body told more than the status. */
function ownWords(kind: ControlPlaneErrorKind, status: number): string {
  switch (kind) {
    case 'approval':
      return `another person has to approve the change first (${status}); nothing was changed.`;
    case 'conflict':
      return `it has changed since you looked (${status}).`;
    case 'not-found':
      return `it is not there (${status}).`;
    case 'forbidden':
      return `it does not allow that (${status}).`;
    default:
      return `it refused (${status}).`;
  }
}
