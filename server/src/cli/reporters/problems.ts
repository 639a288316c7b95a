import type { Problem } from '../../core/model.ts';
import { pathOfUri } from '../../session/uri.ts';
import type { ReportedProblem } from '../check/check-report.ts';
import { relativePath } from '../places.ts';

/** Problems with paths as in the rest of the report. */
export function problemsOf(problems: readonly Problem[], cwd: string): readonly ReportedProblem[] {
  return problems.map(({ uri, message }) => {
    const path = pathOfUri(uri);
    return { file: path === null ? uri : relativePath(cwd, path), message };
  });
}
