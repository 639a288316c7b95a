/** Where two control planes disagree about one flag. Pure: what is not known is never a disagreement. */
import type { FlagIndex } from '../join.ts';
import type { Flag, FlagState, JsonValue, Scope, Serving } from '../model.ts';
import { effectiveServing, formatShare, fullShare, servingLabel, stateIn } from './serving.ts';

/** One of the two. `index` null: nothing is known of its flags. */
export interface ComparedSide {
  /** As configured: "legacy". */
  readonly name: string;
  readonly index: FlagIndex | null;
}

export interface ComparedPair {
  /** The control plane that decides. */
  readonly authoritative: ComparedSide;
  readonly compared: ComparedSide;
  /** By the authoritative one's name of an environment: what the compared one calls it; default: the same. */
  readonly environmentNames: { readonly [environment: string]: string };
}

/** `share`: both divide the load among the same values, but differently. `serving`: everything else that is served differently. */
export type DifferenceKind = 'missing' | 'archived' | 'value-type' | 'variants' | 'permanence' | 'serving' | 'share';

export interface Difference {
  readonly key: string;
  readonly what: DifferenceKind;
  /** Where, in the authoritative one's words; null: everywhere. */
  readonly scope: Scope | null;
  /** What each of them says, for people: "on", "missing", "boolean". Safe to show after escaping. */
  readonly authoritative: string;
  readonly compared: string;
}

/** Something that could not be compared. */
export interface NotKnown {
  readonly key: string;
  readonly scope: Scope | null;
  /** One sentence. */
  readonly why: string;
}

export interface FlagComparison {
  readonly differences: readonly Difference[];
  readonly notKnown: readonly NotKnown[];
}

const nothing: FlagComparison = { differences: [], notKnown: [] };

/**
 * Kinds of control planes that keep for every flag whether it is permanent. In others (a tag, a metadata field that may be left
 * out) only a yes says something.
 */
const keepPermanence: ReadonlySet<string> = new Set(['sluice', 'unleash', 'launchdarkly']);

/** Compares one flag. Nothing where either control plane's flags are not known at all, or neither has it. */
export function compareFlag(key: string, pair: ComparedPair): FlagComparison {
  const { authoritative, compared } = pair;
  if (authoritative.index === null || compared.index === null) return nothing;
  const left = authoritative.index.get(key);
  const right = compared.index.get(key);
  if (left === null && right === null) return nothing;
  if (left === null || right === null)
    return oneLacksIt(key, left ?? right, left === null ? authoritative : compared, pair);
  if (left.archivedAt !== null && right.archivedAt !== null) return nothing;
  if (left.archivedAt !== null || right.archivedAt !== null) {
    const say = (flag: Flag): string => (flag.archivedAt === null ? 'in use' : 'archived');
    return differing({ key, what: 'archived', scope: null, authoritative: say(left), compared: say(right) });
  }
  const nature = compareNature(left, right, pair);
  // Values of two types differ everywhere, and saying so for every environment would add nothing.
  if (left.valueType !== right.valueType) return nature;
  const servings = compareServings(left, right, pair);
  return {
    differences: [...nature.differences, ...servings.differences],
    notKnown: [...nature.notKnown, ...servings.notKnown],
  };
}

/** What the compared one calls an environment of the authoritative one. */
export function counterpartOf(environment: string, { environmentNames }: ComparedPair): string {
  return Object.hasOwn(environmentNames, environment) ? (environmentNames[environment] ?? environment) : environment;
}

function differing(difference: Difference): FlagComparison {
  return { differences: [difference], notKnown: [] };
}

/** A flag that is archived in one and gone in the other is gone in both: many control planes do not list archived flags. */
function oneLacksIt(key: string, flag: Flag | null, lacking: ComparedSide, pair: ComparedPair): FlagComparison {
  if (flag === null || flag.archivedAt !== null) return nothing;
  if (!lacking.index?.canShowAbsence) {
    const why = `${lacking.name} may have it: its state is incomplete, empty or too old to show that a flag is missing.`;
    return { differences: [], notKnown: [{ key, scope: null, why }] };
  }
  const say = (side: ComparedSide): string => (side === lacking ? 'missing' : 'there');
  const { authoritative, compared } = pair;
  return differing({
    key,
    what: 'missing',
    scope: null,
    authoritative: say(authoritative),
    compared: say(compared),
  });
}

function compareNature(left: Flag, right: Flag, pair: ComparedPair): FlagComparison {
  const { key } = left;
  const differences: Difference[] = [];
  const notKnown: NotKnown[] = [];
  const differ = (what: DifferenceKind, authoritative: string, compared: string): void =>
    void differences.push({ key, what, scope: null, authoritative, compared });
  if (left.valueType !== right.valueType) differ('value-type', left.valueType, right.valueType);
  else if (left.valueType !== 'boolean') {
    const [ours, theirs] = [valuesOf(left), valuesOf(right)];
    if (ours.length === 0 || theirs.length === 0) {
      const { name } = ours.length === 0 ? pair.authoritative : pair.compared;
      notKnown.push({ key, scope: null, why: `${name} does not tell its variants.` });
    } else if (ours.join() !== theirs.join()) differ('variants', ours.join(', '), theirs.join(', '));
  }
  const tells = (flag: Flag, side: ComparedSide): boolean =>
    flag.permanent || keepPermanence.has(side.index?.snapshot.controlPlane.kind ?? '');
  if (left.permanent !== right.permanent && tells(left, pair.authoritative) && tells(right, pair.compared)) {
    const say = (flag: Flag): string => (flag.permanent ? 'permanent' : 'temporary');
    differ('permanence', say(left), say(right));
  }
  return { differences, notKnown };
}

