/** Markdown, for a comment on a pull request or a job summary. */
import { explainEvidence } from '../../core/checks/explain.ts';
import { baselineLines } from '../baseline/baseline-outcome.ts';
import { plural } from '../../core/text.ts';
import { countAll, severities, stateLines, type CheckReport, type ReportedFinding } from '../check/check-report.ts';
import { leftOutLine, sumOf } from '../check/limit-findings.ts';
import { outcomeLine } from '../check/outcome.ts';
import { markdownCell, markdownCodeCell, markdownPlace, mostCommentCharacters } from './markdown-text.ts';

/** Where a comment begins with something else: a mark, a heading. */
const margin = 2_000;

/** A heading, a table of findings and how fresh the state is; no longer than a comment may be. */
export function checkMarkdown(report: CheckReport): string {
  const counts = countAll(report);
  const total = sumOf(counts);
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const title = total === 0 ? 'No findings' : `${plural(total, 'finding')} (${parts.join(', ')})`;
  const trouble = outcomeLine(report.outcome);
  const leftOut = leftOutLine(report);
  const head = [`### Sluice: ${title}`, '', ...(trouble === null ? [] : [`**${markdownCell(trouble)}**`, ''])];
  const foot = [
    ...(leftOut === null ? [] : [`${markdownCell(leftOut)}  `]),
    ...stateLines(report).map(([whose, line]) => `S${markdownCell(whose).slice(1)}: ${markdownCell(line)}  `),
    ...baselineLines(report.baseline).map((line) => `B${markdownCell(line).slice(1)}  `),
    `Files: ${report.summary.files} looked at`,
    '',
  ];
  const room = mostCommentCharacters - margin - [...head, ...foot].join('\n').length;
  return [...head, ...table(report, room), ...foot].join('\n');
}

/** As many whole rows as there is room for, the most severe ones where it is not enough for all. */
function table({ findings, now }: CheckReport, room: number): readonly string[] {
  if (findings.length === 0) return [];
  const rows = new Map<ReportedFinding, string>();
  let left = room;
  fill: for (const severity of severities) {
    for (const reported of findings) {
      if (reported.finding.severity !== severity) continue;
      const text = row(reported, now);
      left -= text.length + 1;
      if (left < 0) break fill;
      rows.set(reported, text);
    }
  }
  const more = findings.length - rows.size;
  return [
    '| where | severity | what |',
    '| --- | --- | --- |',
    ...findings.flatMap((reported) => rows.get(reported) ?? []),
    '',
    ...(more === 0 ? [] : [`… and ${more} more, for which a comment has no room: \`sluice check\` lists all.`, '']),
  ];
}

function row({ finding, place, isNew }: ReportedFinding, now: number): string {
  const known = isNew === false ? ' (known)' : '';
  const evidence = explainEvidence(finding.evidence, now).map((line) => `<br>${markdownCell(line)}`);
  return `| ${markdownPlace(place)} | ${finding.severity}${known} | ${markdownCell(finding.message)} ${markdownCodeCell(finding.check)}${evidence.join('')} |`;
}
