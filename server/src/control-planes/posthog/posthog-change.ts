/** What has to be sent to PostHog so that a flag serves something else: the least there is. Pure. */
import type { Serving } from '../../core/model.ts';
import { sameServing } from '../../core/state/serving.ts';
import type { PostHogFlag } from './posthog-flag.ts';
import { hasVariants, isPlain, nothing, servingOf, servingWhenActive, type PostHogFilters } from './posthog-serving.ts';

export interface PostHogPatch {
  readonly active?: boolean;
  /** Always whole: older servers replace what they have by it. */
  readonly filters?: PostHogFilters | null;
}

/** What to send (nothing where it is so already), or why it cannot be done here: completes "…: ". */
export type PostHogPlan =
  | { readonly ok: true; readonly patch: PostHogPatch }
  | { readonly ok: false; readonly reason: string };

/** Changes the switch, the percentage of the one group that is for everybody, or both; everything else stays as it is. */
export function planChange(source: PostHogFlag, wanted: Serving): PostHogPlan {
  const locked = lockedReason(source);
  if (locked !== null) return refuse(locked);
  if (sameServing(servingOf(source), wanted)) return { ok: true, patch: {} };
  if (sameServing(nothing(source), wanted)) return { ok: true, patch: { active: false } };
  const switchOn = source.active ? {} : { active: true };
  if (sameServing(servingWhenActive(source), wanted)) return { ok: true, patch: switchOn };
  if (wanted.kind === 'off') return refuse('PostHog has no "default in the code"; a flag that is off serves false');
  if (hasVariants(source)) return refuse('it chooses among variants, whose percentages are changed in PostHog');
  const share = shareOfOn(wanted);
  if (share === null) return refuse('a PostHog flag is on for a percentage of everybody, or off');
  return planShare(source, wanted, share, switchOn);
}

/** Why nobody can change the flag as it is; null where it is open to changes. */
export function lockedReason({ deleted, archived, can_edit, version }: PostHogFlag): string | null {
  // Null is 0, of a flag that has not been changed since versions are counted.
  if (version === undefined) return 'this PostHog is too old to refuse changes that would undo others; update it';
  if (deleted === true) return 'it is deleted in PostHog; restore it there first';
  if (archived === true) return 'it is archived in PostHog; unarchive it there first';
  return can_edit === false ? 'PostHog does not let your account edit this flag' : null;
}

function planShare(source: PostHogFlag, wanted: Serving, share: number, switchOn: PostHogPatch): PostHogPlan {
  if (source.has_encrypted_payloads === true)
    return refuse('its payload is encrypted and would have to be sent along; change it in PostHog');
  if (holdsInexactNumber(source.filters))
    return refuse('its conditions hold a number too large to be sent back unchanged; change it in PostHog');
  const groups = source.filters?.groups ?? [];
  const plain = groups.filter(isPlain).length;
  if (plain === 0)
    return refuse('none of its release conditions is for everybody, so it has no percentage; add one in PostHog');
  if (plain > 1)
    return refuse(
      `${plain} of its release conditions are for everybody; which of them to change is for you to say, in PostHog`,
    );
  const filters: PostHogFilters = {
    ...source.filters,
    groups: groups.map((group) => (isPlain(group) ? { ...group, rollout_percentage: share / 100 } : group)),
  };
  if (!sameServing(servingWhenActive({ ...source, filters }), wanted))
    return refuse('others of its release conditions let some people in whatever the percentage; change it in PostHog');
  return { ok: true, patch: { ...switchOn, filters } };
}

/** 0..10000; null where it is not a share of on and off. */
function shareOfOn(wanted: Serving): number | null {
  if (wanted.kind === 'static') return wanted.variant === 'on' ? 10_000 : null;
  if (wanted.kind !== 'fractional') return null;
  return wanted.shares.reduce((sum, { variant, share }) => sum + (variant === 'on' ? share : 0), 0);
}

/** JSON knows larger numbers than we do: sent back, they would be others. */
function holdsInexactNumber(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInexactNumber);
}

function refuse(reason: string): PostHogPlan {
  return { ok: false, reason };
}
