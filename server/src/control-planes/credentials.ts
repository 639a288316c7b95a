/** Which token goes where. A token belongs to one origin: a repository's configuration must not be able to send it elsewhere. */
import { ConfigurationError } from '../config/configuration-error.ts';
import { canCarryToken, isLoopback, parseBaseUrl } from './http/target-url.ts';

export interface Credentials {
  /** The token for a request to this URL, or null where none may be sent there. */
  tokenFor(url: string): string | null;
  /** Why `tokenFor` says null and what to do about it, in one or two sentences. */
  adviceFor?(url: string): string;
}

export const noCredentials: Credentials = { tokenFor: () => null };

/** A token bound to an origin, as the editor keeps it. Null token: nobody is signed in there. */
export function boundCredentials(bound: { readonly origin: string; readonly token: string | null }): Credentials {
  const { origin, token } = bound;
  const isUsable = token !== null && isToken(token);
  return {
    tokenFor: (url) => (isUsable && mayReceive(url, origin) ? token : null),
    adviceFor: (url) => {
      if (token === null) return 'Sign in to it.';
      if (!isUsable) return 'The stored token holds characters that no token has. Sign in again.';
      return whyNot(url, origin, `The token you signed in with is for ${origin}`);
    },
  };
}

/**
 * SLUICE_TOKEN, bound to the origin of SLUICE_URL. Without SLUICE_URL it goes to this machine only.
 * Throws ConfigurationError where either holds something that cannot be one; the message never shows the value.
 */
export function environmentCredentials(env: NodeJS.ProcessEnv): Credentials {
  const token = env['SLUICE_TOKEN']?.trim() || null;
  const address = env['SLUICE_URL']?.trim() || null;
  if (token !== null && !isToken(token)) {
    throw new ConfigurationError(
      'SLUICE_TOKEN holds characters that no token has (spaces, line breaks or non-ASCII). Set it to the token alone.',
    );
  }
  const origin = address === null ? null : originOf(address);
  return {
    tokenFor(url) {
      if (token === null) return null;
      if (origin !== null) return mayReceive(url, origin) ? token : null;
      const target = parse(url);
      return target !== null && isLoopback(target) && canCarryToken(target) ? token : null;
    },
    adviceFor(url) {
      if (token === null) return 'Set SLUICE_TOKEN to a token of this control plane.';
      if (origin !== null) return whyNot(url, origin, `SLUICE_TOKEN is for ${origin}, the origin of SLUICE_URL`);
      const target = parse(url)?.origin ?? 'that address';
      return (
        `SLUICE_TOKEN is set, but it is sent to other machines only when SLUICE_URL names them, so that a repository cannot choose where it goes. ` +
        `If ${target} is right, set SLUICE_URL=${target}.`
      );
    },
  };
}

/** Whether a header can hold the text; a token with a line break would otherwise end up in an error message of `fetch`. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,4096}$/.test(text);
}

function mayReceive(url: string, origin: string): boolean {
  const target = parse(url);
  return target !== null && target.origin === origin && canCarryToken(target);
}

function whyNot(url: string, origin: string, whose: string): string {
  const target = parse(url);
  if (target !== null && target.origin === origin)
    return `${whose}, but a token is not sent over plain http to another machine. Use https.`;
  return `${whose}, and is not sent to ${target?.origin ?? 'another address'}.`;
}

function originOf(address: string): string {
  const base = parseBaseUrl(address);
  if (!base.ok) throw new ConfigurationError(`SLUICE_URL cannot be used: ${base.reason}.`);
  return base.url.origin;
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
