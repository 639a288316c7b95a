/** Call sites for programs. The shape is fixed: see "Command line" in the documentation. */
import type { CallSiteKey } from '../../core/model.ts';
import type { UsagesReport } from '../flags/usages-report.ts';
import { problemsOf } from './problems.ts';
import { jsonText } from './json-text.ts';

/**
 * One object; the span is the key expression (of a home-made valve, the condition), 1-based, UTF-16 columns, end exclusive.
 * `share`, of a home-made valve only: 0..10000, or null where the code does not show it.
 */
export function usagesJson({ callSites, summary, cwd }: UsagesReport): string {
  const value = {
    version: 1,
    files: summary.files,
    callSites: callSites.map(({ callSite, place }) => ({
      ...place,
      key: callSite.key.kind === 'literal' ? callSite.key.value : null,
      keys: keysOf(callSite.key),
      sdk: callSite.sdk,
      method: callSite.method,
      role: callSite.role,
      ...(callSite.role === 'home-made-valve' ? { share: callSite.share } : {}),
      via: callSite.via,
      language: callSite.language,
    })),
    problems: problemsOf(summary.problems, cwd),
  };
  return jsonText(value);
}

function keysOf(key: CallSiteKey): readonly string[] {
  switch (key.kind) {
    case 'literal':
      return [key.value];
    case 'one-of':
      return key.values;
    case 'dynamic':
      return [];
  }
}
