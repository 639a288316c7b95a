/** Which token goes where. A token belongs to one origin: a repository's configuration must not be able to send it elsewhere. */
import { ConfigurationError } from '../config/configuration-error.ts';
import { environmentSuffix } from '../config/environment-suffix.ts';
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

/** Which environment variables hold a token and the address it is bound to. */
interface Variables {
  readonly token: string;
  readonly url: string;
}

/**
 * SLUICE_TOKEN, bound to the origin of SLUICE_URL. Without SLUICE_URL it goes to this machine only.
 * Throws ConfigurationError where either holds something that cannot be one; the message never shows the value.
 */
export function environmentCredentials(env: NodeJS.ProcessEnv): Credentials {
  return variableCredentials(env, { token: 'SLUICE_TOKEN', url: 'SLUICE_URL' });
}

/**
 * The same for one of several control planes: its own SLUICE_TOKEN_<NAME>, bound to the origin of SLUICE_URL_<NAME> (or, without
 * that, of SLUICE_URL); else SLUICE_TOKEN as above.
 */
export function namedCredentials(env: NodeJS.ProcessEnv, name: string): Credentials {
  const suffix = environmentSuffix(name);
  const own = { token: `SLUICE_TOKEN_${suffix}`, url: `SLUICE_URL_${suffix}` };
  const needsOwnUrl = ` Its own address goes into ${own.url}.`;
  if (env[own.token]?.trim()) {
    if (env[own.url]?.trim() || !env['SLUICE_URL']?.trim()) return variableCredentials(env, own);
    const shared = variableCredentials(env, { token: own.token, url: 'SLUICE_URL' });
    return { ...shared, adviceFor: (url) => `${shared.adviceFor?.(url) ?? ''}${needsOwnUrl}` };
  }
  const general = environmentCredentials(env);
  return {
    tokenFor: general.tokenFor,
    adviceFor(url) {
      if (!env['SLUICE_TOKEN']?.trim()) return `Set ${own.token} to a token of this control plane.`;
      return `${general.adviceFor?.(url) ?? ''} Its own token goes into ${own.token}.${needsOwnUrl}`;
    },
  };
}

function variableCredentials(env: NodeJS.ProcessEnv, variables: Variables): Credentials {
  const token = env[variables.token]?.trim() || null;
  const address = env[variables.url]?.trim() || null;
  if (token !== null && !isToken(token)) {
    throw new ConfigurationError(
      `${variables.token} holds characters that no token has (spaces, line breaks or non-ASCII). Set it to the token alone.`,
    );
  }
  const origin = address === null ? null : originOf(address, variables.url);
  return {
    tokenFor(url) {
      if (token === null) return null;
      if (origin !== null) return mayReceive(url, origin) ? token : null;
      const target = parse(url);
      return target !== null && isLoopback(target) && canCarryToken(target) ? token : null;
    },
    adviceFor(url) {
      if (token === null) return `Set ${variables.token} to a token of this control plane.`;
      if (origin !== null)
        return whyNot(url, origin, `${variables.token} is for ${origin}, the origin of ${variables.url}`);
      const target = parse(url)?.origin ?? 'that address';
      return (
        `${variables.token} is set, but it is sent to other machines only when ${variables.url} names them, so that a repository cannot choose where it goes. ` +
        `If ${target} is right, set ${variables.url}=${target}.`
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

function originOf(address: string, variable: string): string {
  const base = parseBaseUrl(address);
  if (!base.ok) throw new ConfigurationError(`${variable} cannot be used: ${base.reason}.`);
  return base.url.origin;
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}
