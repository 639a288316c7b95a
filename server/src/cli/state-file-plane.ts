/** `--state FILE` as a control plane that can only be read. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ControlPlaneError, type ControlPlane } from '../control-planes/control-plane.ts';
import type { Log } from '../control-planes/log.ts';
import { readStateFile } from '../control-planes/state-file.ts';
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
  const refuse = () =>
    Promise.reject(new ControlPlaneError(name, 'unsupported', `${name} is a copy of a state and cannot be changed.`));
  return {
    asOf: Date.parse(snapshot.readAt),
    controlPlane: {
      kind: 'snapshot-file',
      name,
      capabilities: { write: false, rollback: false, subscribe: false, narrowestScope: 'environment', shareStep: 1 },
      readFlags: () => Promise.resolve(snapshot),
      subscribe: () => ({ close: () => undefined }),
      write: refuse,
      rollback: refuse,
      dashboardUrl: () => Promise.resolve(null),
    },
  };
}
