/** What the token may do, so that a refusal comes before the question and not after it. */
import type { HttpClient } from '../http/http-client.ts';
import { userAnswer } from './unleash-answers.ts';

export interface UnleashPermissions {
  /** Asks, unless it was asked within the last half minute. Never rejects but for an abort: what cannot be found out is no obstacle. */
  learn(signal?: AbortSignal): Promise<void>;
  /** True where the token has the permission, or where nobody knows. */
  has(permission: string, environment: string): boolean;
}

/** Somebody may have given the role meanwhile. */
const keepMs = 30_000;

export function createUnleashPermissions(client: HttpClient, project: string, now: () => number): UnleashPermissions {
  let known: ReturnType<typeof userAnswer.parse>['permissions'] | null = null;
  let askedAt = -Infinity;
  return {
    async learn(signal) {
      if (now() - askedAt < keepMs) return;
      try {
        const path = ['api', 'admin', 'user'];
        const { body } = await client.request({ what: 'read your permissions', path, ...(signal ? { signal } : {}) });
        known = userAnswer.safeParse(body).data?.permissions ?? null;
        askedAt = now();
      } catch (error) {
        if (signal?.aborted) throw error;
        known = null;
      }
    },

    has(permission, environment) {
      if (known === null) return true;
      const fits = (allowed: string | null | undefined, wanted: string): boolean =>
        allowed === null || allowed === undefined || allowed === '' || allowed === '*' || allowed === wanted;
      return known.some(
        (entry) =>
          entry.permission === 'ADMIN' ||
          (entry.permission === permission && fits(entry.project, project) && fits(entry.environment, environment)),
      );
    },
  };
}
