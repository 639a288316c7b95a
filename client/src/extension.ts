/** The VS Code extension: starts the language server, shows the state, and asks the person before anything changes. */
import type * as vscode from 'vscode';
import { App } from './app.ts';
import { registerCommands } from './commands/registry.ts';
import { createStatusBar } from './status-bar.ts';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const app = new App(context);
  context.subscriptions.push(createStatusBar(app), registerCommands(app));
  await app.start();
}
