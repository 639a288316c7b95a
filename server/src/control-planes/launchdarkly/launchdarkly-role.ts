/** Whether a LaunchDarkly token may only read, as far as LaunchDarkly tells. */
import { z } from 'zod';
import type { Log } from '../log.ts';
import type { LaunchDarklyApi } from './launchdarkly-api.ts';

export interface LaunchDarklyRole {
  /** Asks until there was an answer. Never throws, but where the caller gives up. */
  read(signal: AbortSignal | undefined): Promise<void>;
  /** True only where it is known. Policies of custom roles are not read: what they refuse, LaunchDarkly says when it is tried. */
  mayOnlyRead(): boolean;
}

const caller = z.lazy(() => z.object({ tokenId: z.string().nullish(), memberId: z.string().nullish() }));
const token = z.lazy(() =>
  z.object({
    role: z.string().nullish(),
    customRoleIds: z.array(z.unknown()).nullish(),
    inlineRole: z.array(z.unknown()).nullish(),
  }),
);
const member = z.lazy(() =>
  z.object({
    role: z.string().nullish(),
    customRoles: z.array(z.unknown()).nullish(),
    permissionGrants: z.array(z.unknown()).nullish(),
    teams: z.array(z.unknown()).nullish(),
  }),
);

export function createLaunchDarklyRole(api: LaunchDarklyApi, log: Log): LaunchDarklyRole {
  let isReader: boolean | null = null;
  const what = 'read what the token may do';

  const get = async (path: readonly string[], signal: AbortSignal | undefined): Promise<unknown> => {
    try {
      return await api.get(what, path, {}, signal);
    } catch (error) {
      signal?.throwIfAborted();
      log.debug(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };

  return {
    async read(signal) {
      if (isReader !== null) return;
      const identity = caller.safeParse(await get(['caller-identity'], signal)).data;
      if (identity === undefined) return;
      const own = identity.tokenId ? token.safeParse(await get(['tokens', identity.tokenId], signal)).data : undefined;
      // A custom role or a policy of its own takes the place of the base role.
      if (own?.role) isReader = reads(own.role) && [own.customRoleIds, own.inlineRole].every(isEmpty);
      else {
        const owner = member.safeParse(await get(['members', 'me'], signal)).data;
        const others = [owner?.customRoles, owner?.permissionGrants, owner?.teams];
        isReader = reads(owner?.role) && others.every(isEmpty);
      }
    },
    mayOnlyRead: () => isReader === true,
  };
}

function reads(role: string | null | undefined): boolean {
  return role === 'reader' || role === 'no_access';
}

function isEmpty(list: readonly unknown[] | null | undefined): boolean {
  return (list ?? []).length === 0;
}
