/** The language server: which message goes where. The table at its end, and that of our own requests (`own-requests.ts`), are the table of contents of this folder. */
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  ErrorCodes,
  ResponseError,
  type Connection,
  type CreateFilesParams,
  type InitializeParams,
} from 'vscode-languageserver';
import { reconnectNotification, statusNotification } from '../protocol.ts';
import { visible } from '../core/text.ts';
import type { Session, SessionChange } from '../session/session.ts';
import { canonicalUri } from '../session/uri.ts';
import { createAnalysis } from './analysis.ts';
import { answerOwnRequests, type Answering } from './own-requests.ts';
import { initializeResult } from './capabilities.ts';
import { createCheckPage } from './check-page.ts';
import { readClient } from './client.ts';
import { createCommands } from './commands.ts';
import { createLogger, type ServerContext } from './context.ts';
import { listenToDocuments } from './documents.ts';
import { createFeatures } from './features.ts';
import { createFolder, type Folder } from './folder.ts';
import { createFolders, initialFolders } from './folders.ts';
import { createGuard, type Guard } from './guard.ts';
import { createRequests } from './requests.ts';
import { defaultSettings, readSettings, sectionOf } from './settings.ts';
import { aboutDocument, atPosition, inRange, requireParams } from './params.ts';
import { statusOf } from './status.ts';
import { createWatcher, registerWatchers } from './watch.ts';

export interface ServeOptions {
  /** Default: `process.env`. SLUICE_TOKEN and SLUICE_URL are read for clients that cannot be asked. */
  readonly env?: NodeJS.ProcessEnv;
  /** ms since the epoch; default: the machine's clock. */
  readonly now?: () => number;
  /** Tests: an error in a handler becomes the answer. */
  readonly rethrow?: boolean;
}

/** Answers a connection until it is closed. The caller starts it with `connection.listen()`. */
export function serve(connection: Connection, options: ServeOptions = {}): void {
  const logger = createLogger(connection);
  const guard = createGuard({ logger, rethrow: options.rethrow ?? false });
  let server: Server | null = null;

  connection.onInitialize((params) => {
    if (server) return new ResponseError(ErrorCodes.InvalidRequest, 'The server is initialized already.');
    const client = readClient(params);
    const context: ServerContext = {
      connection,
      client,
      logger,
      now: options.now ?? Date.now,
      env: options.env ?? process.env,
    };
    server = createServer(context, guard, params);
    return initializeResult(client);
  });
  // Every request that nothing below answers.
  connection.onRequest((method) =>
    server
      ? new ResponseError(ErrorCodes.MethodNotFound, `Sluice does not answer ${visible(method)}.`)
      : new ResponseError(ErrorCodes.ServerNotInitialized, 'The server is not initialized yet.'),
  );
  connection.onInitialized(guard('initialized', undefined, async () => server?.start()));
  connection.onShutdown(guard('shutdown', undefined, () => server?.dispose()));
}

interface Server {
  start(): Promise<void>;
  dispose(): void;
}

