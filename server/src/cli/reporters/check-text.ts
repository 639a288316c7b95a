/** For people. */
import { explainEvidence } from '../../core/checks/explain.ts';
import type { Severity } from '../../core/model.ts';
import { plural, visible } from '../../core/text.ts';
import {
  countBySeverity,
  decidingStates,
  severities,
  stateLines,
  type CheckReport,
  type ReportedFinding,
} from '../check-report.ts';
import { sourceExcerpt } from '../source-excerpt.ts';
import type { Style } from '../style.ts';
import { scanLines } from './scan-lines.ts';

const severityFormat = { error: 'red', warning: 'yellow', info: 'blue', hint: 'dim' } as const satisfies {
  [severity in Severity]: unknown;
};

/** Findings grouped by file, then what was looked at and how fresh the state is. */
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
  return `${[...blocks, summaryText(report, style)].join('\n\n')}\n`;
}

function findingText(
  { finding, place, sourceLine, related }: ReportedFinding,
  report: CheckReport,
  style: Style,
): string {
  const severity = style(severityFormat[finding.severity], finding.severity);
  const excerpt = sourceExcerpt({
    line: sourceLine,
    lineNumber: place.line,
    column: place.column,
    endColumn: place.endLine === place.line ? place.endColumn : null,
    style,
  });
  const evidence = explainEvidence(finding.evidence, report.now);
  const keyPlaces = related.map((where) => `the key is written at ${where.file}:${where.line}:${where.column}`);
  return [
    `  ${place.line}:${place.column}  ${severity}  ${visible(finding.message, 1_000)}  ${style('dim', finding.check)}`,
    excerpt,
    ...[...evidence, ...keyPlaces].map((line) => `        ${style('dim', visible(line, 1_000))}`),
  ].join('\n');
}

function summaryText(report: CheckReport, style: Style): string {
  const { findings } = report;
  const counts = countBySeverity(findings);
  const total = findings.length;
  const files = new Set(findings.map(({ place }) => place.file)).size;
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => style(severityFormat[severity], severityCount(severity, counts[severity])));
  const verdict =
    total === 0
      ? style('green', 'No findings')
      : `${style('bold', plural(total, 'finding'))} in ${plural(files, 'file')}: ${parts.join(', ')}`;
  return [
    verdict,
    ...stateLines(report).map(([whose, line]) => `${whose}: ${line}`),
    ...(canFindAll(report) ? [] : [style('yellow', 'Findings that need the state are left out or may be incomplete.')]),
    ...scanLines(report.summary, report.assumptions, report.cwd),
  ].join('\n');
}

function severityCount(severity: Severity, count: number): string {
  return severity === 'info' ? `${count} info` : plural(count, severity);
}

function canFindAll(report: CheckReport): boolean {
  return decidingStates(report).every(
    ({ complete, kind }) => complete && kind !== 'cached' && kind !== 'none' && kind !== 'off',
  );
}
