/** `sluice report`: one page that holds everything it needs, loads nothing, and runs no script but its own. */
import { createHash } from 'node:crypto';
import type { DebtReport } from '../../debt/debt-report.ts';
import { dataElement, reportVersion } from '../../debt/read-earlier.ts';
import { byAge, byField, byOwner, byReads, chartPanel, trendChart } from './charts.ts';
import { flagTable } from './flag-table.ts';
import { html, jsonInScript, raw, type Html } from './html.ts';
import { script } from './script.ts';
import { changesSection, header, safeToRemove, totals, unjudgedSection } from './sections.ts';
import { style } from './style.ts';

/** `troubles`: why the state is not complete, one sentence each. */
export function reportPage(report: DebtReport, troubles: readonly string[]): string {
  const page = html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>Flag debt of ${report.workspace}</title>
        <link rel="icon" href="data:," />
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#flags">Skip to the table of flags</a>
        <main>
          ${header(report, troubles)}
          ${report.flags.length > 0 ? judged(report) : html`<p class="none">${nothingText(report)}</p>`}
          ${unjudgedSection(report)}
        </main>
        <footer class="dim">
          Written by Sluice. A verdict is what the state and the code showed at that time; docs/staleness.md tells its
          rule.
        </footer>
        ${dataScript(report)} ${raw(`<script>${script}</script>`)}
      </body>
    </html> `;
  return page.markup;
}

function judged(report: DebtReport): Html {
  const { flags, history } = report;
  return html`${totals(report)} ${changesSection(report)} ${safeToRemove(report)}
    <section aria-labelledby="charts">
      <h2 id="charts">Where the debt is</h2>
      <div class="panels charts">
        ${trendChart(history)} ${chartPanel([['By owner', byOwner(flags)]])} ${chartPanel([['By age', byAge(flags)]])}
        ${chartPanel([['By references', byReads(flags)]])}
        ${chartPanel([
          ['By purpose', byField(flags, 'purpose')],
          ['By kind', byField(flags, 'kind')],
        ])}
      </div>
    </section>
    ${flagTable(report)}`;
}

/** Unknown is not absent. */
function nothingText({ isComplete }: DebtReport): string {
  return isComplete ? 'The control plane has no flags.' : 'The state of flags is not known, so nothing is judged.';
}

/** One piece, so that nothing can come between its parts. */
function dataScript(report: DebtReport): Html {
  return raw(dataElement.open + jsonInScript(comparable(report)).markup + dataElement.close);
}

/** As much as a later report needs to compare itself with this one. */
function comparable({ at, isComplete, flags, history }: DebtReport): object {
  return {
    sluiceReport: reportVersion,
    at,
    isComplete,
    flags: flags.map(({ controlPlane, key, verdict }) => ({ controlPlane, key, verdict })),
    history,
  };
}

const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
