/** What a check says of itself + configuration = how it is set, for each file. */
import type { CheckMeta, CheckOptions } from '../core/checks/check.ts';
import { checkMetas } from '../core/checks/registry.ts';
import { presetSetting, type CheckSetting, type CheckSettings, type Preset } from '../core/checks/settings.ts';
import type { Purpose } from '../core/model.ts';
import type { CheckConfig, ChecksConfig } from './check-schema.ts';
import { parseDuration } from './durations.ts';
import { createGlobs } from './globs.ts';
import type { Config } from './schema.ts';

export interface ResolvedChecks {
  /** Without `overrides`. */
  readonly base: CheckSettings;
  /** For a file; `path` is relative to the workspace, with `/`. The same object for files with the same settings. */
  of(path: string): CheckSettings;
}

/** How every check is set. A check that the configuration does not name is as the preset has it. */
export function resolveChecks(
  { preset = 'recommended', checks = {}, overrides = [] }: Pick<Config, 'preset' | 'checks' | 'overrides'>,
  known: readonly SettableCheck[] = checkMetas,
): ResolvedChecks {
  const settingsOf = (layers: readonly ChecksConfig[]): CheckSettings =>
    Object.fromEntries(
      known.map((meta) => [
        meta.id,
        settingOf(
          meta,
          preset,
          layers.flatMap((layer) => (Object.hasOwn(layer, meta.id) ? (layer[meta.id] ?? []) : [])),
        ),
      ]),
    );
  const base = settingsOf([checks]);
  const matchers = overrides.map(({ files }) => createGlobs(files));
  const byMatch = new Map<string, CheckSettings>();
  return {
    base,
    of(path) {
      if (matchers.length === 0) return base;
      const matching = overrides.filter((_, index) => matchers[index]?.(path));
      const name = matching.map((override) => overrides.indexOf(override)).join();
      const settings = byMatch.get(name) ?? settingsOf([checks, ...matching.map((override) => override.checks)]);
      byMatch.set(name, settings);
      return settings;
    },
  };
}

type SettableCheck = Pick<CheckMeta, 'id' | 'severity' | 'inTests' | 'recommended'>;
type Options = Exclude<CheckConfig, string>;

/** Option by option, the later layer before the earlier one. A bare severity holds for all environments and purposes. */
function settingOf(meta: SettableCheck, preset: Preset, layers: readonly CheckConfig[]): CheckSetting {
  const standard = presetSetting(meta, preset);
  if (layers.length === 0) return standard;
  const merged = layers.reduce<Options>((before, layer) => merge(before, layer), {});
  const environments = withoutGaps(merged.environments);
  const purposes = withoutGaps(merged.purposes);
  return {
    // Whoever names a check wants it.
    severity: merged.severity ?? meta.severity,
    inTests: merged.inTests ?? meta.inTests,
    options: optionsOf(merged),
    ...(environments === null ? {} : { environments }),
    ...(purposes === null ? {} : { purposes }),
  };
}

function merge(before: Options, layer: CheckConfig): Options {
  if (typeof layer === 'string') return { ...before, severity: layer, environments: {}, purposes: {} };
  return {
    ...before,
    ...layer,
    severity: layer.severity ?? before.severity,
    environments: { ...before.environments, ...layer.environments },
    purposes: { ...before.purposes, ...layer.purposes },
    after: { ...before.after, ...layer.after },
  };
}

/** Only what is configured: each check knows its own defaults, and tells in its evidence which of the two decided. */
function optionsOf({ after = {}, pattern, lag }: Options): CheckOptions {
  const times: { [purpose in Purpose]?: number | null } = {};
  for (const [purpose, text] of Object.entries(after)) {
    // The schema let only durations through; one too long to count is as good as forever.
    if (text !== undefined) times[purpose as Purpose] = text === null ? null : parseDuration(text);
  }
  const lagMs = lag === undefined ? null : (parseDuration(lag) ?? Infinity);
  return {
    after: times,
    ...(pattern === undefined ? {} : { pattern }),
    ...(lagMs === null ? {} : { lag: lagMs }),
  };
}

function withoutGaps<Value>(map: { readonly [key: string]: Value | undefined } = {}): { [key: string]: Value } | null {
  const entries = Object.entries(map).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
