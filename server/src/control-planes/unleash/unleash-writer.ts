/**
 * Changes of a flag in Unleash. It has no revisions: the flag is read, compared with what the author saw, changed, and read back, and the
 * event log tells whether somebody else changed it at the same moment.
 */
import type { Flag, Scope, Serving } from '../../core/model.ts';
import { sameServing, stateIn } from '../../core/state/serving.ts';
import {
  ControlPlaneError,
  type CallOptions,
  type ControlPlane,
  type FlagWrite,
  type PreviousServing,
  type Rollback,
} from '../control-plane.ts';
import type { HttpClient } from '../http/http-client.ts';
import { mayBeDone } from '../http/http-refusal.ts';
import { plainText } from '../plain-text.ts';
import type { UnleashEvent } from './unleash-answers.ts';
import { eventOf, permissionFor, planChange, requestOf, type UnleashPlan, type UnleashStep } from './unleash-change.ts';
import type { UnleashFlag } from './unleash-flag.ts';
import type { UnleashLog } from './unleash-log.ts';
import type { UnleashPermissions } from './unleash-permissions.ts';
import { planRollback } from './unleash-rollback.ts';
import type { UnleashReader, UnleashReading } from './unleash-reader.ts';

export interface UnleashWriterOptions {
  /** What people see. */
  readonly name: string;
  readonly client: HttpClient;
  readonly project: string;
  readonly events: UnleashLog;
  readonly permissions: UnleashPermissions;
  readonly readOne: UnleashReader['readOne'];
  readonly toFlag: (source: UnleashFlag) => Flag;
  /** The last reading; null before the first. */
  readonly newest: () => UnleashReading | null;
}

type Writer = Required<Pick<ControlPlane, 'refusal' | 'write' | 'rollback' | 'previousServing'>>;

interface Planned {
  readonly steps: readonly UnleashStep[];
  /** What is served then. */
  readonly wanted: Serving;
}

