/** Runs the checks of flags as such, which no file reads: once for each control plane. */
import type { Finding, FlagSnapshot, Location } from '../model.ts';
import { criticalEnvironments } from '../state/environments.ts';
import type { WorkspaceCheck, WorkspaceCheckContext, WorkspaceView } from './check.ts';
import { workspaceChecks } from './registry.ts';
import { compareFindings, flagLookup, guarded } from './run.ts';
import { defaultCheckSettings, isOn, presetSetting, withSeverity, type CheckSettings } from './settings.ts';

export interface WorkspaceCheckInput {
  /** Complete and fresh enough to show absence; else there is nothing to run on. */
  readonly snapshot: FlagSnapshot;
  /** Critical environments from the configuration; null = those the control plane marks. */
  readonly criticalEnvironments: readonly string[] | null;
  /** ms since the epoch. */
  readonly now: number;
  readonly settings: CheckSettings;
  readonly workspace: WorkspaceView;
  /** Where a finding about this flag (null: about no single one) is shown. */
  place(flagKey: string | null): Location;
  /** Told about a check that throws; the other checks still run. Without it, the error is thrown. */
  readonly onError?: (checkId: string, error: unknown) => void;
}

/** The findings of one control plane, in the order of all findings. */
export function runWorkspaceChecks(
  input: WorkspaceCheckInput,
  registry: readonly WorkspaceCheck[] = workspaceChecks,
): readonly Finding[] {
  const settings = { ...defaultCheckSettings(), ...input.settings };
  const { snapshot, now, workspace } = input;
  const context: Omit<WorkspaceCheckContext, 'options'> = {
    snapshot,
    criticalEnvironments: criticalEnvironments(snapshot, input.criticalEnvironments),
    now,
    workspace,
  };
  const flagOf = flagLookup(snapshot);
  const findings = registry.flatMap((check) => {
    const setting = settings[check.meta.id] ?? presetSetting(check.meta, 'recommended');
    if (!isOn(setting)) return [];
    const { options } = setting;
    const found = guarded(check.meta, () => check.run({ ...context, options }), input.onError) ?? [];
    const placed = found.map((finding) => ({ ...finding, ...input.place(finding.flagKey) }));
    return withSeverity(check.meta.id, placed, setting, flagOf);
  });
  return findings.sort(compareFindings);
}
