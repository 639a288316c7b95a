import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { visibleText } from '../text.ts';

/** Reads the state again now and says what came of it. */
export async function refresh(app: App): Promise<void> {
  const title = 'Reading flag state';
  const status = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, (_, token) =>
    app.refresh(token),
  );
  if (status.problem !== null) void vscode.window.showWarningMessage(visibleText(status.problem));
  else if (status.kind === 'off')
    void vscode.window.showInformationMessage('No control plane is configured for this workspace.');
  else vscode.window.setStatusBarMessage(`$(check) ${status.flagCount} flags read`, 3_000);
}
