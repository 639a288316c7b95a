import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { knownOrigin } from '../sign-in.ts';
import { labelText } from '../text.ts';

interface Action extends vscode.QuickPickItem {
  readonly command?: string;
  readonly argument?: string;
}

/** What a click on the status bar offers: what can be done in the present state, the likely first. */
export async function showMenu(app: App): Promise<void> {
  const origin = knownOrigin(app);
  const signedIn = origin !== null && (await app.tokens.get(origin)) !== null;
  const actions = vscode.workspace.isTrusted ? trustedActions(app, origin, signedIn) : restrictedActions();
  const picked = await vscode.window.showQuickPick(actions, {
    title: 'Sluice',
    placeHolder: app.status?.controlPlane ? labelText(app.status.controlPlane) : 'Feature flags',
  });
  if (picked?.command) await vscode.commands.executeCommand(picked.command, ...argumentsOf(picked));
}

function argumentsOf(action: Action): readonly string[] {
  return action.argument === undefined ? [] : [action.argument];
}

function trustedActions(app: App, origin: string | null, signedIn: boolean): readonly Action[] {
  const connect: Action[] = [];
  if (app.connector.awaitingConsent !== null) connect.push(action('plug', 'Connect…', 'sluice.connect', origin));
  else if (!signedIn) connect.push(action('key', 'Sign In…', 'sluice.signIn', origin));
  return [
    ...connect,
    action('symbol-boolean', 'Flip Switch…', 'sluice.flipSwitch'),
    action('settings', 'Set Valve…', 'sluice.setValve'),
    action('discard', 'Roll Back Last Change…', 'sluice.rollback'),
    action('link-external', 'Open Dashboard', 'sluice.openDashboard'),
    action('refresh', 'Refresh State', 'sluice.refresh'),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    ...(signedIn ? [action('sign-out', 'Sign Out', 'sluice.signOut', origin)] : []),
    ...(origin !== null && app.connector.awaitingConsent === null && app.connector.isConsented(origin)
      ? [action('debug-disconnect', 'Disconnect This Workspace', 'sluice.disconnect', origin)]
      : []),
    ...generalActions(),
  ];
}

function restrictedActions(): readonly Action[] {
  return [action('shield', 'Manage Workspace Trust…', 'workbench.trust.manage'), ...generalActions()];
}

function generalActions(): readonly Action[] {
  return [
    { ...action('gear', 'Settings', 'workbench.action.openSettings'), argument: '@ext:sluice.sluice' },
    action('output', 'Show Log', 'sluice.showLog'),
    action('debug-restart', 'Restart Language Server', 'sluice.restart'),
  ];
}

function action(icon: string, label: string, command: string, description: string | null = null): Action {
  return {
    label: `$(${icon}) ${label}`,
    command,
    ...(description === null ? {} : { description: labelText(description) }),
  };
}
