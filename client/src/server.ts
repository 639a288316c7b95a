/** The language server: one process per window, and the requests of our own to it. */
import * as vscode from 'vscode';
import {
  type CancellationToken,
  CodeLensRequest,
  LanguageClient,
  type LanguageClientOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  checkControlPlaneRequest,
  controlPlaneKindsRequest,
  controlPlaneOfRequest,
  type ConnectParams,
  type ControlPlaneKind,
  type ConnectResult,
  connectRequest,
  dashboardUrlRequest,
  flagAtRequest,
  flagsRequest,
  type FlagSummary,
  type InitializationOptions,
  type OwnControlPlane,
  reconnectNotification,
  refreshRequest,
  rollbackRequest,
  type RefusalParams,
  type RollbackParams,
  type RollbackTarget,
  refusalRequest,
  rollbackTargetRequest,
  type RollbackTargetParams,
  setShareRequest,
  type SetShareParams,
  type StateStatus,
  statusNotification,
  type WriteResult,
} from '../../server/src/protocol.ts';
import { controlPlaneSetting, guardedSection } from './settings.ts';

const LANGUAGES = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'vue', 'svelte'];

/** Commands that a link in a hover may run. Nothing that changes a flag is among them. */
const LINKABLE_COMMANDS = ['sluice.openDashboard', 'sluice.showReferences'];

export interface ServerListener {
  status(status: StateStatus): void;
  running(state: 'starting' | 'running' | 'stopped'): void;
  /** Answers `sluice/connect`. */
  connect(params: ConnectParams): Promise<ConnectResult>;
}

export class Server implements vscode.Disposable {
  readonly #create: () => LanguageClient;
  #client: LanguageClient;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, listener: ServerListener) {
    this.#create = () => createClient(context.asAbsolutePath('dist/server.mjs'), log, listener);
    this.#client = this.#create();
  }

  async start(): Promise<void> {
    await this.#client.start();
  }

  /** Stops and starts it, with the settings and the trust as they are now. */
  async restart(): Promise<void> {
    try {
      await this.#client.stop();
    } catch {
      // One that has never come up can be neither stopped nor started again.
      await this.#client.dispose().catch(() => undefined);
      this.#client = this.#create();
    }
    await this.#client.start();
  }

  /** The token of the origin changed. */
  async reconnect(): Promise<void> {
    await this.#client.sendNotification(reconnectNotification);
  }

  refresh(token?: CancellationToken): Promise<StateStatus> {
    return this.#client.sendRequest(refreshRequest, undefined, token);
  }

  flags(): Promise<readonly FlagSummary[]> {
    return this.#client.sendRequest(flagsRequest);
  }

  /** The key of the call site at a position, or null. */
  flagAt(uri: vscode.Uri, position: vscode.Position): Promise<string | null> {
    const params = {
      uri: this.#client.code2ProtocolConverter.asUri(uri),
      position: this.#client.code2ProtocolConverter.asPosition(position),
    };
    return this.#client.sendRequest(flagAtRequest, params);
  }

  /** Where a file reads the flag, as its lens says; null where it does not. */
  async positionOf(uri: vscode.Uri, key: string): Promise<vscode.Position | null> {
    const textDocument = { uri: this.#client.code2ProtocolConverter.asUri(uri) };
    const lenses = await this.#client.sendRequest(CodeLensRequest.type, { textDocument });
    const lens = lenses?.find(({ command }) => command?.arguments?.[0] === key);
    return lens ? this.#client.protocol2CodeConverter.asPosition(lens.range.start) : null;
  }

  /** Why `setShare` would be refused, or null. */
  refusal(params: RefusalParams): Promise<string | null> {
    return this.#client.sendRequest(refusalRequest, params);
  }

  setShare(params: SetShareParams): Promise<WriteResult> {
    return this.#client.sendRequest(setShareRequest, params);
  }

  rollback(params: RollbackParams): Promise<WriteResult> {
    return this.#client.sendRequest(rollbackRequest, params);
  }

  /** What undoing the last change would bring back. */
  rollbackTarget(params: RollbackTargetParams): Promise<RollbackTarget> {
    return this.#client.sendRequest(rollbackTargetRequest, params);
  }

  /** `controlPlane`: whose, where there are several. */
  dashboardUrl(key: string | null, controlPlane?: string): Promise<string | null> {
    return this.#client.sendRequest(dashboardUrlRequest, {
      key,
      ...(controlPlane === undefined ? {} : { controlPlane }),
    });
  }

  /** The id of the control plane that decides for a file; null where there is none, or only one. */
  controlPlaneOf(uri: vscode.Uri): Promise<string | null> {
    return this.#client.sendRequest(controlPlaneOfRequest, {
      uri: this.#client.code2ProtocolConverter.asUri(uri),
    });
  }

  /** What a person may choose from for their own settings. */
  controlPlaneKinds(): Promise<readonly ControlPlaneKind[]> {
    return this.#client.sendRequest(controlPlaneKindsRequest);
  }

  /** Why settings could not be used, or null. */
  checkControlPlane(setting: OwnControlPlane): Promise<string | null> {
    return this.#client.sendRequest(checkControlPlaneRequest, setting);
  }

  async dispose(): Promise<void> {
    await this.#client.dispose(2_000).catch(() => undefined);
  }
}

function createClient(module: string, log: vscode.LogOutputChannel, listener: ServerListener): LanguageClient {
  // The token comes through `sluice/connect` alone: the server of an editor does not inherit one from the environment.
  const options = { env: { SLUICE_TOKEN: undefined } };
  const server = { module, transport: TransportKind.stdio, options };
  const client = new LanguageClient('sluice', 'Sluice', { run: server, debug: server }, clientOptions(log));
  client.onNotification(statusNotification, (status: StateStatus) => listener.status(status));
  client.onRequest(connectRequest, (params: ConnectParams) => listener.connect(params));
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) listener.running('running');
    else listener.running(newState === State.Stopped ? 'stopped' : 'starting');
  });
  return client;
}

function initializationOptions(): InitializationOptions {
  return {
    sluiceClient: true,
    trusted: vscode.workspace.isTrusted,
    controlPlane: controlPlaneSetting(),
  };
}

function clientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: [
      ...LANGUAGES.map((language) => ({ scheme: 'file', language })),
      { scheme: 'file', pattern: '**/*.{vue,svelte}' },
    ],
    outputChannel: log,
    traceOutputChannel: log,
    initializationOptions,
    progressOnInitialization: true,
    markdown: { isTrusted: { enabledCommands: LINKABLE_COMMANDS }, supportHtml: false, supportThemeIcons: true },
    diagnosticCollectionName: 'sluice',
    middleware: {
      workspace: {
        // Settings are asked for, never pushed: what is pushed would not pass the guard below. A server that the change starts anew
        // reads them then, and is told of nothing while it stops.
        didChangeConfiguration: (_sections, next) =>
          next(undefined).catch((error: unknown) => log.debug(`A change of settings was not sent: ${String(error)}`)),
        // A workspace must not name the control plane through the back door of a settings request.
        configuration: async (params, token, next) => {
          const answers = await next(params, token);
          if (!Array.isArray(answers)) return answers;
          return answers.map((answer: unknown, index) => withoutGuarded(params.items[index]?.section ?? '', answer));
        },
      },
    },
  };
}

function withoutGuarded(section: string, answer: unknown): unknown {
  if (section.startsWith(guardedSection)) return null;
  if (section !== 'sluice' || typeof answer !== 'object' || answer === null) return answer;
  return { ...answer, controlPlane: undefined };
}