function createServer(context: ServerContext, guard: Guard, params: InitializeParams): Server {
  const { connection, client, logger } = context;
  let settings = defaultSettings;
  let lastStatus = '';
  let isDisposed = false;

  /** Starts something that nobody waits for. */
  const run = (name: string, work: () => void | Promise<void>): void => void guard(name, undefined, work)();
  const folders = createFolders({
    initial: initialFolders(params),
    create: (root, isFolder) => {
      const folder: Folder = createFolder({
        context,
        root,
        isFolder,
        openDocuments: (session: Session) => analysis.openDocuments(folder, session),
        changed: (change: SessionChange) => run('sessionChanged', () => sessionChanged(folder, change)),
      });
      // The place for files in no folder comes into being with the first of them.
      if (!isFolder) run('start', () => Promise.resolve().then(() => folder.start()));
      return folder;
    },
  });
  const documents = listenToDocuments(connection, {
    opened: (document) => run('didOpen', () => analysis.opened(document)),
    changed: (document) => run('didChange', () => analysis.changed(document)),
    closed: (document) => run('didClose', () => analysis.closed(document)),
  });
  const analysis = createAnalysis({
    context,
    folders,
    documents,
    settings: () => settings,
    checkPage: createCheckPage(),
    run,
  });
  const features = createFeatures(context, folders, () => settings);
  const requests = createRequests(context, folders);
  const commands = createCommands(context, folders, requests.refresh);
  const watcher = createWatcher({ folders, run });

  const tellStatus = (): void => {
    if (!client.isSluice) return;
    const status = statusOf(folders);
    const text = JSON.stringify(status);
    if (text === lastStatus) return;
    lastStatus = text;
    void connection.sendNotification(statusNotification, status);
  };

  const refreshLenses = (): void => run('codeLens/refresh', () => connection.sendRequest(CodeLensRefreshRequest.type));

  const sessionChanged = (folder: Folder, change: SessionChange): void => {
    if (isDisposed) return;
    analysis.sessionChanged(folder, change);
    if (!change.state) return;
    tellStatus();
    if (client.codeLensRefresh && change.uris === 'all') refreshLenses();
  };

  const useSettings = (section: unknown): void => {
    const before = JSON.stringify(settings);
    settings = readSettings(section);
    if (JSON.stringify(settings) === before) return;
    analysis.publishAll();
    if (client.codeLensRefresh) refreshLenses();
  };

  const askForSettings = async (): Promise<void> => {
    const section: unknown = await connection.workspace.getConfiguration('sluice');
    useSettings(section);
  };

  /** As `guard`, for what is asked: nothing is answered any more once the server was shut down. */
  const asked: Guard = (name, fallback, handler) =>
    guard(name, fallback, (...values) => {
      if (isDisposed) throw new ResponseError(ErrorCodes.InvalidRequest, 'The server was shut down.');
      return handler(...values);
    });
  /** A request about a document is answered from what has been typed until now. */
  const answering: Answering['answering'] = (name, fallback, required, handler) =>
    asked(name, fallback, (params: Parameters<typeof handler>[0]) => {
      requireParams(name, required, params);
      analysis.flush();
      return handler(params);
    });

  const start = async (): Promise<void> => {
    for (const folder of folders.all()) run('start', () => folder.start());
    tellStatus();
    if (client.watchesFiles) run('watch', () => registerWatchers(connection, folders.all()));
    if (client.configuration) {
      if (client.configurationNotices) {
        run('configuration', async () => {
          await connection.client.register(DidChangeConfigurationNotification.type, { section: 'sluice' });
        });
      }
      await askForSettings();
    }
  };

  const ask = guard('settings', undefined, askForSettings);
  connection.onDidChangeConfiguration(
    guard('didChangeConfiguration', undefined, ({ settings: sent }) => {
      if (client.configuration) return ask();
      const section = sectionOf(sent);
      // An empty notice says nothing about us: what was set before stays.
      if (section !== null) useSettings(section);
    }),
  );
  connection.onHover(answering('hover', null, atPosition, features.hover));
  connection.onCompletion(answering('completion', null, atPosition, features.completion));
  connection.onDefinition(answering('definition', null, atPosition, features.definition));
  connection.onReferences(answering('references', [], atPosition, features.references));
  connection.onCodeLens(answering('codeLens', [], aboutDocument, features.codeLens));
  connection.onCodeAction(answering('codeAction', [], inRange, features.codeAction));
  connection.onExecuteCommand(asked('executeCommand', null, commands.execute));
  connection.onDidChangeWatchedFiles(
    guard('didChangeWatchedFiles', undefined, ({ changes }) => watcher.changed(changes.map(({ uri }) => uri))),
  );
  const filesChanged = ({ files }: CreateFilesParams): void => watcher.changed(files.map(({ uri }) => uri));
  connection.workspace.onDidCreateFiles(guard('didCreateFiles', undefined, filesChanged));
  connection.workspace.onDidDeleteFiles(guard('didDeleteFiles', undefined, filesChanged));
  connection.workspace.onDidRenameFiles(
    guard('didRenameFiles', undefined, ({ files }) =>
      watcher.changed(files.flatMap(({ oldUri, newUri }) => [oldUri, newUri])),
    ),
  );
  if (client.pullsDiagnostics) {
    connection.languages.diagnostics.on(
      answering(
        'diagnostic',
        { kind: DocumentDiagnosticReportKind.Full, items: [] },
        aboutDocument,
        ({ textDocument }) => ({
          kind: DocumentDiagnosticReportKind.Full,
          items: [...analysis.diagnosticsOf(canonicalUri(textDocument.uri))],
        }),
      ),
    );
  }
  answerOwnRequests(connection, requests, { asked, answering });
  connection.onNotification(
    reconnectNotification,
    guard(reconnectNotification, undefined, async () => {
      await Promise.all(folders.all().map((folder) => folder.reconnect()));
    }),
  );

  return {
    async start() {
      if (client.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(
          guard('didChangeWorkspaceFolders', undefined, ({ added, removed }) => {
            analysis.moveDocuments(() => {
              const changes = folders.change(added, removed);
              for (const folder of changes.removed) folder.dispose();
              for (const folder of changes.added) run('start', () => folder.start());
            });
            tellStatus();
          }),
        );
      }
      await start();
    },
    dispose() {
      isDisposed = true;
      watcher.dispose();
      analysis.dispose();
      folders.dispose();
      logger.debug('Shut down.');
    },
  };
}
