/** The reporters of findings, by the format. */
import type { CheckReport } from '../check-report.ts';
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

/** The report in a format. */
export function formatReport(report: CheckReport, format: CheckFormat, style: Style): string {
  return reporters[format](report, style);
}

/** Whether a report of the format says what was left out of it. */
export function saysWhatIsLeftOut(format: CheckFormat): boolean {
  return ['text', 'json', 'sarif', 'github', 'markdown'].includes(format);
}
