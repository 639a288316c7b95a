/**
 * What a PostHog feature flag serves. Facts: PostHog/posthog, `products/feature_flags/backend` (api/feature_flag.py,
 * api/filters_schema.py, flag_status.py).
 */
import { z } from 'zod';
import type { Serving } from '../../core/model.ts';
import { sharesOf } from '../flagd/flagd-serving.ts';

const percent = z.number().min(0).max(100);
const group = z.looseObject({
  properties: z.array(z.unknown()).nullish(),
  /** Decimals are allowed; absent is 100. */
  rollout_percentage: percent.nullish(),
  /** Who is in this group gets this variant, whatever the percentages of the variants say. */
  variant: z.string().nullish(),
  aggregation_group_type_index: z.number().nullish(),
});
const filters = z.lazy(() =>
  z.looseObject({
    // The number of a format that came later and looks different altogether.
    version: z.literal(1, 'a format that this version of Sluice does not read').optional(),
    groups: z.array(group).nullish(),
    multivariate: z
      .looseObject({
        variants: z.array(z.looseObject({ key: z.string().min(1), rollout_percentage: percent })).nullish(),
      })
      .nullish(),
    payloads: z.record(z.string(), z.unknown()).nullish(),
    /** The first group whose properties match decides, even where its percentage leaves somebody out. */
    early_exit: z.boolean().nullish(),
  }),
);

/** What decides what a flag serves, as PostHog sends it. */
export const postHogState = z.looseObject({
  active: z.boolean(),
  filters: filters.nullish(),
  is_remote_configuration: z.boolean().nullish(),
});

export type PostHogState = z.output<typeof postHogState>;
export type PostHogFilters = z.output<typeof filters>;
type Group = z.output<typeof group>;

/** What the flag serves now. */
export function servingOf(state: PostHogState): Serving {
  return state.active ? servingWhenActive(state) : nothing(state);
}

/**
 * What an inactive flag serves, and whoever no group holds: `false` (in some SDKs `undefined`, which no condition tells apart
 * from it). The payload of a remote configuration is then not delivered, so the default in the code counts.
 */
export function nothing(state: PostHogState): Serving {
  if (isPayload(state)) return { kind: 'off' };
  return { kind: 'static', variant: variantNames(state).outside };
}

/** Release conditions are alternatives: who meets one of them is in. Variants are chosen among those who are in. */
export function servingWhenActive(state: PostHogState): Serving {
  const groups = state.filters?.groups ?? [];
  const stopsEarly = state.filters?.early_exit === true;
  const firstPlain = groups.findIndex(isPlain);
  const asked = stopsEarly && firstPlain >= 0 ? groups.slice(0, firstPlain + 1) : groups;
  const targeted = asked.filter((each) => !isPlain(each) && (stopsEarly || rollout(each) > 0));
  const plain = asked.filter(isPlain);
  const areAlike = plain.every((each) => isAlike(each, plain[0]));
  // Everybody has one place on the scale of a flag, so the widest of several plain groups holds the others.
  const widest = areAlike ? plain.reduce<Group | null>((a, b) => (a && rollout(a) >= rollout(b) ? a : b), null) : null;
  const special = specialRules(state.filters);
  const isPart = widest !== null && isPayload(state) && rollout(widest) > 0 && rollout(widest) < 100;
  // Who meets a condition gets what everybody gets anyway.
  const holdsAll =
    widest !== null &&
    rollout(widest) === 100 &&
    !stopsEarly &&
    special === 0 &&
    targeted.every(({ variant }) => !variant);
  const rules = (holdsAll ? 0 : targeted.length) + special + (areAlike ? 0 : plain.length) + (isPart ? 1 : 0);
  const otherwise = widest === null || isPart ? nothing(state) : divide(state, widest);
  return rules === 0 ? otherwise : { kind: 'targeted', rules, otherwise };
}

/** The names of what a flag can serve: its variants and, for those outside, one that PostHog has no name for. */
export function variantNames(state: PostHogState): {
  readonly inside: readonly { readonly name: string; readonly percentage: number }[];
  readonly outside: string;
} {
  const variants = state.filters?.multivariate?.variants ?? [];
  if (variants.length === 0) return { inside: [{ name: 'on', percentage: 100 }], outside: 'off' };
  let outside = 'off';
  while (variants.some(({ key }) => key === outside)) outside = `(${outside})`;
  return {
    inside: variants.map((variant) => ({ name: variant.key, percentage: variant.rollout_percentage })),
    outside,
  };
}

export function hasVariants(state: PostHogState): boolean {
  return (state.filters?.multivariate?.variants ?? []).length > 0;
}

/** For everybody: without conditions on who it is. */
export function isPlain({ properties }: Group): boolean {
  return (properties ?? []).length === 0;
}

function divide(state: PostHogState, { rollout_percentage, variant }: Group): Serving {
  const open = rollout_percentage ?? 100;
  const { inside, outside } = variantNames(state);
  const chosen = inside.find(({ name }) => name === variant);
  const parts = chosen === undefined ? inside : [{ ...chosen, percentage: 100 }];
  const shares = sharesOf([
    ...parts.map(({ name, percentage }) => ({ variant: name, weight: open * percentage })),
    { variant: outside, weight: (100 - open) * 100 },
  ]);
  const [only, ...others] = shares.filter(({ share }) => share > 0);
  if (only === undefined || open === 0) return nothing(state);
  return others.length === 0 ? { kind: 'static', variant: only.variant } : { kind: 'fractional', shares };
}

/** Early access, holdouts of experiments and what came before them decide for some people beside the groups. */
function specialRules(conditions: PostHogFilters | null | undefined): number {
  const names = ['feature_enrollment', 'holdout', 'holdout_groups', 'super_groups'];
  return names.filter((name) => {
    const value = conditions?.[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== false;
  }).length;
}

/** A remote configuration delivers a payload instead of turning something on. */
function isPayload(state: PostHogState): boolean {
  return state.is_remote_configuration === true && !hasVariants(state);
}

function isAlike(left: Group, right: Group | undefined): boolean {
  const of = (each: Group | undefined) => [each?.aggregation_group_type_index ?? null, each?.variant || null].join();
  return of(left) === of(right);
}

function rollout({ rollout_percentage }: Group): number {
  return rollout_percentage ?? 100;
}
