/** One workspace folder: its configuration, its session, its connection to a control plane. */
import { dirname, join, resolve } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver';
import { ConfigurationError } from '../config/configuration-error.ts';
import { configFileName, loadConfig, type LoadedConfig } from '../config/load.ts';
import { dayMs } from '../core/state/age.ts';
import type { StateStatus } from '../protocol.ts';
import { createSession } from '../session/create-session.ts';
import { loadedExtractor } from '../session/workspace/loaded-extractor.ts';
import type { Session, SessionChange } from '../session/session.ts';
import { uriOfPath } from '../session/uri.ts';
import { configDiagnostics } from './config-problems.ts';
import type { ServerContext } from './context.ts';
import { lastKnownSnapshot } from './last-known.ts';
import { scanWithProgress } from './progress.ts';
import { createStateConnection, type StateConnection } from './state.ts';

export interface FolderOptions {
  readonly context: ServerContext;
  /** Absolute path. */
  readonly root: string;
  /** False for the place of documents that are in no folder: nothing is scanned there. */
  readonly isFolder: boolean;
  /** Gives a new session the open documents that belong to it. */
  openDocuments(session: Session): void;
  changed(change: SessionChange): void;
}

export interface Folder {
  readonly isFolder: boolean;
  /** Another one after the configuration changed. */
  session(): Session;
  /** Whether a change of this file (absolute path) means another configuration, another state, or neither. */
  meaningOf(path: string): 'configuration' | 'state' | null;
  /** Absolute path of the flag definition file in use. */
  definitionFile(): string | null;
  status(): StateStatus;
  /** What is wrong with the configuration file, by its canonical URI. */
  configProblems(): { readonly uri: string; readonly diagnostics: readonly Diagnostic[] };
  /** Scans and connects, side by side. */
  start(): Promise<void>;
  /** Reads the configuration again. A broken one is reported and the former one stays in use. */
  reload(): Promise<void>;
  /** Asks for the token again and reads the state. */
  reconnect(): Promise<void>;
  /** Reads the state again; connects where there is no connection. */
  refresh(): Promise<void>;
  dispose(): void;
}

interface Running {
  readonly loaded: LoadedConfig;
  readonly session: Session;
  readonly state: StateConnection;
  readonly stop: AbortController;
}

/** Creates the folder with its session; nothing is read from disk but the configuration. */
export function createFolder(options: FolderOptions): Folder {
  const { context, root, isFolder } = options;
  let error: ConfigurationError | null = null;

  const run = (loaded: LoadedConfig, broken: string | null = null): Running => {
    const session = createSession({
      loaded,
      extractor: loadedExtractor,
      controlPlane: null,
      logger: context.logger,
      now: context.now,
      lastKnown: () => lastKnownSnapshot(state.identity(), context),
    });
    const stop = new AbortController();
    const state: StateConnection = createStateConnection({
      context,
      session,
      loaded,
      isFolder,
      brokenConfig: broken,
      changed: () => options.changed({ uris: [], state: true }),
    });
    session.onChange((change) => {
      if (change.state) state.stateChanged();
      options.changed(change);
    });
    return { loaded, session, state, stop };
  };

  const attempt = (): Running | null => {
    try {
      const next = run(loadConfig(root, { env: context.env }));
      error = null;
      return next;
    } catch (caught) {
      if (!(caught instanceof ConfigurationError)) throw caught;
      error = caught;
      context.logger.warn(caught.message);
      return null;
    }
  };

  let running = attempt() ?? run(withoutConfig(root), error && brokenConfig(error));

  const start = async (): Promise<void> => {
    const { session, state, stop } = running;
    options.openDocuments(session);
    const scan = isFolder ? scanWithProgress(session, { ...context, signal: stop.signal }) : null;
    const results = await Promise.allSettled([scan, state.connect()]);
    for (const result of results) if (result.status === 'rejected' && !stop.signal.aborted) throw result.reason;
  };

  return {
    isFolder,
    session: () => running.session,
    meaningOf(path) {
      const { configFile, controlPlaneSource } = running.loaded;
      if (path === configFile) return 'configuration';
      if (path === definitionFile(running.loaded)) return controlPlaneSource === 'assumed' ? 'configuration' : 'state';
      const isUnset = controlPlaneSource === 'assumed' || controlPlaneSource === 'none';
      return isUnset && /(?:^|[\\/.])(?:flagd|flags)\.json$/.test(path) ? 'configuration' : null;
    },
    definitionFile: () => definitionFile(running.loaded),
    status() {
      const { status } = running.session.state();
      return error === null ? status : { ...status, problem: brokenConfig(error), problemKind: 'configuration' };
    },
    configProblems: () => ({
      uri: uriOfPath(running.loaded.configFile),
      diagnostics: error === null ? [] : configDiagnostics(error),
    }),
    start,
    async reload() {
      const next = attempt();
      options.changed({ uris: [], state: true });
      if (!next) return;
      stop(running);
      running = next;
      await start();
    },
    async reconnect() {
      await running.state.connect();
    },
    refresh: () => running.state.refresh(),
    dispose: () => stop(running),
  };
}

function definitionFile({ controlPlane, configFile }: LoadedConfig): string | null {
  return controlPlane?.kind === 'flagd-file' ? resolve(dirname(configFile), controlPlane.path) : null;
}

function stop({ stop, state, session }: Running): void {
  stop.abort();
  state.dispose();
  session.dispose();
}

function brokenConfig(error: ConfigurationError): string {
  return `The configuration cannot be used: ${error.message.split('\n', 1)[0] ?? ''}`;
}

/** What is in force while the very first configuration is broken: the code is scanned, no control plane is contacted. */
function withoutConfig(root: string): LoadedConfig {
  return {
    root,
    file: null,
    configFile: join(root, configFileName),
    config: {},
    document: null,
    controlPlane: null,
    controlPlanes: [],
    controlPlaneSource: 'none',
    assumptions: [],
    wrappers: [],
    include: [],
    ignore: [],
    maxStateAgeMs: dayMs,
  };
}
