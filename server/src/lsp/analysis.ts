/** From the text of open documents to published diagnostics: typing waits a moment, requests do not, and older results are dropped. */
import type { Diagnostic } from 'vscode-languageserver';
import { diagnostics, type DiagnosticOptions } from '../features/diagnostics.ts';
import type { Session, SessionChange } from '../session/session.ts';
import type { OpenDocument, Documents } from './documents.ts';
import type { Folder } from './folder.ts';
import type { Folders } from './folders.ts';
import { createPublisher } from './publish.ts';
import type { ServerContext } from './context.ts';
import type { Settings } from './settings.ts';

/** Typing is looked at when it pauses for this long, in ms. */
export const debounceMs = 50;

export interface Analysis {
  opened(document: OpenDocument): void;
  changed(document: OpenDocument): void;
  closed(document: OpenDocument): void;
  /** Everything typed so far counts, from now on. Before each answer to a request. */
  flush(): void;
  /** What a session says is different now. */
  sessionChanged(folder: Folder, change: SessionChange): void;
  /** Gives a new session the documents that belong to it. */
  openDocuments(folder: Folder, session: Session): void;
  /** Runs a change of the folders, and moves open documents to the folders they belong to then. */
  moveDocuments(change: () => void): void;
  /** All files anew: the settings, a configuration or the folders changed. */
  publishAll(): void;
  diagnosticsOf(uri: string): readonly Diagnostic[];
  dispose(): void;
}

export interface AnalysisOptions {
  readonly context: ServerContext;
  readonly folders: Folders;
  readonly documents: Documents;
  readonly settings: () => Settings;
  checkPage(check: string): string | null;
  /** Starts something that nobody waits for. */
  run(name: string, work: () => void | Promise<void>): void;
}

export function createAnalysis({ context, folders, documents, settings, checkPage, run }: AnalysisOptions): Analysis {
  const { client, connection } = context;
  /** Versions whose text the sessions have, by canonical URI. */
  const applied = new Map<string, number>();
  const waiting = new Map<string, NodeJS.Timeout>();

  const showsClosed = (): boolean => settings().diagnostics.scope === 'workspace';

  const diagnosticsOf = (uri: string): readonly Diagnostic[] => {
    const options: DiagnosticOptions = { now: context.now(), checkPage, relatedInformation: client.relatedInformation };
    const problems = folders.all().flatMap((folder) => {
      const { uri: configUri, diagnostics } = folder.configProblems();
      return configUri === uri ? diagnostics : [];
    });
    const session = folders.of(uri).session();
    // Nobody opens a configuration to see what is said of flags.
    const isShown = documents.get(uri) !== null || showsClosed() || session.isWorkspacePlace(uri);
    return isShown ? [...problems, ...diagnostics(session, uri, options)] : problems;
  };

  const publisher = createPublisher(
    {
      appliedVersion: (uri) => applied.get(uri) ?? null,
      currentVersion: (uri) => documents.get(uri)?.version ?? null,
      clientUri: (uri) => documents.get(uri)?.clientUri ?? uri,
      diagnostics: diagnosticsOf,
    },
    (params) => void connection.sendDiagnostics(params).catch(() => undefined),
  );

  const publish = (uris: Iterable<string>): void => {
    if (!client.pullsDiagnostics) publisher.publish(uris);
    else if (client.diagnosticRefresh) connection.languages.diagnostics.refresh();
  };

  const apply = (document: OpenDocument): void => {
    clearTimeout(waiting.get(document.uri));
    waiting.delete(document.uri);
    applied.set(document.uri, document.version);
    folders.of(document.uri).session().openDocument(document.uri, document.text());
  };

  const openUris = (): string[] => documents.all().map((document) => document.uri);
  const configUris = (): string[] => folders.all().map((folder) => folder.configProblems().uri);
  const publishAll = (): void => {
    const sessions = folders.all().map((folder) => folder.session());
    const closed = sessions.flatMap((session) =>
      showsClosed() ? session.checkedUris() : session.workspaceFindings().map(({ uri }) => uri),
    );
    publish(new Set([...openUris(), ...closed, ...configUris(), ...publisher.shown()]));
  };

  return {
    opened(document) {
      apply(document);
      publish([document.uri]);
    },
    changed(document) {
      clearTimeout(waiting.get(document.uri));
      const look = (): void => {
        const current = documents.get(document.uri);
        if (!current) return;
        apply(current);
        publish([current.uri]);
      };
      waiting.set(
        document.uri,
        setTimeout(() => run('typing', look), debounceMs),
      );
    },
    closed(document) {
      clearTimeout(waiting.get(document.uri));
      waiting.delete(document.uri);
      applied.delete(document.uri);
      if (!client.pullsDiagnostics) publisher.close(document.uri);
      run('closing', async () => {
        await folders.of(document.uri).session().closeDocument(document.uri);
        if (showsClosed()) publish([document.uri]);
      });
    },
    flush() {
      for (const uri of waiting.keys()) {
        const document = documents.get(uri);
        if (!document) continue;
        apply(document);
        // The answer to the request that asked for this goes first.
        setImmediate(() => run('publish', () => publish([uri])));
      }
    },
    sessionChanged(folder, { uris }) {
      if (uris === 'all') return publishAll();
      const isShown = (uri: string): boolean =>
        showsClosed() || documents.get(uri) !== null || folder.session().isWorkspacePlace(uri);
      publish([...uris.filter(isShown), folder.configProblems().uri]);
    },
    openDocuments(folder, session) {
      for (const document of documents.all()) {
        if (folders.of(document.uri) !== folder) continue;
        applied.set(document.uri, document.version);
        session.openDocument(document.uri, document.text());
      }
    },
    moveDocuments(change) {
      const owners = new Map(documents.all().map((document) => [document, folders.of(document.uri)]));
      change();
      for (const [document, owner] of owners) {
        const next = folders.of(document.uri);
        if (next === owner) continue;
        // A removed folder is gone already; closing there changes nothing.
        void owner
          .session()
          .closeDocument(document.uri)
          .catch(() => undefined);
        next.session().openDocument(document.uri, document.text());
      }
      publishAll();
    },
    publishAll,
    diagnosticsOf,
    dispose() {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
