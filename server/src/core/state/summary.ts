/** A flag as clients see it in pickers and dialogs. The shape is that of `FlagSummary` in `protocol.ts`, which core must not import. */
import type { Flag, FlagKind, FlagSnapshot, Scope } from '../model.ts';
import { criticalEnvironments, scopesOf, unlistedEnvironments } from './environments.ts';
import { openShare, servingLabel, stateIn } from './serving.ts';

export interface FlagSummaryData {
  readonly key: string;
  readonly kind: FlagKind;
  readonly description: string | null;
  readonly owner: string | null;
  readonly archived: boolean;
  readonly revision: string | null;
  readonly scopes: readonly ScopeSummaryData[];
}

interface ScopeSummaryData extends Scope {
  readonly critical: boolean;
  /** For people: `on`, `off`, `25 %`. */
  readonly serving: string;
  /** 0..10000 of the load that gets the feature; null where that is not a share. */
  readonly share: number | null;
  /** False where the wider scope's serving applies. An environment always has its own. */
  readonly overridden: boolean;
}

/**
 * The flag and every scope in which it can be set, wide to narrow, environments in the control plane's order. Environments in
 * which the flag has no known state are left out. `configuredCritical` replaces the control plane's marks.
 */
export function flagSummary(
  flag: Flag,
  snapshot: FlagSnapshot,
  configuredCritical: readonly string[] | null = null,
): FlagSummaryData {
  const critical = new Set(criticalEnvironments(snapshot, configuredCritical).map((environment) => environment.key));
  const environments = [
    ...snapshot.environments.map((environment) => ({ ...environment, critical: critical.has(environment.key) })),
    // Nobody says whether real users are there: be as careful as if they were.
    ...unlistedEnvironments(flag, snapshot).map((key) => ({ key, critical: true, datacenters: [] })),
  ];
  return {
    key: flag.key,
    kind: flag.kind,
    description: flag.description,
    owner: flag.owner,
    archived: flag.archivedAt !== null,
    revision: flag.revision,
    scopes: environments.flatMap((environment) => {
      const state = stateIn(flag, environment.key);
      if (state === null) return [];
      return scopesOf(environment, state).map(({ serving, ...scope }) => ({
        ...scope,
        critical: environment.critical,
        serving: servingLabel(flag, serving),
        share: openShare(flag, serving),
      }));
    }),
  };
}
