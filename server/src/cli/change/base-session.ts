/** The workspace as it was, checked with the state and the clock of now. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { loadConfig, type LoadedConfig } from '../../config/load.ts';
import type { ControlPlane } from '../../control-planes/control-plane.ts';
import { noCredentials } from '../../control-planes/credentials.ts';
import { createControlPlane } from '../../control-planes/registry.ts';
import { createSession } from '../../session/create-session.ts';
import { toRelative } from '../../session/files/list-files.ts';
import type { Session } from '../../session/session.ts';
import { createLazyExtractor } from '../../session/workspace/extractor.ts';
import type { Io } from '../command.ts';
import type { OpenSession } from '../open-session.ts';
import { givenPlane } from '../state/read-only-planes.ts';

export interface BaseSession {
  readonly session: Session;
  /** What could not be as it was; sentences for people. */
  readonly notes: readonly string[];
}

/** The files of a workspace that decide how it is checked, relative to it: its configuration, and flag definitions it names. */
export function decidingFiles({ root, configFile, controlPlanes }: LoadedConfig): readonly string[] {
  const definitions = controlPlanes.flatMap(({ config }) =>
    config.kind === 'flagd-file' ? [resolve(dirname(configFile), config.path)] : [],
  );
  return [configFile, ...definitions].flatMap((path) => toRelative(root, path) ?? []);
}

/** Scans `root`. Nobody is contacted: the state is that of the session at hand, or a definition file as it was. */
export async function scanBase(
  root: string,
  opened: OpenSession,
  referencesElsewhere: (key: string) => number | null,
  io: Io,
): Promise<BaseSession> {
  const { session: current, log, now } = opened;
  const { loaded, notes } = loadBase(root, opened, io);
  const planes = new Map<string | null, ControlPlane>();
  for (const { name, state } of current.planes) {
    const { snapshot } = state();
    if (snapshot) planes.set(name, givenPlane('state', snapshot));
  }
  const main = current.state().snapshot;
  for (const { name, config } of opened.isStateGiven ? [] : loaded.controlPlanes) {
    if (config.kind !== 'flagd-file') continue;
    const { configFile } = loaded;
    const file = resolve(dirname(configFile), config.path);
    if (toRelative(root, file) === null || !existsSync(file)) continue;
    planes.set(name, createControlPlane(config, { configFile, credentials: noCredentials, log, now }));
  }
  const session = createSession({
    loaded,
    extractor: createLazyExtractor(),
    controlPlane: main && givenPlane('state', main),
    controlPlanes: planes,
    logger: log,
    now,
    isOneShot: true,
    cacheFolder: null,
    referencesElsewhere,
  });
  try {
    await Promise.all([session.scan({ signal: io.signal }), session.refreshState(io.signal)]);
    return { session, notes };
  } catch (error) {
    session.dispose();
    throw error;
  }
}

/** The configuration as it was; the one of now where there was none, or it was broken. */
function loadBase(
  root: string,
  { loaded }: OpenSession,
  io: Io,
): { readonly loaded: LoadedConfig; readonly notes: readonly string[] } {
  const inside = toRelative(loaded.root, loaded.configFile);
  const configFile = inside === null ? loaded.configFile : join(root, inside);
  const asNow = { ...loaded, root, configFile };
  if (inside === null || !existsSync(configFile)) return { loaded: asNow, notes: [] };
  try {
    return { loaded: loadConfig(root, { env: io.env, file: configFile }), notes: [] };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return {
      loaded: asNow,
      notes: [
        `${inside} was not valid before the change: the code before it is checked with the configuration of now.`,
      ],
    };
  }
}
