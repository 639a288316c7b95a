/** Answers the server's question whether it may contact a control plane, and with which token. */
import * as vscode from 'vscode';
import type { ConnectParams, ConnectResult } from '../../server/src/protocol.ts';
import { consentQuestion, type Consents } from './consent.ts';
import { parseControlPlaneUrl } from './origin.ts';
import { controlPlaneSetting } from './settings.ts';
import { visibleText } from './text.ts';
import type { Tokens } from './tokens.ts';

const REFUSED: ConnectResult = { allowed: false, token: null };

interface Candidate {
  readonly origin: string;
  readonly token: string;
}

export class Connector {
  /** What the server asked for last; a workspace that was refused can be asked about again. */
  lastRequest: ConnectParams | null = null;
  /** What it asked for last of each origin: a workspace may have several control planes. */
  readonly #requests = new Map<string, ConnectParams>();

  readonly #tokens: Tokens;
  readonly #consents: Consents;
  readonly #log: vscode.LogOutputChannel;
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#onDidChange.event;
  readonly #onDidAnswer = new vscode.EventEmitter<string>();
  /** Origins that were put off until the window is opened again. */
  readonly #postponed = new Set<string>();
  readonly #asking = new Map<string, Promise<boolean>>();
  readonly #complained = new Set<string>();
  /** The token given out last, by origin. */
  readonly #handedOut = new Map<string, string>();
  #candidate: Candidate | null = null;

  constructor(tokens: Tokens, consents: Consents, log: vscode.LogOutputChannel) {
    this.#tokens = tokens;
    this.#consents = consents;
    this.#log = log;
  }

  /** Answers `sluice/connect`. Never throws: whatever goes wrong, the answer is no. */
  async connect(params: ConnectParams): Promise<ConnectResult> {
    this.lastRequest = params;
    this.#requests.set(params.origin, params);
    this.#onDidChange.fire();
    try {
      return await this.#answer(params);
    } catch (error) {
      this.#log.warn(`Could not ask about ${visibleText(params.origin)}: ${String(error)}`);
      return REFUSED;
    } finally {
      this.#onDidChange.fire();
      // Only after the answer is on its way: what is sent next has to arrive behind it.
      setImmediate(() => this.#onDidAnswer.fire(params.origin));
    }
  }

  /** The origin that is waiting for the person to agree (of several, the one asked for last), or null. */
  get awaitingConsent(): string | null {
    return this.awaiting.at(-1) ?? null;
  }

  /** All that are waiting. */
  get awaiting(): readonly string[] {
    return [...this.#requests.values()].filter((params) => !this.#isAllowed(params)).map(({ origin }) => origin);
  }

  /** Forgets what was asked of other origins: the configuration does not name them any more. */
  keepOnly(origins: readonly string[]): void {
    if (origins.length === 0) return;
    for (const origin of this.#requests.keys())
      if (!origins.includes(origin) && origin !== this.lastRequest?.origin) this.#requests.delete(origin);
  }

  /** Asks for consent, also where it was put off or denied before. True where the person agrees. */
  askAgain(origin: string): Promise<boolean> {
    this.#postponed.delete(origin);
    return this.#ask(origin);
  }

  /** Takes consent back; the control plane is asked about the next time it is needed. */
  async forget(origin: string): Promise<void> {
    this.#postponed.add(origin);
    await this.#consents.set(workspaceId(), origin, 'unasked');
    this.#onDidChange.fire();
  }

  /** True where the origin is one that a repository named and the person agreed to. */
  isConsented(origin: string): boolean {
    return this.#consents.get(workspaceId(), origin) === 'allowed';
  }

  /** True where the origin may be contacted: the person's own setting names it, or they agreed. */
  isAllowed(origin: string): boolean {
    return controlPlaneSetting()?.origin === origin || this.#consents.get(workspaceId(), origin) === 'allowed';
  }

  /** True while a token is tried out that is not stored yet. */
  get isVerifying(): boolean {
    return this.#candidate !== null;
  }

  /** While `task` runs, the origin is contacted with this token, which is not stored. */
  async withCandidate<T>(candidate: Candidate, task: () => Promise<T>): Promise<T> {
    this.#candidate = candidate;
    try {
      return await task();
    } finally {
      this.#candidate = null;
    }
  }

  /** Ends when the server has been answered about the origin, or after `timeoutMs`: it may have no reason to ask. */
  async nextAnswer(origin: string, timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const subscription = this.#onDidAnswer.event((answered) => {
        if (answered === origin) done();
      });
      const timer = setTimeout(() => done(), timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        subscription.dispose();
        resolve();
      };
    });
  }

  async #answer(params: ConnectParams): Promise<ConnectResult> {
    if (!vscode.workspace.isTrusted) return REFUSED;
    const parsed = parseControlPlaneUrl(params.url);
    if (!parsed.ok || parsed.origin !== params.origin) {
      const message = parsed.ok ? 'Its origin is not the one that was announced.' : parsed.message;
      this.#complain(params.url, message);
      return REFUSED;
    }
    if (!this.#isAllowed(params) && !(await this.#mayAsk(params.origin))) return REFUSED;
    return { allowed: true, token: await this.#token(params) };
  }

  /** The token to use. One that was refused is not handed out again; another window may have stored a new one since. */
  async #token({ origin, rejectedToken }: ConnectParams): Promise<string | null> {
    const isCandidate = this.#candidate?.origin === origin;
    const token = isCandidate ? (this.#candidate?.token ?? null) : await this.#tokens.get(origin);
    if (rejectedToken && token === this.#handedOut.get(origin)) return null;
    if (token === null) this.#handedOut.delete(origin);
    else this.#handedOut.set(origin, token);
    return token;
  }

  #isAllowed(params: ConnectParams): boolean {
    return params.source === 'user' || this.isAllowed(params.origin);
  }

  async #mayAsk(origin: string): Promise<boolean> {
    if (this.#postponed.has(origin) || this.#consents.get(workspaceId(), origin) === 'denied') return false;
    return this.#ask(origin);
  }

  #ask(origin: string): Promise<boolean> {
    const pending = this.#asking.get(origin) ?? this.#askOnce(origin).finally(() => this.#asking.delete(origin));
    this.#asking.set(origin, pending);
    return pending;
  }

  async #askOnce(origin: string): Promise<boolean> {
    // Until there is an answer the answer is no, also where the question cannot be shown.
    this.#postponed.add(origin);
    const { message, detail } = consentQuestion(visibleText(origin));
    const connect: vscode.MessageItem = { title: 'Connect' };
    const never: vscode.MessageItem = { title: 'Never Here' };
    const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, connect, never);
    if (answer?.title === connect.title) {
      this.#postponed.delete(origin);
      await this.#consents.set(workspaceId(), origin, 'allowed');
    } else if (answer?.title === never.title) {
      await this.#consents.set(workspaceId(), origin, 'denied');
    }
    this.#onDidChange.fire();
    return answer?.title === connect.title;
  }

  #complain(url: string, message: string): void {
    if (this.#complained.has(url)) return;
    this.#complained.add(url);
    const origin = URL.canParse(url) ? new URL(url).origin : 'this address';
    void vscode.window.showErrorMessage(`Sluice does not connect to ${visibleText(origin)}. ${message}`);
  }
}

/** What consent is bound to beside the origin. */
function workspaceId(): string {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  if (workspaceFile) return workspaceFile.toString();
  return (workspaceFolders ?? []).map((folder) => folder.uri.toString()).join('\n');
}
