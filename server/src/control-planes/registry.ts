/** From configuration to adapter: one line per kind of control plane. */
import { dirname, resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { ControlPlaneConfig } from '../config/schema.ts';
import type { ControlPlane } from './control-plane.ts';
import type { Credentials } from './credentials.ts';
import { createFlagdFile } from './flagd/flagd-file.ts';
import type { Log } from './log.ts';
import type { SnapshotIdentity } from './snapshots/snapshot-cache.ts';
import { createSluice } from './sluice/sluice.ts';
import { parseBaseUrl } from './http/target-url.ts';

export interface ControlPlaneOptions {
  /** Absolute path of `sluice.config.json`, there or not: relative paths start from its folder. */
  readonly configFile: string;
  readonly credentials: Credentials;
  readonly log?: Log;
  /** ms since the epoch. */
  readonly now?: () => number;
}

/** The adapter of a configured control plane; nothing is contacted yet. Throws ConfigurationError where the address is missing or none. */
export function createControlPlane(config: ControlPlaneConfig, options: ControlPlaneOptions): ControlPlane {
  const { configFile, credentials, log, now } = options;
  switch (config.kind) {
    case 'sluice':
      return createSluice({
        baseUrl: baseUrlOf(config.url),
        project: config.project,
        critical: config.environments?.critical,
        credentials,
        log,
        now,
      });
    case 'flagd-file':
      return createFlagdFile({
        path: resolve(dirname(configFile), config.path),
        label: config.path,
        environment: config.environment,
        log,
        now,
      });
  }
}

/** The origin that a token would be bound to; null where none is needed or the address is missing. */
export function originOf(config: ControlPlaneConfig): string | null {
  if (config.kind !== 'sluice' || config.url === undefined) return null;
  const base = parseBaseUrl(config.url);
  return base.ok ? base.url.origin : null;
}

/** Under which name the snapshot cache keeps the state; null where the state is a local file anyway. */
export function snapshotIdentity(config: ControlPlaneConfig): SnapshotIdentity | null {
  if (config.kind !== 'sluice' || config.url === undefined) return null;
  const base = parseBaseUrl(config.url);
  return base.ok ? { kind: 'sluice', origin: base.url.href, project: config.project } : null;
}

function baseUrlOf(url: string | undefined): URL {
  if (url === undefined) {
    throw new ConfigurationError(
      'The control plane has no address. Set controlPlane.url in sluice.config.json, or SLUICE_URL.',
    );
  }
  const base = parseBaseUrl(url);
  if (!base.ok)
    throw new ConfigurationError(
      `The address of the control plane (controlPlane.url or SLUICE_URL) cannot be used: ${base.reason}.`,
    );
  return base.url;
}
