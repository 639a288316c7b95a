/** Where requests may go. Everything is decided on the parsed URL, never on its text: parsers disagree, `===` on an origin does not. */

/** Why a text is not the address of a control plane; a sentence without the text itself, which may hold a password. */
export type BaseUrl = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: string };

/** The address of a control plane: http(s), without user name, query or fragment. A path is kept (a reverse proxy's prefix). */
export function parseBaseUrl(text: string): BaseUrl {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return { ok: false, reason: 'it is not an http(s) URL such as "https://flags.example.com"' };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      ok: false,
      reason: 'it holds a user name or a password; tokens go into SLUICE_TOKEN or the editor, never into a URL',
    };
  }
  if (url.search !== '' || url.hash !== '')
    return { ok: false, reason: 'it holds a "?" or "#"; only the address itself is needed' };
  url.pathname = url.pathname.replace(/\/+$/, '') + '/';
  return { ok: true, url };
}

/**
 * The URL of a path below a base. Null where a segment cannot be a segment: "." and ".." climb even when percent-encoded,
 * so no flag of that name can be addressed.
 */
export function resolvePath(base: URL, segments: readonly string[]): URL | null {
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return null;
  const url = new URL(base);
  url.pathname = base.pathname + segments.map(encodeSegment).join('/');
  return url;
}

/** Whether a URL that a control plane sent is at its own address: the same origin, below the base's path, without a user name or password. */
export function isBelow(base: URL, url: URL): boolean {
  return (
    url.origin === base.origin && url.username === '' && url.password === '' && url.pathname.startsWith(base.pathname)
  );
}

/** This machine, written as an address or as exactly `localhost`. Other names for it are up to somebody's DNS. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}

/** Whether a token may travel to this URL at all: encrypted, or without leaving the machine. */
export function canCarryToken(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

/** A lone surrogate, which `encodeURIComponent` throws on, is in no key that a control plane could hold. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}
