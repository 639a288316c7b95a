/** Markdown, for a comment on a pull request or a job summary. */
import { explainEvidence } from '../../core/checks/explain.ts';
import { baselineLines } from '../baseline/baseline-outcome.ts';
import { escapeMarkdown, markdownCode, plural } from '../../core/text.ts';
import { countBySeverity, severities, stateLines, type CheckReport, type ReportedFinding } from '../check-report.ts';

/** A heading, a table of findings and how fresh the state is. */
export function checkMarkdown(report: CheckReport): string {
  const { findings } = report;
  const counts = countBySeverity(findings);
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const title = findings.length === 0 ? 'No findings' : `${plural(findings.length, 'finding')} (${parts.join(', ')})`;
  const table =
    findings.length === 0
      ? []
      : [
          '| where | severity | what |',
          '| --- | --- | --- |',
          ...findings.map((finding) => row(finding, report.now)),
          '',
        ];
  return [
    `### Sluice: ${title}`,
    '',
    ...table,
    ...stateLines(report).map(([whose, line]) => `S${whose.slice(1)}: ${escapeMarkdown(line)}  `),
    ...baselineLines(report.baseline).map((line) => `B${escapeMarkdown(line).slice(1)}  `),
    `Files: ${report.summary.files} looked at`,
    '',
  ].join('\n');
}

function row({ finding, place }: ReportedFinding, now: number): string {
  const where = cellCode(`${place.file}:${place.line}`);
  const evidence = explainEvidence(finding.evidence, now).map((line) => `<br>${escapeMarkdown(line)}`);
  return `| ${where} | ${finding.severity} | ${escapeMarkdown(finding.message)} ${cellCode(finding.check)}${evidence.join('')} |`;
}

/** A bar ends a table's cell even inside code. */
function cellCode(text: string): string {
  return markdownCode(text).replaceAll('|', '\\|');
}
