/** Findings -> exit code. */
import { severities, type ReportedFinding } from './check-report.ts';
import { exitCodes } from './exit-codes.ts';

/** `failOn`: a severity, or `never`. */
export function exitCodeFor(findings: readonly ReportedFinding[], failOn: string): number {
  const worst = severities.findIndex((severity) => severity === failOn);
  const fails = findings.some(({ finding }) => severities.indexOf(finding.severity) <= worst);
  return fails ? exitCodes.findings : exitCodes.clean;
}
