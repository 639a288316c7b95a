/** Several control planes, for programs: what there is of one, and more. */
import type { Comparison } from '../../core/state/compare.ts';
import type { SessionPlane } from '../../session/session.ts';
import type { StateStatus } from '../../protocol.ts';
import type { FlagReport } from '../flags/flag-report.ts';
import type { PlanesReport } from '../state/planes-report.ts';
import { flagsOf, statesOf } from './flags-json.ts';
import { stateJson } from './state-json.ts';
import { jsonText } from './json-text.ts';

/** As `flagsJson`; every flag says whose it is. `state` is that of the first control plane that decides. */
export function planesFlagsJson(report: PlanesReport): string {
  return jsonText({ ...flagsIn(report, flagsOf), controlPlanes: planesJson(report.planes) });
}

/** As `statusJson`, with the comparisons. */
export function planesStatusJson(report: PlanesReport): string {
  return jsonText({
    ...flagsIn(report, statesOf),
    controlPlanes: planesJson(report.planes),
    comparisons: report.comparisons.map(comparisonJson),
  });
}

/** The comparisons alone. */
export function planesCompareJson(report: PlanesReport): string {
  return jsonText({
    version: 1,
    controlPlanes: planesJson(report.planes),
    comparisons: report.comparisons.map(comparisonJson),
  });
}

/** The control planes of a workspace with several. */
export function planesJson(
  planes: readonly {
    readonly plane: Pick<SessionPlane, 'name' | 'kind' | 'folder' | 'comparedWith'>;
    readonly status: StateStatus;
  }[],
): readonly object[] {
  return planes.map(({ plane: { name, kind, folder, comparedWith }, status }) => ({
    name,
    kind,
    folder,
    comparedWith,
    state: stateJson(status),
  }));
}

function flagsIn({ planes }: PlanesReport, tell: (report: FlagReport) => readonly object[]): object {
  const main = planes.find(({ plane }) => plane.comparedWith === null && plane.folder === null) ?? planes[0];
  return {
    version: 1,
    state: main ? stateJson(main.status) : null,
    flags: planes.flatMap(({ plane, report, lack }) =>
      report === null || lack !== null ? [] : tell(report).map((flag) => ({ ...flag, controlPlane: plane.name })),
    ),
  };
}

function comparisonJson({ problem, isComplete, environments, ...rest }: Comparison): object {
  const { authoritative, compared, flags, differences, notKnown } = rest;
  return { authoritative, compared, problem, complete: isComplete, flags, environments, differences, notKnown };
}
