/** Whether a command that needs the control plane can go on; if not, it says why and offers the way out. */
import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { isAnyCurrent } from '../planes.ts';
import { visibleText } from '../text.ts';

/** True where the state is current enough to change something by it. Otherwise the person has been told. */
export async function isReady(app: App): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    await offer('Sluice changes no flags from a workspace that is not trusted.', {
      'Manage Workspace Trust': 'workbench.trust.manage',
    });
    return false;
  }
  if (isAnyCurrent(app.status)) return true;
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: 'Reading flag state' }, () =>
    app.refresh(),
  );
  if (isAnyCurrent(app.status)) return true;
  await explain(app);
  return false;
}

/** Says why there is no current state, with the command that helps. */
async function explain(app: App): Promise<void> {
  const { status } = app;
  const problem = status?.problem ? ` ${visibleText(status.problem)}` : '';
  if (app.connector.awaitingConsent !== null) {
    const origin = visibleText(app.connector.awaitingConsent);
    await offer(`You have not agreed to connect to ${origin}.`, { 'Connect…': 'sluice.connect' });
  } else if (status?.problemKind === 'auth') {
    await offer(`You are not signed in.${problem}`, { 'Sign In': 'sluice.signIn' });
  } else if (status === null || status.kind === 'off') {
    await offer('No control plane is configured for this workspace.', { 'Sign In': 'sluice.signIn' });
  } else {
    await offer(`The control plane does not answer, so nothing can be changed.${problem}`, {
      'Try Again': 'sluice.refresh',
      'Show Log': 'sluice.showLog',
    });
  }
}

/** A warning whose buttons run commands. */
export async function offer(message: string, actions: Readonly<Record<string, string>>): Promise<void> {
  const answer = await vscode.window.showWarningMessage(message, ...Object.keys(actions));
  const command = answer === undefined ? undefined : actions[answer];
  if (command !== undefined) await vscode.commands.executeCommand(command);
}
