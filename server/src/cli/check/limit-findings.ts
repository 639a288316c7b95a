/** Keeps a report to the findings that weigh most, and counts the rest: nothing is left out without being said. */
import { plural, visible } from '../../core/text.ts';
import {
  countBySeverity,
  filesOf,
  severities,
  type CheckReport,
  type ReportedFinding,
  type SeverityCounts,
} from './check-report.ts';
import type { CommandInput } from '../command.ts';
import type { CheckFormat } from '../formats.ts';
import { UsageError } from '../usage-error.ts';

interface Limit {
  readonly most: number;
  /** What sets it, as it stands in a sentence: `--max-findings 10`. */
  readonly why: string;
}

/** Code scanning refuses a run with more results. */
const mostSarifResults = 25_000;

/** `--max-findings`; null where it is not given. Throws UsageError. */
export function maxFindings(input: CommandInput): number | null {
  const text = input.value('max-findings');
  if (text === null) return null;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(
    `--max-findings takes a whole number from 1 on, not "${visible(text)}". To fail on nothing: --fail-on never.`,
  );
}

/** The report without what the format, or the person, has no room for. */
export function fitTo(format: CheckFormat, report: CheckReport): CheckReport {
  const { maxFindings: asked } = report;
  if (format === 'sarif' && (asked === null || asked > mostSarifResults))
    return limitFindings(report, { most: mostSarifResults, why: 'GitHub takes no more than 25,000 results in SARIF' });
  return asked === null ? report : limitFindings(report, { most: asked, why: `--max-findings ${asked}` });
}

/** The most severe ones, in the order they had; of equally severe ones the first. */
function limitFindings(report: CheckReport, limit: Limit): CheckReport {
  const { findings } = report;
  if (findings.length <= limit.most) return report;
  const kept = new Set<ReportedFinding>();
  for (const severity of severities) {
    for (const reported of findings) {
      if (kept.size >= limit.most) break;
      if (reported.finding.severity === severity) kept.add(reported);
    }
  }
  return {
    ...report,
    findings: findings.filter((reported) => kept.has(reported)),
    leftOut: {
      counts: countBySeverity(findings.filter((reported) => !kept.has(reported))),
      files: filesOf(findings),
      why: limit.why,
    },
  };
}

/** "12 findings are left out (2 errors, 10 warnings): --max-findings 10"; null where none is. */
export function leftOutLine({ leftOut }: CheckReport): string | null {
  if (leftOut === null) return null;
  const { counts, why } = leftOut;
  const count = sumOf(counts);
  return `${plural(count, 'finding')} ${count === 1 ? 'is' : 'are'} left out (${countsText(counts)}): ${why}`;
}

export function sumOf(counts: SeverityCounts): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

/** "2 errors, 1 info"; severities without a finding are left out. */
export function countsText(counts: SeverityCounts): string {
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => severityCount(severity, counts[severity]))
    .join(', ');
}

export function severityCount(severity: (typeof severities)[number], count: number): string {
  return severity === 'info' ? `${count} info` : plural(count, severity);
}
