/** What went wrong with a request, for the person who made it. */
import type { ApiError } from '../api.ts';

/** True where nobody knows whether the request did something. */
export function outcomeIsOpen({ kind }: ApiError): boolean {
  return kind === 'network' || kind === 'server';
}

export function problemText(error: ApiError): string {
  switch (error.kind) {
    case 'signed-out':
      return 'Your session has ended. Sign in again in another tab with a new link, then come back: nothing here is lost.';
    case 'forbidden':
      return `You may not do that: ${error.message}`;
    case 'unavailable':
      return `Nothing was done: ${error.message} Try again in a moment.`;
    default:
      return error.message;
  }
}

/** A key that makes a request that is sent twice count once. Works without a secure context, too. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
