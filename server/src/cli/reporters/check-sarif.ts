/** SARIF 2.1.0, for code scanning. */
import { stateLines, type CheckReport } from '../check/check-report.ts';
import { sumOf } from '../check/limit-findings.ts';
import { exitCodeOf, lacksState } from '../check/outcome.ts';
import { productUrl } from '../product.ts';
import { version } from '../version.ts';
import { jsonText } from './json-text.ts';
import { planesJson } from './planes-json.ts';
import { notificationKinds, notifications } from './sarif-notifications.ts';
import { sarifResult } from './sarif-results.ts';
import { sarifRule } from './sarif-rules.ts';
import { stateJson } from './state-json.ts';

/** A log of one run. Paths are relative to %SRCROOT%, the working directory of the run. */
export function checkSarif(report: CheckReport): string {
  const ruleIndexes = new Map(report.checks.map(({ id }, index) => [id, index]));
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Sluice',
            fullName: `Sluice ${version}`,
            version,
            semanticVersion: version,
            ...(productUrl ? { informationUri: productUrl } : {}),
            rules: report.checks.map(sarifRule),
            notifications: notificationKinds,
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The working directory of the run; in a build, the checkout.' } },
        },
        invocations: [
          {
            executionSuccessful: !lacksState(report.outcome),
            exitCode: exitCodeOf(report.outcome),
            toolExecutionNotifications: notifications(report),
          },
        ],
        properties: runProperties(report),
        results: report.findings.map((reported) => sarifResult(reported, ruleIndexes, report.now)),
      },
    ],
  });
}

/** Results that are gone are only counted: code scanning would show an `absent` one as an open alert. */
function runProperties(report: CheckReport): object {
  const { outcome, state, isStateGiven, planes, baseline, change, leftOut } = report;
  return {
    outcome: outcome.kind,
    state: stateJson(state),
    stateSummary: stateLines(report).map(([whose, line]) => `${whose}: ${line}`),
    isStatePinned: isStateGiven,
    ...(planes.length === 0 ? {} : { controlPlanes: planesJson(planes) }),
    ...(baseline === null ? {} : { baseline }),
    ...(change === null ? {} : { change }),
    ...(leftOut === null ? {} : { leftOut: { findings: sumOf(leftOut.counts), ...leftOut.counts, why: leftOut.why } }),
  };
}
