/** Pages of a control plane's dashboard that may be opened for a person. */
import type { ControlPlaneAccess } from '../session/session.ts';

/**
 * A page of the dashboard (it may be a sign-in link that works once); null where there is none. An answer that leads anywhere
 * but to the control plane's own origin by http(s) is not opened: it could start any program.
 */
export async function dashboardPage(plane: ControlPlaneAccess, key: string | null): Promise<string | null> {
  const { snapshot, status } = plane.state();
  const url = await plane.dashboardUrl(key);
  const base = snapshot?.controlPlane.url ?? status.origin;
  if (url === null || base === null || !URL.canParse(url) || !URL.canParse(base)) return null;
  const page = new URL(url);
  const isWeb = page.protocol === 'https:' || page.protocol === 'http:';
  return isWeb && page.origin === new URL(base).origin ? page.href : null;
}
