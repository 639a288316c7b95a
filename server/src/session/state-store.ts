/** The latest snapshot, how far it can be trusted, and how it is kept up to date. */
import { ControlPlaneError, type ControlPlane, type Subscription } from '../control-planes/control-plane.ts';
import type { Flag, FlagSnapshot } from '../core/model.ts';
import type { StateStatus } from '../protocol.ts';
import type { Logger, Refusal, StateView } from './session.ts';

/** The last known snapshot on disk. A cache that fails is no cache. */
export interface LastKnownSnapshot {
  read(): Promise<FlagSnapshot | null>;
  write(snapshot: FlagSnapshot): Promise<void>;
}

interface StateSource {
  readonly controlPlane: ControlPlane;
  /** null: neither read nor written. */
  readonly lastKnown: LastKnownSnapshot | null;
  /** What the state is read from; a file is never out of reach. */
  readonly isFile: boolean;
}

export interface StateStoreOptions {
  readonly logger: Logger;
  /** Only the last known snapshot is used; the control plane is not contacted. */
  readonly isOffline: boolean;
  /** The snapshot or the status is another one. `snapshot` false: only the status. */
  changed(change: { readonly snapshot: boolean }): void;
}

export interface StateStore {
  view(): StateView;
  /** Reads the state; calls made meanwhile share one more reading. Never rejects, except with an abort. */
  refresh(signal?: AbortSignal): Promise<StateStatus>;
  watch(): void;
  /** null: there is no control plane, because of the refusal, or because none is configured. */
  setSource(source: StateSource | null, refusal?: Refusal | null): void;
  source(): StateSource | null;
  /** Why a configured control plane is not in use; null where it is, or none is configured. */
  refusal(): Refusal | null;
  /** Puts a flag as a write returned it into the snapshot at once. */
  replaceFlag(flag: Flag): void;
  dispose(): void;
}

/** How often a control plane without a change stream is read while watched. */
const pollMs = 60_000;
const firstRetryMs = 2_000;
const longestRetryMs = 60_000;
/** Trying again does not help before a person did something. */
const lastingKinds: ReadonlySet<string> = new Set([
  'auth',
  'forbidden',
  'not-found',
  'format',
  'unsupported',
  'invalid',
]);

