/** The reporters of findings, by the format. */
import type { CheckReport } from '../check-report.ts';
import type { CommandInput } from '../command.ts';
import type { CheckFormat } from '../formats.ts';
import type { Style } from '../style.ts';
import { changeMarkdown } from './change-markdown.ts';
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
  markdown: (report) => (report.change === null ? checkMarkdown(report) : changeMarkdown(report, report.change)),
};

/** The report in the format that was asked for. */
export function formatReport(report: CheckReport, input: CommandInput, style: Style): string {
  return reporters[formatOf(input)](report, style);
}

/** Formats in which a report says what was left out of it. */
export function saysWhatIsLeftOut(input: CommandInput): boolean {
  return ['text', 'json', 'sarif', 'github', 'markdown'].includes(formatOf(input));
}

function formatOf(input: CommandInput): CheckFormat {
  return (input.value('format') ?? 'text') as CheckFormat;
}
