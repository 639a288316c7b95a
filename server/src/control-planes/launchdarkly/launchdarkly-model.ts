/** A LaunchDarkly flag as one of ours. Pure. */
import { createHash } from 'node:crypto';
import type { Flag, FlagKind, FlagState, Purpose } from '../../core/model.ts';
import { singleVariant, valueTypeOf } from '../../core/state/serving.ts';
import { isBelow } from '../http/target-url.ts';
import { configIn, fallthroughOf, type LaunchDarklyConfig, type LaunchDarklyFlag } from './launchdarkly-flag.ts';
import { ruleCount, servingOf, variantsOf } from './launchdarkly-serving.ts';

/** What LaunchDarkly says about the use of a flag in one environment. */
export interface FlagStatus {
  /** `new`, `active`, `inactive` or `launched`. */
  readonly name: string;
  /** ISO 8601; null where it was never requested, or nobody knows. */
  readonly lastRequested: string | null;
}

export interface FlagContext {
  /** Those the flag is shown in; others that the flag tells of are left out. An archived flag, which tells of none, is off in all of them. */
  readonly environments: readonly string[];
  /** Environments whose word counts when LaunchDarkly finds a flag unused or done. */
  readonly judged: readonly string[];
  readonly statusOf: (environment: string) => FlagStatus | undefined;
  /** Null: the flags get no page. */
  readonly dashboard: Dashboard | null;
}

/** Its pages are at the API's own address. */
export interface Dashboard {
  readonly baseUrl: URL;
  readonly project: string;
}

/** The flag in our words. */
export function toFlag(source: LaunchDarklyFlag, context: FlagContext): Flag {
  const variants = variantsOf(source);
  const configs = context.environments.flatMap((environment) => {
    const config = configIn(source, environment);
    return config === undefined ? [] : [{ environment, config }];
  });
  return {
    key: source.key,
    kind: kindOf(
      source,
      configs.map(({ config }) => config),
    ),
    purpose: purposeOf(source),
    valueType:
      source.kind === 'boolean'
        ? 'boolean'
        : (valueTypeOf(variants.find(({ value }) => value !== null)?.value ?? null) ?? 'object'),
    variants,
    owner: ownerOf(source),
    description: source.description || null,
    tags: source.tags ?? [],
    createdAt: timeOf(source.creationDate),
    expiresAt: null,
    archivedAt: archivedAt(source),
    permanent: !source.temporary,
    staleMark: staleMarkOf(source, context),
    prerequisites: prerequisitesOf(source),
    url: context.dashboard === null ? null : pageOf(context.dashboard, source, context.environments),
    revision: revisionOf(source, context.environments),
    environments: Object.fromEntries(
      source.archived
        ? context.environments.map((environment) => [environment, archivedState(source)])
        : configs.map(({ environment, config }) => [
            environment,
            stateOf(source, config, context.statusOf(environment)),
          ]),
    ),
  };
}

/** The same flag out of several lists: the later one is the newer one, and each tells of one environment. */
export function merged(former: LaunchDarklyFlag | undefined, latest: LaunchDarklyFlag): LaunchDarklyFlag {
  return former === undefined
    ? latest
    : { ...latest, environments: { ...former.environments, ...latest.environments } };
}

