/** The reporters of findings, by the format. */
import { baselineLines } from '../baseline/baseline-outcome.ts';
import { changeLines } from '../change/change-report.ts';
import { stateLines, type CheckReport } from '../check/check-report.ts';
import { inRepository } from '../check/in-repository.ts';
import type { CheckFormat } from '../formats.ts';
import { fitTo, leftOutLine } from '../check/limit-findings.ts';
import type { Style } from '../terminal/style.ts';
import { changeMarkdown } from './change-markdown.ts';
import { checkCheckstyle } from './check-checkstyle.ts';
import { checkGithub } from './check-github.ts';
import { checkGitlab } from './check-gitlab.ts';
import { checkJson } from './check-json.ts';
import { checkJunit } from './check-junit.ts';
import { checkMarkdown } from './check-markdown.ts';
import { checkSarif } from './check-sarif.ts';
import { checkText } from './check-text.ts';

const reporters: { readonly [format in CheckFormat]: (report: CheckReport, style: Style) => string } = {
  text: checkText,
  json: checkJson,
  sarif: checkSarif,
  github: checkGithub,
  gitlab: checkGitlab,
  junit: checkJunit,
  checkstyle: checkCheckstyle,
  markdown: (report) => (report.change === null ? checkMarkdown(report) : changeMarkdown(report, report.change)),
};

/** The report in this format, as much of it as there is room for. */
export function formatReport(report: CheckReport, format: CheckFormat, style: Style): string {
  const shown = fitTo(format, report);
  return reporters[format](isForCodeHosts(format) ? inRepository(shown) : shown, style);
}

/** They look for a file from the top of the repository on, whatever folder the build works in. */
function isForCodeHosts(format: CheckFormat): boolean {
  return ['sarif', 'github', 'gitlab'].includes(format);
}

/** What the report in this format leaves out or has no place for, as sentences for stderr. */
export function notesBeside(report: CheckReport, format: CheckFormat): readonly string[] {
  return [
    ...(saysWhatIsLeftOut(format) ? [] : [...changeLines(report.change), ...baselineLines(report.baseline)]),
    ...(saysState(format) ? [] : stateLines(report).map(([whose, line]) => `${whose}: ${line}`)),
    ...leftOutOf(report, format),
  ];
}

/** How much the report in this format leaves out, as a sentence for stderr; empty where it is whole. */
export function leftOutOf(report: CheckReport, format: CheckFormat): readonly string[] {
  const line = leftOutLine(fitTo(format, report));
  return line === null ? [] : [line];
}

/** Because of a baseline or a change. */
function saysWhatIsLeftOut(format: CheckFormat): boolean {
  return ['text', 'json', 'sarif', 'github', 'markdown'].includes(format);
}

/** GitLab's list holds issues and nothing else. */
function saysState(format: CheckFormat): boolean {
  return format !== 'gitlab';
}
