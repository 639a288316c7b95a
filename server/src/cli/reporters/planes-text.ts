/** Several control planes, for people. */
import { visible } from '../../core/text.ts';
import { partOf, type PlaneReport, type PlanesReport } from '../state/planes-report.ts';
import { stateLine } from '../state/state-line.ts';
import type { Style } from '../terminal/style.ts';
import { comparisonText } from './comparison-text.ts';
import { flagsBlocks, type FlagsView } from './flags-text.ts';
import { statusBlocks } from './status-text.ts';
import { table } from './table.ts';

/** The flags of each control plane, and how fresh each state is. */
export function planesFlagsText(report: PlanesReport, view: FlagsView, style: Style): string {
  const sections = report.planes.map((plane) => {
    const [first = '', ...others] = plane.report === null ? [notKnown(plane)] : flagsBlocks(plane.report, view, style);
    return [`${heading(plane, style)}\n${first}`, ...others].join(view === 'all' ? '\n' : '\n\n');
  });
  return `${[...sections, planesTable(report, style)].join('\n\n')}\n`;
}

/** The control planes, what each says of the flags, and where they disagree. */
export function planesStatusText(report: PlanesReport, style: Style): string {
  const sections = report.planes.map((plane) => {
    const blocks = plane.report === null ? [notKnown(plane)] : [plane.lack ?? statusBlocks(plane.report, style)].flat();
    return [heading(plane, style), ...blocks].join('\n\n');
  });
  return `${[planesTable(report, style), ...sections, ...comparisons(report, style)].join('\n\n')}\n`;
}

/** The control planes, and where they disagree. */
export function planesCompareText(report: PlanesReport, style: Style): string {
  return `${[planesTable(report, style), ...comparisons(report, style)].join('\n\n')}\n`;
}

/** One line for each control plane: what it is for, and how fresh its state is. */
function planesTable({ planes, isStateGiven, now }: PlanesReport, style: Style): string {
  const rows = planes.map(({ plane, status }) => {
    const isWhole = status.complete && status.kind !== 'cached';
    return [
      { text: plane.name, format: 'cyan' as const },
      { text: plane.kind ?? '' },
      { text: visible(partOf(plane), 60) },
      {
        text: stateLine(status, { isGiven: isStateGiven, now }),
        ...(isWhole ? {} : { format: 'yellow' as const }),
      },
    ];
  });
  return table(['CONTROL PLANE', 'KIND', 'FOR', 'STATE'], rows, style);
}

function heading({ plane }: PlaneReport, style: Style): string {
  return `${style('underline', plane.name)} ${style('dim', `(${visible(partOf(plane), 60)})`)}`;
}

function notKnown({ status }: PlaneReport): string {
  return `The state is not known${status.problem === null ? '.' : `: ${visible(status.problem, 500)}`}`;
}

function comparisons({ comparisons }: PlanesReport, style: Style): readonly string[] {
  return comparisons.map((comparison) => comparisonText(comparison, style));
}
