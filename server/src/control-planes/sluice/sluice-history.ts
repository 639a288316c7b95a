/** What the audit log of the embedded control plane says that a scope served before. */
import { z } from 'zod';
import type { Scope } from '../../core/model.ts';
import type { PreviousServing } from '../control-plane.ts';
import { servingSchema } from '../flag-schema.ts';

const historySchema = z.lazy(() =>
  z.object({
    entries: z.array(
      z.object({
        action: z.string(),
        environment: z.string().nullable(),
        datacenter: z.string().nullable(),
        server: z.string().nullable(),
        before: servingSchema.nullable(),
      }),
    ),
  }),
);
/** The newest change of exactly this scope says what was there before. What is older than the history reaches is not known. */
export function previousIn(body: unknown, scope: Scope): PreviousServing {
  const entries = historySchema.safeParse(body).data?.entries;
  const last = entries?.find(
    ({ action, environment, datacenter, server }) =>
      (action === 'serving-changed' || action === 'rolled-back') &&
      environment === scope.environment &&
      datacenter === scope.datacenter &&
      server === scope.server,
  );
  if (last) return last.before === null ? { kind: 'wider' } : { kind: 'serving', serving: last.before };
  return { kind: entries?.some(({ action }) => action === 'flag-created') ? 'none' : 'unknown' };
}
