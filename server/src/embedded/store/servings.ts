/** The domain's rules for servings, and since when a flag has served one and the same thing. Pure. */
import type { Environment, FlagKind, JsonValue, Scope, Serving, ValueType, Variant } from '../../core/model.ts';
import { invalid } from '../errors.ts';

/** What a flag has before anybody says otherwise. */
export const defaultVariants: readonly Variant[] = [
  { name: 'on', value: true },
  { name: 'off', value: false },
];

/**
 * Checks a flag's variants against its kind and gives the type of their values.
 * @throws ApiError `invalid`
 */
export function checkVariants(kind: FlagKind, variants: readonly Variant[]): ValueType {
  const names = variants.map((variant) => variant.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`There are two variants named "${twice}".`, 'variants');
  const types = new Set(variants.map((variant) => valueTypeOf(variant.value)));
  const [valueType] = types;
  if (valueType === undefined || types.has('null') || types.size !== 1 || valueType === 'null') {
    throw invalid(
      'The values of the variants must all be boolean, string, number or object, and not null.',
      'variants',
    );
  }
  if (kind === 'switch') {
    const values = new Set(variants.map((variant) => variant.value));
    if (variants.length !== 2 || !values.has(true) || !values.has(false)) {
      throw invalid('A switch has exactly two variants, one true and one false.', 'variants');
    }
  }
  if (kind === 'valve' && variants.length < 2)
    throw invalid('A valve divides the load between at least two variants.', 'variants');
  return valueType;
}

/** What is served where nothing was said: the variant that is false, else nothing (the default value in the code). */
export function defaultServing(variants: readonly Variant[]): Serving {
  const off = variants.find((variant) => variant.value === false);
  return off ? { kind: 'static', variant: off.name } : { kind: 'off' };
}

/**
 * Checks a serving against the flag it is for and brings it into one spelling (shares in the order of the variants).
 * @throws ApiError `invalid`
 */
export function checkServing(flag: { kind: FlagKind; variants: readonly Variant[] }, serving: Serving): Serving {
  const names = flag.variants.map((variant) => variant.name);
  if (serving.kind === 'off') return { kind: 'off' };
  if (serving.kind === 'targeted') throw invalid('This control plane has no targeting rules.', 'serving.kind');
  if (serving.kind === 'static') {
    if (!names.includes(serving.variant)) throw unknownVariant(serving.variant, names);
    return { kind: 'static', variant: serving.variant };
  }
  if (flag.kind === 'switch') {
    throw invalid('A switch is on or off: it cannot serve shares. Make the flag a valve for that.', 'serving.kind');
  }
  const shares = new Map<string, number>();
  for (const { variant, share } of serving.shares) {
    if (!names.includes(variant)) throw unknownVariant(variant, names);
    if (shares.has(variant)) throw invalid(`The variant "${variant}" has two shares.`, 'serving.shares');
    shares.set(variant, share);
  }
  const sum = [...shares.values()].reduce((total, share) => total + share, 0);
  if (sum !== 10000) throw invalid(`The shares add up to ${sum}; they must add up to 10000 (100 %).`, 'serving.shares');
  const ordered = names.flatMap((variant) => {
    const share = shares.get(variant);
    return share === undefined ? [] : [{ variant, share }];
  });
  return { kind: 'fractional', shares: ordered };
}

/**
 * Checks that a scope exists.
 * @throws ApiError `invalid`, naming what there is
 */
export function checkScope(environments: readonly Environment[], scope: Scope): void {
  const environment = environments.find(({ key }) => key === scope.environment);
  if (!environment) throw unknown('environment', scope.environment, 'this project', keysOf(environments));
  if (scope.datacenter === null) {
    if (scope.server !== null) throw invalid(`Name the datacenter of the server "${scope.server}".`, 'datacenter');
    return;
  }
  const datacenter = environment.datacenters.find(({ key }) => key === scope.datacenter);
  if (!datacenter) {
    throw unknown('datacenter', scope.datacenter, `environment "${environment.key}"`, keysOf(environment.datacenters));
  }
  if (scope.server !== null && !datacenter.servers.includes(scope.server)) {
    throw unknown('server', scope.server, `datacenter "${datacenter.key}"`, datacenter.servers);
  }
}

/**
 * Since when every scope has served one and the same variant, after a change at `at`; null where it does not.
 * A fractional serving with everything on one variant is that variant; off is a constant of its own.
 */
export function constantSince(
  before: { readonly servings: readonly Serving[]; readonly since: string | null },
  after: readonly Serving[],
  at: string,
): string | null {
  const now = constantOf(after);
  if (now === null) return null;
  return constantOf(before.servings) === now ? before.since : at;
}

/** True when both serve the same in the same words. */
export function sameServing(a: Serving | null, b: Serving | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The names of scopes for people: "production", "production / fra / fra-1". */
export function describeScope(scope: Scope): string {
  return [scope.environment, scope.datacenter, scope.server].filter((part) => part !== null).join(' / ');
}

function constantOf(servings: readonly Serving[]): string | null {
  const [first, ...others] = servings.map(onlyVariant);
  if (first === undefined || first === null) return null;
  return others.every((other) => other === first) ? first : null;
}

/** The one thing a serving gives to everybody, with a prefix that keeps the variant "off" and a disabled flag apart. */
function onlyVariant(serving: Serving): string | null {
  if (serving.kind === 'off') return 'off';
  if (serving.kind === 'static') return `variant:${serving.variant}`;
  if (serving.kind === 'targeted') return null;
  const all = serving.shares.find(({ share }) => share === 10000);
  return all ? `variant:${all.variant}` : null;
}

function valueTypeOf(value: JsonValue): ValueType | 'null' {
  if (value === null) return 'null';
  const type = typeof value;
  return type === 'boolean' || type === 'string' || type === 'number' ? type : 'object';
}

function keysOf(items: readonly { readonly key: string }[]): readonly string[] {
  return items.map(({ key }) => key);
}

function unknownVariant(variant: string, names: readonly string[]): Error {
  return invalid(`This flag has no variant "${variant}"; it has ${quoteAll(names)}.`, 'serving');
}

function unknown(what: string, key: string, where: string, known: readonly string[]): Error {
  const there = known.length === 0 ? `there are no ${what}s in it` : `known: ${quoteAll(known)}`;
  return invalid(`There is no ${what} "${key}" in ${where}; ${there}.`, what);
}

function quoteAll(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `"${name}"`);
  return names.length > 20 ? `${shown.join(', ')} and ${names.length - 20} more` : shown.join(', ');
}
