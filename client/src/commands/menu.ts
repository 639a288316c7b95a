import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { planeTitle } from '../planes.ts';
import { knownOrigins } from '../sign-in.ts';
import { planeStatusText } from '../status-text.ts';
import { labelText } from '../text.ts';

interface Action extends vscode.QuickPickItem {
  readonly command?: string;
  readonly arguments?: readonly unknown[];
}

/** What a click on the status bar offers: what can be done in the present state, the likely first. */
export async function showMenu(app: App): Promise<void> {
  const origins = knownOrigins(app);
  const tokens = await Promise.all(origins.map((origin) => app.tokens.get(origin)));
  const signedIn = origins.filter((_, index) => tokens[index] !== null);
  const actions = vscode.workspace.isTrusted ? trustedActions(app, origins, signedIn) : restrictedActions();
  const { status } = app;
  const picked = await vscode.window.showQuickPick(actions, {
    title: 'Sluice',
    placeHolder: status?.controlPlane && !status.controlPlanes ? labelText(status.controlPlane) : 'Feature flags',
  });
  if (picked?.command) await vscode.commands.executeCommand(picked.command, ...(picked.arguments ?? []));
}

function trustedActions(app: App, origins: readonly string[], signedIn: readonly string[]): readonly Action[] {
  const { awaiting } = app.connector;
  const connect = [
    ...awaiting.map((origin) => action('plug', 'Connect…', 'sluice.connect', origin)),
    ...origins
      .filter((origin) => !awaiting.includes(origin) && !signedIn.includes(origin))
      .map((origin) => action('key', 'Sign In…', 'sluice.signIn', origin)),
  ];
  const consented = origins.filter((origin) => !awaiting.includes(origin) && app.connector.isConsented(origin));
  return [
    ...(connect.length === 0 && origins.length === 0 ? [action('key', 'Sign In…', 'sluice.signIn')] : connect),
    action('symbol-boolean', 'Flip Switch…', 'sluice.flipSwitch'),
    action('settings', 'Set Valve…', 'sluice.setValve'),
    action('discard', 'Roll Back Last Change…', 'sluice.rollback'),
    action('link-external', 'Open Dashboard', 'sluice.openDashboard'),
    action('refresh', 'Refresh State', 'sluice.refresh'),
    ...planeItems(app),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...signedIn.map((origin) => action('sign-out', 'Sign Out', 'sluice.signOut', origin)),
    ...consented.map((origin) => action('debug-disconnect', 'Disconnect This Workspace', 'sluice.disconnect', origin)),
    ...generalActions(),
  ];
}

/** Every control plane of several, with its state; choosing one opens its dashboard. */
function planeItems({ status }: App): readonly Action[] {
  const planes = status?.controlPlanes ?? [];
  if (planes.length === 0) return [];
  const items = planes.map((plane): Action => {
    const { text, detail } = planeStatusText(plane, Date.now());
    return {
      label: `${text} ${labelText(planeTitle(plane))}`,
      description: labelText(plane.controlPlane ?? ''),
      detail: labelText(detail),
      command: 'sluice.openDashboard',
      arguments: [null, plane.id],
    };
  });
  return [{ label: 'Control planes', kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function restrictedActions(): readonly Action[] {
  return [action('shield', 'Manage Workspace Trust…', 'workbench.trust.manage'), ...generalActions()];
}

function generalActions(): readonly Action[] {
  return [
    { ...action('gear', 'Settings', 'workbench.action.openSettings'), arguments: ['@ext:sluice.sluice'] },
    action('output', 'Show Log', 'sluice.showLog'),
    action('debug-restart', 'Restart Language Server', 'sluice.restart'),
  ];
}

/** `origin`: the control plane it is about. */
function action(icon: string, label: string, command: string, origin: string | null = null): Action {
  return {
    label: `$(${icon}) ${label}`,
    command,
    ...(origin === null ? {} : { description: labelText(origin), arguments: [origin] }),
  };
}
