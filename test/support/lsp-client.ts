/** A language client for tests: the real protocol, against a server in this process or against the built one in its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createMessageConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  Hover,
  InitializeResult,
  Location,
  Position,
  PublishDiagnosticsParams,
  Range,
  TextDocumentContentChangeEvent,
  WorkspaceFolder,
} from 'vscode-languageserver';
import { createLineIndex } from '../../server/src/core/line-index.ts';
import { serve } from '../../server/src/lsp/server.ts';
import { statusNotification, type StateStatus } from '../../server/src/protocol.ts';
import { uriOfPath } from '../../server/src/session/uri.ts';

export interface ConnectOptions {
  /** `spawn` runs `dist/server.mjs`. */
  readonly mode: 'in-process' | 'spawn';
  /** Absolute paths; none: a client without a workspace. */
  readonly folders?: readonly string[];
  readonly initializationOptions?: unknown;
  /** False: nothing is initialized; the test does it. */
  readonly initialize?: boolean;
  /** Default: what a modern editor can do. */
  readonly capabilities?: ClientCapabilities;
  /** Beside PATH. Default: none, so that a token of the person who runs the tests is not used. */
  readonly env?: NodeJS.ProcessEnv;
  readonly now?: () => number;
  /** Answers to the server's requests, by method. Without one: null. */
  readonly answers?: { readonly [method: string]: (params: never) => unknown };
}

export interface LspClient {
  readonly initialized: InitializeResult;
  readonly connection: MessageConnection;
  /** Everything the server wrote to stderr (`spawn`). */
  readonly stderr: () => string;
  /** Resolves with the exit code (`spawn`). */
  readonly exited: Promise<number | null>;
  /** Opens a document. */
  open(uri: string, text: string, languageId?: string): void;
  /** Replaces its whole text, or applies changes. Returns the new version. */
  change(uri: string, changes: string | readonly TextDocumentContentChangeEvent[]): number;
  closeDocument(uri: string): void;
  /** What is shown for the newest version of a document, as soon as `until` holds. */
  diagnostics(uri: string, until?: (diagnostics: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]>;
  /** All that was published, in order. */
  readonly published: readonly PublishDiagnosticsParams[];
  /** The status, as soon as `until` holds. */
  status(until: (status: StateStatus) => boolean): Promise<StateStatus>;
  /** The params of the first message of this method that fulfills `until`, sent or yet to come. */
  message<Params>(method: string, until?: (params: Params) => boolean): Promise<Params>;
  hover(uri: string, at: Position | string): Promise<Hover | null>;
  completion(uri: string, at: Position | string): Promise<CompletionList | null>;
  definition(uri: string, at: Position | string): Promise<Location | null>;
  references(uri: string, at: Position | string): Promise<Location[]>;
  codeLens(uri: string): Promise<CodeLens[]>;
  codeAction(uri: string, range: Range, diagnostics?: readonly Diagnostic[]): Promise<CodeAction[]>;
  request<Result>(method: string, params?: unknown): Promise<Result>;
  notify(method: string, params?: unknown): Promise<void>;
  /** The position of the first occurrence of `needle` in a document. */
  find(uri: string, needle: string): Position;
  /** Shuts down and, where spawned, exits. */
  close(): Promise<void>;
}

export const modernCapabilities: ClientCapabilities = {
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, tagSupport: { valueSet: [1, 2] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: { completionItem: { documentationFormat: ['markdown'], tagSupport: { valueSet: [1] } } },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    diagnostic: { dynamicRegistration: true },
  },
  workspace: {
    workspaceFolders: true,
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    codeLens: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
};

/** Starts a server and initializes it. */
export async function connect(options: ConnectOptions): Promise<LspClient> {
  const started = options.mode === 'spawn' ? spawnServer(options) : startInProcess(options);
  const { connection } = started;
  const published: PublishDiagnosticsParams[] = [];
  const messages: { readonly method: string; readonly params: unknown }[] = [];
  const documents = new Map<string, { version: number; text: string }>();
  const waiting = new Set<() => void>();

  const arrived = (method: string, params: unknown): void => {
    messages.push({ method, params });
    if (method === 'textDocument/publishDiagnostics') published.push(params as PublishDiagnosticsParams);
    for (const look of waiting) look();
  };
  /** Resolves with the first value that is not undefined; looked for now and after each message. */
  const when = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const attempt = (): void => {
        const value = look();
        if (value === undefined) return;
        waiting.delete(attempt);
        resolve(value);
      };
      waiting.add(attempt);
      attempt();
    });
  const positionOf = (uri: string, at: Position | string): Position => (typeof at === 'string' ? find(uri, at) : at);
  const find = (uri: string, needle: string): Position => {
    const text = documents.get(uri)?.text ?? '';
    const offset = text.indexOf(needle);
    if (offset < 0) throw new Error(`${uri} does not contain ${needle}`);
    return createLineIndex(text).positionAt(offset);
  };
  const request = <Result>(method: string, params?: unknown): Promise<Result> =>
    params === undefined ? connection.sendRequest(method) : connection.sendRequest(method, params);
  const at = (uri: string, position: Position | string) => ({
    textDocument: { uri },
    position: positionOf(uri, position),
  });

