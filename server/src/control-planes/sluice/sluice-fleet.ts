/** What the servers really apply: the control plane tells which revision each holds and where that differs from what is desired. */
import { z } from 'zod';
import type { Flag, FlagState, ObservedServing, Serving } from '../../core/model.ts';
import { effectiveServing } from '../../core/state/serving.ts';
import { servingSchema } from '../flag-schema.ts';

const text = z.string().min(1).max(1_000);
const serverSchema = z.lazy(() =>
  z.object({
    environment: text,
    datacenter: text,
    server: text,
    seenAt: z.iso.datetime(),
    state: z.enum(['current', 'behind', 'silent']),
    differs: z.array(z.object({ flagKey: text, serving: servingSchema })),
  }),
);

/** Absent where the control plane is an older one. */
export const fleetSchema = z.array(z.unknown()).optional();

/**
 * The flags with what each server was seen to apply. A server that is silent, or that is described in a way this version does
 * not know, is one of which nobody knows: it has no observed serving.
 */
export function withObserved(flags: readonly Flag[], fleet: readonly unknown[]): readonly Flag[] {
  const servers = fleet.flatMap((item) => serverSchema.safeParse(item).data ?? []);
  const heard = servers.filter(({ state }) => state !== 'silent');
  if (heard.length === 0) return flags;
  const inEnvironment = Map.groupBy(
    heard.map((server) => ({
      ...server,
      differing: new Map<string, Serving>(server.differs.map(({ flagKey, serving }) => [flagKey, serving])),
    })),
    ({ environment }) => environment,
  );
  return flags.map((flag) => ({
    ...flag,
    environments: Object.fromEntries(
      Object.entries(flag.environments).map(([environment, state]): [string, FlagState] => {
        const observed = (inEnvironment.get(environment) ?? []).map(
          ({ datacenter, server, seenAt, differing }): ObservedServing => ({
            datacenter,
            server,
            serving: differing.get(flag.key) ?? effectiveServing(state, datacenter, server),
            at: seenAt,
          }),
        );
        return [environment, observed.length === 0 ? state : { ...state, observed }];
      }),
    ),
  }));
}
