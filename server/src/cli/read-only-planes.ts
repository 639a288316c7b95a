/** Control planes that can only be read: a state file, and one that is configured without an address. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ControlPlaneError, type ControlPlane } from '../control-planes/control-plane.ts';
import type { Log } from '../control-planes/log.ts';
import { readStateFile } from '../control-planes/snapshots/state-file.ts';
import { visible } from '../core/text.ts';

export interface StateFile {
  readonly controlPlane: ControlPlane;
  /** ms since the epoch: when the state was read, or the file last changed. Ages are told as of then, so that a run can be repeated. */
  readonly asOf: number;
}

/** Reads the file at once. Throws ControlPlaneError. */
export async function openStateFile(
  cwd: string,
  file: string,
  options: { environment: string; log: Log },
): Promise<StateFile> {
  const path = resolve(cwd, file);
  const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const snapshot = await readStateFile(path, { ...options, now: () => Math.floor(changedAt) });
  const name = `file ${visible(file)}`;
  return {
    asOf: Date.parse(snapshot.readAt),
    controlPlane: readOnlyPlane('snapshot-file', name, {
      read: () => Promise.resolve(snapshot),
      refusal: `${name} is a copy of a state and cannot be changed.`,
    }),
  };
}

/**
 * Stands for a configured control plane whose address nobody named, as on a laptop where SLUICE_URL is not set: the code can
 * still be scanned.
 */
export function addresslessPlane(kind: string): ControlPlane {
  const message = 'The control plane has no address: set SLUICE_URL, or controlPlane.url in sluice.config.json.';
  return readOnlyPlane(kind, 'the control plane', {
    read: () => Promise.reject(new ControlPlaneError(kind, 'not-found', message)),
    refusal: message,
  });
}

function readOnlyPlane(
  kind: string,
  name: string,
  { read, refusal }: { readonly read: ControlPlane['readFlags']; readonly refusal: string },
): ControlPlane {
  const refuse = () => Promise.reject(new ControlPlaneError(name, 'unsupported', refusal));
  return {
    kind,
    name,
    capabilities: {
      write: false,
      rollback: false,
      subscribe: false,
      narrowestScope: 'environment',
      shareStep: 1,
      lostUpdates: 'refused',
    },
    readFlags: read,
    subscribe: () => ({ close: () => undefined }),
    write: refuse,
    rollback: refuse,
    dashboardUrl: () => Promise.resolve(null),
  };
}
