/** Reports of checks, made up. */
import { checkMetas } from '../../server/src/core/checks/registry.ts';
import type { Finding } from '../../server/src/core/model.ts';
import type { CheckReport, ReportedFinding } from '../../server/src/cli/check/check-report.ts';
import { formatReport } from '../../server/src/cli/reporters/check-reporters.ts';
import { plainStyle } from '../../server/src/cli/terminal/style.ts';
import type { CheckFormat } from '../../server/src/cli/formats.ts';
import { undecided } from '../../server/src/cli/check/outcome.ts';
import type { Place } from '../../server/src/cli/places.ts';
import type { StateStatus } from '../../server/src/protocol.ts';
import { now } from './snapshots.ts';

type FindingParts = Omit<Partial<ReportedFinding>, 'finding' | 'place'> & {
  readonly finding?: Partial<Finding>;
  readonly place?: Partial<Place>;
};

/** A warning in line 6 of `src/checkout.ts`. */
export function someFinding({ finding, place, ...parts }: FindingParts = {}): ReportedFinding {
  return {
    finding: {
      check: 'stale-switch',
      severity: 'warning',
      message: 'Switch "new-checkout" has been on everywhere in production since 2026-05-07.',
      uri: 'file:///shop/src/checkout.ts',
      span: { start: 0, end: 0 },
      flagKey: 'new-checkout',
      evidence: [],
      suggestions: [],
      related: [],
      ...finding,
    },
    place: { file: 'src/checkout.ts', line: 6, column: 35, endLine: 6, endColumn: 49, ...place },
    path: 'src/checkout.ts',
    sourceLine: "  if (await flags.getBooleanValue('new-checkout', false)) return 1;",
    code: '',
    fingerprint: '0123456789abcdef0123456789abcdef',
    related: [],
    fixes: [],
    controlPlane: null,
    isNew: null,
    change: null,
    ...parts,
  };
}

export const someState: StateStatus = {
  kind: 'file',
  controlPlane: 'file flags.snapshot.json',
  origin: null,
  readAt: new Date(now).toISOString(),
  complete: true,
  flagCount: 2,
  problem: null,
  problemKind: null,
};

/** Of a run on a pinned, complete state that found this. */
export function someReport(findings: readonly ReportedFinding[], parts: Partial<CheckReport> = {}): CheckReport {
  return {
    findings,
    state: someState,
    planes: [],
    isStateGiven: true,
    summary: {
      files: 1,
      parsed: 1,
      skipped: { binary: 0, minified: 0, oversized: 0, unreadable: 0 },
      problems: [],
    },
    assumptions: [],
    checks: checkMetas,
    cwd: '/shop',
    root: '/shop',
    now,
    baseline: null,
    change: null,
    shard: null,
    maxFindings: null,
    leftOut: null,
    outcome: { ...undecided, kind: findings.length === 0 ? 'clean' : 'findings' },
    ...parts,
  };
}

/** The report in a format, without colors. */
export function printed(report: CheckReport, format: CheckFormat): string {
  return formatReport(report, format, plainStyle);
}
