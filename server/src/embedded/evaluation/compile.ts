/**
 * What one scope serves, as a flagd flag definition (https://flagd.dev/schema/v0/flags.json). Pure.
 *
 * Overrides are resolved here, so that each flag is as simple as can be: disabled, one variant for everybody, or a division
 * by targeting key. An application needs no attribute of its own to get what its server should.
 */
import type { Flag, JsonValue, Serving, VariantShare } from '../../core/model.ts';
import { effectiveServing, fullShare, offVariant, singleVariant, stateIn } from '../../core/state/serving.ts';

/** A flag of a flagd definition. */
export interface FlagdFlag {
  readonly state: 'ENABLED' | 'DISABLED';
  readonly variants: Readonly<Record<string, JsonValue>>;
  /** What everybody gets; with a division, what is served where there is no targeting key. */
  readonly defaultVariant: string;
  /** Weights are shares (1/100 %) and add up to 10000 always: buckets would move otherwise. */
  readonly targeting?: { readonly fractional: readonly (readonly [string, number])[] };
  readonly metadata: Readonly<Record<string, string>>;
}

/** The scope that a definition is for: a server, a datacenter (`server` null) or a whole environment (both null). */
export interface ServedScope {
  readonly project: string;
  readonly environment: string;
  readonly datacenter: string | null;
  readonly server: string | null;
}

/** A scope, and the flags of its project at a revision. */
export interface FlagSet extends ServedScope {
  readonly revision: string;
  readonly flags: readonly Flag[];
}

/** The definition's text: the same for the same input. Flags that are archived or have no state in the environment are left out. */
export function compileDefinition(set: FlagSet): string {
  const flags = set.flags.flatMap((flag) => {
    const serving = servingIn(flag, set);
    return serving === null ? [] : [`${JSON.stringify(flag.key)}:${JSON.stringify(compileFlag(flag, serving))}`];
  });
  return definitionText(flagSetMetadata(set, set.revision), flags);
}

/** What a flag serves in a scope; null where the scope's definition leaves it out. */
export function servingIn(flag: Flag, scope: ServedScope): Serving | null {
  const state = flag.archivedAt === null ? stateIn(flag, scope.environment) : null;
  return state === null ? null : effectiveServing(state, scope.datacenter, scope.server);
}

export function compileFlag(flag: Flag, serving: Serving): FlagdFlag {
  const base = baseVariant(flag);
  const common = {
    state: 'ENABLED' as const,
    variants: Object.fromEntries(flag.variants.map(({ name, value }) => [name, value])),
    metadata: metadataOf(flag),
  };
  const single = singleVariant(serving);
  if (single !== null) return { ...common, defaultVariant: single };
  switch (serving.kind) {
    case 'fractional':
      return { ...common, defaultVariant: base, targeting: { fractional: division(flag, serving.shares, base) } };
    case 'targeted':
      // The embedded control plane has no rules; where they came from elsewhere, only what remains without them can be said.
      return compileFlag(flag, serving.otherwise);
    default:
      return { ...common, state: 'DISABLED', defaultVariant: base };
  }
}

/** `scope` is there because the official in-process provider would otherwise put its selector, with the token, in its place. */
export function flagSetMetadata(scope: ServedScope, revision: string): Readonly<Record<string, string>> {
  const flagSetId = `${scope.project}/${scope.environment}`;
  return { flagSetId, version: revision, scope: flagSetId };
}

/** @param flags each as `"key":{...}` */
export function definitionText(metadata: Readonly<Record<string, string>>, flags: readonly string[]): string {
  const schema = 'https://flagd.dev/schema/v0/flags.json';
  return `{"$schema":"${schema}","metadata":${JSON.stringify(metadata)},"flags":{${flags.join(',')}}}`;
}

/**
 * The variant that whoever is not inside gets: the one without the feature, else the last. It comes last in a division, so
 * that the variants before it take a growing part from the same end of the buckets: whoever is inside stays inside.
 */
function baseVariant(flag: Flag): string {
  return (offVariant(flag) ?? flag.variants.at(-1))?.name ?? '';
}

function division(flag: Flag, shares: readonly VariantShare[], base: string): readonly (readonly [string, number])[] {
  const sums = new Map<string, number>();
  for (const { variant, share } of shares) sums.set(variant, (sums.get(variant) ?? 0) + share);
  const inside = flag.variants.flatMap(({ name }) => {
    const share = sums.get(name) ?? 0;
    return name === base || share === 0 ? [] : [[name, share] as const];
  });
  const rest = fullShare - inside.reduce((sum, [, share]) => sum + share, 0);
  return rest === 0 ? inside : [...inside, [base, rest]];
}

function metadataOf(flag: Flag): Readonly<Record<string, string>> {
  const all = {
    owner: flag.owner,
    purpose: flag.purpose,
    kind: flag.kind,
    expires: flag.expiresAt,
    created: flag.createdAt,
    revision: flag.revision,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null));
}
