/** What `sluice usages` found, ready for a reporter. */
import type { CallSite } from '../../core/model.ts';
import type { ScanSummary } from '../../session/session.ts';
import type { Place } from '../places.ts';

interface ReportedCallSite {
  readonly callSite: CallSite;
  readonly place: Place;
}

export interface UsagesReport {
  /** Sorted by file and position. */
  readonly callSites: readonly ReportedCallSite[];
  readonly summary: ScanSummary;
  readonly assumptions: readonly string[];
  readonly cwd: string;
}
