/** flagd's `state`, `defaultVariant` and `targeting` as a serving, and the way back. */
import type { Serving, VariantShare } from '../../core/model.ts';

interface FlagdRule {
  readonly [operator: string]: unknown;
}

/** A `fractional` that divides all of the load by fixed weights. */
export interface PlainFractional {
  /** What is hashed; undefined for the flag key and the targeting key. */
  readonly bucketBy: unknown;
  /** `isImplied`: the file leaves the weight out, which stands for 1. */
  readonly weights: readonly { readonly variant: string; readonly weight: number; readonly isImplied?: boolean }[];
}

/** What a flag serves. `targeting` is already free of `$ref`. */
export function servingOf(
  flag: { readonly state: 'ENABLED' | 'DISABLED'; readonly defaultVariant: string | null; readonly targeting: unknown },
  variants: ReadonlySet<string>,
): Serving {
  if (flag.state === 'DISABLED') return { kind: 'off' };
  return outcome(flag.targeting, flag.defaultVariant, variants);
}

/** The targeting as weights, where it is nothing but one `fractional` with weights that are plain numbers; else null. */
export function plainFractional(targeting: unknown): PlainFractional | null {
  if (!isRule(targeting)) return null;
  const [operator, ...others] = Object.keys(targeting);
  if (operator !== 'fractional' || others.length > 0) return null;
  const list = targeting['fractional'];
  if (!Array.isArray(list)) return null;
  const [first, ...rest] = list as unknown[];
  const hasBucket = first !== undefined && !Array.isArray(first);
  const entries = hasBucket ? rest : (list as unknown[]);
  const weights: { variant: string; weight: number; isImplied: boolean }[] = [];
  for (const entry of entries) {
    if (!Array.isArray(entry) || entry.length === 0 || entry.length > 2) return null;
    const [variant, weight = 1] = entry as unknown[];
    if (typeof variant !== 'string' || typeof weight !== 'number' || !Number.isInteger(weight) || weight < 0)
      return null;
    weights.push({ variant, weight, isImplied: entry.length === 1 });
  }
  return weights.length === 0 ? null : { bucketBy: hasBucket ? first : undefined, weights };
}

/** Whole shares that add up to 10000; a weight above zero never becomes a share of zero, since somebody gets that variant. */
export function sharesOf(weights: PlainFractional['weights']): readonly VariantShare[] {
  const merged = new Map<string, number>();
  for (const { variant, weight } of weights) merged.set(variant, (merged.get(variant) ?? 0) + weight);
  const entries = [...merged].map(([variant, weight]) => ({ variant, weight }));
  const total = entries.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [];
  const exact = entries.map(({ variant, weight }) => ({ variant, part: (weight * 10_000) / total }));
  const shares = exact.map(({ variant, part }) => ({
    variant,
    part,
    share: part > 0 ? Math.max(1, Math.floor(part)) : 0,
  }));
  let left = 10_000 - shares.reduce((sum, { share }) => sum + share, 0);
  // The largest remainders get what rounding down left over; the largest shares give what rounding up took.
  const order = [...shares].sort((a, b) => b.part - b.share - (a.part - a.share));
  for (const entry of order) {
    if (left <= 0) break;
    entry.share++;
    left--;
  }
  while (left < 0) {
    const largest = shares.reduce((a, b) => (b.share > a.share ? b : a));
    largest.share--;
    left++;
  }
  return shares.map(({ variant, share }) => ({ variant, share }));
}

/** Shares as small weights: percents where that is exact, so that the file reads as people would write it. */
export function weightsOf(shares: readonly VariantShare[]): PlainFractional['weights'] {
  const step = shares.every(({ share }) => share % 100 === 0) ? 100 : 1;
  return shares.map(({ variant, share }) => ({ variant, weight: share / step }));
}

/** How many rules a person would count: the conditions of `if`, or one. */
export function countRules(targeting: unknown): number {
  const branches = ifBranches(targeting);
  if (branches === null) return 1;
  return (
    Math.floor(branches.length / 2) +
    (branches.length % 2 === 1 && ifBranches(branches.at(-1)) !== null ? countRules(branches.at(-1)) : 0)
  );
}

function outcome(targeting: unknown, defaultVariant: string | null, variants: ReadonlySet<string>): Serving {
  const fallback: Serving = defaultVariant === null ? { kind: 'off' } : { kind: 'static', variant: defaultVariant };
  if (isNothing(targeting)) return fallback;
  if (typeof targeting === 'string' && variants.has(targeting)) return { kind: 'static', variant: targeting };
  const plain = plainFractional(targeting);
  if (plain !== null && plain.weights.every(({ variant }) => variants.has(variant))) {
    const shares = sharesOf(plain.weights);
    const positive = shares.filter(({ share }) => share > 0);
    const [only] = positive;
    if (only === undefined) return fallback;
    return positive.length === 1 ? { kind: 'static', variant: only.variant } : { kind: 'fractional', shares };
  }
  return {
    kind: 'targeted',
    rules: countRules(targeting),
    otherwise: otherwiseOf(targeting, fallback, defaultVariant, variants),
  };
}

function otherwiseOf(
  targeting: unknown,
  fallback: Serving,
  defaultVariant: string | null,
  variants: ReadonlySet<string>,
): Serving {
  const branches = ifBranches(targeting);
  if (branches === null || branches.length % 2 === 0) return fallback;
  const last = outcome(branches.at(-1), defaultVariant, variants);
  return last.kind === 'targeted' ? last.otherwise : last;
}

function ifBranches(targeting: unknown): readonly unknown[] | null {
  if (!isRule(targeting) || Object.keys(targeting).length !== 1) return null;
  const branches = targeting['if'];
  return Array.isArray(branches) && branches.length >= 2 ? branches : null;
}

function isNothing(targeting: unknown): boolean {
  return targeting === undefined || targeting === null || (isRule(targeting) && Object.keys(targeting).length === 0);
}

function isRule(value: unknown): value is FlagdRule {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
