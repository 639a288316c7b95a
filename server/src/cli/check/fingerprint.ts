/** What makes a finding the same one after lines were added above it. */
import { createHash } from 'node:crypto';
import type { Finding } from '../../core/model.ts';

export interface Fingerprinted {
  readonly finding: Pick<Finding, 'check' | 'flagKey'>;
  /** Relative to the workspace, with `/`: the same from wherever the command is run. */
  readonly path: string;
  /** The line it begins on; nothing of a finding about a flag as such, which stands wherever the control plane is configured. */
  readonly code: string;
}

export type Fingerprint = (finding: Fingerprinted) => string;

/** Check, file, key and code; never the line. Findings that share it are told apart by a count. */
export function fingerprintStem({ finding, path, code }: Fingerprinted): string {
  return [finding.check, path, finding.flagKey ?? '', code.trim()].join('\0');
}

/** The stem, and a count where that is not enough. Ask once for each finding of a file, in order. */
export function createFingerprints(): Fingerprint {
  const seen = new Map<string, number>();
  return (finding) => {
    const stem = fingerprintStem(finding);
    const occurrence = seen.get(stem) ?? 0;
    seen.set(stem, occurrence + 1);
    return createHash('sha256').update(`${stem}\0${occurrence}`).digest('hex').slice(0, 32);
  };
}
