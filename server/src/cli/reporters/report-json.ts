/** `sluice report --format json`: everything the page shows, for programs and for `--compare-with`. */
import { reportVersion } from '../debt/read-earlier.ts';
import type { DebtReport } from '../debt/debt-report.ts';
import { stateJson } from './state-json.ts';
import { jsonText } from './json-text.ts';

/** One object, flags sorted by key. */
export function reportJson(report: DebtReport): string {
  const planes = report.planes.map(({ name, state }) => ({ name, state: stateJson(state) }));
  return jsonText({ sluiceReport: reportVersion, ...report, planes });
}
