/** The configuration -> how each check is set. */
import type { CheckOptions } from '../core/checks/check.ts';
import { checkMetas } from '../core/checks/registry.ts';
import type { CheckSettings } from '../core/checks/settings.ts';
import type { Purpose } from '../core/model.ts';
import { parseDuration } from '../config/durations.ts';
import type { LoadedConfig } from '../config/load.ts';
import { resolveChecks } from '../config/resolve-checks.ts';
import type { CheckConfig } from '../config/schema.ts';

/** Throws ConfigurationError where the configuration names a check that does not exist. */
export function checkSettings({ config, document }: LoadedConfig): CheckSettings {
  const resolved = resolveChecks(config.checks, checkMetas, document);
  return Object.fromEntries(
    [...resolved].map(([id, { severity, inTests }]) => [
      id,
      { severity, inTests, options: { after: configuredTimes(config.checks?.[id]) } },
    ]),
  );
}

/** Only what the file says: a check knows its own defaults, and its evidence tells which of the two decided. */
function configuredTimes(config: CheckConfig | undefined): CheckOptions['after'] {
  const after: { [purpose in Purpose]?: number | null } = {};
  if (typeof config !== 'object' || !('after' in config)) return after;
  for (const [purpose, text] of Object.entries(config.after ?? {})) {
    after[purpose as Purpose] = text === null ? null : parseDuration(text);
  }
  return after;
}
