/** The person's own settings. What a workspace says about them is never looked at. */
import * as vscode from 'vscode';
import { parseControlPlaneUrl } from './origin.ts';

export interface ControlPlaneSetting {
  readonly url: string;
  readonly origin: string;
  readonly project: string;
}

/** Sections that decide where a token may go. */
export const guardedSection = 'sluice.controlPlane';

/**
 * The control plane named in the user's settings, or null. Only the user's value counts: not every editor version keeps a
 * workspace from setting what is declared as a machine setting.
 */
export function controlPlaneSetting(): ControlPlaneSetting | null {
  const url = userValue('url');
  if (url === null) return null;
  const parsed = parseControlPlaneUrl(url);
  if (!parsed.ok) return null;
  return { url: parsed.url, origin: parsed.origin, project: userValue('project') ?? 'default' };
}

/** What is wrong with the user's control-plane URL; null where it is fine or not set. */
export function controlPlaneSettingProblem(): string | null {
  const url = userValue('url');
  if (url === null) return null;
  const parsed = parseControlPlaneUrl(url);
  return parsed.ok ? null : `The setting sluice.controlPlane.url cannot be used. ${parsed.message}`;
}

/** Writes the user's setting. */
export async function setControlPlaneUrl(url: string): Promise<void> {
  await vscode.workspace.getConfiguration(guardedSection).update('url', url, vscode.ConfigurationTarget.Global);
}

function userValue(key: 'url' | 'project'): string | null {
  const value: unknown = vscode.workspace.getConfiguration(guardedSection).inspect(key)?.globalValue;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export type AskForReason = 'always' | 'critical' | 'never';

/** In which environments a change asks why. */
export function askForReason(): AskForReason {
  const value: unknown = vscode.workspace.getConfiguration('sluice').get('askForReason');
  return value === 'always' || value === 'never' ? value : 'critical';
}
