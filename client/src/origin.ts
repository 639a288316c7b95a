/** To which address a token may go. A token is bound to one origin and is compared with `===`, never by prefix or pattern. */

export type ParsedUrl =
  | { readonly ok: true; readonly url: string; readonly origin: string }
  | { readonly ok: false; readonly message: string };

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * A control plane's address as typed or configured. Refused: anything but http(s), user information in the URL, and plain
 * http to anything but this machine, since everybody on the way could read the token.
 */
export function parseControlPlaneUrl(text: string): ParsedUrl {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) return { ok: false, message: 'Type a URL such as https://flags.example.com.' };
  const url = new URL(trimmed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { ok: false, message: 'A control plane is reached over https (or http on this machine).' };
  if (url.username !== '' || url.password !== '')
    return { ok: false, message: 'Leave the user name and password out of the URL; Sluice asks for a token.' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return {
      ok: false,
      message: `Plain http would show the token to everybody between here and ${url.host}. Use https.`,
    };
  url.hash = '';
  return { ok: true, url: url.href, origin: url.origin };
}

/** Null where the token can be sent in a header as it is; otherwise what is wrong with it. Never repeats it. */
export function tokenProblem(token: string): string | null {
  if (token === '') return 'Paste the token.';
  if (token.length > 4_096) return 'That is too long for a token.';
  return /^[\x21-\x7e]+$/.test(token) ? null : 'A token holds no spaces and no special characters.';
}
