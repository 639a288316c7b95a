/** Where the state of each control plane comes from: the control plane itself, or the file named with `--state`. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ConfiguredControlPlane } from '../../config/control-planes.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { environmentCredentials, namedCredentials } from '../../control-planes/credentials.ts';
import type { ControlPlane } from '../../control-planes/control-plane.ts';
import { createControlPlane, lacksAddress } from '../../control-planes/registry.ts';
import { readStateFile, type GivenState } from '../../control-planes/snapshots/state-file.ts';
import type { FlagSnapshot } from '../../core/model.ts';
import { listOf, quoteKey, visible } from '../../core/text.ts';
import type { Logger } from '../../session/session.ts';
import type { CommandInput, Io } from '../command.ts';
import { addresslessPlane, givenPlane, notGivenPlane } from './read-only-planes.ts';
import { UsageError } from '../usage-error.ts';

/** By name; of a workspace that configures none, the one without a name. */
export type StateSources = ReadonlyMap<string | null, ControlPlane>;

export interface GivenSources {
  readonly sources: StateSources;
  /** ms since the epoch: when the state was read, or the file last changed. Ages are told as of then, so that a run can be repeated. */
  readonly asOf: number;
}

/** The configured control planes; nobody is contacted yet. Throws ConfigurationError. */
export function configuredSources(loaded: LoadedConfig, io: Io, log: Logger): StateSources {
  const { controlPlanes } = loaded;
  return new Map(controlPlanes.map((plane) => [plane.name, create(plane, loaded, { io, log })]));
}

/** What `--state` gives each control plane. Throws UsageError where the file is not of this configuration, and ControlPlaneError. */
export async function givenSources(
  file: string,
  loaded: LoadedConfig,
  { input, io, log }: { readonly input: CommandInput; readonly io: Io; readonly log: Logger },
): Promise<GivenSources> {
  const path = resolve(io.cwd, file);
  const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const given = await readStateFile(path, {
    environment: environmentOf(loaded, input.value('control-plane')),
    log,
    now: () => Math.floor(changedAt),
  });
  const states = stateByName(file, given, loaded, input);
  const times = [...states.values()].flatMap((snapshot) => (snapshot ? [Date.parse(snapshot.readAt)] : []));
  const isOneOfSeveral = loaded.controlPlanes.length > 1;
  const sources = [...states].map(([name, snapshot]): [string | null, ControlPlane] => {
    const shown = isOneOfSeveral ? name : null;
    return [name, snapshot ? givenPlane(file, snapshot, shown) : notGivenPlane(file, name ?? '')];
  });
  return { sources: new Map(sources), asOf: Math.max(0, ...times) };
}

/** The snapshot of each configured control plane; null where the file holds none of it. */
function stateByName(
  file: string,
  given: GivenState,
  { controlPlanes }: LoadedConfig,
  input: CommandInput,
): ReadonlyMap<string | null, FlagSnapshot | null> {
  const names = controlPlanes.map(({ name }) => name);
  const shown = visible(file);
  if (names.length <= 1) {
    const [only = null] = names;
    return new Map([[only, given.kind === 'one' ? given.snapshot : onlyState(shown, given.snapshots, only)]]);
  }
  if (given.kind === 'several') return new Map(names.map((name) => [name, given.snapshots.get(name) ?? null]));
  const asked = input.value('control-plane');
  if (asked !== null) return new Map(names.map((name) => [name, name === asked ? given.snapshot : null]));
  throw new UsageError(
    `${shown} holds the state of one control plane, and sluice.config.json names ${listOf(names)}: write all of them into one file with \`sluice snapshot\`.`,
  );
}

function onlyState(
  shown: string,
  snapshots: ReadonlyMap<string, FlagSnapshot>,
  name: string | null,
): FlagSnapshot | null {
  const [first] = snapshots.values();
  const own = name === null ? undefined : snapshots.get(name);
  if (own || (first && snapshots.size === 1)) return own ?? first ?? null;
  const held = [...snapshots.keys()].map(quoteKey);
  throw new UsageError(
    `${shown} holds the state of ${listOf(held)}, and sluice.config.json names none of them: write it again with \`sluice snapshot\`.`,
  );
}

/** What a definition file given with `--state` stands for. */
function environmentOf({ controlPlane, controlPlanes }: LoadedConfig, name: string | null): string {
  const config = controlPlanes.find((plane) => plane.name === name)?.config ?? controlPlane;
  return config?.kind === 'flagd-file' ? config.environment : 'production';
}

function create(
  { name, config }: ConfiguredControlPlane,
  { configFile, controlPlanes }: LoadedConfig,
  { io, log }: { readonly io: Io; readonly log: Logger },
): ControlPlane {
  const isOnly = controlPlanes.length === 1;
  if (lacksAddress(config)) return addresslessPlane(config.kind, isOnly ? null : name);
  const credentials = isOnly ? environmentCredentials(io.env) : namedCredentials(io.env, name);
  return createControlPlane(config, { configFile, credentials, log, now: io.now });
}
