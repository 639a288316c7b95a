/** Shows how fresh the state is; a click opens the menu of actions. */
import * as vscode from 'vscode';
import type { App } from './app.ts';
import { type StatusText, statusText } from './status-text.ts';

const TICK_MS = 30_000;

const COLORS = {
  normal: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
} satisfies Record<StatusText['tone'], vscode.ThemeColor | undefined>;

/** Creates the item and keeps it current, its age included. */
export function createStatusBar(app: App): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('sluice.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Sluice';
  item.command = 'sluice.showMenu';
  const show = (): void => {
    const { text, tooltip, tone, label } = statusText({
      status: app.status,
      server: app.running,
      trusted: vscode.workspace.isTrusted,
      awaitingConsent: app.connector.awaitingConsent,
      now: Date.now(),
    });
    item.text = text;
    item.tooltip = tooltip;
    item.backgroundColor = COLORS[tone];
    item.accessibilityInformation = { label, role: 'button' };
  };
  show();
  item.show();
  const timer = setInterval(show, TICK_MS);
  return vscode.Disposable.from(item, app.onDidChange(show), { dispose: () => clearInterval(timer) });
}
