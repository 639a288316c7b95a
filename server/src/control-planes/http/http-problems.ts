/** What can go wrong between asking and having an answer, as kinds and sentences. */
import type { ControlPlaneErrorKind } from '../control-plane.ts';

export interface Trouble {
  readonly kind: ControlPlaneErrorKind;
  /** Completes "Could not read the flags of …: ". */
  readonly reason: string;
  /** Whether the request can have reached the control plane: then nobody knows if a change was made. */
  readonly mayHaveArrived: boolean;
}

const certificateCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
]);

/** The trouble behind an error that `fetch` threw, or that reading its body did. */
export function networkTrouble(error: unknown): Trouble {
  const { code, message } = rootCause(error);
  const never = (kind: ControlPlaneErrorKind, reason: string): Trouble => ({ kind, reason, mayHaveArrived: false });
  if (message.includes('unexpected redirect')) {
    return never(
      'format',
      'it answered with a redirect, which is not followed, because a token must not travel to another address. Set the URL to the final address',
    );
  }
  if (message === 'bad port')
    return never('network', 'the port in its URL is one that HTTP clients refuse to use. Use another port');
  if (certificateCodes.has(code)) {
    return never(
      'network',
      `its certificate is not trusted (${code}). Where your organization has its own authority, name its certificate in NODE_EXTRA_CA_CERTS`,
    );
  }
  switch (code) {
    case 'ECONNREFUSED':
      return never('network', 'nobody answers there (ECONNREFUSED). Is it running, and is the URL right?');
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return never('network', `its host name could not be found (${code}). Is the URL right, and are you online?`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return never('network', `its address cannot be reached (${code}). Are you online, or is a VPN missing?`);
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return never('timeout', `no connection was made in time (${code}). Is it running, and is the URL right?`);
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return never('network', `its certificate is not valid now (${code}). Renew it, or check this machine's clock`);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return never(
        'network',
        'its certificate is for another host name (ERR_TLS_CERT_ALTNAME_INVALID). Is the URL right?',
      );
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
    case 'EPROTO':
      return never('network', `it does not speak TLS there (${code}). Is "https" in the URL right?`);
    default:
      return { kind: 'network', reason: `the connection broke (${code || 'no reason given'})`, mayHaveArrived: true };
  }
}

/** Milliseconds of a Retry-After header: seconds or a date; at most a day. Undefined where it says nothing usable. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 86_400_000);
}

/** `fetch` wraps what happened once or twice; a host with several addresses wraps it in a list too. */
function rootCause(error: unknown): { code: string; message: string } {
  let current: unknown = error;
  let code = '';
  let message = '';
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    message = current.message;
    if ('code' in current && typeof current.code === 'string') code = current.code;
    current = current instanceof AggregateError && code === '' ? current.errors[0] : current.cause;
  }
  return { code, message };
}
