/** What the tests do and look at in the editor. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../support/runner.ts';
import { CHECKOUT_FILE } from '../support/workspace.ts';
import type { Plan } from './plan.ts';

export function checkoutUri(plan: Plan): vscode.Uri {
  // The workspace may be behind a remote authority, so the path goes onto the folder's own URI.
  const folder = vscode.workspace.workspaceFolders?.[0];
  return folder ? vscode.Uri.joinPath(folder.uri, CHECKOUT_FILE) : vscode.Uri.file(join(plan.folder, CHECKOUT_FILE));
}

export async function openCheckout(plan: Plan): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(checkoutUri(plan));
  return vscode.window.showTextDocument(document);
}

/** Just behind the text's start. */
export function positionIn(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`${document.uri.path} does not hold ${text}`);
  return document.positionAt(offset + 2);
}

export function findings(uri: vscode.Uri, check?: string): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'sluice')
    .filter((diagnostic) => check === undefined || codeOf(diagnostic) === check);
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

function describe(uri: vscode.Uri): string {
  return vscode.languages
    .getDiagnostics(uri)
    .map((diagnostic) => `${diagnostic.source}/${codeOf(diagnostic)}: ${diagnostic.message}`)
    .join(' | ');
}

/** Waits until a check reports (or stops to report) in a file. */
export async function untilFinding(
  uri: vscode.Uri,
  check: string,
  accept: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return until(
    `${check} in ${uri.path}`,
    () => {
      const found = findings(uri, check);
      return accept(found) && found;
    },
    { seen: () => describe(uri) },
  );
}

export async function hoverText(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

/** Waits until a lens says so. */
export async function untilLens(uri: vscode.Uri, text: string): Promise<void> {
  let seen = '';
  await until(
    `a lens with ${text}`,
    async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
      seen = lenses.map(({ command }) => command?.title ?? '').join(' | ');
      return seen.includes(text);
    },
    { seen: () => seen },
  );
}
