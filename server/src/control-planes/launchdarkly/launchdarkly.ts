/** The adapter of LaunchDarkly. */
import { z } from 'zod';
import type { Flag, FlagSnapshot } from '../../core/model.ts';
import type { Capabilities, ControlPlane, FlagWrite, Rollback } from '../control-plane.ts';
import { addressSchema, environmentsSchema, type ControlPlaneOptions, type HttpDefinition } from '../definition.ts';
import { silentLog } from '../log.ts';
import { plainText } from '../plain-text.ts';
import { createLaunchDarklyApi } from './launchdarkly-api.ts';
import { lockedReason, planChange, planReturn, type Plan } from './launchdarkly-change.ts';
import { configIn, type LaunchDarklyConfig, type LaunchDarklyFlag } from './launchdarkly-flag.ts';
import { readLastChange, type LastChange } from './launchdarkly-history.ts';
import { pageOf, pageOfProject, revisionOf, toFlag } from './launchdarkly-model.ts';
import { readEverything, type Reading } from './launchdarkly-reading.ts';
import { createLaunchDarklyRole } from './launchdarkly-role.ts';
import { carryOut } from './launchdarkly-write.ts';

const config = z.strictObject({
  kind: z.literal('launchdarkly'),
  url: addressSchema(
    'Where LaunchDarkly is: https://app.launchdarkly.com, https://app.eu.launchdarkly.com or https://app.launchdarkly.us.',
  ).default('https://app.launchdarkly.com'),
  project: z.string().min(1).meta({ description: 'The key of the project.' }),
  environments: environmentsSchema
    .extend({
      only: z
        .array(z.string().min(1))
        .min(1)
        .optional()
        .meta({ description: 'The only environments to read. Default: all, with one request or more for each.' }),
    })
    .optional(),
});

const capabilities: Capabilities = {
  write: true,
  rollback: true,
  subscribe: false,
  narrowestScope: 'environment',
  shareStep: 1,
  lostUpdates: 'detected',
};

export const launchDarkly: HttpDefinition<typeof config> = {
  kind: 'launchdarkly',
  title: 'LaunchDarkly',
  about: 'LaunchDarkly, in any of its regions',
  token: 'an API access token (Settings → Authorization), no SDK key',
  reach: 'http',
  config,
  capabilities,
  cannot: {
    datacenters: 'it knows environments only',
    live: 'its REST API has no stream of changes; it is asked every minute',
  },
  testedAgainst: 'a stateful fake, written from its OpenAPI document of March 2026',
  project: ({ project }) => project,
  create: ({ project, environments }, baseUrl, options) =>
    createLaunchDarkly({ ...options, baseUrl, project, only: environments?.only ?? null }),
};

interface LaunchDarklyOptions extends Omit<ControlPlaneOptions, 'configFile'> {
  readonly baseUrl: URL;
  readonly project: string;
  readonly only: readonly string[] | null;
}

type Signal = AbortSignal | undefined;

