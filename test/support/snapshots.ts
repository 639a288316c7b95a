/**
 * Flag state of a web shop for tests. Time stands still at `now`; every other time is so many days before it.
 *
 * @example
 * shopSnapshot({
 *   flags: [shopSwitch('new-checkout', { purpose: 'release', environments: { production: serves('on', { forDays: 205 }) } })],
 * })
 */
import type {
  Environment,
  Flag,
  FlagSnapshot,
  FlagState,
  JsonValue,
  ObservedServing,
  ScopeState,
  Serving,
  Variant,
} from '../../server/src/core/model.ts';

/** 2026-11-23T12:00:00Z, in ms since the epoch. */
export const now = Date.UTC(2026, 10, 23, 12);

/** The moment so many days before `now`. */
export function daysAgo(days: number): string {
  return new Date(now - days * 86_400_000).toISOString();
}

/** Two datacenters with three servers in production (critical); staging has one of each. */
export const shopEnvironments: readonly Environment[] = [
  {
    key: 'production',
    critical: true,
    datacenters: [
      { key: 'fra', servers: ['fra-1', 'fra-2'] },
      { key: 'nyc', servers: ['nyc-1'] },
    ],
  },
  { key: 'staging', critical: false, datacenters: [{ key: 'fra', servers: ['stage-1'] }] },
];

/** A complete snapshot, read at `now`. Without `flags`, the shop's usual four. */
export function shopSnapshot(parts: Partial<FlagSnapshot> = {}): FlagSnapshot {
  return {
    controlPlane: { kind: 'sluice', name: 'sluice at http://127.0.0.1:4650', url: 'http://127.0.0.1:4650' },
    environments: shopEnvironments,
    flags: [
      shopSwitch('new-checkout', { owner: 'team-checkout' }),
      shopValve('new-search'),
      shopVariant('price-layout', ['compact', 'roomy']),
      shopFlag('search-page-size', {
        kind: 'variant',
        valueType: 'number',
        variants: [
          { name: 'small', value: 20 },
          { name: 'large', value: 100 },
        ],
        environments: { production: serves('small'), staging: serves('large') },
      }),
    ],
    complete: true,
    incompleteReason: null,
    readAt: daysAgo(0),
    revision: '17',
    ...parts,
  };
}

/** A switch with the variants on and off; off in both environments, changed yesterday. */
export function shopSwitch(key: string, parts: Partial<Flag> = {}): Flag {
  return shopFlag(key, { kind: 'switch', ...parts });
}

/** A valve with the variants on and off, open for 25 % of production since yesterday. */
export function shopValve(key: string, parts: Partial<Flag> = {}): Flag {
  const environments = { production: serves(2_500, { forDays: 1 }), staging: serves('on', { forDays: 1 }) };
  return shopFlag(key, { kind: 'valve', environments, ...parts });
}

/** A flag of string variants, serving the first since yesterday. */
export function shopVariant(key: string, names: readonly string[], parts: Partial<Flag> = {}): Flag {
  const variants = names.map((name) => ({ name, value: name }));
  const state = serves(names[0] ?? '', { forDays: 1 });
  return shopFlag(key, {
    kind: 'variant',
    valueType: 'string',
    variants,
    environments: { production: state, staging: state },
    ...parts,
  });
}

/** Any flag; what is not given is that of a release switch that is off in both environments since yesterday. */
export function shopFlag(key: string, parts: Partial<Flag> = {}): Flag {
  return {
    key,
    kind: 'switch',
    purpose: 'release',
    valueType: 'boolean',
    variants: onAndOff,
    owner: null,
    description: null,
    tags: [],
    createdAt: daysAgo(400),
    expiresAt: null,
    archivedAt: null,
    permanent: false,
    staleMark: null,
    prerequisites: [],
    url: null,
    revision: '5',
    environments: { production: serves('off', { forDays: 1 }), staging: serves('off', { forDays: 1 }) },
    ...parts,
  };
}

const onAndOff: readonly Variant[] = [
  { name: 'on', value: true },
  { name: 'off', value: false },
];

export interface StateParts extends Partial<Omit<FlagState, 'serving' | 'scopes' | 'observed'>> {
  /** Days since the last change, and, where one variant is served, since when it is constant; null = not known. */
  readonly forDays?: number | null;
  /** Overrides by `fra` or `fra/fra-2`: what is served there, changed as long ago as the environment. */
  readonly overrides?: { readonly [scope: string]: ServingSketch };
  /** What servers report, by `fra/fra-2`. */
  readonly observed?: { readonly [scope: string]: ServingSketch };
}

/** A variant, `disabled`, the share of `on` (0..10000), or a whole serving. */
export type ServingSketch = string | number | Serving;

/** The state of a flag in one environment. */
export function serves(what: ServingSketch, parts: StateParts = {}): FlagState {
  const { forDays = 1, overrides = {}, observed = {}, ...rest } = parts;
  const changedAt = forDays === null ? null : daysAgo(forDays);
  const serving = servingOf(what);
  return {
    serving,
    constantSince: serving.kind === 'static' || serving.kind === 'off' ? changedAt : null,
    changedAt,
    changedBy: null,
    lastEvaluatedAt: null,
    scopes: Object.entries(overrides).map(([scope, sketch]): ScopeState => {
      const [datacenter = '', server = null] = scope.split('/');
      return { datacenter, server, serving: servingOf(sketch), changedAt, changedBy: null };
    }),
    observed: Object.entries(observed).map(([scope, sketch]): ObservedServing => {
      const [datacenter = '', server = ''] = scope.split('/');
      return { datacenter, server, serving: servingOf(sketch), at: daysAgo(0) };
    }),
    ...rest,
  };
}

/** `off` and every other string is a static variant; a number divides the load between on and off. */
export function servingOf(what: ServingSketch): Serving {
  if (typeof what === 'object') return what;
  if (what === 'disabled') return { kind: 'off' };
  if (typeof what === 'string') return { kind: 'static', variant: what };
  return {
    kind: 'fractional',
    shares: [
      { variant: 'on', share: what },
      { variant: 'off', share: 10_000 - what },
    ],
  };
}

/** Rules in front of another serving. */
export function targeted(otherwise: ServingSketch, rules = 2): Serving {
  return { kind: 'targeted', rules, otherwise: servingOf(otherwise) };
}

/** Variants of a flag from name to value. */
export function variants(values: { readonly [name: string]: JsonValue }): readonly Variant[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
