/** Where a flag is shown in its control plane. */
import type { Flag, FlagSnapshot } from '../core/model.ts';

/**
 * The flag's page, where it is an http(s) address of the control plane's own origin: an address from anywhere else could lead
 * anywhere.
 */
export function flagPage(flag: Flag, snapshot: FlagSnapshot | null): URL | null {
  const base = snapshot?.controlPlane.url ?? null;
  if (flag.url === null || base === null || !URL.canParse(flag.url) || !URL.canParse(base)) return null;
  const url = new URL(flag.url);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.origin === new URL(base).origin && url.username === '' && url.password === '' ? url : null;
}