/** Moves with every change that LaunchDarkly counts in one of the environments, and with the variants. */
export function revisionOf(source: LaunchDarklyFlag, environments: readonly string[]): string {
  const parts = [...environments].sort().flatMap((environment) => {
    const config = configIn(source, environment);
    return config === undefined ? [] : [[environment, config.version, ...decisive(config), ruleCount(config)]];
  });
  const variants = source.variations.map(({ _id, value }) => [_id ?? null, value]);
  const text = JSON.stringify([source.archived, variants, source.archived ? [] : parts]);
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

/** What a configuration says beside its rules, in a form that can be compared as JSON. */
export function decisive(config: LaunchDarklyConfig): readonly unknown[] {
  const served = fallthroughOf(config);
  const otherwise =
    typeof served === 'number'
      ? served
      : [
          served.variations.map(({ variation, weight }) => [variation, weight]),
          served.bucketBy || null,
          served.contextKind || null,
        ];
  return [config.on, config.offVariation ?? null, otherwise];
}

/** The flag's page: the one LaunchDarkly links to, else the one for all environments. */
export function pageOf(dashboard: Dashboard, source: LaunchDarklyFlag, shown: readonly string[]): string {
  const { baseUrl } = dashboard;
  for (const environment of shown) {
    const href = configIn(source, environment)?._site?.href ?? '';
    const url = href !== '' && URL.canParse(href, baseUrl.href) ? new URL(href, baseUrl) : null;
    if (url !== null && isBelow(baseUrl, url)) return url.href;
  }
  return pageOfProject(dashboard, source.key);
}

/** The list of flags, or the page of one, for all environments ("~"). */
export function pageOfProject({ baseUrl, project }: Dashboard, key: string | null): string {
  const parts = [project, '~', 'features', ...(key === null ? [] : [key])];
  return baseUrl.href + parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/');
}

/** ISO 8601 of ms since the epoch; null where there are none. */
export function timeOf(ms: number | null | undefined): string | null {
  if (ms === null || ms === undefined || !(ms > 0)) return null;
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/**
 * Any boolean flag can be divided. A temporary one is there to be opened step by step, so it is a valve; a permanent one is a
 * switch as long as nobody divides it.
 */
function kindOf(source: LaunchDarklyFlag, configs: readonly LaunchDarklyConfig[]): FlagKind {
  if (source.kind !== 'boolean') return 'variant';
  const isDivided = configs.some((config) => typeof fallthroughOf(config) !== 'number');
  return source.temporary || isDivided ? 'valve' : 'switch';
}

const purposes: ReadonlyMap<string, Purpose> = new Map<string, Purpose>([
  ['release', 'release'],
  ['ops', 'ops'],
  ['operational', 'ops'],
  ['kill-switch', 'kill-switch'],
  ['killswitch', 'kill-switch'],
  ['permission', 'permission'],
  ['experiment', 'experiment'],
  ['dark', 'dark'],
]);

/** LaunchDarkly keeps no purpose: a custom property of that name tells it, else a tag that is one. Two that differ tell nothing. */
function purposeOf({ customProperties, tags }: LaunchDarklyFlag): Purpose | null {
  const properties = Object.entries(customProperties ?? {}).filter(([key, { name }]) =>
    [key, name ?? ''].some((each) => plain(each) === 'purpose'),
  );
  const stated = properties.flatMap(([, { value }]) => value ?? []);
  const words = stated.length > 0 ? stated : (tags ?? []);
  const found = new Set(words.flatMap((word) => (typeof word === 'string' ? (purposes.get(plain(word)) ?? []) : [])));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

function plain(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

function ownerOf({ _maintainer, maintainerTeamKey, maintainerId }: LaunchDarklyFlag): string | null {
  const name = [_maintainer?.firstName, _maintainer?.lastName].filter(Boolean).join(' ');
  return _maintainer?.email || name || maintainerTeamKey || maintainerId || null;
}

function archivedAt({ archived, archivedDate, creationDate }: LaunchDarklyFlag): string | null {
  // It is archived even where nobody says since when.
  return archived ? (timeOf(archivedDate) ?? timeOf(creationDate) ?? new Date(0).toISOString()) : null;
}

/** LaunchDarkly's own words, where all environments that count agree that the flag does nothing any more. */
function staleMarkOf(source: LaunchDarklyFlag, { judged, statusOf }: FlagContext): string | null {
  if (source.archived) return null;
  const marks = judged.map((environment) => ({ environment, name: statusOf(environment)?.name ?? '' }));
  const isDone = marks.length > 0 && marks.every(({ name }) => name === 'inactive' || name === 'launched');
  const said = isDone ? marks.map(({ environment, name }) => `${name} in ${environment}`) : [];
  return [...(source.deprecated === true ? ['deprecated'] : []), ...said].join(', ') || null;
}

/** Of all environments together; null for an archived flag, which tells of none, and where one is not understood. */
function prerequisitesOf({ environments }: LaunchDarklyFlag): readonly string[] | null {
  const configs = Object.values(environments);
  const keys = configs.flatMap(({ prerequisites }) => (prerequisites ?? []).map(keyOf));
  const known = keys.filter((key) => key !== null);
  return configs.length === 0 || known.length < keys.length ? null : [...new Set(known)].sort();
}

function keyOf(prerequisite: unknown): string | null {
  const isNamed = typeof prerequisite === 'object' && prerequisite !== null && 'key' in prerequisite;
  return isNamed && typeof prerequisite.key === 'string' && prerequisite.key !== '' ? prerequisite.key : null;
}

function stateOf(source: LaunchDarklyFlag, config: LaunchDarklyConfig, status: FlagStatus | undefined): FlagState {
  const serving = servingOf(source, config);
  const changedAt = timeOf(config.lastModified);
  const isConstant = serving.kind === 'off' || singleVariant(serving) !== null;
  return {
    serving,
    // At least since then: any change of the environment's configuration moves `lastModified`.
    constantSince: isConstant ? changedAt : null,
    changedAt,
    changedBy: null,
    lastEvaluatedAt: status?.lastRequested ?? null,
    scopes: [],
    observed: [],
  };
}

function archivedState(source: LaunchDarklyFlag): FlagState {
  const since = archivedAt(source);
  return {
    serving: { kind: 'off' },
    constantSince: since,
    changedAt: since,
    changedBy: null,
    lastEvaluatedAt: null,
    scopes: [],
    observed: [],
  };
}
