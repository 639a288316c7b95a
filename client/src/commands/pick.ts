/** Which flag, and where: from the call site, the cursor, or a list. */
import * as vscode from 'vscode';
import type { FlagSummary, ScopeSummary } from '../../../server/src/protocol.ts';
import type { App } from '../app.ts';
import { scopeLabel, widerScope } from '../change.ts';
import { noSuchFlag, planesOf } from '../planes.ts';
import { labelText, shorten } from '../text.ts';

export interface FlagPick {
  /** The command's first argument: a key where it comes from a call site. */
  readonly argument: unknown;
  /** The second one: where there are several control planes, the id of the one whose flag it is. */
  readonly whose: unknown;
  readonly title: string;
  readonly accepts: (flag: FlagSummary) => boolean;
}

/** The flag at the call site, else the one under the cursor, else the one the person picks. Undefined: none, and it was said why. */
export async function pickFlag(app: App, pick: FlagPick): Promise<FlagSummary | undefined> {
  const flags = await app.server.flags();
  const key = typeof pick.argument === 'string' ? pick.argument : await keyAtCursor(app);
  if (key === null) return pickFromList(flags.filter(pick.accepts), pick.title);
  const same = flags.filter((candidate) => candidate.key === key);
  const whose = await wanted(app, pick);
  const flag =
    whose === undefined
      ? await pickOneOf(same, pick.title)
      : // The only control plane of a folder has no name, neither here nor there.
        same.find(({ controlPlane }) => (controlPlane ?? null) === whose);
  if (same.length === 0 || (whose !== undefined && !flag)) {
    void vscode.window.showWarningMessage(noSuchFlag(key, planesOf(app.status), whose));
  }
  return flag;
}

/** The key of the call site under the cursor, or null. */
export async function keyAtCursor(app: App): Promise<string | null> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.document.uri.scheme !== 'file') return null;
  return app.server.flagAt(editor.document.uri, editor.selection.active);
}

/** Whose flag is meant: of the control plane that was named, or that decides where the cursor is; undefined: nobody has said. */
async function wanted(app: App, { argument, whose }: FlagPick): Promise<string | null | undefined> {
  if (typeof whose === 'string') return whose;
  const isOfSeveral = app.status?.controlPlanes !== undefined;
  return isOfSeveral && typeof argument !== 'string' ? planeAtCursor(app) : undefined;
}

/** The id of the control plane that decides for the active file, or null. */
export async function planeAtCursor(app: App): Promise<string | null> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' ? app.server.controlPlaneOf(uri) : null;
}

/** The same key in several control planes are several flags. */
function pickOneOf(flags: readonly FlagSummary[], title: string): Promise<FlagSummary | undefined> {
  return flags.length < 2 ? Promise.resolve(flags[0]) : pickFromList(flags, title);
}

interface FlagItem extends vscode.QuickPickItem {
  readonly flag: FlagSummary;
}

async function pickFromList(flags: readonly FlagSummary[], title: string): Promise<FlagSummary | undefined> {
  if (flags.length === 0) {
    void vscode.window.showInformationMessage('The control plane has no flag that this applies to.');
    return undefined;
  }
  const items = flags.map((flag): FlagItem => ({
    flag,
    label: labelText(flag.key),
    description: labelText([flag.controlPlaneName, environmentsText(flag)].filter(Boolean).join(' · ')),
    detail: labelText(shorten([flag.description, flag.owner].filter((part) => part !== null).join(' · '), 120)),
    iconPath: new vscode.ThemeIcon(flag.kind === 'valve' ? 'settings' : 'symbol-boolean'),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'Flag key',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.flag;
}

function environmentsText(flag: FlagSummary): string {
  return flag.scopes
    .filter((scope) => scope.datacenter === null)
    .map((scope) => `${scope.environment}: ${scope.serving}`)
    .join(', ');
}

interface ScopeItem extends vscode.QuickPickItem {
  readonly scope?: ScopeSummary;
}

/** Where the flag is to be changed, wide to narrow; the only scope is not asked about. */
export async function pickScope(scopes: readonly ScopeSummary[], title: string): Promise<ScopeSummary | undefined> {
  if (scopes.length <= 1) return scopes[0];
  const items = [
    ...group(
      'Environments',
      scopes.filter((scope) => scope.datacenter === null),
    ),
    ...group(
      'Datacenters',
      scopes.filter((scope) => scope.datacenter !== null && scope.server === null),
    ),
    ...group(
      'Servers',
      scopes.filter((scope) => scope.server !== null),
    ),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: 'Environment, datacenter or server',
    matchOnDescription: true,
  });
  return picked?.scope;
}

function group(label: string, scopes: readonly ScopeSummary[]): readonly ScopeItem[] {
  if (scopes.length === 0) return [];
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...scopes.map(scopeItem)];
}

function scopeItem(scope: ScopeSummary): ScopeItem {
  const follows = scope.datacenter !== null && !scope.overridden ? `follows ${scopeLabel(widerScope(scope))}` : '';
  const own = scope.datacenter !== null && scope.overridden ? 'has a setting of its own' : '';
  const parts = [scope.serving, scope.critical ? 'critical' : '', follows, own];
  return {
    scope,
    label: labelText(scopeLabel(scope)),
    description: labelText(parts.filter((part) => part !== '').join(' · ')),
    iconPath: new vscode.ThemeIcon(scopeIcon(scope)),
  };
}

function scopeIcon(scope: ScopeSummary): string {
  if (scope.server !== null) return 'vm';
  return scope.datacenter === null ? 'globe' : 'server';
}