/** Starts with no state: `refresh` reads it. */
export function createStateStore(options: StateStoreOptions): StateStore {
  const { logger } = options;
  let source: StateSource | null = null;
  let refusal: Refusal | null = null;
  let snapshot: FlagSnapshot | null = null;
  /** True after the control plane itself sent the snapshot and has not failed since. */
  let isFresh = false;
  let isStreaming = false;
  let trouble: ControlPlaneError | null = null;
  let isWatched = false;
  let subscription: Subscription | null = null;
  let timer: NodeJS.Timeout | null = null;
  let retryMs = firstRetryMs;
  let generation = 0;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let isDisposed = false;
  /** How many changes were put into the snapshot at once. */
  let changesMade = 0;

  const status = (): StateStatus => {
    const base = {
      controlPlane: source?.controlPlane.name ?? null,
      origin: source ? originOf(source.controlPlane, snapshot) : null,
      readAt: snapshot?.readAt ?? null,
      complete: snapshot?.complete ?? false,
      flagCount: snapshot?.flags.length ?? 0,
      problem: trouble?.message ?? snapshot?.incompleteReason ?? null,
      problemKind: trouble?.kind ?? null,
    };
    if (!source) return refusal ? { ...base, ...refusal, kind: 'none' } : { ...base, kind: 'off' };
    if (!snapshot) return { ...base, kind: 'none' };
    if (!isFresh) return { ...base, kind: 'cached' };
    if (source.isFile) return { ...base, kind: 'file' };
    return { ...base, kind: isStreaming ? 'live' : 'polled' };
  };

  const schedule = (ms: number): void => {
    if (!isWatched || isDisposed || options.isOffline) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void refresh(), ms).unref();
  };

  const accept = (read: FlagSnapshot): void => {
    const isSame = snapshot !== null && read.revision !== null && isSameState(snapshot, read);
    snapshot = read;
    isFresh = true;
    trouble = null;
    retryMs = firstRetryMs;
    logger.debug(`State read: ${read.flags.length} flags, ${read.complete ? 'complete' : 'incomplete'}.`);
    options.changed({ snapshot: !isSame });
    if (!isStreaming) schedule(pollMs);
  };

  const fail = (error: unknown): void => {
    const name = source?.controlPlane.name ?? 'The control plane';
    trouble =
      error instanceof ControlPlaneError
        ? error
        : new ControlPlaneError(name, 'format', `${name} could not be read: an unexpected error. Please report it.`, {
            cause: error,
          });
    isFresh = false;
    logger.warn(`State not read (${trouble.kind}): ${trouble.message}`);
    options.changed({ snapshot: false });
    if (!lastingKinds.has(trouble.kind)) {
      // Half of the delay is random, so that many editors do not return to a restarted control plane at one moment.
      schedule(Math.max(trouble.retryAfterMs ?? 0, retryMs * (0.5 + Math.random() / 2)));
      retryMs = Math.min(retryMs * 2, longestRetryMs);
    }
  };

  const readLastKnown = async (from: StateSource, mine: number): Promise<void> => {
    if (snapshot || !from.lastKnown) return;
    const known = await from.lastKnown.read().catch(() => null);
    if (!known || mine !== generation || snapshot) return;
    snapshot = known;
    options.changed({ snapshot: true });
  };

  const readOnce = async (signal: AbortSignal | undefined): Promise<void> => {
    const from = source;
    const mine = generation;
    if (!from) return;
    await readLastKnown(from, mine);
    if (options.isOffline && !from.isFile) {
      if (mine !== generation) return;
      trouble = new ControlPlaneError(
        from.controlPlane.name,
        'network',
        snapshot
          ? 'Offline, as asked: the last known state is used.'
          : 'Offline, as asked, and no state is known from before. Run once without --offline, or name a file with --state.',
      );
      options.changed({ snapshot: false });
      return;
    }
    try {
      let read: FlagSnapshot;
      let seen: number;
      do {
        seen = changesMade;
        read = await from.controlPlane.readFlags(signal ? { signal } : {});
        if (mine !== generation || isDisposed) return;
        // What was read may be from before a change that was made meanwhile, and would take it back on the screen.
      } while (seen !== changesMade);
      accept(read);
      if (read.complete) await from.lastKnown?.write(read).catch(() => undefined);
    } catch (error) {
      signal?.throwIfAborted();
      if (mine === generation && !isDisposed) fail(error);
    }
  };

  const start = (signal: AbortSignal | undefined): Promise<void> => {
    const mine = readOnce(signal).finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };

  /** A reading that is under way may have begun before the change: whoever asks meanwhile gets one more. */
  const refresh = async (signal?: AbortSignal): Promise<StateStatus> => {
    if (!running) await start(signal);
    else {
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = null;
          return start(undefined);
        });
      await next;
    }
    return status();
  };

  const stopWatching = (): void => {
    subscription?.close();
    subscription = null;
    isStreaming = false;
    if (timer) clearTimeout(timer);
    timer = null;
  };

  const startWatching = (): void => {
    if (!isWatched || subscription || !source || options.isOffline) return;
    if (!source.controlPlane.capabilities.subscribe) {
      schedule(pollMs);
      return;
    }
    const mine = generation;
    subscription = source.controlPlane.subscribe({
      changed: () => {
        if (mine === generation) void refresh();
      },
      connection: (problem) => {
        if (mine !== generation) return;
        isStreaming = problem === null;
        if (problem) {
          trouble = problem;
          isFresh = false;
          options.changed({ snapshot: false });
        } else void refresh();
      },
    });
  };

  return {
    view: () => ({ snapshot, status: status() }),
    refresh,
    watch() {
      isWatched = true;
      startWatching();
    },
    setSource(replacement, why = null) {
      generation++;
      stopWatching();
      const isSamePlane = source !== null && source.controlPlane.name === replacement?.controlPlane.name;
      source = replacement;
      refusal = replacement ? null : why;
      isFresh = false;
      trouble = null;
      retryMs = firstRetryMs;
      if (!isSamePlane) snapshot = null;
      options.changed({ snapshot: !isSamePlane });
      startWatching();
    },
    source: () => source,
    refusal: () => refusal,
    replaceFlag(flag) {
      changesMade++;
      if (!snapshot) return;
      const flags = snapshot.flags.map((known) => (known.key === flag.key ? flag : known));
      snapshot = { ...snapshot, flags };
      options.changed({ snapshot: true });
    },
    dispose() {
      isDisposed = true;
      generation++;
      stopWatching();
    },
  };
}

/** The revision of a snapshot stands for all of its flags; what a server observed may change without one. */
function isSameState(before: FlagSnapshot, now: FlagSnapshot): boolean {
  return (
    before.revision === now.revision &&
    before.complete === now.complete &&
    JSON.stringify(before.flags) === JSON.stringify(now.flags)
  );
}

function originOf(controlPlane: ControlPlane, snapshot: FlagSnapshot | null): string | null {
  const url = snapshot?.controlPlane.url ?? /https?:\/\/\S+/.exec(controlPlane.name)?.[0];
  return url && URL.canParse(url) ? new URL(url).origin : null;
}
