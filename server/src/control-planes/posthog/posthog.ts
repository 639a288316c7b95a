/** The adapter of PostHog, whose projects are one environment each. */
import { z } from 'zod';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Flag, Serving } from '../../core/model.ts';
import { sameServing } from '../../core/state/serving.ts';
import {
  ControlPlaneError,
  type Capabilities,
  type ControlPlane,
  type FlagWrite,
  type Rollback,
} from '../control-plane.ts';
import { addressSchema, type ControlPlaneOptions, type HttpDefinition } from '../definition.ts';
import { silentLog } from '../log.ts';
import { plainText } from '../plain-text.ts';
import { createPostHogApi } from './posthog-api.ts';
import { lockedReason, planChange, type PostHogPatch } from './posthog-change.ts';
import { revisionOf, toFlag, type PostHogFlag } from './posthog-flag.ts';
import { lastChangeIn, type LastChange } from './posthog-history.ts';
import { servingOf } from './posthog-serving.ts';

const config = z.strictObject({
  kind: z.literal('posthog'),
  url: addressSchema('Where PostHog is: https://us.posthog.com, https://eu.posthog.com or your own.').default(
    'https://us.posthog.com',
  ),
  project: z
    .string()
    .regex(/^\d+$/, 'the number of a project, as a text')
    .meta({ description: 'The number of the project, as in the address of its pages: "4711" of /project/4711.' }),
  environment: z.string().min(1).default('production').meta({ description: 'The environment the project stands for.' }),
});

const capabilities: Capabilities = {
  write: true,
  rollback: true,
  subscribe: false,
  narrowestScope: 'environment',
  shareStep: 1,
  lostUpdates: 'refused',
};

export const postHog: HttpDefinition<typeof config> = {
  kind: 'posthog',
  title: 'PostHog',
  about: 'PostHog Cloud, or your own',
  token: 'a personal API key (phx_…) with the scope feature_flag:read',
  reach: 'http',
  config,
  capabilities,
  cannot: {
    environments: 'a project is one environment',
    datacenters: 'it has none',
    live: 'it has no stream of changes; it is asked every minute',
  },
  testedAgainst: 'a stateful fake, written from the sources of autumn 2026',
  project: ({ project }) => project,
  create: ({ project, environment }, baseUrl, options) => createPostHog({ ...options, baseUrl, project, environment }),
};

interface PostHogOptions extends Omit<ControlPlaneOptions, 'configFile'> {
  readonly baseUrl: URL;
  readonly project: string;
  readonly environment: string;
}

