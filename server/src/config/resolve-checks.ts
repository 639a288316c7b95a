/** What a check says of itself + configuration = what it does. */
import type { CheckMeta, CheckOptions } from '../core/checks/check.ts';
import type { Purpose, Severity } from '../core/model.ts';
import type { ConfigDocument } from './config-document.ts';
import { ConfigurationError, configurationErrorIn, type ConfigurationProblem } from './configuration-error.ts';
import { formatKeyPath } from './config-document.ts';
import { parseDuration } from './durations.ts';
import type { CheckConfig, Config } from './schema.ts';
import { suggest } from './suggest.ts';

export interface ResolvedCheck {
  readonly severity: Severity | 'off';
  readonly inTests: boolean;
  /** Only the times that are configured: each check knows its own defaults, and tells in its evidence which of the two decided. */
  readonly options: CheckOptions;
}

/**
 * What each known check does, by id. Throws ConfigurationError where the configuration names a check that does not exist.
 * `document` gives the error its place in the file; null where the configuration was not read from one.
 */
export function resolveChecks(
  configured: Config['checks'],
  known: readonly Pick<CheckMeta, 'id' | 'severity' | 'inTests'>[],
  document: ConfigDocument | null = null,
): ReadonlyMap<string, ResolvedCheck> {
  const ids = known.map((meta) => meta.id);
  const unknown = Object.keys(configured ?? {}).filter((id) => !ids.includes(id));
  if (unknown.length > 0) throw unknownChecks(unknown, ids, document);
  return new Map(known.map((meta) => [meta.id, resolve(meta, configured?.[meta.id])]));
}

function resolve(meta: Pick<CheckMeta, 'severity' | 'inTests'>, config: CheckConfig | undefined): ResolvedCheck {
  const given = typeof config === 'string' ? { severity: config } : (config ?? {});
  const after: { [purpose in Purpose]?: number | null } = {};
  for (const [purpose, text] of Object.entries('after' in given ? (given.after ?? {}) : {})) {
    // The schema let only durations through; a number too large to count is as good as forever.
    after[purpose as Purpose] = text === null ? null : parseDuration(text);
  }
  return {
    severity: given.severity ?? meta.severity,
    inTests: ('inTests' in given ? given.inTests : undefined) ?? meta.inTests,
    options: { after },
  };
}

function unknownChecks(
  unknown: readonly string[],
  ids: readonly string[],
  document: ConfigDocument | null,
): ConfigurationError {
  const problems = unknown.map((id): ConfigurationProblem => {
    const near = suggest(id, ids);
    const hint =
      near.length > 0
        ? `Did you mean ${near.map((name) => JSON.stringify(name)).join(' or ')}?`
        : `The checks are: ${[...ids].sort().join(', ')}.`;
    const path = ['checks', id];
    const place = document?.placeOfKey(path) ?? { line: null, column: null };
    return { ...place, path: formatKeyPath(path), message: `There is no check ${JSON.stringify(id)}. ${hint}` };
  });
  if (document !== null) return configurationErrorIn(document.file, problems);
  return new ConfigurationError(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'), { problems });
}
