/** Workflow commands: GitHub shows each finding at its line. */
import { explainEvidence } from '../../core/checks/explain.ts';
import { baselineLines } from '../baseline/baseline-outcome.ts';
import { changeLines } from '../change/change-report.ts';
import type { Severity } from '../../core/model.ts';
import { plural, visible } from '../../core/text.ts';
import { stateLines, type CheckReport } from '../check-report.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const satisfies {
  [severity in Severity]: string;
};

/**
 * One line for each finding and a summary. Keys and paths come from anybody: nothing in them may begin a line, or it would be a
 * command.
 */
export function checkGithub(report: CheckReport): string {
  const lines = report.findings.map(({ finding, place }) => {
    const properties = [
      `file=${property(place.file)}`,
      `line=${place.line}`,
      `endLine=${place.endLine}`,
      ...(place.line === place.endLine ? [`col=${place.column}`, `endColumn=${place.endColumn}`] : []),
      `title=${property(`Sluice: ${finding.check}`)}`,
    ].join(',');
    const text = [finding.message, ...explainEvidence(finding.evidence, report.now)].map((line) =>
      visible(line, 1_000),
    );
    return `::${commands[finding.severity]} ${properties}::${data(text.join('\n'))}`;
  });
  const states = [
    ...stateLines(report).map(([whose, line]) => `${whose}: ${line}`),
    ...changeLines(report.change),
    ...baselineLines(report.baseline),
  ];
  const summary = `Sluice: ${plural(report.findings.length, 'finding')} in ${plural(report.summary.files, 'file')}; ${states.join('; ')}`;
  return `${[...lines, summary].join('\n')}\n`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(visible(text, 1_000)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
