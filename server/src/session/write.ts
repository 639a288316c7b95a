/** Changes of a flag. A write is never repeated: where its answer is lost, the flag is read back once. */
import { ControlPlaneError, type ControlPlane, type PreviousServing } from '../control-planes/control-plane.ts';
import type { Flag, Scope, Serving } from '../core/model.ts';
import { effectiveServing, sameServing, stateIn } from '../core/state/serving.ts';
import type { Logger } from './session.ts';

export interface Change {
  readonly key: string;
  readonly scope: Scope;
  readonly expectedRevision: string;
  readonly reason: string | null;
}

/** Writes a serving and returns the flag as it is then. Throws ControlPlaneError; `unknown` where even reading back left it open. */
export function writeServing(
  controlPlane: ControlPlane,
  change: Change & { readonly serving: Serving | null },
): Promise<Flag> {
  return sendOrReadBack(controlPlane, change, () => controlPlane.write(change), change.serving);
}

/** Undoes the last change of the flag in this scope; the rest as for `writeServing`. */
export function rollBack(controlPlane: ControlPlane, change: Change): Promise<Flag> {
  return sendOrReadBack(controlPlane, change, () => controlPlane.rollback(change), undefined);
}

/** A rollback is what people do in a hurry: its question waits no longer than this for what it would bring back, in ms. */
const previousTimeoutMs = 3_000;

/** What undoing the last change would bring back. Never throws. */
export async function previousServing(
  controlPlane: ControlPlane,
  change: Pick<Change, 'key' | 'scope'>,
  logger: Logger,
): Promise<PreviousServing> {
  try {
    const signal = AbortSignal.timeout(previousTimeoutMs);
    return (await controlPlane.previousServing?.(change, { signal })) ?? { kind: 'unknown' };
  } catch (error) {
    logger.warn(
      `What a rollback would bring back is not known: ${error instanceof Error ? error.message : String(error)}`,
    );
    return { kind: 'unknown' };
  }
}

/** `wanted`: the serving to find when reading back; undefined where nobody knows it. */
async function sendOrReadBack(
  controlPlane: ControlPlane,
  change: Change,
  send: () => Promise<Flag>,
  wanted: Serving | null | undefined,
): Promise<Flag> {
  try {
    return await send();
  } catch (error) {
    if (!isUndecided(error)) throw error;
    return readBack(controlPlane, change, error, wanted);
  }
}

/** The request may have been carried out although no answer came. */
function isUndecided(error: unknown): error is ControlPlaneError {
  if (!(error instanceof ControlPlaneError)) return false;
  return error.kind === 'timeout' || error.kind === 'server' || (error.kind === 'network' && !neverArrived(error));
}

const refusedCodes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

function neverArrived(error: Error): boolean {
  for (let cause: unknown = error.cause; cause instanceof Error; cause = cause.cause) {
    if (refusedCodes.has((cause as NodeJS.ErrnoException).code)) return true;
  }
  return false;
}

/** The request may still be on its way. */
const tryingAgain = {
  refused: 'Trying again is safe: a change that arrives late would then be refused.',
  detected: 'Look at it once more in a moment before trying again: a change that arrives late would still be made.',
};

async function readBack(
  controlPlane: ControlPlane,
  change: Change,
  error: ControlPlaneError,
  wanted: Serving | null | undefined,
): Promise<Flag> {
  const { name } = controlPlane;
  let flag: Flag | undefined;
  try {
    flag = (await controlPlane.readFlags()).flags.find((candidate) => candidate.key === change.key);
  } catch (cause) {
    throw new ControlPlaneError(
      name,
      'unknown',
      `${name} did not confirm the change and cannot be read: whether it happened is not known. Look at the flag before trying again.`,
      { cause },
    );
  }
  if (flag?.revision === change.expectedRevision) {
    throw new ControlPlaneError(
      name,
      error.kind,
      `${error.message} The flag was read back and has not changed. ${tryingAgain[controlPlane.capabilities.lostUpdates]}`,
      { cause: error, current: flag },
    );
  }
  if (flag && wanted !== undefined && serves(flag, change.scope, wanted)) return flag;
  throw new ControlPlaneError(
    name,
    'unknown',
    `${name} did not confirm the change. The flag has changed since, but whether by this change is not known. Look at it before trying again.`,
    { cause: error, ...(flag ? { current: flag } : {}) },
  );
}

function serves(flag: Flag, { environment, datacenter, server }: Scope, wanted: Serving | null): boolean {
  const state = stateIn(flag, environment);
  if (!state) return false;
  if (wanted) return sameServing(effectiveServing(state, datacenter, server), wanted);
  return !state.scopes.some((scope) => scope.datacenter === datacenter && scope.server === server);
}
