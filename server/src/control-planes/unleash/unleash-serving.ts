/**
 * What an Unleash flag serves in one environment. A flag is on where it is switched on and any of its strategies says yes; the SDKs
 * put everybody into one of a hundred buckets, so a rollout is a whole percentage. Pure.
 */
import type { JsonValue, Serving, Variant, VariantShare } from '../../core/model.ts';
import { fullShare } from '../../core/state/serving.ts';
import type { UnleashStrategy } from './unleash-answers.ts';

/** One environment of a flag. */
export interface UnleashState {
  readonly enabled: boolean;
  /** In the order of their ids. */
  readonly strategies: readonly UnleashStrategy[];
  /** Variants of the whole environment, as older flags have them; those of a strategy come first. */
  readonly variants: readonly unknown[];
  /** ISO 8601. */
  readonly lastSeenAt: string | null;
}

/** The steps a rollout can be set in: 1 %. */
export const rolloutStep = 100;

/** What a flag without variants of its own serves. */
export const onOff: readonly Variant[] = [
  { name: 'on', value: true },
  { name: 'off', value: false },
];

/** Without the feature: what everybody gets where the flag is off. */
export function offName(variants: readonly Variant[]): string {
  return variants.find(({ value }) => value === false)?.name ?? 'off';
}

/** `variants` are those of the flag, from `variantsOf`; `hasParents`: another flag has to be on, too. */
export function servingOf(state: UnleashState, variants: readonly Variant[], hasParents: boolean): Serving {
  const active = state.strategies.filter(({ disabled }) => disabled !== true);
  const nobody: Serving = { kind: 'static', variant: offName(variants) };
  // It switches a flag off itself that has no active strategy left.
  if (!state.enabled || active.length === 0) return nobody;
  const [plain, ...others] = active.filter(isPlain);
  const rules = active.length - (plain ? 1 : 0) + (hasParents ? 1 : 0);
  const otherwise = plain ? divide(rolloutOf(plain), weighted(plain, state), variants) : nobody;
  if (rules === 0) return otherwise;
  // Of several strategies for everybody, the widest decides only where they share their buckets: which is not looked into.
  return { kind: 'targeted', rules, otherwise: others.length > 0 ? nobody : otherwise };
}

/** The one strategy through which the share is set; null where rules decide, or several strategies do. */
export function valveOf({ strategies }: UnleashState): UnleashStrategy | null {
  const [only] = strategies;
  return only !== undefined && strategies.length === 1 && isPlain(only) && only.disabled !== true ? only : null;
}

/** For everybody: nothing but a rollout decides. */
export function isPlain({ name, constraints, segments }: UnleashStrategy): boolean {
  if ((constraints?.length ?? 0) > 0 || (segments?.length ?? 0) > 0) return false;
  return name === 'flexibleRollout' || name === 'default';
}

/** 0..10000. What is no number lets nobody in; a part of a percent reaches no further bucket. */
export function rolloutOf({ name, parameters }: UnleashStrategy): number {
  if (name === 'default') return fullShare;
  const percent = Number(parameters?.['rollout']);
  return Number.isFinite(percent) ? Math.min(Math.max(Math.floor(percent), 0), 100) * rolloutStep : 0;
}

/** The variants that a flag's strategies hold, and `disabled` for everybody else; `on` and `off` where they hold none. */
export function variantsOf(states: Iterable<UnleashState>): readonly Variant[] {
  const variants = new Map<string, Variant>();
  for (const state of states)
    for (const { name, value } of [
      ...state.strategies.flatMap(({ variants: list }) => readVariants(list)),
      ...readVariants(state.variants),
    ])
      if (!variants.has(name)) variants.set(name, { name, value });
  if (variants.size === 0) return onOff;
  // What `getVariant` answers where the flag is off.
  return [...[...variants.values()].filter(({ name }) => name !== 'disabled'), { name: 'disabled', value: false }];
}

function weighted({ variants }: UnleashStrategy, state: UnleashState): readonly WeightedVariant[] {
  const own = readVariants(variants);
  return own.length > 0 ? own : readVariants(state.variants);
}

function divide(rollout: number, open: readonly WeightedVariant[], variants: readonly Variant[]): Serving {
  const off = offName(variants);
  const total = open.reduce((sum, { weight }) => sum + weight, 0);
  const parts = total > 0 ? open.map(({ name, weight }) => ({ variant: name, part: weight / total })) : null;
  const shares: VariantShare[] = [
    ...(parts === null ? [{ variant: 'on', share: rollout }] : wholeShares(parts, rollout)),
    { variant: off, share: fullShare - rollout },
  ].filter(({ share }) => share > 0);
  const [only] = shares;
  // A flag with variants elsewhere, but none in this strategy, is on here without one.
  const named = shares.every(({ variant }) => variants.some(({ name }) => name === variant));
  if (!named)
    return rollout > 0
      ? { kind: 'targeted', rules: 1, otherwise: { kind: 'static', variant: off } }
      : { kind: 'static', variant: off };
  return only !== undefined && shares.length === 1
    ? { kind: 'static', variant: only.variant }
    : { kind: 'fractional', shares };
}

/** Parts of a whole as integers that add up to it: the rest goes to those who lost most by rounding down. */
function wholeShares(
  parts: readonly { readonly variant: string; readonly part: number }[],
  whole: number,
): VariantShare[] {
  const exact = parts.map(({ variant, part }) => ({
    variant,
    share: Math.floor(part * whole),
    lost: (part * whole) % 1,
  }));
  let rest = whole - exact.reduce((sum, { share }) => sum + share, 0);
  for (const entry of [...exact].sort((a, b) => b.lost - a.lost)) {
    if (rest <= 0) break;
    entry.share += 1;
    rest -= 1;
  }
  return exact.map(({ variant, share }) => ({ variant, share }));
}

interface WeightedVariant {
  readonly name: string;
  /** Of 1000. */
  readonly weight: number;
  readonly value: JsonValue;
}

function readVariants(list: readonly unknown[] | null | undefined): readonly WeightedVariant[] {
  return (list ?? []).flatMap((item) => {
    if (typeof item !== 'object' || item === null || !('name' in item) || typeof item.name !== 'string') return [];
    const weight = 'weight' in item && typeof item.weight === 'number' && item.weight > 0 ? item.weight : 0;
    return [{ name: item.name, weight, value: payloadOf('payload' in item ? item.payload : null, item.name) }];
  });
}

/** The payload as its type says; a variant without one is told by its name. */
function payloadOf(payload: unknown, name: string): JsonValue {
  if (typeof payload !== 'object' || payload === null || !('value' in payload)) return name;
  const text = String(payload.value);
  const type = 'type' in payload ? payload.type : 'string';
  if (type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (type !== 'json') return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