/** Environment by environment; then overrides, as far as they serve another pair than the scope around them. */
function compareServings(left: Flag, right: Flag, pair: ComparedPair): FlagComparison {
  const { key } = left;
  const differences: Difference[] = [];
  const notKnown: NotKnown[] = [];
  for (const environment of Object.keys(left.environments).sort()) {
    const counterpart = counterpartOf(environment, pair);
    const [ours, theirs] = [stateIn(left, environment), stateIn(right, counterpart)];
    if (ours === null) continue;
    if (theirs === null) {
      // An environment that the other one does not have at all is told once, not for every flag.
      if (!hasEnvironment(pair.compared, counterpart)) continue;
      const why = `${pair.compared.name} does not tell what the flag serves in ${counterpart}.`;
      notKnown.push({ key, scope: { environment, datacenter: null, server: null }, why });
      continue;
    }
    const told = new Set<string>();
    for (const { datacenter, server } of scopesOf(ours, theirs)) {
      const scope = { environment, datacenter, server };
      const result = compareServing(
        { flag: left, serving: effectiveServing(ours, datacenter, server) },
        { flag: right, serving: effectiveServing(theirs, datacenter, server) },
      );
      if (result.kind === 'same' || told.has(JSON.stringify(result))) continue;
      told.add(JSON.stringify(result));
      if (result.kind === 'not-known') notKnown.push({ key, scope, why: result.why });
      else {
        const { kind: what, authoritative, compared } = result;
        differences.push({ key, what, scope, authoritative, compared });
      }
    }
  }
  return { differences, notKnown };
}

function hasEnvironment({ index }: ComparedSide, environment: string): boolean {
  return index?.snapshot.environments.some(({ key }) => key === environment) ?? false;
}

/** The environment itself, then whatever has an override in either, sorted, datacenters before their servers. */
function scopesOf(ours: FlagState, theirs: FlagState): readonly Omit<Scope, 'environment'>[] {
  const scopes = new Map<string, Omit<Scope, 'environment'>>();
  for (const { datacenter, server } of [...ours.scopes, ...theirs.scopes])
    scopes.set(JSON.stringify([datacenter, server ?? '']), { datacenter, server });
  const sorted = [...scopes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, scope]) => scope);
  return [{ datacenter: null, server: null }, ...sorted];
}

interface Served {
  readonly flag: Flag;
  readonly serving: Serving;
}

type ServingResult =
  | { readonly kind: 'same' }
  | { readonly kind: 'not-known'; readonly why: string }
  | { readonly kind: 'serving' | 'share'; readonly authoritative: string; readonly compared: string };

function compareServing(left: Served, right: Served): ServingResult {
  const [ours, theirs] = [outcomeOf(left), outcomeOf(right)];
  const isSame = ours.shares === theirs.shares;
  if (ours.isRuled && theirs.isRuled && isSame) {
    return { kind: 'not-known', why: 'Rules decide in both, and rules cannot be compared.' };
  }
  if (isSame && ours.isRuled === theirs.isRuled) return { kind: 'same' };
  let [authoritative, compared] = [labelOf(left), labelOf(right)];
  // The same name for another value: the name alone would say that nothing differs.
  if (authoritative === compared) [authoritative, compared] = [ours.shares, theirs.shares];
  const isShare =
    !ours.isRuled && !theirs.isRuled && ours.values.length > 1 && ours.values.join() === theirs.values.join();
  return { kind: isShare ? 'share' : 'serving', authoritative, compared };
}

function labelOf({ flag, serving }: Served): string {
  return servingLabel(flag, serving);
}

/** What code gets, however each control plane names its variants. */
interface Outcome {
  /** Values with their shares, sorted: `true 25 %, false 75 %`. */
  readonly shares: string;
  readonly values: readonly string[];
  /** Rules come first; `shares` is what is served where none matches. */
  readonly isRuled: boolean;
}

function outcomeOf({ flag, serving }: Served): Outcome {
  if (serving.kind === 'targeted') {
    const otherwise = outcomeOf({ flag, serving: serving.otherwise });
    return serving.rules === 0 ? otherwise : { ...otherwise, isRuled: true };
  }
  const sums = new Map<string, number>();
  const add = (value: string, share: number): void => void sums.set(value, (sums.get(value) ?? 0) + share);
  // A disabled flag leaves it to the code; what code falls back to for a boolean flag is false, or the flag would do nothing.
  if (serving.kind === 'off') add(flag.valueType === 'boolean' ? 'false' : "the code's default", fullShare);
  else if (serving.kind === 'static') add(valueOf(flag, serving.variant), fullShare);
  else for (const { variant, share } of serving.shares) if (share > 0) add(valueOf(flag, variant), share);
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    shares: sorted.map(([value, share]) => (share === fullShare ? value : `${value} ${formatShare(share)}`)).join(', '),
    values: sorted.map(([value]) => value),
    isRuled: false,
  };
}

function valueOf(flag: Flag, name: string): string {
  const variant = flag.variants.find((candidate) => candidate.name === name);
  return variant === undefined ? `variant ${name}` : canonical(variant.value);
}

function valuesOf(flag: Flag): readonly string[] {
  return [...new Set(flag.variants.map(({ value }) => canonical(value)))].sort();
}

/** JSON with sorted keys: two control planes need not keep the same order. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
