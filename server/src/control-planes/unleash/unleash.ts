/** The adapter of Unleash. Facts: unleash-server 8.2.0, as it answered; https://docs.getunleash.io */
import { z } from 'zod';
import type { FlagSnapshot } from '../../core/model.ts';
import type { CallOptions, Capabilities, ControlPlane } from '../control-plane.ts';
import { addressSchema, environmentsSchema, type ControlPlaneOptions, type HttpDefinition } from '../definition.ts';
import { parseFlags, incompleteReason } from '../flag-schema.ts';
import { createHttpClient } from '../http/http-client.ts';
import { silentLog } from '../log.ts';
import { plainText } from '../plain-text.ts';
import { errorAnswer } from './unleash-answers.ts';
import { hashOf, toArchivedFlag, toFlag, type FlagContext, type UnleashFlag } from './unleash-flag.ts';
import { createUnleashLog } from './unleash-log.ts';
import { createUnleashPermissions } from './unleash-permissions.ts';
import { createUnleashReader, type UnleashReading } from './unleash-reader.ts';
import { rolloutStep } from './unleash-serving.ts';
import { createUnleashWriter } from './unleash-writer.ts';

const config = z.strictObject({
  kind: z.literal('unleash'),
  url: addressSchema('Where Unleash runs, without "/api". Without it: SLUICE_URL.').optional(),
  project: z.string().min(1).default('default'),
  environments: environmentsSchema.optional(),
});

const capabilities: Capabilities = {
  write: true,
  rollback: true,
  subscribe: false,
  narrowestScope: 'environment',
  shareStep: rolloutStep,
  lostUpdates: 'detected',
};

export const unleash: HttpDefinition<typeof config> = {
  kind: 'unleash',
  title: 'Unleash',
  about: 'Unleash, hosted or your own',
  token: 'a personal access token (Profile → Personal API tokens)',
  reach: 'http',
  config,
  capabilities,
  cannot: {
    live: 'its API has no stream of changes; it is read every minute',
    datacenters: 'it knows environments only',
  },
  testedAgainst: 'the real server, 8.2.0',
  project: ({ project }) => project,
  create: ({ project, environments }, baseUrl, options) =>
    createUnleash({ ...options, baseUrl, project, critical: environments?.critical ?? null }),
};

interface UnleashOptions extends Omit<ControlPlaneOptions, 'configFile'> {
  readonly baseUrl: URL;
  readonly project: string;
  /** Environments with real users; null: those of the type "production". */
  readonly critical: readonly string[] | null;
}

function createUnleash(options: UnleashOptions): ControlPlane {
  const { baseUrl, project, critical, log = silentLog, now = Date.now } = options;
  const address = baseUrl.href.replace(/\/$/, '');
  const name = `unleash at ${address}`;
  const client = createHttpClient({
    controlPlane: name,
    baseUrl,
    credentials: options.credentials,
    // Every version takes the token alone; with "Bearer" only newer ones do.
    tokenHeader: { name: 'authorization', scheme: null },
    timeoutMs: options.timeoutMs,
    maxBytes: options.maxBytes,
    now,
    explain,
  });
  const events = createUnleashLog(client, project);
  const permissions = createUnleashPermissions(client, project, now);
  const reader = createUnleashReader(client, project);
  let lifetimes: ReadonlyMap<string, number | null> = new Map();
  let newest: UnleashReading | null = null;

  const page = (key: string | null): string => {
    const ofProject = `${address}/projects/${encodeURIComponent(project)}`;
    return key === null ? ofProject : `${ofProject}/features/${encodeURIComponent(key.toWellFormed())}`;
  };
  const context: FlagContext = {
    pageOf: page,
    lifetimeOf: (type) => lifetimes.get(type ?? ''),
    lastChangeOf: events.lastChangeOf,
  };

  const writer = createUnleashWriter({
    name,
    client,
    project,
    events,
    permissions,
    readOne: reader.readOne,
    toFlag: (source) => toFlag(known(source), context),
    newest: () => newest,
  });

  /** A flag that is read alone also tells of environments that are switched off. */
  const known = (source: UnleashFlag): UnleashFlag => {
    if (newest === null) return source;
    const keys = newest.environments.map((environment) => environment.name);
    const entries = Object.entries(source.environments).filter(([key]) => keys.includes(key));
    return { ...source, environments: Object.fromEntries(entries) };
  };

  const readFlags = async ({ signal }: CallOptions = {}): Promise<FlagSnapshot> => {
    const readLifetimes = async (): Promise<void> => {
      if (lifetimes.size === 0) lifetimes = await reader.readLifetimes(signal);
    };
    const aside = Promise.all([events.catchUp(signal), permissions.learn(signal), readLifetimes()]);
    // A failure of these is none of the reading; an abort is.
    aside.catch(() => undefined);
    await aside;
    const reading = await reader.readAll(events.archiveMark, signal);
    newest = reading;
    const environments = reading.environments.map((environment) => ({
      key: environment.name,
      critical: critical?.includes(environment.name) ?? environment.isProduction,
      datacenters: [],
    }));
    const keys = environments.map(({ key }) => key);
    const { flags, problems } = parseFlags([
      ...reading.flags.map((source) => toFlag(source, context)),
      ...reading.archived.map((source) => toArchivedFlag(source, keys, context)),
    ]);
    const unusable = incompleteReason(problems);
    const [reason = null] = [...reading.problems, ...(unusable === null ? [] : [unusable])];
    if (reason !== null) log.warn(`${name}: ${reason}`);
    return {
      controlPlane: { kind: 'unleash', name, url: address },
      environments,
      flags,
      complete: reason === null,
      incompleteReason: reason,
      readAt: new Date(now()).toISOString(),
      revision: reason === null ? hashOf(flags) : null,
    };
  };

  return {
    kind: 'unleash',
    name,
    capabilities,
    readFlags,
    subscribe: () => ({ close: () => undefined }),
    refusal: writer.refusal,
    write: writer.write,
    rollback: writer.rollback,
    previousServing: writer.previousServing,
    dashboardUrl: (key) => Promise.resolve(page(key)),
  };
}

/** What an error's body says. A failed test is how Unleash says that somebody was faster; it repeats the whole strategy then. */
function explain(
  body: unknown,
  status: number,
): ReturnType<NonNullable<Parameters<typeof createHttpClient>[0]['explain']>> {
  const said = errorAnswer.safeParse(body).data;
  if (said === undefined) return null;
  if (status === 500 && said.message.startsWith('Test operation failed')) return { message: '', kind: 'conflict' };
  if (status === 403 && said.permissions?.includes('SKIP_CHANGE_REQUEST'))
    return { message: 'Open a change request in Unleash.', kind: 'approval' };
  return { message: plainText(said.message) };
}
