/** A change from question to answer: confirmed by the person, sent once with the revision they saw, never repeated blindly. */
import * as vscode from 'vscode';
import type { FlagSummary, ScopeSummary, WriteResult } from '../../../server/src/protocol.ts';
import type { App } from '../app.ts';
import {
  type Change,
  conflictText,
  findScope,
  isNoChange,
  nothingToUndo,
  question,
  refusal,
  scopeLabel,
  typedKeyProblem,
  typedKeyPrompt,
} from '../change.ts';
import { askForReason } from '../settings.ts';
import { labelText, visibleText } from '../text.ts';
import { offer } from './ready.ts';

const REASON_LIMIT = 500;

/** Asks, sends and reports. On a conflict it shows the new state and asks again, with the same aim. */
export async function perform(app: App, aim: Change): Promise<void> {
  let change = await withPrevious(app, aim);
  const nothing = nothingToUndo(change);
  if (nothing !== null) return void vscode.window.showInformationMessage(nothing);
  const refused = await refusalOf(app, change);
  if (refused !== null) return offer(refused, { 'Open Dashboard': 'sluice.openDashboard' });
  const reason = await askReason(change);
  if (reason === undefined) return;
  for (;;) {
    if (isNoChange(change)) {
      const serving = visibleText(change.scope.serving);
      void vscode.window.showInformationMessage(
        `“${visibleText(change.flag.key)}” already serves ${serving} in ${scopeLabel(change.scope)}. Nothing to do.`,
      );
      return;
    }
    if (!(await isConfirmed(change))) return;
    const result = await send(app, change, reason);
    if (result.ok || result.kind !== 'conflict' || result.current === null) {
      report(change, result);
      return;
    }
    const again = await afterConflict(change, result.current);
    if (!again) return;
    change = await withPrevious(app, again);
  }
}

/** Why the control plane would refuse it, said before the person decides; where that cannot be told, the change itself will tell. */
async function refusalOf(app: App, { flag, scope, to }: Change): Promise<string | null> {
  if (to === 'previous') return null;
  const { environment, datacenter, server } = scope;
  try {
    const scope = { environment, datacenter, server };
    const refused = await app.server.refusal({ ...flagOf(flag), scope, share: to });
    return refused === null ? null : visibleText(refused);
  } catch (error) {
    app.log.warn(`Whether the change is possible is not known: ${String(error)}`);
    return null;
  }
}

/** Asks what a rollback would bring back; a control plane that does not tell forbids none. */
async function withPrevious(app: App, change: Change): Promise<Change> {
  if (change.to !== 'previous') return change;
  const { environment, datacenter, server } = change.scope;
  const params = { ...flagOf(change.flag), scope: { environment, datacenter, server } };
  try {
    return { ...change, previous: await app.server.rollbackTarget(params) };
  } catch (error) {
    app.log.warn(`What a rollback would bring back is not known: ${String(error)}`);
    return { ...change, previous: { kind: 'unknown' } };
  }
}

/** True where nothing forbids to change the flag here; otherwise the person has been told. */
export function isChangeable(flag: FlagSummary): boolean {
  const why = refusal(flag);
  if (why !== null) void offer(why, { 'Open Dashboard': 'sluice.openDashboard' });
  return why === null;
}

/** The reason for the audit log; null: none given, undefined: cancelled. */
async function askReason(change: Change): Promise<string | null | undefined> {
  const when = askForReason();
  if (when === 'never' || (when === 'critical' && !change.scope.critical)) return null;
  const reason = await vscode.window.showInputBox({
    title: question(change).message,
    prompt: 'Why? Goes to the audit log. Leave it empty to go on without.',
    ignoreFocusOut: true,
    validateInput: (text) => (text.length > REASON_LIMIT ? `At most ${REASON_LIMIT} characters.` : null),
  });
  return reason === undefined ? undefined : reason.trim() || null;
}

async function isConfirmed(change: Change): Promise<boolean> {
  const { message, detail, confirm } = question(change);
  const yes: vscode.MessageItem = { title: confirm };
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, yes);
  if (answer?.title !== confirm) return false;
  return !change.scope.critical || isKeyTyped(change);
}

