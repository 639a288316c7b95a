/** What `sluice check` found, ready for a reporter. */
import type { CheckMeta } from '../../core/checks/check.ts';
import type { Finding, Severity } from '../../core/model.ts';
import { visible } from '../../core/text.ts';
import type { StateStatus } from '../../protocol.ts';
import type { ScanSummary, SessionPlane } from '../../session/session.ts';
import type { BaselineOutcome } from '../baseline/baseline-outcome.ts';
import type { ChangeReport } from '../change/change-report.ts';
import type { Outcome } from './outcome.ts';
import type { Place } from '../places.ts';
import type { ReportShard } from '../shards/shard.ts';
import { stateLine } from '../state/state-line.ts';

export interface ReportedFinding {
  readonly finding: Finding;
  readonly place: Place;
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** The line it begins on, as it is in the file. */
  readonly sourceLine: string;
  /** What of the code tells it from others: see `fingerprint.ts`. */
  readonly code: string;
  readonly fingerprint: string;
  /** `what`: see `RelatedPlace`. */
  readonly related: readonly (Place & { readonly what?: string })[];
  readonly fixes: readonly ReportedFix[];
  /** The control plane that decides for the file; null where there is only one. */
  readonly controlPlane: string | null;
  /** Not in the baseline; null where none was given. */
  readonly isNew: boolean | null;
  /** Where the change touches it: in a file that it changes, or elsewhere because of it; null where no change was asked about. */
  readonly change: 'in-change' | 'elsewhere' | null;
}

/** A fix with places in the file of its finding. */
export interface ReportedFix {
  readonly title: string;
  readonly edits: readonly { readonly place: Place; readonly newText: string }[];
}

/** One of several control planes, as it was when the code was checked. */
export interface CheckedPlane {
  readonly plane: Pick<SessionPlane, 'name' | 'kind' | 'folder' | 'comparedWith'>;
  readonly status: StateStatus;
}

export interface CheckReport {
  /** Sorted by file and position. */
  readonly findings: readonly ReportedFinding[];
  /** Of the only control plane, or of the main one. */
  readonly state: StateStatus;
  /** Where a workspace has several: each of them, in the order of the configuration. Else empty. */
  readonly planes: readonly CheckedPlane[];
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
  /** What the baseline says of this run; null where none was given. */
  readonly baseline: BaselineOutcome | null;
  /** What was changed, with `--changed-since`. */
  readonly change: ChangeReport | null;
  /** Which part of a whole report this is; null where it is whole. */
  readonly shard: ReportShard | null;
  /** `--max-findings`: a format shows no more of them; null where none was set. */
  readonly maxFindings: number | null;
  /** Findings that are not in `findings`, because there are too many; null where all are. */
  readonly leftOut: LeftOut | null;
  readonly outcome: Outcome;
}

export interface LeftOut {
  readonly counts: SeverityCounts;
  /** How many files all findings are in. */
  readonly files: number;
  /** What sets the limit, as it stands in a sentence. */
  readonly why: string;
}

export type SeverityCounts = { readonly [severity in Severity]: number };

/** How fresh each state is: `state`, or `state of shop` where there are several, and a line about it. */
export function stateLines({ state, planes, isStateGiven, now }: CheckReport): readonly (readonly [string, string])[] {
  const line = (status: StateStatus): string => stateLine(status, { isGiven: isStateGiven, now });
  if (planes.length === 0) return [['state', line(state)]];
  return planes.map(({ plane, status }) => [`state of ${visible(plane.name, 60)}`, line(status)]);
}

/** The states that findings rest on: a control plane that is only compared decides nothing. */
export function decidingStates({ state, planes }: CheckReport): readonly StateStatus[] {
  if (planes.length === 0) return [state];
  return planes.filter(({ plane }) => plane.comparedWith === null).map(({ status }) => status);
}

/** Worst first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

/** How many findings of each severity. */
export function countBySeverity(findings: readonly ReportedFinding[]): SeverityCounts {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { finding } of findings) counts[finding.severity]++;
  return counts;
}

/** Of all findings, also of those that the report leaves out. */
export function countAll({ findings, leftOut }: CheckReport): SeverityCounts {
  const { error, warning, info, hint } = countBySeverity(findings);
  if (leftOut === null) return { error, warning, info, hint };
  const { counts } = leftOut;
  return {
    error: error + counts.error,
    warning: warning + counts.warning,
    info: info + counts.info,
    hint: hint + counts.hint,
  };
}

/** How many files the findings are in. */
export function filesOf(findings: readonly ReportedFinding[]): number {
  return new Set(findings.map(({ place }) => place.file)).size;
}

/** Problems as programs read them. */
export interface ReportedProblem {
  readonly file: string;
  readonly message: string;
}
