/** Which requests this server answers at all (DNS rebinding, cross-site requests), and the headers every answer carries. */
import type { IncomingMessage } from 'node:http';
import { ApiError } from './errors.ts';

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** The names under which the server may be called. */
export interface Site {
  /** Values of `Host`, lower case. */
  readonly hosts: ReadonlySet<string>;
  /** Values of `Origin`. */
  readonly origins: ReadonlySet<string>;
}

const loopback = ['127.0.0.1', 'localhost', '[::1]'];
const wildcards = new Set(['0.0.0.0', '::', '[::]']);

/** Loopback's names, the address it was told to listen on, and the public address where there is one. */
export function createSite(
  host: string,
  port: number,
  publicUrl: string | null,
  scheme: 'http' | 'https' = 'http',
): Site {
  const bound = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const names = wildcards.has(host) ? loopback : [...new Set([...loopback, bound.toLowerCase()])];
  const hosts = new Set<string>();
  const origins = new Set<string>();
  for (const name of names) {
    hosts.add(`${name}:${port}`);
    if (port === (scheme === 'https' ? 443 : 80)) hosts.add(name);
    origins.add(new URL(`${scheme}://${name}:${port}`).origin);
  }
  if (publicUrl !== null) {
    const url = new URL(publicUrl);
    hosts.add(url.host);
    if (url.port === '') hosts.add(`${url.hostname}:${url.protocol === 'https:' ? 443 : 80}`);
    origins.add(url.origin);
  }
  return { hosts, origins };
}

/**
 * Refuses a request that was made for another host or by another site.
 * @throws ApiError `forbidden`
 */
export function checkSite(site: Site, request: IncomingMessage): void {
  const host = request.headers.host?.toLowerCase();
  if (host === undefined || !site.hosts.has(host)) {
    throw new ApiError(
      'forbidden',
      'This server does not go by that host name. Use the address it printed, or start it with that name as its public URL.',
    );
  }
  const { origin } = request.headers;
  if (origin !== undefined && !site.origins.has(origin)) throw otherSite();
  const fetchSite = request.headers['sec-fetch-site'];
  if (fetchSite === undefined || fetchSite === 'same-origin' || fetchSite === 'none') return;
  // Following a link from another site to a page is fine; the session's cookie does not come along.
  const isNavigation = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if (!isNavigation || request.url?.startsWith('/api/')) throw otherSite();
}

function otherSite(): ApiError {
  return new ApiError('forbidden', 'Requests from other sites are refused.');
}