async function isKeyTyped(change: Change): Promise<boolean> {
  const { key } = change.flag;
  const typed = await vscode.window.showInputBox({
    title: question(change).message,
    prompt: labelText(typedKeyPrompt(change)),
    ignoreFocusOut: true,
    validateInput: (text) => typedKeyProblem(text, key),
  });
  if (typed !== undefined && typed !== key) {
    void vscode.window.showWarningMessage(`That was not “${visibleText(key)}”. Nothing was changed.`);
  }
  return typed === key;
}

async function send(app: App, change: Change, reason: string | null): Promise<WriteResult> {
  const { flag, scope, to } = change;
  const { environment, datacenter, server } = scope;
  const request = {
    ...flagOf(flag),
    scope: { environment, datacenter, server },
    expectedRevision: flag.revision ?? '',
    reason,
  };
  const title = `${question(change).confirm}: “${visibleText(flag.key)}” in ${scopeLabel(scope)}`;
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, async () => {
    try {
      return to === 'previous'
        ? await app.server.rollback(request)
        : await app.server.setShare({ ...request, share: to });
    } catch (error) {
      app.log.error(`The answer to a change was lost: ${String(error)}`);
      return { ok: false, kind: 'unknown', message: 'The answer was lost.', current: await readBack(app, flag) };
    }
  });
}

/** What every request about a flag says of it. */
function flagOf({ key, controlPlane }: FlagSummary): Pick<FlagSummary, 'key' | 'controlPlane'> {
  return controlPlane === undefined ? { key } : { key, controlPlane };
}

async function readBack(app: App, { key, controlPlane }: FlagSummary): Promise<FlagSummary | null> {
  try {
    await app.refresh();
    const flags = await app.server.flags();
    return flags.find((flag) => flag.key === key && flag.controlPlane === controlPlane) ?? null;
  } catch {
    return null;
  }
}

async function afterConflict(change: Change, current: FlagSummary): Promise<Change | null> {
  const scope = findScope(current, change.scope);
  const text = conflictText(change.scope, current);
  if (scope === null || refusal(current) !== null) {
    void vscode.window.showWarningMessage(text);
    return null;
  }
  const again: vscode.MessageItem = { title: 'Decide Again' };
  const answer = await vscode.window.showWarningMessage(text, { modal: true }, again);
  return answer?.title === again.title ? { ...change, flag: current, scope } : null;
}

function report(change: Change, result: WriteResult): void {
  const { key } = change.flag;
  if (result.ok) void reportDone(change, visibleText(result.message));
  else if (result.kind === 'unknown') reportUnknown(change, result.current, visibleText(result.message));
  else if (result.kind === 'approval')
    void offer(`“${visibleText(key)}” was not changed yet. ${visibleText(result.message)}`, {
      'Open Dashboard': 'sluice.openDashboard',
    });
  else if (result.kind === 'auth') void offer(visibleText(result.message), { 'Sign In': 'sluice.signIn' });
  else void vscode.window.showErrorMessage(`“${visibleText(key)}” was not changed. ${visibleText(result.message)}`);
}

async function reportDone(change: Change, message: string): Promise<void> {
  const rollBack = 'Roll Back…';
  const answer = await vscode.window.showInformationMessage(message, rollBack, 'Open Dashboard');
  if (answer === rollBack) {
    await vscode.commands.executeCommand('sluice.rollback', change.flag.key, change.scope, change.flag.controlPlane);
  } else if (answer !== undefined) {
    await vscode.commands.executeCommand('sluice.openDashboard', change.flag.key, change.flag.controlPlane);
  }
}

function reportUnknown(change: Change, current: FlagSummary | null, message: string): void {
  const scope: ScopeSummary | null = current && findScope(current, change.scope);
  const now =
    scope === null
      ? 'It is not known what it serves now.'
      : `Read back: ${scopeLabel(scope)} serves ${visibleText(scope.serving)} now.`;
  void offer(`It is not known whether “${visibleText(change.flag.key)}” was changed. ${message} ${now}`, {
    Refresh: 'sluice.refresh',
    'Open Dashboard': 'sluice.openDashboard',
  });
}
