/** What a flag serves: in which scope, how much of the load, in words. */
import type { Flag, FlagState, Serving, ValueType, Variant, VariantShare } from '../model.ts';
import { visible } from '../text.ts';

/** All of the load, in 1/100 %. */
export const fullShare = 10_000;

/** The flag's state in an environment; null where the control plane does not tell. */
export function stateIn(flag: Flag, environment: string): FlagState | null {
  return Object.hasOwn(flag.environments, environment) ? (flag.environments[environment] ?? null) : null;
}

/** What applies in a scope: the override of the server, else that of its datacenter, else the environment's serving. */
export function effectiveServing(state: FlagState, datacenter: string | null, server: string | null): Serving {
  const inDatacenter = datacenter === null ? [] : state.scopes.filter((scope) => scope.datacenter === datacenter);
  const own = server === null ? undefined : inDatacenter.find((scope) => scope.server === server);
  const wider = inDatacenter.find((scope) => scope.server === null);
  return (own ?? wider)?.serving ?? state.serving;
}

/** The one variant that everybody gets; null where there are several, rules decide, or the flag is disabled. */
export function singleVariant(serving: Serving): string | null {
  switch (serving.kind) {
    case 'off':
      return null;
    case 'static':
      return serving.variant;
    case 'fractional':
      return sharesOf(serving.shares).find(([, share]) => share === fullShare)?.[0] ?? null;
    case 'targeted':
      return serving.rules === 0 ? singleVariant(serving.otherwise) : null;
  }
}

/**
 * 0..10000 of the load that gets the feature: the true variants of a boolean flag, whatever is not the off variant of a valve.
 * A disabled flag gives nobody the feature: 0. null where rules decide or the variants are not a more or less of something.
 */
export function openShare(flag: Flag, serving: Serving): number | null {
  switch (serving.kind) {
    case 'off':
      return 0;
    case 'static':
      return openShareOf(flag, [{ variant: serving.variant, share: fullShare }]);
    case 'fractional':
      return openShareOf(flag, serving.shares);
    case 'targeted':
      return serving.rules === 0 ? openShare(flag, serving.otherwise) : null;
  }
}

/**
 * True where both serve the same to everybody, however it is written: all of the load on one variant is that variant.
 * Targeted servings show only the number of their rules, so for them this means "cannot be told apart".
 */
export function sameServing(left: Serving, right: Serving): boolean {
  if (left.kind === 'targeted' && left.rules > 0) {
    return right.kind === 'targeted' && left.rules === right.rules && sameServing(left.otherwise, right.otherwise);
  }
  if (right.kind === 'targeted' && right.rules > 0) return false;
  const [leftShares, rightShares] = [sharesServed(left), sharesServed(right)];
  if (leftShares === null || rightShares === null) return leftShares === rightShares;
  return (
    leftShares.length === rightShares.length &&
    leftShares.every(
      ([variant, share], index) => rightShares[index]?.[0] === variant && rightShares[index][1] === share,
    )
  );
}

/**
 * What is served, for people: `on`, `off`, `25 %`, `targeted, else off`, `variant blue`, `blue 30 %, green 70 %`.
 * A valve is always told in percent, a disabled flag is `off`.
 */
export function servingLabel(flag: Flag, serving: Serving): string {
  if (serving.kind === 'off') return 'off';
  if (serving.kind === 'targeted') {
    const otherwise = servingLabel(flag, serving.otherwise);
    return serving.rules === 0 ? otherwise : `targeted, else ${otherwise}`;
  }
  const share = openShare(flag, serving);
  if (share !== null) {
    if (flag.kind === 'valve') return formatShare(share);
    if (share === fullShare) return 'on';
    return share === 0 ? 'off' : formatShare(share);
  }
  const single = singleVariant(serving);
  if (single !== null) return `variant ${visible(single, 40)}`;
  const shares = serving.kind === 'fractional' ? serving.shares : [];
  return shares
    .filter((part) => part.share > 0)
    .map((part) => `${visible(part.variant, 40)} ${formatShare(part.share)}`)
    .join(', ');
}

