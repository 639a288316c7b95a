import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { keyAtCursor, planeAtCursor } from './pick.ts';

/** Opens the dashboard in the browser, at the flag where there is one (`null`: at none). The link may be one that signs the browser in, once. */
export async function openDashboard(app: App, argument: unknown, whose?: unknown): Promise<void> {
  const isWhole = argument === null;
  const key = typeof argument === 'string' ? argument : isWhole ? null : await keyAtCursor(app);
  const isOfSeveral = app.status?.controlPlanes !== undefined;
  const plane = typeof whose === 'string' ? whose : key !== null && isOfSeveral ? await planeAtCursor(app) : null;
  const url = await app.server.dashboardUrl(key, plane ?? undefined);
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
