import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { visibleText } from '../text.ts';
import { keyAtCursor } from './pick.ts';

/** Shows all call sites of a flag: of the given key where the active file reads it, else of the one under the cursor. */
export async function showReferences(app: App, argument: unknown): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const { uri } = editor.document;
  const key = typeof argument === 'string' ? argument : await keyAtCursor(app);
  const position = key === null ? null : await app.server.positionOf(uri, key);
  const at = position ?? editor.selection.active;
  const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', uri, at);
  if (found.length === 0) {
    const what = key === null ? 'the flag' : `“${visibleText(key)}”`;
    void vscode.window.showInformationMessage(`No call sites of ${what} were found in this workspace.`);
    return;
  }
  await vscode.commands.executeCommand('editor.action.showReferences', uri, at, found);
}
