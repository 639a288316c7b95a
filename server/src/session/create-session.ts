/** Puts the workspace and the state together. */
import { isDeepStrictEqual } from 'node:util';
import type { LoadedConfig } from '../config/load.ts';
import { ControlPlaneError, type ControlPlane } from '../control-planes/control-plane.ts';
import { rollbackRefusal, writeRefusal } from '../control-planes/refusal.ts';
import { criticalEnvironments } from '../control-planes/registry.ts';
import { runChecks } from '../core/checks/run.ts';
import type { FileFacts } from '../core/facts.ts';
import { createFlagIndex, join, type FlagIndex } from '../core/join.ts';
import { createLineIndex } from '../core/line-index.ts';
import type { CallSite, Finding, Flag, FlagUsage } from '../core/model.ts';
import { ageSince } from '../core/state/age.ts';
import { checkSettings } from './check-settings.ts';
import type { Extractor } from './workspace/extractor.ts';
import { buildId, createFactsCache, type FactsCache } from './cache/facts-cache.ts';
import { createReferences } from './references.ts';
import type { Logger, Refusal, Session, SessionChange } from './session.ts';
import { createStateStore, type LastKnownSnapshot } from './state-store.ts';
import { configuredReads } from './configured-reads.ts';
import { canonicalUri } from './uri.ts';
import { createWorkspace } from './workspace/workspace.ts';
import { previousServing, rollBack, writeServing } from './write.ts';

export interface SessionOptions {
  readonly loaded: LoadedConfig;
  readonly extractor: Extractor;
  /** null: none is configured, or it may not be contacted. */
  readonly controlPlane: ControlPlane | null;
  readonly logger: Logger;
  /** The last known snapshot of a control plane; null: none is kept. Default: none. */
  readonly lastKnown?: (controlPlane: ControlPlane) => LastKnownSnapshot | null;
  /** Only the last known snapshot is used; no control plane is contacted. */
  readonly isOffline?: boolean;
  /** The folder of what scans found out (see `facts-cache.ts`); default: nothing is kept. */
  readonly cacheFolder?: string | null;
  /** One scan is all: where nothing changed since the one before, its result is taken. */
  readonly isOneShot?: boolean;
  /** ms since the epoch; default: the machine's clock. A fixed one makes findings reproducible. */
  readonly now?: () => number;
}

/** The kinds of control planes that are files: read again at any time, never out of reach. */
const fileKinds: ReadonlySet<string> = new Set(['flagd-file', 'snapshot-file']);

/** Everything known of one file, as long as nothing it was made from is another. */
interface FileView {
  readonly callSites: readonly CallSite[];
  readonly facts: FileFacts | null;
  readonly index: FlagIndex | null;
  readonly usages: readonly FlagUsage[];
  findings: readonly Finding[] | null;
}

