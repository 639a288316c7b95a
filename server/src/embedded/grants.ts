/** Which tokens a caller may make and change: nobody hands out, or takes over, more than they have. Pure. */
import { isAtLeast, type Caller } from './auth.ts';
import { ApiError } from './errors.ts';
import type { TokenInput } from './shapes.ts';

/** As much of a token as says how far it reaches. */
export type Reach = Pick<TokenInput, 'role' | 'project' | 'environmentRoles'>;

/** @throws ApiError `forbidden` where the token is not one of the caller's only project */
export function checkOwnProject(caller: Caller, token: Pick<Reach, 'project'>): void {
  if (caller.project === null || token.project === caller.project) return;
  throw new ApiError(
    'forbidden',
    `Your token is for the project "${caller.project}" alone: it makes and changes tokens of this project only.`,
  );
}

/**
 * For a secret that the caller is about to see: what it opens, the caller may do already. That they are an administrator is
 * checked elsewhere; here it is about the environments in which they are less.
 * @throws ApiError `forbidden`
 */
export function checkReach(caller: Caller, token: Reach): void {
  checkOwnProject(caller, token);
  const roles = token.environmentRoles ?? {};
  const concerned = new Set([...Object.keys(caller.environmentRoles), ...Object.keys(roles)]);
  for (const environment of concerned) {
    const own = caller.environmentRoles[environment] ?? caller.role;
    const given = roles[environment] ?? token.role;
    if (isAtLeast(own, given)) continue;
    throw new ApiError(
      'forbidden',
      `The token would be ${given} in ${environment}, where you have ${own}: nobody hands out more than they have.`,
    );
  }
}
