/** Checkstyle XML: every file with findings, every finding an error. */
import { explainEvidence } from '../../core/checks/explain.ts';
import type { Severity } from '../../core/model.ts';
import { visible } from '../../core/text.ts';
import { stateLines, type CheckReport, type ReportedFinding } from '../check/check-report.ts';
import { inert } from '../terminal/inert.ts';
import { leftOutLine } from '../check/limit-findings.ts';
import { lacksState, outcomeLine } from '../check/outcome.ts';
import { byFile } from './by-file.ts';
import { xmlText } from './xml-text.ts';

const severities = { error: 'error', warning: 'warning', info: 'info', hint: 'info' } as const satisfies {
  [severity in Severity]: string;
};

/** How fresh the state is stands in a comment: there is no element for it. */
export function checkCheckstyle(report: CheckReport): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    // The version of the format, which readers look at; Sluice's own is nobody's business here.
    '<checkstyle version="4.3">',
    ...stateLines(report).map(([whose, line]) => `  <!-- ${comment(`${whose}: ${line}`)} -->`),
    ...ownErrors(report),
    ...[...byFile(report.findings)].map(([file, findings]) => fileElement(file, findings, report.now)),
    '</checkstyle>',
    '',
  ].join('\n');
}

function fileElement(file: string, findings: readonly ReportedFinding[], now: number): string {
  const errors = findings.map(({ finding, place }) => {
    const text = [finding.message, ...explainEvidence(finding.evidence, now)].map((line) => visible(line, 1_000));
    return errorElement(place, severities[finding.severity], text.join('\n'), finding.check);
  });
  return [`  <file name="${xmlText(file)}">`, ...errors, '  </file>'].join('\n');
}

function errorElement(
  { line, column }: { readonly line: number; readonly column: number },
  severity: string,
  message: string,
  check: string,
): string {
  return `    <error line="${line}" column="${column}" severity="${severity}" message="${xmlText(message)}" source="${xmlText(`sluice.${check}`)}"/>`;
}

/** What is to be said of the run as such, of the configuration file. */
function ownErrors(report: CheckReport): readonly string[] {
  const state = outcomeLine(report.outcome);
  const leftOut = leftOutLine(report);
  const errors = [
    ...(state === null
      ? []
      : [errorElement(firstLine, lacksState(report.outcome) ? 'error' : 'info', state, 'state-unavailable')]),
    ...(leftOut === null ? [] : [errorElement(firstLine, 'info', `${leftOut}.`, 'findings-left-out')]),
  ];
  return errors.length === 0 ? [] : ['  <file name="sluice.config.json">', ...errors, '  </file>'];
}

const firstLine = { line: 1, column: 1 };

/** Two hyphens end a comment. */
function comment(text: string): string {
  return inert(visible(text, 1_000)).replace(/-(?=-|$)/g, '\\u{2d}');
}
