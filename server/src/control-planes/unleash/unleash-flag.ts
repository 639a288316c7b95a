/** An Unleash flag as one of ours. Pure. */
import { createHash } from 'node:crypto';
import type { Flag, FlagState, Purpose } from '../../core/model.ts';
import { singleVariant, valueTypeOf } from '../../core/state/serving.ts';
import type { UnleashArchived, UnleashStrategy } from './unleash-answers.ts';
import type { LastChange } from './unleash-log.ts';
import { isPlain, rolloutOf, servingOf, variantsOf, type UnleashState } from './unleash-serving.ts';

/** A flag as it was read, from one answer or put together from several. */
export interface UnleashFlag {
  readonly name: string;
  readonly type: string | null;
  readonly description: string | null;
  readonly createdAt: string | null;
  readonly stale: boolean;
  readonly tags: readonly { readonly type: string; readonly value: string }[];
  /** Flags that have to be on for this one to be. */
  readonly parents: readonly unknown[];
  readonly environments: { readonly [environment: string]: UnleashState };
}

export interface FlagContext {
  /** The page of a flag. */
  readonly pageOf: (name: string) => string;
  /** Days a flag of this type is expected to live; null: for good; undefined: nobody knows. */
  readonly lifetimeOf: (type: string | null) => number | null | undefined;
  readonly lastChangeOf: (name: string, environment: string, createdAt: string | null) => LastChange;
}

const purposes: { readonly [type: string]: Purpose } = {
  release: 'release',
  experiment: 'experiment',
  operational: 'ops',
  'kill-switch': 'kill-switch',
  permission: 'permission',
  // On its way out: meant to go, and soon.
  sunset: 'release',
};

export function toFlag(source: UnleashFlag, context: FlagContext): Flag {
  const variants = variantsOf(Object.values(source.environments));
  const environments = Object.entries(source.environments).map(([environment, state]): [string, FlagState] => {
    const serving = servingOf(state, variants, source.parents.length > 0);
    const { changedAt, changedBy, unchangedSince } = context.lastChangeOf(source.name, environment, source.createdAt);
    return [
      environment,
      {
        serving,
        constantSince: singleVariant(serving) === null ? null : unchangedSince,
        changedAt,
        changedBy,
        lastEvaluatedAt: time(state.lastSeenAt),
        scopes: [],
        observed: [],
      },
    ];
  });
  return {
    ...described(source, context),
    kind: kindOf(source, variants.length > 2 || variants[0]?.name !== 'on'),
    valueType: valueTypeOf(variants[0]?.value ?? null) ?? 'object',
    variants,
    archivedAt: null,
    staleMark: source.stale ? 'stale' : null,
    prerequisites: prerequisitesOf(source),
    revision: revisionOf(source),
    environments: Object.fromEntries(environments),
  };
}

/** null where one is not understood. */
function prerequisitesOf({ parents }: UnleashFlag): readonly string[] | null {
  const names = parents.map((parent) =>
    typeof parent === 'object' && parent !== null && 'feature' in parent && typeof parent.feature === 'string'
      ? parent.feature
      : null,
  );
  const known = names.filter((name) => name !== null);
  return known.length < names.length ? null : [...new Set(known)].sort();
}

/** An archived flag: its strategies are out of reach, and it serves nobody anywhere. */
export function toArchivedFlag(source: UnleashArchived, environments: readonly string[], context: FlagContext): Flag {
  const states = environments.map(
    (name) => [name, { enabled: false, strategies: [], variants: [], lastSeenAt: null }] as const,
  );
  const flag = toFlag(
    {
      name: source.name,
      type: source.type ?? null,
      description: source.description ?? null,
      createdAt: source.createdAt ?? null,
      stale: false,
      tags: source.tags ?? [],
      parents: [],
      environments: Object.fromEntries(states),
    },
    context,
  );
  const archivedAt = time(source.archivedAt) ?? flag.createdAt ?? new Date(0).toISOString();
  return { ...flag, archivedAt, expiresAt: null, revision: hashOf(['archived', source.name, archivedAt]) };
}

/** Of everything that decides what the flag serves; the same from whichever answer it was read. */
export function revisionOf({ name, stale, parents, environments }: UnleashFlag): string {
  const states = Object.keys(environments)
    .sort()
    .map((environment) => {
      const state = environments[environment];
      return [environment, state?.enabled, state?.strategies.map(decisive), state?.variants];
    });
  return hashOf([name, stale, parents, states]);
}

/** Short, and the same for the same value however its properties are ordered. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex').slice(0, 32);
}

/** The parts of a strategy that decide who gets the flag; the same from whichever answer it was read. */
export function decisive({
  id,
  name,
  disabled,
  parameters,
  constraints,
  segments,
  variants,
}: UnleashStrategy): unknown {
  return [id, name, disabled === true, parameters ?? {}, constraints ?? [], segments ?? [], variants ?? []];
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function described(
  source: UnleashFlag,
  { pageOf, lifetimeOf }: FlagContext,
): Pick<Flag, 'key' | 'purpose' | 'owner' | 'description' | 'tags' | 'createdAt' | 'expiresAt' | 'permanent' | 'url'> {
  const { name, type, tags } = source;
  const createdAt = time(source.createdAt);
  const lifetime = lifetimeOf(type);
  // Unleash knows who created a flag, not who owns it; teams say so with a tag of this type.
  const owner = tags.find((tag) => /^(owner|team)$/i.test(tag.type))?.value ?? null;
  return {
    key: name,
    purpose: (Object.hasOwn(purposes, type ?? '') ? purposes[type ?? ''] : undefined) ?? null,
    owner,
    description: source.description || null,
    tags: tags.map((tag) => (tag.type === 'simple' ? tag.value : `${tag.type}:${tag.value}`)),
    createdAt,
    expiresAt:
      createdAt === null || lifetime === null || lifetime === undefined
        ? null
        : new Date(Date.parse(createdAt) + lifetime * 86_400_000).toISOString(),
    permanent: lifetime === null,
    url: pageOf(name),
  };
}

/** Any flag can be opened by shares, except where its type says that it is all or nothing. */
function kindOf({ type, environments }: UnleashFlag, hasVariants: boolean): Flag['kind'] {
  if (hasVariants) return 'variant';
  if (type !== 'kill-switch' && type !== 'permission') return 'valve';
  const isHalfOpen = Object.values(environments).some(({ strategies }) =>
    strategies.some((strategy) => isPlain(strategy) && rolloutOf(strategy) % 10_000 !== 0),
  );
  return isHalfOpen ? 'valve' : 'switch';
}

function time(value: string | null | undefined): string | null {
  const ms = Date.parse(value ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
