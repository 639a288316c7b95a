/** What the parts of the extension share. */
import * as vscode from 'vscode';
import type { StateStatus } from '../../server/src/protocol.ts';
import { Connector } from './connector.ts';
import { Consents } from './consent.ts';
import { originsOf, planesOf } from './planes.ts';
import { Server } from './server.ts';
import { controlPlaneSetting, controlPlaneSettingProblem } from './settings.ts';
import { isTokenKey, Tokens } from './tokens.ts';

/** How long the server may take to ask for a token, once it was told that there is another one. */
const CONNECT_TIMEOUT_MS = 5_000;

export class App {
  readonly log: vscode.LogOutputChannel;
  readonly tokens: Tokens;
  readonly connector: Connector;
  readonly server: Server;
  readonly #onDidChange = new vscode.EventEmitter<void>();
  /** The state, the server or the consent changed. */
  readonly onDidChange = this.#onDidChange.event;
  status: StateStatus | null = null;
  running: 'starting' | 'running' | 'stopped' = 'starting';
  #setting = JSON.stringify(controlPlaneSetting());
  #turn: Promise<void> = Promise.resolve();
  #isRestarting = false;
  readonly #offeredSignIn = new Set<string>();

  constructor(context: vscode.ExtensionContext) {
    const log = vscode.window.createOutputChannel('Sluice', { log: true });
    this.log = log;
    this.tokens = new Tokens(context.secrets);
    this.connector = new Connector(this.tokens, new Consents(context.globalState), log);
    this.server = new Server(context, log, {
      status: (status) => this.#setStatus(status),
      running: (running) => this.#setRunning(running),
      connect: (params) => this.connector.connect(params),
    });
    context.subscriptions.push(
      log,
      this.#onDidChange,
      this.server,
      this.connector.onDidChange(() => this.#onDidChange.fire()),
      // Another window signed in or out.
      context.secrets.onDidChange(
        ({ key }) => void (isTokenKey(key) && this.running === 'running' && this.server.reconnect()),
      ),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.restart()),
      vscode.workspace.onDidChangeConfiguration(() => {
        const setting = JSON.stringify(controlPlaneSetting());
        if (setting === this.#setting) return;
        this.#setting = setting;
        this.#showSettingProblem();
        void this.restart();
      }),
    );
  }

  /** Starts the language server. What goes wrong is shown in the status bar and written to the log. */
  start(): Promise<void> {
    this.#showSettingProblem();
    return this.#inTurn('started', () => this.server.start());
  }

  /** Stops and starts it, with the settings and the trust as they are then. */
  restart(): Promise<void> {
    this.log.info('Restarting the language server.');
    return this.#inTurn('restarted', async () => {
      this.#isRestarting = true;
      await this.server.restart().finally(() => (this.#isRestarting = false));
    });
  }

  #showSettingProblem(): void {
    const problem = controlPlaneSettingProblem();
    if (problem !== null) void vscode.window.showErrorMessage(problem);
  }

  /** A server that is just starting can be neither stopped nor started: each step waits for the one before. */
  #inTurn(what: string, step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(step).catch((error: unknown) => {
      this.log.error(`The language server could not be ${what}: ${String(error)}`);
      this.#setRunning('stopped');
    });
    return this.#turn;
  }

  /** Lets the server connect again; ends when it has asked for the origin's token. Does nothing while it does not run. */
  async reconnect(origin: string): Promise<void> {
    if (this.running !== 'running') return;
    const answered = this.connector.nextAnswer(origin, CONNECT_TIMEOUT_MS);
    await this.server.reconnect();
    await answered;
  }

  /** Reads the state again and returns what is known then. A server that is about to start anew, as after a change of settings, is waited for. */
  async refresh(token?: vscode.CancellationToken): Promise<StateStatus> {
    await this.#turn;
    const status = await this.server.refresh(token);
    this.#setStatus(status);
    return status;
  }

  /** Whoever has just signed out is not asked to sign in. */
  offerNoSignIn(origin: string): void {
    this.#offeredSignIn.add(origin);
  }

  #setStatus(status: StateStatus): void {
    this.status = status;
    this.connector.keepOnly(originsOf(status));
    this.#onDidChange.fire();
    void this.#offerSignIn(planesOf(status));
  }

  #setRunning(running: App['running']): void {
    // On the way to a new start, being stopped is no trouble to show.
    this.running = running === 'stopped' && this.#isRestarting ? 'starting' : running;
    if (running !== 'running') this.status = null;
    this.#onDidChange.fire();
  }

  /** Once per origin and window: a status bar item alone is easily missed by somebody who has never signed in. */
  async #offerSignIn(planes: readonly StateStatus[]): Promise<void> {
    const refused = planes.find(
      ({ origin, problemKind }) => problemKind === 'auth' && origin !== null && !this.#offeredSignIn.has(origin),
    );
    const origin = refused?.origin ?? null;
    if (origin === null || this.connector.isVerifying || !vscode.workspace.isTrusted) return;
    this.#offeredSignIn.add(origin);
    const known = (await this.tokens.get(origin)) !== null;
    const message = known
      ? `${origin} does not accept the stored token any more.`
      : `Sign in to ${origin} to see the state of your feature flags.`;
    const answer = await vscode.window.showInformationMessage(message, 'Sign In');
    if (answer === 'Sign In') await vscode.commands.executeCommand('sluice.signIn', origin);
    // The next one is offered only now: two messages at a time are two that nobody reads.
    await this.#offerSignIn(planesOf(this.status));
  }
}
