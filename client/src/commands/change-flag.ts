/** *Flip Switch*, *Set Valve* and *Roll Back Last Change*. */
import * as vscode from 'vscode';
import type { FlagSummary, ScopeSummary, WriteScope } from '../../../server/src/protocol.ts';
import type { App } from '../app.ts';
import { findScope, scopeLabel } from '../change.ts';
import { formatShare, parsePercent, quickSteps } from '../percent.ts';
import { planesOf, statusOfPlane } from '../planes.ts';
import { visibleText } from '../text.ts';
import { isChangeable, perform } from './perform.ts';
import { type FlagPick, pickFlag, pickScope } from './pick.ts';
import { isReady, offer } from './ready.ts';

/** Turns a switch over in one scope; for a valve it asks how far. */
export function flipSwitch(app: App, argument: unknown, whose?: unknown): Promise<void> {
  return setShare(app, { argument, whose, title: 'Flip Switch' });
}

/** Sets the share of a valve in one scope. */
export function setValve(app: App, argument: unknown, whose?: unknown): Promise<void> {
  return setShare(app, { argument, whose, title: 'Set Valve' });
}

/** Undoes the last change of a flag in one scope. `where` and `whose` are given by the message that announces a change. */
export async function rollBack(app: App, argument: unknown, where?: unknown, whose?: unknown): Promise<void> {
  if (!(await isReady(app))) return;
  if (planesOf(app.status).every(({ kind }) => kind === 'file')) return offerVersionControl();
  const title = 'Roll Back Last Change';
  const flag = await pickFlag(app, { argument, whose, title, accepts: (candidate) => !candidate.archived });
  if (!flag || !isChangeable(flag)) return;
  if (statusOfPlane(app.status, flag.controlPlane)?.kind === 'file') return offerVersionControl();
  const own = flag.scopes.filter((scope) => scope.datacenter === null || scope.overridden);
  const known = isWriteScope(where) ? findScope(flag, where) : null;
  const scope = known ?? (await pickScope(own, `${title}: ${visibleText(flag.key)}`));
  if (scope) await perform(app, { flag, scope, to: 'previous' });
}

function offerVersionControl(): Promise<void> {
  return offer(
    'The flags come from a definition file, which does not know its past. Restore it with your version control.',
    {},
  );
}

async function setShare(app: App, aim: Omit<FlagPick, 'accepts'>): Promise<void> {
  const { title } = aim;
  if (!(await isReady(app))) return;
  const flag = await pickFlag(app, { ...aim, accepts: (candidate) => isShareable(candidate, title) });
  if (!flag || !isChangeable(flag)) return;
  if (flag.kind === 'variant') {
    const message = `“${visibleText(flag.key)}” serves variants. Change it in the dashboard.`;
    return offer(message, { 'Open Dashboard': 'sluice.openDashboard' });
  }
  const scope = await pickScope(flag.scopes, `${title}: ${visibleText(flag.key)}`);
  if (!scope) return;
  const to = flag.kind === 'valve' ? await pickShare(flag, scope) : await opposite(flag, scope);
  if (to !== undefined) await perform(app, { flag, scope, to });
}

function isShareable(flag: FlagSummary, title: string): boolean {
  if (flag.archived) return false;
  return title === 'Set Valve' ? flag.kind === 'valve' : flag.kind !== 'variant';
}

/** On where it is off and the other way round; asked where it is neither (rules decide). */
async function opposite(flag: FlagSummary, scope: ScopeSummary): Promise<number | undefined> {
  if (scope.share === 0) return 10_000;
  if (scope.share === 10_000) return 0;
  const items = [
    { label: 'On', description: 'for everybody', share: 10_000 },
    { label: 'Off', description: 'for everybody', share: 0 },
  ];
  const title = `${visibleText(flag.key)} in ${scopeLabel(scope)} serves ${visibleText(scope.serving)}`;
  return (await vscode.window.showQuickPick(items, { title }))?.share;
}

interface ShareItem extends vscode.QuickPickItem {
  readonly share: number | null;
}

async function pickShare(flag: FlagSummary, scope: ScopeSummary): Promise<number | undefined> {
  const title = `${visibleText(flag.key)} in ${scopeLabel(scope)}: ${visibleText(scope.serving)}`;
  const items: ShareItem[] = [
    { label: 'Another share…', description: '0 to 100 %, in steps of 0.01 %', share: null },
    ...quickSteps(scope.share).map((share) => ({
      label: formatShare(share),
      description: stepDescription(share, scope.share),
      share,
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Open the valve to' });
  if (!picked) return undefined;
  return picked.share ?? typeShare(title, scope.share);
}

function stepDescription(share: number, current: number | null): string {
  if (share === 0) return 'closed';
  if (share === 10_000) return 'fully open';
  if (current === null) return '';
  return share > current ? 'wider' : 'narrower';
}

async function typeShare(title: string, current: number | null): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: 'Percent of the load that gets the feature, such as 25 or 0.5',
    value: current === null ? '' : formatShare(current),
    ignoreFocusOut: true,
    validateInput: (typed) => {
      const parsed = parsePercent(typed);
      return parsed.ok ? null : parsed.message;
    },
  });
  if (text === undefined) return undefined;
  const parsed = parsePercent(text);
  return parsed.ok ? parsed.share : undefined;
}

function isWriteScope(value: unknown): value is WriteScope {
  return typeof value === 'object' && value !== null && 'environment' in value && 'datacenter' in value;
}
