/** What adapters have in common whose control plane can only be read, and only when it is asked. */
import type { Capabilities, ControlPlane } from './control-plane.ts';
import type { HttpClient } from './http/http-client.ts';
import { plainText } from './plain-text.ts';

export const readOnlyCapabilities: Capabilities = {
  write: false,
  rollback: false,
  subscribe: false,
  narrowestScope: 'environment',
  shareStep: 1,
  lostUpdates: 'refused',
};

/** Why all of these are not there, for `cannot` of a definition. */
export const readOnlyReasons = {
  live: 'it is asked every minute',
  switch: 'it can only be read',
  valve: 'it can only be read',
  rollback: 'it can only be read',
  approval: 'it can only be read',
  roles: 'it can only be read',
  pages: 'it comes in one piece',
  datacenters: 'it has none',
  page: 'it has no dashboard',
  evaluated: 'it is not told',
} as const;

/** Every verb that changes something refuses. `reason` completes "Could not …: " and says where the flags can be changed. */
export function refusingVerbs(
  client: HttpClient,
  reason: string,
): Pick<ControlPlane, 'capabilities' | 'subscribe' | 'write' | 'refusal' | 'rollback' | 'dashboardUrl'> {
  const refuse = (what: string, key: string): Promise<never> =>
    Promise.reject(client.problem(`${what} ${plainText(key, 80)}`, 'unsupported', reason));
  return {
    capabilities: readOnlyCapabilities,
    subscribe: () => ({ close: () => undefined }),
    write: ({ key }) => refuse('change', key),
    refusal: () => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
    rollback: ({ key }) => refuse('roll back', key),
    dashboardUrl: () => Promise.resolve(null),
  };
}
