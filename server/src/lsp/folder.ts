/** One workspace folder: its configuration, its session, its connection to a control plane. */
import { dirname, join, resolve } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver';
import { ConfigurationError } from '../config/configuration-error.ts';
import { configFileName, loadConfig, type LoadedConfig } from '../config/load.ts';
import { dayMs } from '../core/state/age.ts';
import type { ControlPlaneStatus } from '../protocol.ts';
import { createSession } from '../session/create-session.ts';
import { loadedExtractor } from '../session/workspace/loaded-extractor.ts';
import type { Session, SessionChange } from '../session/session.ts';
import { uriOfPath } from '../session/uri.ts';
import { configDiagnostics } from './config-problems.ts';
import type { ServerContext } from './context.ts';
import { lastKnownSnapshot } from './last-known.ts';
import { statusesOf } from './planes.ts';
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
  /** Absolute paths of the flag definition files in use. */
  definitionFiles(): readonly string[];
  /** Of each control plane, in the order of the configuration. */
  statuses(): readonly ControlPlaneStatus[];
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
  /** Ends when no control plane is being connected; with what session there is then. Never rejects. */
  settled(): Promise<void>;
  dispose(): void;
}

interface Running {
  readonly loaded: LoadedConfig;
  readonly session: Session;
  /** By the name of the control plane. */
  readonly states: ReadonlyMap<string, StateConnection>;
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
      lastKnown: (_, name) => lastKnownSnapshot(states.get(name)?.identity() ?? null, context),
    });
    const stop = new AbortController();
    const states = new Map(
      session.planes.map((plane): [string, StateConnection] => [
        plane.name,
        createStateConnection({
          context,
          plane,
          configured: loaded.controlPlanes.find(({ name }) => name === plane.name) ?? null,
          isOnly: session.isSinglePlane,
          loaded,
          isFolder,
          brokenConfig: broken,
          changed: () => options.changed({ uris: [], state: true }),
        }),
      ]),
    );
    session.onChange((change) => {
      if (change.state) for (const state of states.values()) state.stateChanged();
      options.changed(change);
    });
    return { loaded, session, states, stop };
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
    const { session, states, stop } = running;
    options.openDocuments(session);
    const scan = isFolder ? scanWithProgress(session, { ...context, signal: stop.signal }) : null;
    const results = await Promise.allSettled([scan, ...[...states.values()].map((state) => state.connect())]);
    for (const result of results) if (result.status === 'rejected' && !stop.signal.aborted) throw result.reason;
  };

  return {
    isFolder,
    session: () => running.session,
    meaningOf(path) {
      const { configFile, controlPlaneSource } = running.loaded;
      if (path === configFile) return 'configuration';
      if (definitionFiles(running.loaded).includes(path))
        return controlPlaneSource === 'assumed' ? 'configuration' : 'state';
      const isUnset = controlPlaneSource === 'assumed' || controlPlaneSource === 'none';
      return isUnset && /(?:^|[\\/.])(?:flagd|flags)\.json$/.test(path) ? 'configuration' : null;
    },
    definitionFiles: () => definitionFiles(running.loaded),
    statuses: () =>
      statusesOf(running.session, error === null ? {} : { problem: brokenConfig(error), problemKind: 'configuration' }),
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
      await Promise.all([...running.states.values()].map((state) => state.connect()));
    },
    async refresh() {
      await Promise.all([...running.states.values()].map((state) => state.refresh()));
    },
    async settled() {
      const waitedFor = running;
      await Promise.all([...waitedFor.states.values()].map((state) => state.settled()));
      // The configuration may have changed meanwhile, and what it names now is being connected.
      if (waitedFor !== running) await this.settled();
    },
    dispose: () => stop(running),
  };
}

function definitionFiles({ controlPlanes, configFile }: LoadedConfig): readonly string[] {
  return controlPlanes.flatMap(({ config }) =>
    config.kind === 'flagd-file' ? [resolve(dirname(configFile), config.path)] : [],
  );
}

function stop({ stop, states, session }: Running): void {
  stop.abort();
  for (const state of states.values()) state.dispose();
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
