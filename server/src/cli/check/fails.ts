import { severities, type ReportedFinding } from './check-report.ts';

/** Whether a finding is as severe as that, or worse. `failOn`: a severity, or `never`. */
export function fails(findings: readonly ReportedFinding[], failOn: string): boolean {
  const worst = severities.findIndex((severity) => severity === failOn);
  return findings.some(({ finding }) => severities.indexOf(finding.severity) <= worst);
}