/** A share in percent: 2500 is `25 %`, 8 is `0.08 %`. */
export function formatShare(share: number): string {
  return `${share / 100} %`;
}

/** The variant that means "without the feature"; null where none does. */
export function offVariant(flag: Pick<Flag, 'variants'>): Variant | null {
  return (
    flag.variants.find((variant) => variant.value === false) ??
    flag.variants.find((variant) => variant.name.toLowerCase() === 'off') ??
    flag.variants.find((variant) => variant.value === 0 || variant.value === '' || variant.value === null) ??
    null
  );
}

/** A serving, or one sentence on why there can be none. */
export type ServingResult =
  | { readonly ok: true; readonly serving: Serving }
  | { readonly ok: false; readonly message: string };

/**
 * The serving that gives the feature to `share` (0..10000) of the load. A switch takes 0 and 10000 only.
 * The open variant comes first in a division, so that whoever is inside stays inside when the share grows.
 * `current`, where given, is what the scope serves now: rules in it would be lost, so they are refused.
 */
export function servingForShare(flag: Flag, share: number, current: Serving | null = null): ServingResult {
  const refuse = (message: string): ServingResult => ({ ok: false, message });
  if (!Number.isInteger(share) || share < 0 || share > fullShare) {
    return refuse('A share is a whole number of 1/100 % from 0 to 10000.');
  }
  if (flag.kind === 'variant') {
    return refuse('This flag chooses among variants and has no share: change it in the control plane.');
  }
  if (flag.kind === 'switch' && share !== 0 && share !== fullShare) {
    return refuse(`A switch is on or off and cannot serve ${formatShare(share)}: make the flag a valve.`);
  }
  if (current?.kind === 'targeted' && current.rules > 0) {
    return refuse('Targeting rules decide here and a share would replace them: change it in the control plane.');
  }
  const off = offVariant(flag);
  const open = flag.variants.filter((variant) => variant !== off);
  const [on] = open;
  if (off === null || on === undefined || open.length > 1) {
    return refuse('The flag needs exactly one variant for on and one for off: change it in the control plane.');
  }
  if (share === fullShare) return { ok: true, serving: { kind: 'static', variant: on.name } };
  if (share === 0) return { ok: true, serving: { kind: 'static', variant: off.name } };
  const shares = [
    { variant: on.name, share },
    { variant: off.name, share: fullShare - share },
  ];
  return { ok: true, serving: { kind: 'fractional', shares } };
}

/** The type of a value; null for a JSON null, which fits every type. */
export function valueTypeOf(value: Variant['value']): ValueType | null {
  if (value === null) return null;
  const type = typeof value;
  return type === 'boolean' || type === 'string' || type === 'number' ? type : 'object';
}

function openShareOf(flag: Flag, shares: readonly VariantShare[]): number | null {
  const off = offVariant(flag);
  let open = 0;
  for (const { variant: name, share } of shares) {
    const variant = flag.variants.find((candidate) => candidate.name === name);
    if (variant === undefined) return null;
    if (flag.valueType === 'boolean') open += variant.value === true ? share : 0;
    else if (flag.kind !== 'valve' || off === null) return null;
    else open += variant === off ? 0 : share;
  }
  return open;
}

/** The shares of a serving without rules, sorted; null where it is disabled. */
function sharesServed(serving: Serving): readonly (readonly [string, number])[] | null {
  switch (serving.kind) {
    case 'off':
      return null;
    case 'static':
      return [[serving.variant, fullShare]];
    case 'fractional':
      return sharesOf(serving.shares);
    case 'targeted':
      return sharesServed(serving.otherwise);
  }
}

/** Shares summed by variant, without empty ones, sorted by name. */
function sharesOf(shares: readonly VariantShare[]): (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const { variant, share } of shares) sums.set(variant, (sums.get(variant) ?? 0) + share);
  return [...sums].filter(([, share]) => share > 0).sort(([left], [right]) => (left < right ? -1 : 1));
}
