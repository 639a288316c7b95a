/** All kinds of control planes, and the way from configuration to adapter. */
import { z } from 'zod';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { ControlPlane } from './control-plane.ts';
import type { ControlPlaneDefinition, ControlPlaneOptions } from './definition.ts';
import { flagdFile } from './flagd/flagd-file.ts';
import { flagdHttp } from './flagd/flagd-http.ts';
import { parseBaseUrl } from './http/target-url.ts';
import { launchDarkly } from './launchdarkly/launchdarkly.ts';
import { ofrep } from './ofrep/ofrep.ts';
import { postHog } from './posthog/posthog.ts';
import { sluice } from './sluice/sluice.ts';
import type { SnapshotIdentity } from './snapshots/snapshot-cache.ts';
import { telling } from './tells.ts';
import { unleash } from './unleash/unleash.ts';

/** One line per kind, in the order of the documentation. */
export const definitions = [
  sluice,
  unleash,
  launchDarkly,
  flagdFile,
  flagdHttp,
  ofrep,
  postHog,
] as const satisfies readonly ControlPlaneDefinition[];

type Schemas<List extends readonly ControlPlaneDefinition[]> = { [Index in keyof List]: List[Index]['config'] };

/** `controlPlane` in `sluice.config.json`. */
export const controlPlaneSchema = z.discriminatedUnion(
  'kind',
  definitions.map(({ config }) => config) as unknown as Schemas<typeof definitions>,
);

export type ControlPlaneConfig = z.output<typeof controlPlaneSchema>;

/** The adapter of a configured control plane; nothing is contacted yet. Throws ConfigurationError where the address is missing or none. */
export function createControlPlane(config: ControlPlaneConfig, options: ControlPlaneOptions): ControlPlane {
  const definition = definitionOf(config);
  if (definition.reach === 'file') return telling(definition.create(config, options), definition);
  const base = baseUrlOf(config);
  if (base === null) {
    throw new ConfigurationError(
      'The control plane has no address. Set controlPlane.url in sluice.config.json, or SLUICE_URL.',
    );
  }
  if (!base.ok) {
    throw new ConfigurationError(
      `The address of the control plane (controlPlane.url or SLUICE_URL) cannot be used: ${base.reason}.`,
    );
  }
  return telling(definition.create(config, base.url, options), definition);
}

/** Whether the state is a file of the workspace. */
export function isFile(config: ControlPlaneConfig): boolean {
  return definitionOf(config).reach === 'file';
}

/** Whether it is to be reached over the network, but neither the configuration nor SLUICE_URL (see `config/load.ts`) says where. */
export function lacksAddress(config: ControlPlaneConfig): boolean {
  return !isFile(config) && addressOf(config) === undefined;
}

/** The same control plane at another address. */
export function withAddress(config: ControlPlaneConfig, url: string): ControlPlaneConfig {
  return isFile(config) ? config : ({ ...config, url } as ControlPlaneConfig);
}

/** The parsed address; null where there is none. */
export function baseUrlOf(config: ControlPlaneConfig): ReturnType<typeof parseBaseUrl> | null {
  const address = addressOf(config);
  return address === undefined ? null : parseBaseUrl(address);
}

/** Which environments the configuration calls critical; null where it leaves that to the control plane. */
export function criticalEnvironments(config: ControlPlaneConfig): readonly string[] | null {
  return ('environments' in config ? config.environments?.critical : null) ?? null;
}

/** The same control plane with these environments as critical, where its configuration can say so. */
export function withCritical(config: ControlPlaneConfig, critical: readonly string[] | null): ControlPlaneConfig {
  const canSay = 'environments' in definitionOf(config).config.shape;
  return critical === null || !canSay
    ? config
    : ({ ...config, environments: { critical: [...critical] } } as ControlPlaneConfig);
}

/** The origin that a token would be bound to; null where none is needed or the address is missing. */
export function originOf(config: ControlPlaneConfig): string | null {
  const base = baseUrlOf(config);
  return base?.ok ? base.url.origin : null;
}

/** Under which name the snapshot cache keeps the state; null where the state is a local file anyway. */
export function snapshotIdentity(config: ControlPlaneConfig): SnapshotIdentity | null {
  const definition = definitionOf(config);
  const base = baseUrlOf(config);
  if (definition.reach === 'file' || !base?.ok) return null;
  return { kind: config.kind, origin: base.url.href, project: definition.project(config) };
}

function addressOf(config: ControlPlaneConfig): string | undefined {
  return 'url' in config ? config.url : undefined;
}

function definitionOf({ kind }: ControlPlaneConfig): ControlPlaneDefinition {
  const definition = definitions.find((candidate) => candidate.kind === kind);
  if (definition === undefined) throw new ConfigurationError(`There is no control plane of the kind ${kind}.`);
  return definition;
}
