import type { ReportedFinding } from '../check/check-report.ts';

/** The findings of each file, in the order of the report. */
export function byFile(findings: readonly ReportedFinding[]): ReadonlyMap<string, readonly ReportedFinding[]> {
  const files = new Map<string, ReportedFinding[]>();
  for (const reported of findings) {
    const known = files.get(reported.place.file);
    if (known) known.push(reported);
    else files.set(reported.place.file, [reported]);
  }
  return files;
}
