/** Puts the workspace and its control planes together. */
import type { LoadedConfig } from '../config/load.ts';
import { resolveChecks } from '../config/resolve-checks.ts';
import type { ControlPlane } from '../control-planes/control-plane.ts';
import type { Extractor } from './workspace/extractor.ts';
import { buildId, createFactsCache, type FactsCache } from './cache/facts-cache.ts';
import { createPlanes } from './planes.ts';
import { createReferences } from './references.ts';
import type { Logger, Session, SessionChange } from './session.ts';
import type { LastKnownSnapshot } from './state-store.ts';
import { configuredReads } from './configured-reads.ts';
import { checks, workspaceChecks } from '../core/checks/registry.ts';
import { createFindings, type CheckRegistry } from './findings.ts';
import { canonicalUri } from './uri.ts';
import { createWorkspacePlaces } from './workspace-places.ts';
import { createVerdicts } from './verdicts.ts';
import { createWorkspace } from './workspace/workspace.ts';

export interface SessionOptions {
  readonly loaded: LoadedConfig;
  readonly extractor: Extractor;
  /** The main one (see `Session`). null: none is configured, it may not be contacted, or it is among `controlPlanes`. */
  readonly controlPlane: ControlPlane | null;
  /** By their names in the configuration, where there are several. */
  readonly controlPlanes?: ReadonlyMap<string | null, ControlPlane>;
  readonly logger: Logger;
  /** The last known snapshot of a control plane; null: none is kept. Default: none. */
  readonly lastKnown?: (controlPlane: ControlPlane, name: string) => LastKnownSnapshot | null;
  /** Only the last known snapshot is used; no control plane is contacted. */
  readonly isOffline?: boolean;
  /** The folder of what scans found out (see `facts-cache.ts`); default: nothing is kept. */
  readonly cacheFolder?: string | null;
  /** One scan is all: where nothing changed since the one before, its result is taken. */
  readonly isOneShot?: boolean;
  /** Default: all there are. */
  readonly checks?: CheckRegistry;
  /** How many call sites merged reports of other repositories have for a key; null: not known. Default: none were given. */
  readonly referencesElsewhere?: (flagKey: string) => number | null;
  /** ms since the epoch; default: the machine's clock. A fixed one makes findings reproducible. */
  readonly now?: () => number;
}

/** Creates a session that has read nothing yet. What is wrong with the configuration was said when it was loaded. */
export function createSession(options: SessionOptions): Session {
  const { loaded, logger } = options;
  const now = options.now ?? Date.now;
  const listeners = new Set<(change: SessionChange) => void>();
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
      tell({ uris: findings.filesChanged(uris), state: false });
    },
  });

  const planes = createPlanes(loaded, {
    logger,
    now,
    isOffline: options.isOffline ?? false,
    maxStateAgeMs: loaded.maxStateAgeMs,
    lastKnown: options.lastKnown ?? (() => null),
    changed({ snapshot }) {
      // Findings tell where else a flag exists, so a change of any control plane may be one of any file.
      if (snapshot) findings.forget();
      tell({ uris: snapshot ? 'all' : [], state: true });
    },
  });
  const { main } = planes;

  const settings = resolveChecks(loaded.config);
  const references = createReferences({ workspace, planeOf: planes.of });
  const places = createWorkspacePlaces(loaded);
  const findings = createFindings({
    root: loaded.root,
    workspace,
    planes,
    references,
    places,
    settings,
    logger,
    now,
    checks: options.checks ?? { checks, workspaceChecks },
    referencesElsewhere: options.referencesElsewhere ?? (() => null),
  });

  const referencesOf: Session['references'] = (flagKey, plane) => {
    const callSites = references.of(flagKey);
    if (plane === undefined || planes.isSinglePlane) return callSites;
    const deciding = plane?.comparedWith ?? plane?.name;
    return callSites.filter(({ uri }) => planes.of(uri)?.name === deciding);
  };

  const verdict = createVerdicts({
    planes,
    references,
    workspace,
    after: (checkId) => settings.base[checkId]?.options.after ?? {},
    now,
  });

  for (const plane of planes.all) {
    plane.setControlPlane(options.controlPlanes?.get(plane.name) ?? (plane === main ? options.controlPlane : null));
  }

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
    checkedUris() {
      const placed = findings.ofWorkspace().map(({ uri }) => uri);
      return [...new Set([...workspace.uris(), ...workspace.commented(), ...placed])].sort();
    },
    text: (uri) => workspace.text(canonicalUri(uri)) ?? places.text(canonicalUri(uri)),
    callSites: (uri) => workspace.callSites(canonicalUri(uri)),
    usages: (uri) => findings.usages(canonicalUri(uri)),
    findings: (uri) => findings.of(canonicalUri(uri)),
    workspaceFindings: findings.ofWorkspace,
    isWorkspacePlace: (uri) => places.uris.has(canonicalUri(uri)),
    references: referencesOf,
    verdict,
    planes: planes.all,
    isSinglePlane: planes.isSinglePlane,
    planeOf: (uri) => planes.of(canonicalUri(uri)),
    comparedWith: planes.comparedWith,
    comparisons: planes.comparisons,
    compareFlag: planes.compareFlag,
    async refreshState(signal) {
      await Promise.all(planes.all.map((plane) => plane.refreshState(signal)));
      return main.state().status;
    },
    watchState() {
      for (const plane of planes.all) plane.watchState();
    },
    state: () => main.state(),
    setControlPlane: main.setControlPlane,
    flag: main.flag,
    canWrite: main.canWrite,
    refusal: main.refusal,
    rollbackRefusal: main.rollbackRefusal,
    write: main.write,
    rollback: main.rollback,
    previousServing: main.previousServing,
    dashboardUrl: main.dashboardUrl,
    onChange: (listener) => void listeners.add(listener),
    dispose() {
      listeners.clear();
      workspace.dispose();
      planes.dispose();
    },
  };
}

/** Sources that run as they are have no build to know facts by: nothing is kept then. */
function createCache({ loaded, logger, cacheFolder }: SessionOptions, reads: unknown): FactsCache | null {
  const build = buildId(import.meta.url);
  if (!cacheFolder || build === null) return null;
  const settings = [loaded.include, loaded.ignore, reads];
  return createFactsCache({ folder: cacheFolder, root: loaded.root, build, settings, logger });
}