function createLaunchDarkly(options: LaunchDarklyOptions): ControlPlane {
  const { baseUrl, project, only, log = silentLog, now = Date.now } = options;
  const name = `LaunchDarkly project ${plainText(project, 80)} at ${baseUrl.href.replace(/\/$/, '')}`;
  const dashboard = { baseUrl, project };
  const api = createLaunchDarklyApi({ ...options, name });
  const { problem } = api.client;
  const role = createLaunchDarklyRole(api, log);
  let known: Reading | null = null;
  let saidBefore = '';
  /** What an environment said before this adapter's own last change, by flag and environment. */
  const ownChanges = new Map<string, { readonly before: LaunchDarklyConfig; readonly revision: string }>();

  const readAll = async (signal: Signal): Promise<Reading> => {
    const [reading] = await Promise.all([readEverything({ api, only, signal }), role.read(signal)]);
    known = reading;
    const said = [...reading.reasons, ...reading.notes].join(' ');
    if (said !== saidBefore && said !== '') log.warn(`${name}: ${said}`);
    saidBefore = said;
    return reading;
  };

  /** Where the flag is shown; `only` and what could be read decide. */
  const shownIn = (): readonly string[] => known?.readable ?? [];

  const show = (source: LaunchDarklyFlag): Flag => {
    const { environments = [], statuses } = known ?? {};
    const critical = environments.filter(isCritical);
    return toFlag(source, {
      environments: shownIn(),
      judged: (critical.length > 0 ? critical : environments).map(({ key }) => key),
      statusOf: (environment) => statuses?.get(environment)?.get(source.key),
      dashboard,
    });
  };

  /** The flag as it is now, for somebody who has seen `expectedRevision`. */
  const openForChange = async (what: string, change: Rollback, signal: Signal) => {
    const { environments, readable } = known ?? (await readAll(signal));
    const { environment } = change.scope;
    const reason = scopeReason(change.scope, readable);
    if (reason !== null) throw problem(what, 'invalid', reason);
    if (role.mayOnlyRead()) throw problem(what, 'forbidden', onlyReads);
    const source = await api.readFlag(what, change.key, signal);
    const before = configIn(source, environment);
    if (before === undefined) throw problem(what, 'invalid', `it has no state in ${plainText(environment, 80)}`);
    if (revisionOf(source, readable) !== change.expectedRevision) {
      const advice = 'it has changed since you looked. Look at it as it is now and decide again';
      throw problem(what, 'conflict', advice, { current: show(source) });
    }
    const wantsReason = environments.find(({ key }) => key === environment)?.requireComments === true;
    return { source, before, wantsReason };
  };

  type Open = Awaited<ReturnType<typeof openForChange>>;

  const send = async (
    what: string,
    change: Rollback,
    open: Open,
    plan: Plan & { ok: true },
    signal: Signal,
  ): Promise<Flag> => {
    const { key, reason } = change;
    const { environment } = change.scope;
    const page = pageOf(dashboard, open.source, [environment]);
    const after = await carryOut({ ...open, api, what, environment, plan, reason, page, show, signal });
    if (plan.instructions.length === 0) return show(after);
    ownChanges.set(idOf(key, environment), { before: open.before, revision: revisionOf(after, shownIn()) });
    if (known !== null) known = { ...known, flags: new Map(known.flags).set(key, after) };
    return show(after);
  };

  const lastChange = async (
    what: string,
    flag: LaunchDarklyFlag,
    environment: string,
    signal: Signal,
  ): Promise<LastChange> => {
    const own = ownChanges.get(idOf(flag.key, environment));
    if (own?.revision === revisionOf(flag, shownIn())) return { kind: 'change', before: own.before };
    return readLastChange(api, { what, project, environment, now: flag, signal });
  };

  return {
    kind: 'launchdarkly',
    name,
    capabilities,

    async readFlags(call = {}): Promise<FlagSnapshot> {
      const { environments, flags, reasons } = await readAll(call.signal);
      return {
        controlPlane: { kind: 'launchdarkly', name, url: pageOfProject(dashboard, null) },
        environments: environments.map((each) => ({ key: each.key, critical: isCritical(each), datacenters: [] })),
        flags: [...flags.values()].map(show),
        complete: reasons.length === 0,
        incompleteReason: reasons.length === 0 ? null : reasons.join(' '),
        readAt: new Date(now()).toISOString(),
        revision: null,
      };
    },

    subscribe: () => ({ close: () => undefined }),

    async write(change, call = {}) {
      const what = `change ${plainText(change.key, 80)}`;
      const { serving, scope } = change;
      if (serving === null) throw problem(what, 'invalid', 'LaunchDarkly has no override that could be removed');
      const open = await openForChange(what, change, call.signal);
      const plan = planChange(open.source, scope.environment, serving);
      if (!plan.ok) throw problem(what, 'invalid', plan.reason);
      return send(what, change, open, plan, call.signal);
    },

    refusal({ key, scope, serving }) {
      const reason = known === null ? null : scopeReason(scope, known.readable);
      if (reason !== null) return sentence(reason);
      if (role.mayOnlyRead()) return sentence(onlyReads);
      const source = known?.flags.get(key);
      if (source === undefined || serving === null) return null;
      const plan = planChange(source, scope.environment, serving);
      return plan.ok ? null : sentence(plan.reason);
    },

    async rollback(change, call = {}) {
      const what = `roll back ${plainText(change.key, 80)}`;
      const open = await openForChange(what, change, call.signal);
      const locked = lockedReason(open.source, open.before);
      if (locked !== null) throw problem(what, 'invalid', locked);
      const { environment } = change.scope;
      const last = await lastChange(what, open.source, environment, call.signal);
      if (last.kind === 'none')
        throw problem(what, 'invalid', 'it was never changed, so there is nothing to roll back');
      if (last.kind === 'unknown')
        throw problem(what, 'unsupported', `${last.reason}. Undo the change in LaunchDarkly`);
      const plan = planReturn(open.source, environment, last.before);
      if (!plan.ok) throw problem(what, 'unsupported', `${plan.reason}. Undo the change in LaunchDarkly`);
      return send(what, change, open, plan, call.signal);
    },

    async previousServing({ key, scope }, call = {}) {
      const source = known?.flags.get(key);
      if (source === undefined) return { kind: 'unknown' };
      const what = `read the history of ${plainText(key, 80)}`;
      const last = await lastChange(what, source, scope.environment, call.signal);
      if (last.kind !== 'change') return { kind: last.kind };
      const plan = planReturn(source, scope.environment, last.before);
      return plan.ok ? { kind: 'serving', serving: plan.result } : { kind: 'unknown' };
    },

    dashboardUrl(key) {
      const source = key === null ? undefined : known?.flags.get(key);
      return Promise.resolve(
        source === undefined ? pageOfProject(dashboard, key) : pageOf(dashboard, source, shownIn()),
      );
    },
  };
}

const onlyReads = 'the LaunchDarkly token may only read: sign in with one whose role may change flags, such as Writer';

/** Changes that LaunchDarkly itself wants confirmed are changes real users feel. */
function isCritical({ critical, confirmChanges }: Reading['environments'][number]): boolean {
  return critical === true || confirmChanges === true;
}

function scopeReason(
  { environment, datacenter, server }: FlagWrite['scope'],
  readable: readonly string[],
): string | null {
  if (datacenter !== null || server !== null)
    return 'LaunchDarkly has no datacenters and servers; change the environment';
  if (readable.includes(environment)) return null;
  return `there is no environment ${plainText(environment, 80)} among those read (${readable.map((key) => plainText(key, 80)).join(', ')})`;
}

function idOf(key: string, environment: string): string {
  return JSON.stringify([key, environment]);
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