export function createUnleashWriter(options: UnleashWriterOptions): Writer {
  const { name, client, project, events, permissions, readOne, toFlag, newest } = options;

  const refusalOf = (environment: string, plan: UnleashPlan): string | null => {
    const approvals = newest()?.environments.find((candidate) => candidate.name === environment)?.approvals ?? 0;
    if (approvals > 0 && !permissions.has('SKIP_CHANGE_REQUEST', environment))
      return `a change in ${plainText(environment, 80)} needs the approval of ${approvals}; open a change request in Unleash`;
    if (!plan.ok) return plan.reason;
    const missing = plan.steps.map(permissionFor).find((permission) => !permissions.has(permission, environment));
    return missing === undefined ? null : `your token lacks the permission ${missing} in ${plainText(environment, 80)}`;
  };

  const current = async (what: string, key: string, { signal }: CallOptions): Promise<UnleashFlag> => {
    const archived = newest()?.archived.some((flag) => flag.name === key);
    if (archived) throw client.problem(what, 'invalid', 'it is archived; revive it in Unleash first');
    return readOne(what, key, signal);
  };

  const requireScope = (what: string, { environment, datacenter, server }: Scope): void => {
    if (datacenter !== null || server !== null)
      throw client.problem(what, 'invalid', 'Unleash knows no datacenters and servers; change the whole environment');
    const keys = newest()?.environments.map((candidate) => candidate.name);
    if (keys !== undefined && !keys.includes(environment))
      throw client.problem(what, 'invalid', `it has no environment ${JSON.stringify(plainText(environment, 80))}`);
  };

  const change = async (
    what: string,
    { key, scope, expectedRevision }: Pick<FlagWrite, 'key' | 'scope' | 'expectedRevision'>,
    plan: (source: UnleashFlag) => Promise<Planned>,
    call: CallOptions,
  ): Promise<Flag> => {
    requireScope(what, scope);
    const { environment } = scope;
    const source = await current(what, key, call);
    const before = toFlag(source);
    if (before.revision !== expectedRevision) {
      const reason = 'it has changed since you looked. Look at it as it is now and decide again';
      throw client.problem(what, 'conflict', reason, { current: before });
    }
    const { steps, wanted } = await plan(source);
    if (steps.length === 0) return before;
    const seen = await newestEvent(key, environment, call);
    const path = ['api', 'admin', 'projects', project, 'features', key, 'environments', environment];
    try {
      for (const step of steps)
        await client.request({ what, ...requestOf(step, path), ...(call.signal ? { signal: call.signal } : {}) });
    } catch (error) {
      throw await withCurrent(what, key, error);
    }
    const { after, others } = await readBack(what, key, environment, seen, steps, call);
    const state = stateIn(after, environment);
    if (others === null && state !== null && sameServing(state.serving, wanted)) return after;
    const who =
      others === null || others.createdBy === null ? 'somebody' : plainText(others.createdBy ?? 'somebody', 80);
    const reason = `it was changed, but ${who} changed it at the same moment, and one change overwrote the other. Look at it as it is now and decide again`;
    throw client.problem(what, 'conflict', reason, { current: after });
  };

  /** The change is made: whatever goes wrong from here on, nobody may say that it was not. */
  const readBack = async (
    what: string,
    key: string,
    environment: string,
    seen: number | null,
    steps: readonly UnleashStep[],
    call: CallOptions,
  ): Promise<{ readonly after: Flag; readonly others: UnleashEvent | null }> => {
    try {
      const [source, others] = await Promise.all([
        readOne(what, key, call.signal),
        changesOfOthers(key, environment, seen, steps, call),
        events.catchUp(call.signal),
      ]);
      return { after: toFlag(source), others };
    } catch (error) {
      if (call.signal?.aborted) throw error;
      throw client.problem(what, 'timeout', `it was accepted, but what came of it could not be read; ${mayBeDone}`, {
        cause: error,
      });
    }
  };

  /** A conflict holds the flag as it is now, where it can still be read. */
  const withCurrent = async (what: string, key: string, error: unknown): Promise<unknown> => {
    if (!(error instanceof ControlPlaneError) || error.kind !== 'conflict') return error;
    const now = await readOne(what, key).catch(() => null);
    if (now === null) return error;
    const reason = 'it has changed since you looked. Look at it as it is now and decide again';
    return client.problem(what, 'conflict', reason, { cause: error, current: toFlag(now) });
  };

  /** The id of the newest event, before anything is sent; null where the log cannot be read. */
  const newestEvent = async (key: string, environment: string, call: CallOptions): Promise<number | null> => {
    try {
      return (await events.of(key, environment, call)).events[0]?.id ?? 0;
    } catch (error) {
      if (call.signal?.aborted) throw error;
      return null;
    }
  };

  /** An event since then that none of our steps explains; null where there is none, or nobody knows. */
  const changesOfOthers = async (
    key: string,
    environment: string,
    seen: number | null,
    steps: readonly UnleashStep[],
    call: CallOptions,
  ): Promise<UnleashEvent | null> => {
    if (seen === null) return null;
    const since = await events.of(key, environment, call).catch(() => null);
    const ours = steps.map(eventOf);
    const unexplained = (since?.events ?? [])
      .filter(({ id }) => id > seen)
      .filter(({ type }) => {
        const index = ours.indexOf(type);
        if (index !== -1) ours.splice(index, 1);
        return index === -1;
      });
    return unexplained.at(-1) ?? null;
  };

  const planBack = async (source: UnleashFlag, { scope }: Pick<Rollback, 'scope'>, call: CallOptions) => {
    const history = await events.of(source.name, scope.environment, call);
    return planRollback(source, scope.environment, history, (state) => {
      const flag = toFlag({ ...source, environments: { ...source.environments, [scope.environment]: state } });
      return stateIn(flag, scope.environment)?.serving ?? null;
    });
  };

  return {
    refusal({ key, scope, serving }) {
      const source = newest()?.flags.find((flag) => flag.name === key);
      if (source === undefined || serving === null) return null;
      const reason = refusalOf(scope.environment, planChange(source, scope.environment, serving));
      return reason === null ? null : `${plainText(key, 80)} cannot be changed at ${name}: ${reason}.`;
    },

    write(write, call = {}) {
      const what = `change ${plainText(write.key, 80)}`;
      const { serving, scope } = write;
      return change(
        what,
        write,
        async (source) => {
          if (serving === null)
            throw client.problem(what, 'invalid', 'an environment has no override that could be removed');
          const plan = planChange(source, scope.environment, serving);
          if (!plan.ok) throw client.problem(what, 'invalid', plan.reason);
          return { steps: plan.steps, wanted: serving };
        },
        call,
      );
    },

    rollback(rollback, call = {}) {
      const what = `roll back ${plainText(rollback.key, 80)}`;
      return change(
        what,
        rollback,
        async (source) => {
          const plan = await planBack(source, rollback, call);
          if (plan.kind === 'back') return { steps: [plan.step], wanted: plan.serving };
          if (plan.kind === 'none')
            throw client.problem(what, 'invalid', 'it was never changed there: there is nothing to roll back');
          throw client.problem(what, 'unsupported', `${plan.reason}. Change it back in Unleash`);
        },
        call,
      );
    },

    async previousServing({ key, scope }, call = {}): Promise<PreviousServing> {
      const what = `read the history of ${plainText(key, 80)}`;
      requireScope(what, scope);
      const plan = await planBack(await current(what, key, call), { scope }, call);
      if (plan.kind === 'back') return { kind: 'serving', serving: plan.serving };
      return { kind: plan.kind === 'none' ? 'none' : 'unknown' };
    },
  };
}