/** Throws ConfigurationError for an address that takes in events and tells no flags. */
function createPostHog(options: PostHogOptions): ControlPlane {
  const { baseUrl, project, environment, log = silentLog, now = Date.now } = options;
  refuseIngestHost(baseUrl);
  const address = baseUrl.href.replace(/\/$/, '');
  const name = `PostHog project ${project} at ${address}`;
  const page = `${address}/project/${project}/feature_flags`;
  const api = createPostHogApi({ ...options, name });
  const { problem } = api.client;
  let known: ReadonlyMap<string, PostHogFlag> = new Map();
  /** How to undo what this adapter did, for tokens that may not read the activity log. */
  const ownChanges = new Map<number, { readonly undo: PostHogPatch; readonly revision: string }>();

  const show = (source: PostHogFlag): Flag =>
    toFlag(source, {
      environment,
      url: `${page}/${source.id}`,
      keyOf: (id) => [...known.values()].find((flag) => flag.id === id)?.key,
    });

  const readAll = async (signal: AbortSignal | undefined): Promise<string | null> => {
    const { flags, reason } = await api.readFlags(signal);
    known = new Map(flags.map((flag) => [flag.key, flag]));
    return reason;
  };

  /** The flag as it is now, for somebody who has seen `expectedRevision`. */
  const openForChange = async (what: string, change: Rollback, signal: AbortSignal | undefined) => {
    const reason = scopeReason(change.scope, environment);
    if (reason !== null) throw problem(what, 'invalid', reason);
    if (!known.has(change.key)) await readAll(signal);
    const id = known.get(change.key)?.id;
    if (id === undefined) throw problem(what, 'not-found', 'there is no such flag in the project');
    const current = await api.readFlag(what, id, signal);
    if (revisionOf(current) === change.expectedRevision) return current;
    const advice = 'it has changed since you looked. Look at it as it is now and decide again';
    throw problem(what, 'conflict', advice, { current: show(current) });
  };

  /** Sends the change and reads the flag back. `wanted` is what it has to serve then. */
  const send = async (
    what: string,
    before: PostHogFlag,
    { patch, wanted }: { readonly patch: PostHogPatch; readonly wanted: Serving },
    signal: AbortSignal | undefined,
  ): Promise<Flag> => {
    if (Object.keys(patch).length === 0) return show(before);
    await api.patch(what, before, patch, signal).catch(async (error: unknown) => {
      if (!(error instanceof ControlPlaneError) || error.kind !== 'conflict') throw error;
      const current = await api.readFlag(what, before.id, signal).catch(() => null);
      throw current === null
        ? error
        : new ControlPlaneError(name, 'conflict', error.message, { cause: error, current: show(current) });
    });
    const after = await api.readFlag(what, before.id, signal).catch((cause: unknown) => {
      signal?.throwIfAborted();
      const reason = 'it was accepted, but could not be read back. Read the flag again before you decide';
      throw problem(what, 'timeout', reason, { cause });
    });
    if (!sameServing(servingOf(after), wanted)) {
      const reason = 'somebody else changed it at the same time. Look at it as it is now and decide again';
      throw problem(what, 'conflict', reason, { current: show(after) });
    }
    const { active, filters } = before;
    const undo = { ...('active' in patch ? { active } : {}), ...('filters' in patch ? { filters } : {}) };
    ownChanges.set(before.id, { undo, revision: revisionOf(after) });
    known = new Map(known).set(after.key, after);
    return show(after);
  };

  const lastChange = async (what: string, flag: PostHogFlag, signal: AbortSignal | undefined): Promise<LastChange> => {
    const own = ownChanges.get(flag.id);
    if (own?.revision === revisionOf(flag)) return { kind: 'change', undo: own.undo };
    if (!api.lacksScope('activity_log:read')) return lastChangeIn(await api.readActivity(what, flag.id, signal), flag);
    const where = 'what it was before is in the activity log, which the key may not read';
    throw problem(what, 'forbidden', `${where}: give it the scope activity_log:read, or undo the change in PostHog`);
  };

  return {
    kind: 'posthog',
    name,
    capabilities,

    async readFlags(call = {}) {
      const reason = await readAll(call.signal);
      if (reason !== null) log.warn(`${name}: ${reason}`);
      return {
        controlPlane: { kind: 'posthog', name, url: page },
        // A project is one environment, so that is the one that counts.
        environments: [{ key: environment, critical: true, datacenters: [] }],
        flags: [...known.values()].map(show),
        complete: reason === null,
        incompleteReason: reason,
        readAt: new Date(now()).toISOString(),
        revision: null,
      };
    },

    subscribe: () => ({ close: () => undefined }),

    async write(change, call = {}) {
      const what = `change ${plainText(change.key, 80)}`;
      const { serving: wanted } = change;
      if (wanted === null) throw problem(what, 'invalid', 'PostHog has no override that could be removed');
      const before = await openForChange(what, change, call.signal);
      const plan = planChange(before, wanted);
      if (!plan.ok) throw problem(what, 'invalid', plan.reason);
      return send(what, before, { patch: plan.patch, wanted }, call.signal);
    },

    refusal({ key, scope, serving }) {
      const reason = scopeReason(scope, environment);
      if (reason !== null) return sentence(reason);
      if (api.lacksScope('feature_flag:write'))
        return 'The PostHog key may only read: give it the scope feature_flag:write, or sign in with another.';
      const source = known.get(key);
      if (source === undefined || serving === null) return null;
      const plan = planChange(source, serving);
      return plan.ok ? null : sentence(plan.reason);
    },

    async rollback(change, call = {}) {
      const what = `roll back ${plainText(change.key, 80)}`;
      const before = await openForChange(what, change, call.signal);
      const locked = lockedReason(before);
      if (locked !== null) throw problem(what, 'invalid', locked);
      const last = await lastChange(what, before, call.signal);
      if (last.kind === 'none')
        throw problem(what, 'invalid', 'it was never changed, so there is nothing to roll back');
      if (last.kind === 'unknown') throw problem(what, 'unsupported', `${last.reason}. Undo the change in PostHog`);
      if (before.has_encrypted_payloads === true && 'filters' in last.undo) {
        const reason = 'its payload is encrypted and would have to be sent along; undo the change in PostHog';
        throw problem(what, 'unsupported', reason);
      }
      return send(what, before, { patch: last.undo, wanted: servingOf({ ...before, ...last.undo }) }, call.signal);
    },

    async previousServing({ key }, call = {}) {
      const source = known.get(key);
      if (source === undefined) return { kind: 'unknown' };
      const last = await lastChange(`read the history of ${plainText(key, 80)}`, source, call.signal);
      if (last.kind !== 'change') return { kind: last.kind };
      return { kind: 'serving', serving: servingOf({ ...source, ...last.undo }) };
    },

    dashboardUrl: (key) => {
      const source = key === null ? undefined : known.get(key);
      return Promise.resolve(source === undefined ? page : `${page}/${source.id}`);
    },
  };
}

/** Events go to hosts of their own, whose names people know from their SDK's configuration. */
function refuseIngestHost({ hostname }: URL): void {
  if (!/(?:^|\.)i\.posthog\.com$/.test(hostname)) return;
  const region = hostname.startsWith('eu') ? 'eu' : 'us';
  throw new ConfigurationError(
    `${hostname} takes in events and tells no flags. Set controlPlane.url to https://${region}.posthog.com.`,
  );
}

function scopeReason({ environment, datacenter, server }: FlagWrite['scope'], own: string): string | null {
  if (environment !== own) return `the project stands for the environment "${own}" alone`;
  return datacenter === null && server === null
    ? null
    : 'PostHog has no datacenters and servers; change the environment';
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
