/** One cell of the matrix: what a flag serves on one server, and what is wrong with that. Pure. */
import type { Flag, Serving } from '../../../../core/model.ts';
import type { Column } from './columns.ts';
import type { Drift, FleetIndex } from './fleet.ts';
import type { HealthMark } from './health.ts';
import { concerns } from './health.ts';
import { effectiveServing, sameServing, servingLabel } from './serving.ts';
import type { ServingLabel, ServingSource } from './serving.ts';
import type { FleetServer } from './wire.ts';

/** `drifting`: applies something else; `silent`: nobody knows what it applies; the others as in the flag's health. */
export type CellMark = 'drifting' | 'silent' | 'stuck' | 'stale';

export interface Cell {
  readonly label: ServingLabel;
  /** Null where the flag has no state there. */
  readonly source: ServingSource | null;
  /** True where this column's serving is set narrower than its environment. */
  readonly override: boolean;
  /** What the server really applies, where that is known and differs from what it should serve. */
  readonly observed: ServingLabel | null;
  readonly server: FleetServer | null;
  readonly marks: readonly CellMark[];
  /** What only a screen reader gets beside the label. */
  readonly spoken: string;
  /** Equal signatures look equal. */
  readonly signature: string;
  /** What is served, and applied, as text: where this changes, the cell flashes. */
  readonly served: string;
}

/** What is the same for all cells of a row. */
export interface CellContext {
  readonly fleet: FleetIndex | null;
  readonly marks: readonly HealthMark[];
}

export function buildCell(flag: Flag, column: Column, { fleet, marks }: CellContext): Cell {
  const { scope } = column;
  const effective = effectiveServing(flag, scope);
  const label = servingLabel(flag, effective?.serving ?? null);
  const server = fleet?.byScope.get(column.id) ?? null;
  const applied = appliedServing(flag, column, fleet?.driftOf.get(flag.key) ?? []);
  const observed =
    applied !== null && effective !== null && !sameServing(applied, effective.serving)
      ? servingLabel(flag, applied)
      : null;
  const isSilent = server?.state === 'silent';
  const override = effective !== null && effective.source !== 'environment';
  const cellMarks: CellMark[] = [];
  if (observed !== null && !isSilent) cellMarks.push('drifting');
  if (isSilent) cellMarks.push('silent');
  for (const mark of marks) {
    if ((mark.kind === 'stuck' || mark.kind === 'stale') && concerns(mark, scope.environment))
      cellMarks.push(mark.kind);
  }
  const source = effective?.source ?? null;
  const served = [label.tone, label.text, label.share, source, observed?.text].join('|');
  return {
    label,
    source,
    override,
    observed,
    server,
    marks: cellMarks,
    spoken: spokenText(override, source, observed, isSilent, cellMarks),
    signature: `${served}|${cellMarks.join()}`,
    served,
  };
}

/** What the server applies by its own report, or as the fleet says; for a silent one what it held last. Null where nobody says. */
function appliedServing(flag: Flag, { scope }: Column, drifts: readonly Drift[]): Serving | null {
  const drift = drifts.find(
    ({ server }) =>
      server.server === scope.server &&
      server.datacenter === scope.datacenter &&
      server.environment === scope.environment,
  );
  if (drift !== undefined) return drift.serving;
  const { observed } = flag.environments[scope.environment] ?? { observed: [] };
  return (
    observed.find((report) => report.datacenter === scope.datacenter && report.server === scope.server)?.serving ?? null
  );
}

function spokenText(
  override: boolean,
  source: ServingSource | null,
  observed: ServingLabel | null,
  isSilent: boolean,
  marks: readonly CellMark[],
): string {
  return [
    ...(override ? [` (override for this ${source})`] : []),
    ...(observed === null ? [] : [isSilent ? `, last applied ${observed.text}` : `, still applies ${observed.text}`]),
    ...(isSilent ? [', server silent'] : []),
    ...(marks.includes('stuck') ? [', stuck'] : []),
    ...(marks.includes('stale') ? [', stale'] : []),
  ].join('');
}
