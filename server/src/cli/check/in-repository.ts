/** A report as those see it who know the repository and not the working directory: code scanning, annotations, code quality. */
import { resolve } from 'node:path';
import { repositoryTop } from '../find-root.ts';
import { relativePath, type Place } from '../places.ts';
import type { CheckReport, ReportedFinding } from './check-report.ts';

/** With all paths relative to the top of the repository; as it is outside of any. */
export function inRepository(report: CheckReport): CheckReport {
  const { cwd } = report;
  const top = repositoryTop(cwd);
  if (top === null || top === cwd) return report;
  const moved = <T extends Place>(place: T): T => ({ ...place, file: relativePath(top, resolve(cwd, place.file)) });
  return { ...report, cwd: top, findings: report.findings.map((finding) => withPlaces(finding, moved)) };
}

/** A finding with every place in it as `moved` gives it. */
export function withPlaces(finding: ReportedFinding, moved: <T extends Place>(place: T) => T): ReportedFinding {
  return {
    ...finding,
    place: moved(finding.place),
    related: finding.related.map(moved),
    fixes: finding.fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ place, newText }) => ({ place: moved(place), newText })),
    })),
  };
}