/** Creates a session that has read nothing yet. Throws ConfigurationError where the configuration names unknown checks. */
export function createSession(options: SessionOptions): Session {
  const { loaded, logger } = options;
  const now = options.now ?? Date.now;
  const settings = checkSettings(loaded);
  const listeners = new Set<(change: SessionChange) => void>();
  const views = new Map<string, FileView>();
  const references = createReferences();
  let index: { readonly of: unknown; readonly index: FlagIndex | null } | null = null;

  const tell = (change: SessionChange): void => {
    for (const listener of listeners) listener(change);
  };

  const reads = configuredReads({ wrappers: [...loaded.wrappers], flagObjects: loaded.config.flagObjects });
  const workspace = createWorkspace({
    root: loaded.root,
    include: loaded.include,
    ignore: loaded.ignore,
    ...reads,
    cache: createCache(options, reads),
    isOneShot: options.isOneShot ?? false,
    extractor: options.extractor,
    logger,
    changed(uris) {
      for (const uri of uris) views.delete(uri);
      references.forget();
      tell({ uris, state: false });
    },
  });

  let status: unknown = null;
  const store = createStateStore({
    logger,
    isOffline: options.isOffline ?? false,
    changed({ snapshot }) {
      if (snapshot) views.clear();
      const { status: current } = store.view();
      const isNew = !isDeepStrictEqual(status, current);
      status = current;
      if (snapshot || isNew) tell({ uris: snapshot ? 'all' : [], state: true });
    },
  });

  const setControlPlane = (controlPlane: ControlPlane | null, refusal: Refusal | null = null): void => {
    store.setSource(
      controlPlane && {
        controlPlane,
        lastKnown: options.lastKnown?.(controlPlane) ?? null,
        isFile: fileKinds.has(controlPlane.kind),
      },
      refusal,
    );
  };

  const flagIndex = (): FlagIndex | null => {
    const { snapshot } = store.view();
    if (index?.of !== snapshot) {
      index = {
        of: snapshot,
        index: snapshot && createFlagIndex(snapshot, { now: now(), maxAgeMs: loaded.maxStateAgeMs }),
      };
    }
    return index?.index ?? null;
  };

  /** The index for findings: a last known state that is too old says nothing. One that is kept live does not age. */
  const usableIndex = (): FlagIndex | null => {
    const { snapshot, status } = store.view();
    const age = ageSince(snapshot?.readAt ?? null, now());
    if (status.kind === 'cached' && (age === null || age > loaded.maxStateAgeMs)) return null;
    return flagIndex();
  };

  const viewOf = (uri: string): FileView => {
    const callSites = workspace.callSites(uri);
    const facts = workspace.facts(uri);
    const current = usableIndex();
    const known = views.get(uri);
    if (known && known.callSites === callSites && known.facts === facts && known.index === current) return known;
    const view = { callSites, facts, index: current, usages: join(callSites, current), findings: null };
    views.set(uri, view);
    return view;
  };

  const findings = (uri: string): readonly Finding[] => {
    const view = viewOf(uri);
    view.findings ??= runChecks({
      uri,
      usages: view.usages,
      comments: view.facts?.comments ?? [],
      lineIndex: () => createLineIndex(workspace.text(uri) ?? ''),
      snapshot: view.index?.snapshot ?? null,
      criticalEnvironments: criticalKeys(loaded),
      now: now(),
      settings,
      onError: (check, error) => logger.error(`The check ${check} failed on ${uri}: ${String(error)}`),
    });
    return view.findings;
  };

  const controlPlane = (): ControlPlane => {
    const source = store.source();
    if (!source) {
      const refusal = store.refusal();
      if (refusal) {
        const problem = refusal.problem ?? 'The control plane is not connected yet.';
        throw new ControlPlaneError('sluice', 'unsupported', problem);
      }
      const why = 'No control plane is configured, so there is nothing to change.';
      throw new ControlPlaneError('sluice', 'unsupported', `${why} \`sluice init\` sets one up.`);
    }
    return source.controlPlane;
  };

  /** What the control plane answered counts at once; the rest of the state is read again in the background. */
  const afterChange = async (change: Promise<Flag>): Promise<Flag> => {
    try {
      const flag = await change;
      store.replaceFlag(flag);
      return flag;
    } catch (error) {
      if (error instanceof ControlPlaneError && error.current) store.replaceFlag(error.current);
      throw error;
    }
  };

  setControlPlane(options.controlPlane);

  return {
    root: loaded.root,
    get assumptions() {
      return [...loaded.assumptions, ...workspace.assumptions];
    },
    scan: (scanOptions = {}) => workspace.scan(scanOptions),
    openDocument: (uri, text) => workspace.open(canonicalUri(uri), text),
    closeDocument: (uri) => workspace.close(canonicalUri(uri)),
    filesChanged: (uris) => workspace.filesChanged(uris),
    uris: () => workspace.uris(),
    text: (uri) => workspace.text(canonicalUri(uri)),
    callSites: (uri) => workspace.callSites(canonicalUri(uri)),
    usages: (uri) => viewOf(canonicalUri(uri)).usages,
    findings: (uri) => findings(canonicalUri(uri)),
    references: (flagKey) => references.of(flagKey, workspace),
    state: () => store.view(),
    refreshState: (signal) => store.refresh(signal),
    watchState: () => store.watch(),
    setControlPlane,
    flag: (key) => flagIndex()?.get(key) ?? null,
    canWrite: () => store.source()?.controlPlane.capabilities.write ?? false,
    refusal: (change) => (store.source() ? writeRefusal(controlPlane(), change) : null),
    rollbackRefusal: (change) => (store.source() ? rollbackRefusal(controlPlane(), change) : null),
    write: async (change) => {
      requireAllowed(controlPlane(), writeRefusal(controlPlane(), change));
      return afterChange(writeServing(controlPlane(), change));
    },
    rollback: async (change) => {
      const { key, scope } = change;
      requireAllowed(controlPlane(), rollbackRefusal(controlPlane(), { key, scope }));
      return afterChange(rollBack(controlPlane(), change));
    },
    async previousServing(change) {
      const source = store.source();
      return source ? previousServing(source.controlPlane, change, logger) : { kind: 'unknown' };
    },
    dashboardUrl: async (key) => (await store.source()?.controlPlane.dashboardUrl(key)) ?? null,
    onChange: (listener) => void listeners.add(listener),
    dispose() {
      listeners.clear();
      workspace.dispose();
      store.dispose();
    },
  };
}

/** Whoever asks has been told before, or has not asked. */
function requireAllowed({ name }: ControlPlane, refusal: string | null): void {
  if (refusal !== null) throw new ControlPlaneError(name, 'unsupported', refusal);
}

/** Sources that run as they are have no build to know facts by: nothing is kept then. */
function createCache({ loaded, logger, cacheFolder }: SessionOptions, reads: unknown): FactsCache | null {
  const build = buildId(import.meta.url);
  if (!cacheFolder || build === null) return null;
  const settings = [loaded.include, loaded.ignore, reads];
  return createFactsCache({ folder: cacheFolder, root: loaded.root, build, settings, logger });
}

/** Environments with real users as the configuration names them; null: those the control plane marks. */
export function criticalKeys({ controlPlane }: LoadedConfig): readonly string[] | null {
  return controlPlane && criticalEnvironments(controlPlane);
}
