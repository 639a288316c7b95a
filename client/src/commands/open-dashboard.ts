import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { keyAtCursor } from './pick.ts';

/** Opens the dashboard in the browser, at the flag where there is one. The link may be one that signs the browser in, once. */
export async function openDashboard(app: App, argument: unknown): Promise<void> {
  const key = typeof argument === 'string' ? argument : await keyAtCursor(app);
  const url = await app.server.dashboardUrl(key);
  if (url === null) {
    void vscode.window.showInformationMessage(
      'There is no dashboard to open: the control plane has none, or does not answer.',
    );
    return;
  }
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'https:' && protocol !== 'http:') {
    void vscode.window.showErrorMessage(
      'The control plane named a dashboard that is not a web page. It was not opened.',
    );
    return;
  }
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}
