/** Sending a change to LaunchDarkly, and making sure of what came of it. */
import type { Flag } from '../../core/model.ts';
import { sameServing } from '../../core/state/serving.ts';
import { ControlPlaneError } from '../control-plane.ts';
import { plainText } from '../plain-text.ts';
import type { LaunchDarklyApi } from './launchdarkly-api.ts';
import type { Plan } from './launchdarkly-change.ts';
import { configIn, type LaunchDarklyConfig, type LaunchDarklyFlag } from './launchdarkly-flag.ts';
import { servingOf } from './launchdarkly-serving.ts';

export interface Sending {
  readonly api: LaunchDarklyApi;
  /** Completes "Could not …". */
  readonly what: string;
  /** The flag as it was read just now, and what it says in the environment. */
  readonly source: LaunchDarklyFlag;
  readonly before: LaunchDarklyConfig;
  readonly environment: string;
  readonly plan: Plan & { readonly ok: true };
  readonly reason: string | null;
  /** Whether the environment asks for a comment. */
  readonly wantsReason: boolean;
  /** The flag's page. */
  readonly page: string;
  readonly show: (source: LaunchDarklyFlag) => Flag;
  readonly signal: AbortSignal | undefined;
}

/**
 * Carries out the plan and returns the flag as it was read back. Throws ControlPlaneError: `approval` with the address where to ask
 * for it, `conflict` with the flag where somebody else was at it at the same time, `timeout` where nobody knows what came of it.
 */
export async function carryOut(sending: Sending): Promise<LaunchDarklyFlag> {
  const { api, what, source, before, environment, plan, show, signal } = sending;
  const { problem } = api.client;
  if (plan.instructions.length === 0) return source;
  const comment = sending.reason?.trim() ?? '';
  // LaunchDarkly itself demands it of people who use its dashboard alone.
  if (sending.wantsReason && comment === '')
    throw problem(what, 'invalid', `${plainText(environment, 80)} wants a comment with every change; give a reason`);

  const patch = {
    environmentKey: environment,
    ...(comment === '' ? {} : { comment }),
    instructions: plan.instructions,
  };
  await api.patch(what, source.key, patch, signal).catch(async (error: unknown) => {
    throw error instanceof ControlPlaneError ? await told(sending, error) : error;
  });

  const after = await api.readFlag(what, source.key, signal).catch((cause: unknown) => {
    signal?.throwIfAborted();
    const reason = 'it was accepted, but could not be read back. Read the flag again before you decide';
    throw problem(what, 'timeout', reason, { cause });
  });
  const found = configIn(after, environment);
  if (found === undefined || !sameServing(servingOf(after, found), plan.result)) {
    const reason =
      'it was accepted, but the flag serves something else: somebody may have changed it at the same time. Look at it as it is now and decide again';
    throw problem(what, 'conflict', reason, { current: show(after) });
  }
  // One patch is one version: a second one in between was somebody else's.
  if (found.version > before.version + 1) {
    const reason =
      'it was done, but somebody else changed the flag at the same time, and that change may be lost. Look at its history in LaunchDarkly';
    throw problem(what, 'conflict', reason, { current: show(after) });
  }
  return after;
}

/** A refusal, with what else is known about it. */
async function told(
  { api, what, source, page, show, signal }: Sending,
  error: ControlPlaneError,
): Promise<ControlPlaneError> {
  const again = (message: string, current: LaunchDarklyFlag | null = null): ControlPlaneError =>
    new ControlPlaneError(error.controlPlane, error.kind, message, {
      cause: error,
      ...(current === null ? {} : { current: show(current) }),
    });
  switch (error.kind) {
    case 'approval':
      return again(`${error.message} Ask for the approval at ${page}`);
    case 'auth':
      return again(
        `${error.message} It was good enough to read the flag, and LaunchDarkly answers so as well where its role does not allow a change.`,
      );
    case 'conflict':
      return again(error.message, await api.readFlag(what, source.key, signal).catch(() => null));
    default:
      return error;
  }
}
