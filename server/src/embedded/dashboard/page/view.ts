/** The state as the page shows it: filtered, sorted, judged. Parts that have not changed stay the same objects, so that nothing is drawn twice. */
import { buildColumns, scopeId, type Columns } from './model/columns.ts';
import { applyFilters, countFlags, owners, type FilterCounts, type Filters } from './model/filters.ts';
import { indexFleet, isInTrouble, type FleetIndex } from './model/fleet.ts';
import { requestsByFlag } from './model/requests.ts';
import { createAssessor, factsEnvironment, type Assessed } from './model/rows.ts';
import type { ChangeRequest } from './model/wire.ts';
import type { PageState } from './store.ts';
import type { MatrixTipsView } from './ui/matrix-tips.ts';

export interface Shown {
  readonly rows: readonly Assessed[];
  /** Every flag, whether shown or not. */
  readonly byKey: ReadonlyMap<string, Assessed>;
  readonly columns: Columns;
  readonly counts: FilterCounts;
  readonly owners: readonly string[];
  readonly fleet: FleetIndex | null;
  readonly troubledServers: number | null;
  /** The environment that is picked, where it exists. */
  readonly picked: string | null;
  readonly factsIn: string | null;
  /** The open change requests, by flag. */
  readonly asked: ReadonlyMap<string, readonly ChangeRequest[]>;
}

export interface View {
  update(state: PageState, filters: Filters, now: number): Shown;
  /** What tooltips are made from: the last update. */
  tips(): MatrixTipsView;
}

export function createView(): View {
  const assess = createAssessor();
  const fleetOf = remember((fleet: PageState['fleet']) => indexFleet(fleet));
  const columnsOf = remember(
    (environments: PageState['environments'], picked: string | null, trouble: FleetIndex | null) =>
      buildColumns(
        environments,
        picked,
        trouble === null
          ? undefined
          : ({ server, ...scope }) => {
              const known = trouble.byScope.get(scopeId({ ...scope, server }));
              return known !== undefined && isInTrouble(known);
            },
      ),
  );
  const ownersOf = remember((flags: PageState['flags']) => owners(flags.values()));
  const askedIn = remember((requests: PageState['requests'], minute: number) =>
    requestsByFlag(requests, minute * 60_000),
  );
  let tips: MatrixTipsView = {
    project: null,
    rows: new Map(),
    columns: [],
    fleet: null,
    asked: new Map(),
    factsIn: null,
    isJudged: true,
  };

  return {
    update(state, filters, now) {
      const { environments } = state;
      const picked = environments.some(({ key }) => key === filters.environment) ? filters.environment : null;
      const fleet = fleetOf(state.fleet);
      const columns = columnsOf(environments, picked, filters.troubledServers ? fleet : null);
      const factsIn = factsEnvironment(environments, picked);
      const all = assess(state.flags.values(), {
        environments,
        columns: columns.columns,
        fleet,
        now,
        knownUntil: Math.min(now, state.confirmedAt ?? now),
      });
      const asked = askedIn(state.requests, Math.floor(now / 60_000));
      const byKey = new Map(all.map((row) => [row.flag.key, row]));
      tips = {
        project: state.project,
        rows: byKey,
        columns: columns.columns,
        fleet,
        asked,
        factsIn,
        isJudged: environments.some(({ critical }) => critical),
      };
      return {
        rows: applyFilters(all, filters, factsIn),
        byKey,
        columns,
        counts: countFlags(all),
        owners: ownersOf(state.flags),
        fleet,
        troubledServers: state.fleet?.filter(isInTrouble).length ?? null,
        picked,
        factsIn,
        asked,
      };
    },
    tips: () => tips,
  };
}

/** The function with its last result remembered, for the same arguments. */
function remember<Arguments extends readonly unknown[], Result>(
  make: (...of: Arguments) => Result,
): (...of: Arguments) => Result {
  let last: { readonly of: Arguments; readonly result: Result } | null = null;
  return (...of) => {
    if (last === null || of.some((value, index) => value !== last?.of[index])) last = { of, result: make(...of) };
    return last.result;
  };
}
