/** What the routes that change servings share. */
import type { Scope } from '../../core/model.ts';
import type { Auth, Caller } from '../auth.ts';
import { invalid } from '../errors.ts';
import { callerOf, type RouteRequest } from './route.ts';

export function scopeOf(body: {
  readonly environment: string;
  readonly datacenter?: string | null | undefined;
  readonly server?: string | null | undefined;
}): Scope {
  return { environment: body.environment, datacenter: body.datacenter ?? null, server: body.server ?? null };
}

/**
 * For what serves something in several environments at once.
 * @throws ApiError `forbidden` where the caller is no operator in one of them
 */
export function authorizeIn(request: RouteRequest<unknown, unknown>, environments: Iterable<string>): void {
  const { auth } = request.services;
  for (const environment of new Set(environments)) auth.authorize(callerOf(request), 'operator', { environment });
}

/**
 * In an emergency an administrator acts without a second person, says why, and the audit log says that it was one.
 * @throws ApiError `forbidden`, `invalid` (no reason)
 */
export function approvalOf(
  auth: Auth,
  caller: Caller,
  change: { readonly emergency?: boolean | undefined; readonly reason?: string | null | undefined },
  environment: string,
): { readonly approval?: string } {
  if (change.emergency !== true) return {};
  auth.authorize(caller, 'admin', { environment });
  if (!change.reason) throw invalid('An emergency needs a reason.', 'reason');
  return { approval: `emergency: ${change.reason}` };
}
