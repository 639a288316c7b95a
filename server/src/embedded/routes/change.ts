/** What the routes that change servings share. */
import type { Scope } from '../../core/model.ts';
import type { Auth, Caller } from '../auth.ts';
import { invalid } from '../errors.ts';

export function scopeOf(body: {
  readonly environment: string;
  readonly datacenter?: string | null | undefined;
  readonly server?: string | null | undefined;
}): Scope {
  return { environment: body.environment, datacenter: body.datacenter ?? null, server: body.server ?? null };
}

/**
 * In an emergency an administrator acts without a second person, says why, and the audit log says that it was one.
 * @param environment null: anywhere
 * @throws ApiError `forbidden`, `invalid` (no reason)
 */
export function approvalOf(
  auth: Auth,
  caller: Caller,
  change: { readonly emergency?: boolean | undefined; readonly reason?: string | null | undefined },
  environment: string | null,
): { readonly approval?: string } {
  if (change.emergency !== true) return {};
  auth.authorize(caller, 'admin', environment === null ? {} : { environment });
  if (!change.reason) throw invalid('An emergency needs a reason.', 'reason');
  return { approval: `emergency: ${change.reason}` };
}
