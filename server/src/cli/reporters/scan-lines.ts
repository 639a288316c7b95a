/** What was looked at, left out and assumed. */
import { visible } from '../../core/text.ts';
import type { ScanSummary } from '../../session/session.ts';
import { pathOfUri } from '../../session/uri.ts';
import { relativePath } from '../places.ts';

const mostProblems = 10;

/** Lines for people, safe for a terminal. */
export function scanLines(summary: ScanSummary, assumptions: readonly string[], cwd: string): readonly string[] {
  const left = Object.entries(summary.skipped).filter(([, count]) => count > 0);
  const total = left.reduce((sum, [, count]) => sum + count, 0);
  const skipped =
    total === 0 ? '' : `; ${total} left out (${left.map(([why, count]) => `${count} ${why}`).join(', ')})`;
  const problems = summary.problems.map(({ uri, message }) => {
    const path = pathOfUri(uri);
    return `not read: ${visible(path === null ? uri : relativePath(cwd, path), 500)}: ${visible(message, 500)}`;
  });
  const more = problems.length - mostProblems;
  return [
    `files: ${summary.files} looked at, ${summary.parsed} that may read flags${skipped}`,
    ...problems.slice(0, mostProblems),
    ...(more > 0 ? [`and ${more} more that could not be read`] : []),
    ...assumptions.map((sentence) => `assumed: ${visible(sentence, 500)}`),
  ];
}
