/** Workflow commands: GitHub shows each finding at its line. */
import { explainEvidence } from '../../core/checks/explain.ts';
import { baselineLines } from '../baseline/baseline-outcome.ts';
import { changeLines } from '../change/change-report.ts';
import type { Severity } from '../../core/model.ts';
import { plural, visible } from '../../core/text.ts';
import { countAll, severities, stateLines, type CheckReport, type ReportedFinding } from '../check/check-report.ts';
import { inert } from '../terminal/inert.ts';
import { countsText, leftOutLine, sumOf } from '../check/limit-findings.ts';
import { lacksState, outcomeLine } from '../check/outcome.ts';

type Command = 'error' | 'warning' | 'notice';

const commands = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const satisfies {
  [severity in Severity]: Command;
};

/** GitHub shows so many annotations of a kind for each step and drops the rest without a word. */
const mostOfAKind = 10;

/**
 * One annotation for each finding, as many as GitHub shows; the others as lines of the log, and an annotation that says so. Keys
 * and paths come from anybody: nothing in them may begin a line, or it would be a command.
 */
export function checkGithub(report: CheckReport): string {
  const { annotated, logged } = divide(report);
  const counts = countAll(report);
  const states = [
    ...stateLines(report).map(([whose, line]) => `${whose}: ${line}`),
    ...changeLines(report.change),
    ...baselineLines(report.baseline),
  ];
  const summary = `Sluice: ${plural(sumOf(counts), 'finding')} in ${plural(report.summary.files, 'file')}; ${states.join('; ')}`;
  return [
    ...stateAnnotation(report),
    ...annotated.map((reported) => annotation(reported, report.now)),
    ...logged.map(logLine),
    ...restAnnotation(report, logged),
    inert(summary),
    '',
  ].join('\n');
}

/** Which findings get an annotation: the most severe of each kind. What Sluice has to say itself needs a place, too. */
function divide(report: CheckReport): {
  readonly annotated: readonly ReportedFinding[];
  readonly logged: readonly ReportedFinding[];
} {
  const own = report.outcome.reason === null ? null : kindOfState(report);
  const room = { error: mostOfAKind, warning: mostOfAKind, notice: mostOfAKind - 1 };
  if (own !== null) room[own]--;
  const annotated = new Set<ReportedFinding>();
  for (const severity of severities) {
    for (const reported of report.findings) {
      if (reported.finding.severity === severity && room[commands[severity]]-- > 0) annotated.add(reported);
    }
  }
  return {
    annotated: report.findings.filter((reported) => annotated.has(reported)),
    logged: report.findings.filter((reported) => !annotated.has(reported)),
  };
}

function annotation({ finding, place }: ReportedFinding, now: number): string {
  const properties = [
    `file=${property(place.file)}`,
    `line=${place.line}`,
    `endLine=${place.endLine}`,
    ...(place.line === place.endLine ? [`col=${place.column}`, `endColumn=${place.endColumn}`] : []),
    `title=${property(`Sluice: ${finding.check}`)}`,
  ].join(',');
  const text = [finding.message, ...explainEvidence(finding.evidence, now)].map((line) => visible(line, 1_000));
  return `::${commands[finding.severity]} ${properties}::${data(text.join('\n'))}`;
}

/** Does not begin with anything that somebody else has written. */
function logLine({ finding, place }: ReportedFinding): string {
  const where = `${visible(place.file, 1_000)}:${place.line}:${place.column}`;
  return inert(`${finding.severity}: ${where}: ${visible(finding.message, 1_000)} (${finding.check})`);
}

/** What GitHub would not have shown, and what the report has no room for. */
function restAnnotation(report: CheckReport, logged: readonly ReportedFinding[]): readonly string[] {
  const left = leftOutLine(report);
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { finding } of logged) counts[finding.severity]++;
  const sentences = [
    ...(logged.length === 0
      ? []
      : [
          `${logged.length} more ${logged.length === 1 ? 'finding' : 'findings'} (${countsText(counts)}): GitHub shows ${mostOfAKind} of a kind, the log of this step has all.`,
        ]),
    ...(left === null ? [] : [`${left}.`]),
  ];
  return sentences.length === 0 ? [] : [`::notice title=Sluice::${data(sentences.join('\n'))}`];
}

function stateAnnotation(report: CheckReport): readonly string[] {
  const line = outcomeLine(report.outcome);
  return line === null
    ? []
    : [`::${kindOfState(report)} title=${property('Sluice: state-unavailable')}::${data(line)}`];
}

function kindOfState({ outcome }: CheckReport): Command {
  return lacksState(outcome) ? 'error' : 'warning';
}

function data(text: string): string {
  return inert(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(visible(text, 1_000)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
