/** What `sluice check` found, ready for a reporter. */
import type { CheckMeta } from '../core/checks/check.ts';
import type { Finding, Severity } from '../core/model.ts';
import type { StateStatus } from '../protocol.ts';
import type { ScanSummary } from '../session/session.ts';
import type { Place } from './places.ts';

export interface ReportedFinding {
  readonly finding: Finding;
  readonly place: Place;
  /** The line it begins on, as it is in the file. */
  readonly sourceLine: string;
  readonly related: readonly Place[];
}

export interface CheckReport {
  /** Sorted by file and position. */
  readonly findings: readonly ReportedFinding[];
  readonly state: StateStatus;
  /** True where the state comes from `--state`: its age is no news then, and the report is the same every time. */
  readonly isStateGiven: boolean;
  readonly summary: ScanSummary;
  readonly assumptions: readonly string[];
  readonly checks: readonly CheckMeta[];
  /** Paths of findings are relative to this. */
  readonly cwd: string;
  readonly root: string;
  /** ms since the epoch. */
  readonly now: number;
}

/** Worst first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** How many findings of each severity. */
export function countBySeverity(findings: readonly ReportedFinding[]): { readonly [severity in Severity]: number } {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { finding } of findings) counts[finding.severity]++;
  return counts;
}

/** Problems as programs read them. */
export interface ReportedProblem {
  readonly file: string;
  readonly message: string;
}
