/** How checks are set: on or off, how severe, and what else they take. */
import type { Finding, Flag, Purpose, Severity } from '../model.ts';
import type { CheckFinding, CheckMeta, CheckOptions } from './check.ts';
import { checkMetas } from './registry.ts';

/** How one check is set. */
export interface CheckSetting {
  readonly severity: Severity | 'off';
  /** Also report in tests, stories and mocks. */
  readonly inTests: boolean;
  /** Only what is configured: each check knows its own defaults, and its evidence tells which of the two decided. */
  readonly options: CheckOptions;
  /** Of findings about these environments, where it differs from `severity`. */
  readonly environments?: { readonly [environment: string]: Severity | 'off' };
  /** Of findings about flags of these purposes, where it differs from `severity`. */
  readonly purposes?: { readonly [purpose in Purpose]?: Severity | 'off' };
}

/** By check id. A check that is not in it is set as by default. */
export type CheckSettings = { readonly [checkId: string]: CheckSetting };

/** What is on before anything is said about single checks. */
export const presets = ['recommended', 'all', 'none'] as const;
export type Preset = (typeof presets)[number];

/** Every check as a preset sets it. */
export function presetSettings(preset: Preset): CheckSettings {
  return Object.fromEntries(checkMetas.map((meta) => [meta.id, presetSetting(meta, preset)]));
}

/** Every check as it is without configuration. */
export function defaultCheckSettings(): CheckSettings {
  return presetSettings('recommended');
}

/** One check as a preset sets it. */
export function presetSetting(
  { severity, inTests, recommended }: Pick<CheckMeta, 'severity' | 'inTests' | 'recommended'>,
  preset: Preset,
): CheckSetting {
  const isOn = preset === 'all' || (preset === 'recommended' && recommended !== false);
  return { severity: isOn ? severity : 'off', inTests, options: { after: {} } };
}

/** False where no finding of the check can be reported, whatever it is about. */
export function isOn({ severity, environments, purposes }: CheckSetting): boolean {
  const all = [severity, ...Object.values(environments ?? {}), ...Object.values(purposes ?? {})];
  return all.some((each) => each !== 'off');
}

/**
 * How severe one finding is. A purpose that is off turns it off; otherwise an environment goes before a purpose, and of several
 * environments the worst counts. A flag without a purpose is judged as a release flag.
 */
export function severityOf(
  finding: Pick<CheckFinding, 'environments' | 'flagKey'>,
  setting: CheckSetting,
  flagOf: (key: string) => Flag | null,
): Severity | 'off' {
  const { environments = {}, purposes = {} } = setting;
  const flag = finding.flagKey === null ? null : flagOf(finding.flagKey);
  const ofPurpose = flag === null ? undefined : purposes[flag.purpose ?? 'release'];
  if (ofPurpose === 'off') return 'off';
  const base = ofPurpose ?? setting.severity;
  if (finding.environments === undefined || finding.environments.length === 0) return base;
  return worst(finding.environments.map((key) => (Object.hasOwn(environments, key) ? environments[key]! : base)));
}

const bySeverity: readonly (Severity | 'off')[] = ['error', 'warning', 'info', 'hint', 'off'];

function worst(severities: readonly (Severity | 'off')[]): Severity | 'off' {
  return bySeverity.find((severity) => severities.includes(severity)) ?? 'off';
}

/** Gives findings of one check their severity; those that are off are left out. */
export function withSeverity<Found extends CheckFinding>(
  check: string,
  findings: readonly Found[],
  setting: CheckSetting,
  flagOf: (key: string) => Flag | null,
): Finding[] {
  return findings.flatMap((found) => {
    const severity = severityOf(found, setting, flagOf);
    if (severity === 'off') return [];
    const { environments: _, ...finding } = found;
    return [{ check, severity, ...finding }];
  });
}
