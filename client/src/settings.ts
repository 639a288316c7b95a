/** The person's own settings. What a workspace says about them is never looked at. */
import * as vscode from 'vscode';
import type { OwnControlPlane } from '../../server/src/protocol.ts';
import { ownSetting, type ControlPlaneSetting, type OwnSetting } from './own-setting.ts';

/** Sections that decide where a token may go. */
export const guardedSection = 'sluice.controlPlane';

/**
 * The control plane named in the user's settings. Only the user's value counts: not every editor version keeps a
 * workspace from setting what is declared as a machine setting.
 */
export function ownControlPlane(): OwnSetting {
  const [kind, url, project, environment] = [
    userValue('kind'),
    userValue('url'),
    userValue('project'),
    userValue('environment'),
  ];
  return ownSetting({ kind, url, project, environment });
}

/** The same, or null where there is none that can be used. */
export function controlPlaneSetting(): ControlPlaneSetting | null {
  return ownControlPlane().setting;
}

/** Writes the user's settings and leaves alone what nobody was asked. The address comes last: without it nothing else counts. */
export async function setControlPlane({ kind, ...values }: OwnControlPlane): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(guardedSection);
  // The embedded one is the default: a workspace may still say what else runs there.
  await configuration.update('kind', kind === 'sluice' ? undefined : kind, vscode.ConfigurationTarget.Global);
  for (const key of ['project', 'environment', 'url'] as const)
    if (values[key] !== undefined) await configuration.update(key, values[key], vscode.ConfigurationTarget.Global);
}

function userValue(key: keyof OwnControlPlane): string | undefined {
  const value: unknown = vscode.workspace.getConfiguration(guardedSection).inspect(key)?.globalValue;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

export type AskForReason = 'always' | 'critical' | 'never';

/** In which environments a change asks why. */
export function askForReason(): AskForReason {
  const value: unknown = vscode.workspace.getConfiguration('sluice').get('askForReason');
  return value === 'always' || value === 'never' ? value : 'critical';
}
