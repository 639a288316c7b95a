/** From the command line and the configuration to a session. */
import { resolve } from 'node:path';
import { snapshotIdentity } from '../control-planes/registry.ts';
import { cacheFolder } from '../config/cache-folder.ts';
import { createSnapshotCache } from '../control-planes/snapshots/snapshot-cache.ts';
import { loadConfig, type LoadedConfig } from '../config/load.ts';
import { createSession, type SessionOptions } from '../session/create-session.ts';
import { createLazyExtractor } from '../session/workspace/extractor.ts';
import type { Logger, Session } from '../session/session.ts';
import type { CommandInput, Io } from './command.ts';
import { findRoot } from './find-root.ts';
import { createLog } from './terminal/log.ts';
import { configuredSources, givenSources } from './state/state-sources.ts';
import { UsageError } from './usage-error.ts';

export interface OpenSession {
  readonly session: Session;
  readonly loaded: LoadedConfig;
  readonly log: Logger;
  /** True where the state comes from `--state`. */
  readonly isStateGiven: boolean;
  /** ms since the epoch; with `--state` the time of that state. */
  now(): number;
}

export interface OpenOptions {
  /** False for commands that do not ask what flags serve. */
  readonly needsState: boolean;
  /** See `SessionOptions`. */
  readonly referencesElsewhere?: SessionOptions['referencesElsewhere'];
}

/** Reads the configuration and `--state`, contacts nobody. Throws UsageError, ConfigurationError, ControlPlaneError. */
export async function openSession(
  input: CommandInput,
  io: Io,
  { needsState, referencesElsewhere }: OpenOptions,
): Promise<OpenSession> {
  const log = createLog(input, io);
  const root = findRoot(io.cwd, input.value('root'));
  const file = input.value('config');
  const loaded = loadConfig(root, { env: io.env, ...(file === null ? {} : { file: resolve(io.cwd, file) }) });
  log.debug(`Workspace ${root}, configuration ${loaded.file ?? 'none'}.`);

  const stateFile = input.value('state');
  if (stateFile !== null && input.has('offline')) {
    throw new UsageError('--state and --offline both say where the state comes from: use one of them.');
  }
  const given = stateFile === null ? null : await givenSources(stateFile, loaded, { input, io, log });
  const now = given ? () => given.asOf : io.now;
  const sources = !needsState ? new Map<null, never>() : (given?.sources ?? configuredSources(loaded, io, log));
  const session = createSession({
    // What was assumed about a control plane does not matter where none is asked.
    loaded: given || !needsState ? { ...loaded, assumptions: [] } : loaded,
    extractor: createLazyExtractor(),
    controlPlane: sources.get(null) ?? null,
    controlPlanes: sources,
    logger: log,
    now,
    isOffline: input.has('offline'),
    isOneShot: true,
    ...(referencesElsewhere === undefined ? {} : { referencesElsewhere }),
    cacheFolder: input.has('no-cache') ? null : cacheFolder(io.env),
    ...(input.has('no-cache') || given ? {} : { lastKnown: createLastKnown(loaded, io, log) }),
  });
  return { session, loaded, log, isStateGiven: given !== null, now };
}

function createLastKnown(
  { controlPlanes }: LoadedConfig,
  io: Io,
  log: Logger,
): NonNullable<SessionOptions['lastKnown']> {
  const cache = createSnapshotCache({ folder: cacheFolder(io.env), log, now: io.now });
  return (_, name) => {
    const config = controlPlanes.find((plane) => plane.name === name)?.config;
    const identity = config ? snapshotIdentity(config) : null;
    return (
      identity && {
        read: async () => (await cache.read(identity))?.snapshot ?? null,
        write: (snapshot) => cache.write(identity, snapshot),
      }
    );
  };
}