  connection.onNotification(arrived);
  connection.onUnhandledProgress((params) => arrived('$/progress', params));
  connection.onRequest((method, params) => {
    arrived(method, params);
    const answer = options.answers?.[method];
    return answer ? answer(params as never) : defaultAnswer(method, params);
  });
  connection.listen();

  const workspaceFolders = options.folders?.map((path): WorkspaceFolder => ({ uri: uriOfPath(path), name: path }));
  const initialize = async (): Promise<InitializeResult> => {
    const result = await request<InitializeResult>('initialize', {
      processId: null,
      rootUri: workspaceFolders?.[0]?.uri ?? null,
      workspaceFolders: workspaceFolders ?? null,
      capabilities: options.capabilities ?? modernCapabilities,
      initializationOptions: options.initializationOptions,
    });
    await connection.sendNotification('initialized', {});
    return result;
  };
  const initialized: InitializeResult = options.initialize === false ? { capabilities: {} } : await initialize();

  return {
    initialized,
    connection,
    published,
    stderr: started.stderr,
    exited: started.exited,
    open(uri, text, languageId = 'typescript') {
      documents.set(uri, { version: 1, text });
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    change(uri, changes) {
      const document = documents.get(uri);
      if (!document) throw new Error(`${uri} is not open`);
      document.version++;
      const contentChanges = typeof changes === 'string' ? [{ text: changes }] : changes;
      document.text = contentChanges.reduce(applyChange, document.text);
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: document.version },
        contentChanges,
      });
      return document.version;
    },
    closeDocument(uri) {
      documents.delete(uri);
      void connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    },
    diagnostics: (uri, until = () => true) =>
      when(() => {
        const last = published.findLast((params) => params.uri === uri);
        const version = documents.get(uri)?.version;
        const isCurrent = last !== undefined && (version === undefined || last.version === version);
        return isCurrent && until(last.diagnostics) ? last.diagnostics : undefined;
      }),
    status: (until) =>
      when(() => {
        const last = messages.findLast(({ method }) => method === statusNotification)?.params as
          | StateStatus
          | undefined;
        return last && until(last) ? last : undefined;
      }),
    message: <Params>(method: string, until: (params: Params) => boolean = () => true) =>
      when(() => {
        const found = messages.find((message) => message.method === method && until(message.params as Params));
        // No value at all would mean that it is yet to come.
        return found && ((found.params ?? null) as Params);
      }),
    hover: (uri, position) => request('textDocument/hover', at(uri, position)),
    completion: (uri, position) => request('textDocument/completion', at(uri, position)),
    definition: (uri, position) => request('textDocument/definition', at(uri, position)),
    references: (uri, position) =>
      request('textDocument/references', { ...at(uri, position), context: { includeDeclaration: false } }),
    codeLens: (uri) => request('textDocument/codeLens', { textDocument: { uri } }),
    codeAction: (uri, range, diagnostics = []) =>
      request('textDocument/codeAction', { textDocument: { uri }, range, context: { diagnostics } }),
    request,
    notify: (method, params) => connection.sendNotification(method, params),
    find,
    async close() {
      await request('shutdown');
      await started.stop();
    },
  };
}

interface Started {
  readonly connection: MessageConnection;
  readonly stderr: () => string;
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

function startInProcess({ env = {}, now }: ConnectOptions): Started {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  serve(server, { env, rethrow: true, ...(now ? { now } : {}) });
  server.listen();
  const connection = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  return {
    connection,
    stderr: () => '',
    exited: new Promise(() => undefined),
    // Shut down, the server holds nothing; what it was still saying may arrive in streams that nobody reads.
    stop: () => Promise.resolve(),
  };
}

function spawnServer({ env = {} }: ConnectOptions): Started {
  const path = join(import.meta.dirname, '..', '..', 'dist', 'server.mjs');
  const child = spawn(process.execPath, [path, '--stdio'], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  return {
    connection,
    stderr: () => stderr,
    exited,
    async stop() {
      await connection.sendNotification('exit');
      await exited;
      connection.dispose();
    },
  };
}

/** What an editor says that is asked nothing of: no settings, no consent, no choice. */
function defaultAnswer(method: string, params: unknown): unknown {
  if (method === 'workspace/configuration') return (params as { items: unknown[] }).items.map(() => null);
  return null;
}

function applyChange(text: string, change: TextDocumentContentChangeEvent): string {
  if (!('range' in change)) return change.text;
  const index = createLineIndex(text);
  return text.slice(0, index.offsetAt(change.range.start)) + change.text + text.slice(index.offsetAt(change.range.end));
}
