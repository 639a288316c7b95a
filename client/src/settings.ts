/** The person's own settings. What a workspace says about them is never looked at. */
import * as vscode from 'vscode';
import type { OwnControlPlane } from '../../server/src/protocol.ts';
import { parseControlPlaneUrl } from './origin.ts';

/** As the person wrote it; only the server knows what each kind takes, and checks it. */
export interface ControlPlaneSetting extends OwnControlPlane {
  readonly url: string;
  readonly origin: string;
}

/** Sections that decide where a token may go. */
export const guardedSection = 'sluice.controlPlane';

/**
 * The control plane named in the user's settings, or null. Only the user's value counts: not every editor version keeps a
 * workspace from setting what is declared as a machine setting.
 */
export function controlPlaneSetting(): ControlPlaneSetting | null {
  const url = userValue('url');
  if (url === undefined) return null;
  const parsed = parseControlPlaneUrl(url);
  if (!parsed.ok) return null;
  const [kind, project, environment] = [userValue('kind'), userValue('project'), userValue('environment')];
  return { kind, url: parsed.url, origin: parsed.origin, project, environment };
}

/** What is wrong with the address in the user's settings; null where it is fine or nothing is set. */
export function controlPlaneSettingProblem(): string | null {
  const [kind, url] = [userValue('kind'), userValue('url')];
  if (url === undefined)
    return kind === undefined || kind === 'sluice'
      ? null
      : 'The setting sluice.controlPlane.kind has no effect without sluice.controlPlane.url.';
  const parsed = parseControlPlaneUrl(url);
  return parsed.ok ? null : `The setting sluice.controlPlane.url cannot be used. ${parsed.message}`;
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
