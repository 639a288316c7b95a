/** One control plane of a session: its latest state, the flags by key, and changes through it. */
import { isDeepStrictEqual } from 'node:util';
import type { ConfiguredControlPlane } from '../config/control-planes.ts';
import { ControlPlaneError, type ControlPlane } from '../control-planes/control-plane.ts';
import { rollbackRefusal, writeRefusal } from '../control-planes/refusal.ts';
import { criticalEnvironments } from '../control-planes/registry.ts';
import { createFlagIndex, type FlagIndex } from '../core/join.ts';
import type { Flag } from '../core/model.ts';
import { ageSince } from '../core/state/age.ts';
import type { Logger, Refusal, SessionPlane } from './session.ts';
import { createStateStore, type LastKnownSnapshot } from './state-store.ts';
import { previousServing, rollBack, writeServing } from './write.ts';

export interface PlaneOptions {
  /** null: none is configured; one may be set all the same. */
  readonly configured: ConfiguredControlPlane | null;
  readonly logger: Logger;
  /** Only the last known snapshot is used; no control plane is contacted. */
  readonly isOffline: boolean;
  /** A snapshot older than this cannot show that a flag does not exist. */
  readonly maxStateAgeMs: number;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly lastKnown: (controlPlane: ControlPlane, name: string) => LastKnownSnapshot | null;
  /** The snapshot or the status is another one. `snapshot` false: only the status. */
  changed(change: { readonly snapshot: boolean }): void;
}

/** A control plane, with what only the session itself asks it. */
export interface Plane extends SessionPlane {
  /** The flags for findings and comparisons: a last known state that is too old says nothing. One that is kept live does not age. */
  usableIndex(): FlagIndex | null;
  dispose(): void;
}

/** The kinds of control planes that are files: read again at any time, never out of reach. */
const fileKinds: ReadonlySet<string> = new Set(['flagd-file', 'snapshot-file']);

/** Starts with no state and no control plane: `setControlPlane` gives it one. */
export function createPlane(options: PlaneOptions): Plane {
  const { configured, logger, now, maxStateAgeMs } = options;
  const name = configured?.name ?? 'control plane';
  let status: unknown = null;
  let index: { readonly of: unknown; readonly index: FlagIndex | null } | null = null;

  const store = createStateStore({
    logger,
    isOffline: options.isOffline,
    changed({ snapshot }) {
      const { status: current } = store.view();
      const isNew = !isDeepStrictEqual(status, current);
      status = current;
      if (snapshot || isNew) options.changed({ snapshot });
    },
  });

  const flagIndex = (): FlagIndex | null => {
    const { snapshot } = store.view();
    if (index?.of !== snapshot) {
      index = {
        of: snapshot,
        index: snapshot && createFlagIndex(snapshot, { now: now(), maxAgeMs: maxStateAgeMs }),
      };
    }
    return index?.index ?? null;
  };

  const controlPlane = (): ControlPlane => {
    const source = store.source();
    if (source) return source.controlPlane;
    throw new ControlPlaneError('sluice', 'unsupported', whyNone(store.refusal()));
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

  return {
    name,
    kind: configured?.config.kind ?? null,
    folder: configured?.folder ?? null,
    comparedWith: configured?.comparedWith ?? null,
    critical: configured && criticalEnvironments(configured.config),
    usableIndex() {
      const { snapshot, status } = store.view();
      const age = ageSince(snapshot?.readAt ?? null, now());
      if (status.kind === 'cached' && (age === null || age > maxStateAgeMs)) return null;
      return flagIndex();
    },
    state: () => store.view(),
    refreshState: (signal) => store.refresh(signal),
    watchState: () => store.watch(),
    setControlPlane(replacement, refusal = null) {
      store.setSource(
        replacement && {
          controlPlane: replacement,
          lastKnown: options.lastKnown(replacement, name),
          isFile: fileKinds.has(replacement.kind),
        },
        refusal,
      );
    },
    flag: (key) => flagIndex()?.get(key) ?? null,
    canWrite: () => store.source()?.controlPlane.capabilities.write ?? false,
    refusal: (change) => (store.source() ? writeRefusal(controlPlane(), change) : null),
    rollbackRefusal: (change) => (store.source() ? rollbackRefusal(controlPlane(), change) : null),
    write: async (change) => {
      requireAllowed(controlPlane(), writeRefusal(controlPlane(), change));
      return afterChange(writeServing(controlPlane(), change));
    },
    rollback: async (change) => {
      requireAllowed(controlPlane(), rollbackRefusal(controlPlane(), change));
      return afterChange(rollBack(controlPlane(), change));
    },
    async previousServing(change) {
      const source = store.source();
      return source ? previousServing(source.controlPlane, change, logger) : { kind: 'unknown' };
    },
    dashboardUrl: async (key) => (await store.source()?.controlPlane.dashboardUrl(key)) ?? null,
    dispose: () => store.dispose(),
  };
}

function whyNone(refusal: Refusal | null): string {
  if (refusal) return refusal.problem ?? 'The control plane is not connected yet.';
  return 'No control plane is configured, so there is nothing to change. `sluice init` sets one up.';
}

/** Whoever asks has been told before, or has not asked. */
function requireAllowed({ name }: ControlPlane, refusal: string | null): void {
  if (refusal !== null) throw new ControlPlaneError(name, 'unsupported', refusal);
}
