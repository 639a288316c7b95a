/** *Sign In*, *Sign Out* and *Connect*: which control plane, with which token. */
import * as vscode from 'vscode';
import type { StateStatus } from '../../server/src/protocol.ts';
import type { App } from './app.ts';
import { chooseControlPlane } from './choose-control-plane.ts';
import { tokenProblem } from './origin.ts';
import { originsOf, planesOf, statusAt } from './planes.ts';
import { controlPlaneSetting } from './settings.ts';
import { labelText, visibleText } from './text.ts';

/** Asks for a token, tries it, and stores it bound to the control plane's origin. */
export async function signIn(app: App, argument?: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage('Trust this workspace before you sign in to a control plane from it.');
    return;
  }
  const known = await chooseOrigin(app, argument, 'Sign in to');
  const chosen = known === null ? await chooseControlPlane(app) : null;
  const origin = known ?? chosen?.origin;
  if (origin === undefined) return;
  if (!app.connector.isAllowed(origin) && !(await app.connector.askAgain(origin))) return;
  const token = await vscode.window.showInputBox({
    title: `Sign in to ${visibleText(origin)}`,
    prompt: `${chosen?.token ?? 'Token of the control plane'}. It is kept in the editor’s secret storage and sent to this address only.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => tokenProblem(text.trim()),
  });
  if (token !== undefined && token.trim() !== '') await tryToken(app, origin, token.trim());
}

/** Forgets the token of a control plane in use. */
export async function signOut(app: App, argument?: unknown): Promise<void> {
  const origin = await chooseOrigin(app, argument, 'Sign out of');
  if (origin === undefined) return;
  if (origin === null || (await app.tokens.get(origin)) === null) {
    void vscode.window.showInformationMessage('You are not signed in.');
    return;
  }
  app.offerNoSignIn(origin);
  await app.tokens.remove(origin);
  await app.reconnect(origin);
  await app.refresh();
  void vscode.window.showInformationMessage(`Signed out of ${visibleText(origin)}. The token is deleted.`);
}

/** Asks again for consent to what the workspace suggests. */
export async function connect(app: App, argument?: unknown): Promise<void> {
  const waiting = app.connector.awaitingConsent;
  const origin = await chooseOrigin(app, argument ?? waiting ?? undefined, 'Connect to');
  if (origin === undefined) return;
  if (origin === null) return signIn(app);
  if (await app.connector.askAgain(origin)) await app.reconnect(origin);
}

/** Takes back the consent for this workspace. The token stays, for other workspaces. */
export async function disconnect(app: App, argument?: unknown): Promise<void> {
  const origin = await chooseOrigin(app, argument, 'Disconnect this workspace from');
  if (origin == null) return;
  await app.connector.forget(origin);
  await app.reconnect(origin);
}

/** The control planes of this window: what the server named, else the person's setting. */
export function knownOrigins(app: App): readonly string[] {
  const named = originsOf(app.status);
  if (named.length > 0) return named;
  // Where none is configured any more, what was asked for last is of an earlier configuration.
  const asked = app.status?.kind === 'off' ? undefined : app.connector.lastRequest?.origin;
  const origin = asked ?? controlPlaneSetting()?.origin;
  return origin === undefined ? [] : [origin];
}

/** The origin a command was given, else the only one, else the one the person picks. null: none is known; undefined: cancelled. */
async function chooseOrigin(app: App, argument: unknown, title: string): Promise<string | null | undefined> {
  const origins = knownOrigins(app);
  if (typeof argument === 'string' && (origins.includes(argument) || app.connector.awaiting.includes(argument)))
    return argument;
  if (origins.length < 2) return origins[0] ?? null;
  const items = origins.map((origin) => ({
    origin,
    label: labelText(origin),
    description: labelText(namesAt(app, origin).join(', ')),
  }));
  return (await vscode.window.showQuickPick(items, { title: `${title}…` }))?.origin;
}

function namesAt({ status }: App, origin: string): readonly string[] {
  return planesOf(status).flatMap((plane) => (plane.origin === origin && 'name' in plane ? [plane.name] : []));
}

async function tryToken(app: App, origin: string, token: string): Promise<void> {
  const title = `Signing in to ${visibleText(origin)}`;
  const status = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
    app.connector.withCandidate({ origin, token }, async () => {
      await app.reconnect(origin);
      return app.refresh();
    }),
  );
  if (isAccepted(status, origin)) {
    await app.tokens.set(origin, token);
    void vscode.window.showInformationMessage(`Signed in to ${visibleText(origin)}.`);
    return;
  }
  const there = statusAt(status, origin) ?? status;
  if (there.problemKind === 'auth') {
    void vscode.window.showErrorMessage(`${visibleText(origin)} does not accept this token. It was not stored.`);
    await app.reconnect(origin);
    return;
  }
  await storeUnverified(app, origin, { token, problem: there.problem });
}

function isAccepted(status: StateStatus, origin: string): boolean {
  const there = statusAt(status, origin);
  return there !== null && there.problemKind !== 'auth' && (there.kind === 'live' || there.kind === 'polled');
}

/** The control plane gave no verdict: the person decides whether the token is kept. */
async function storeUnverified(
  app: App,
  origin: string,
  tried: { readonly token: string; readonly problem: string | null },
): Promise<void> {
  const keep: vscode.MessageItem = { title: 'Store Anyway' };
  const problem = tried.problem === null ? '' : ` ${visibleText(tried.problem)}`;
  const message = `The token could not be checked with ${visibleText(origin)}.${problem}`;
  const answer = await vscode.window.showWarningMessage(message, keep);
  if (answer?.title === keep.title) await app.tokens.set(origin, tried.token);
  await app.reconnect(origin);
}
