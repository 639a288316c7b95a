/** For people. */
import { baselineLines } from '../baseline/baseline-outcome.ts';
import { changeLines } from '../change/change-report.ts';
import { explainEvidence } from '../../core/checks/explain.ts';
import type { Severity } from '../../core/model.ts';
import { plural, visible } from '../../core/text.ts';
import {
  countAll,
  decidingStates,
  filesOf,
  severities,
  stateLines,
  type CheckReport,
  type ReportedFinding,
} from '../check/check-report.ts';
import { inert } from '../terminal/inert.ts';
import { leftOutLine, severityCount, sumOf } from '../check/limit-findings.ts';
import { lacksState, outcomeLine } from '../check/outcome.ts';
import { sourceExcerpt } from '../check/source-excerpt.ts';
import type { Style } from '../terminal/style.ts';
import { scanLines } from './scan-lines.ts';

const severityFormat = { error: 'red', warning: 'yellow', info: 'blue', hint: 'dim' } as const satisfies {
  [severity in Severity]: unknown;
};

/** Findings grouped by file, then what was looked at and how fresh the state is. The log of a build may take it for commands: see `inert`. */
export function checkText(report: CheckReport, style: Style): string {
  const blocks: string[] = [];
  let file: string | null = null;
  for (const reported of report.findings) {
    if (reported.place.file !== file) {
      file = reported.place.file;
      blocks.push(style('underline', visible(file, 1_000)));
    }
    blocks.push(findingText(reported, report, style));
  }
  return inert(`${[...blocks, summaryText(report, style)].join('\n\n')}\n`);
}

function findingText(reported: ReportedFinding, report: CheckReport, style: Style): string {
  const { finding, place, sourceLine, related } = reported;
  const severity = style(severityFormat[finding.severity], finding.severity);
  const excerpt = sourceExcerpt({
    line: sourceLine,
    lineNumber: place.line,
    column: place.column,
    endColumn: place.endLine === place.line ? place.endColumn : null,
    style,
  });
  const evidence = explainEvidence(finding.evidence, report.now);
  const otherPlaces = related.map(
    ({ what = 'the key is written', file, line, column }) => `${what} at ${file}:${line}:${column}`,
  );
  return [
    `  ${place.line}:${place.column}  ${severity}  ${visible(finding.message, 1_000)}  ${style('dim', labelOf(reported))}`,
    excerpt,
    ...[...evidence, ...otherPlaces].map((line) => `        ${style('dim', visible(line, 1_000))}`),
  ].join('\n');
}

/** Only what differs among the findings of a report is said. */
function labelOf({ finding, isNew, change }: ReportedFinding): string {
  return [
    finding.check,
    ...(isNew === false ? ['known'] : []),
    ...(change === 'elsewhere' ? ['because of the change'] : []),
  ].join(', ');
}

function summaryText(report: CheckReport, style: Style): string {
  const counts = countAll(report);
  const total = sumOf(counts);
  const files = report.leftOut?.files ?? filesOf(report.findings);
  const leftOut = leftOutLine(report);
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => style(severityFormat[severity], severityCount(severity, counts[severity])));
  const verdict =
    total === 0
      ? style('green', 'No findings')
      : `${style('bold', plural(total, 'finding'))} in ${plural(files, 'file')}: ${parts.join(', ')}`;
  return [
    verdict,
    ...(leftOut === null ? [] : [style('yellow', leftOut)]),
    ...stateLines(report).map(([whose, line]) => `${whose}: ${line}`),
    ...changeLines(report.change),
    ...baselineLines(report.baseline),
    ...stateTrouble(report, style),
    ...scanLines(report.summary, report.assumptions, report.cwd),
  ].join('\n');
}

function stateTrouble(report: CheckReport, style: Style): readonly string[] {
  const line = lacksState(report.outcome) ? outcomeLine(report.outcome) : null;
  if (line !== null) return [style('red', line)];
  return canFindAll(report) ? [] : [style('yellow', 'Findings that need the state are left out or may be incomplete.')];
}

function canFindAll(report: CheckReport): boolean {
  return decidingStates(report).every(
    ({ complete, kind }) => complete && kind !== 'cached' && kind !== 'none' && kind !== 'off',
  );
}
