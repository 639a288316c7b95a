/** What makes a finding the same one after lines were added above it. */
import { createHash } from 'node:crypto';
import type { ReportedFinding } from './check-report.ts';

export type Fingerprint = (finding: ReportedFinding) => string;

/** Check, file, key and code, and a count where that is not enough; never the line. Ask once for each finding, in order. */
export function createFingerprints(): Fingerprint {
  const seen = new Map<string, number>();
  return ({ finding, place, sourceLine }) => {
    const parts = [finding.check, place.file, finding.flagKey ?? '', sourceLine.trim()].join('\0');
    const occurrence = seen.get(parts) ?? 0;
    seen.set(parts, occurrence + 1);
    return createHash('sha256').update(`${parts}\0${occurrence}`).digest('hex').slice(0, 32);
  };
}
