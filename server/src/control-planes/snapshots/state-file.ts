/** `--state FILE`: what `sluice snapshot` wrote, or a flagd definition. */
import { basename } from 'node:path';
import type { FlagSnapshot } from '../../core/model.ts';
import { ControlPlaneError } from '../control-plane.ts';
import { FileTrouble, readTextFile } from '../files/file-io.ts';
import { NotADefinition } from '../flagd/flagd-definition.ts';
import { snapshotOfFlagd } from '../flagd/flagd-file.ts';
import { silentLog, type Log } from '../log.ts';
import { isBundleDocument, parseBundle, type SnapshotBundle } from './snapshot-bundle.ts';
import { isSnapshotDocument, NotASnapshot, parseSnapshot } from './snapshot-file.ts';

export interface StateFileOptions {
  /** The environment a flagd definition stands for. Default: "production". */
  readonly environment?: string;
  /** ms since the epoch; when a flagd definition counts as read. */
  readonly now?: () => number;
  readonly log?: Log;
}

/** What a state file may hold. */
export type GivenState =
  | { readonly kind: 'one'; readonly snapshot: FlagSnapshot }
  | { readonly kind: 'several'; readonly snapshots: SnapshotBundle };

/** Reads a state file. Throws ControlPlaneError (`not-found`, `forbidden`, `format`) with the path and what is allowed. */
export async function readStateFile(path: string, options: StateFileOptions = {}): Promise<GivenState> {
  const { environment = 'production', now = Date.now, log = silentLog } = options;
  const name = `file ${basename(path)}`;
  try {
    const text = await readTextFile(path);
    const document = parseStrict(text);
    if (isBundleDocument(document)) return { kind: 'several', snapshots: parseBundle(document) };
    const snapshot = isSnapshotDocument(document)
      ? parseSnapshot(document)
      : snapshotOfFlagd(text, { name, environment, now: now(), log });
    return { kind: 'one', snapshot };
  } catch (error) {
    if (!(error instanceof FileTrouble || error instanceof NotASnapshot || error instanceof NotADefinition))
      throw error;
    const kind = error instanceof FileTrouble ? error.kind : 'format';
    const allowed =
      kind === 'format' ? ' A state file is what `sluice snapshot` wrote, or a flagd definition in JSON.' : '';
    throw new ControlPlaneError(name, kind, `Could not read the state from ${path}: ${error.message}.${allowed}`, {
      cause: error,
    });
  }
}

/** Snapshots are strict JSON; anything else is left to the parser of definitions, which says where it fails. */
function parseStrict(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
