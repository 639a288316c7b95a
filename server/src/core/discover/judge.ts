/** Decides of a group of calls whether they read flags, and says why. */
import {
  holdsSettings,
  isCompound,
  flagScore,
  isReadingName,
  makesMessage,
  showsSomething,
  speaksOfOtherThings,
  wordsOf,
} from './words.ts';
import type { Evidence } from './evidence.ts';
import type { CallFact, Group, Target } from './functions.ts';
import type { Registry } from './registries.ts';

export interface Verdict {
  readonly target: Target;
  readonly isProposed: boolean;
  /** Where the key is passed. */
  readonly key: number | string;
  /** Calls outside of tests with a known key there. */
  readonly calls: number;
  readonly keys: ReadonlySet<string>;
  readonly listed: { readonly registry: Registry; readonly listed: number } | null;
  /** Keys that are read through an SDK, too. */
  readonly shared: number;
  /** What speaks against it, in words; empty where nothing does. */
  readonly against: string;
}

const enough = 4;
/** Below this a group is not worth a word. */
const worthAWord = 2;

/** null: nothing speaks for it, or Sluice reads it already. */
export function judge(evidence: Evidence, { target, calls }: Group): Verdict | null {
  const place = bestPlace(calls);
  if (place === null) return null;
  const known = calls.filter(({ keys }) => (keys.get(place)?.length ?? 0) > 0);
  if (known.every(({ isFound }) => isFound)) return null;
  const real = known.filter(({ inTest }) => !inTest);
  const computed = calls.filter(({ keys, inTest }) => keys.get(place) === null && !inTest).length;
  const strings = real.flatMap(({ keys }) => keys.get(place) ?? []);
  const keys = new Set(strings.map(({ value }) => value));
  const listing = evidence.registries.listing(keys);
  const written = strings.map(({ at }) => evidence.registries.writtenIn(at)).filter((registry) => registry !== null);
  const listed = listing && listing.listed * 2 >= keys.size ? listing : null;
  const shared = [...keys].filter((key) => evidence.knownKeys.has(key)).length;

  const said = saidBy(evidence, target, place);
  const { context, parameter } = said;
  const decisions = real.filter(({ isDecision }) => isDecision).length;
  const isReading = isReadingName(target.name);
  const isListed = written.length > 0 && written.length * 2 >= strings.length;
  const isDeciding = real.length > 0 && decisions * 2 >= real.length;
  // `Feature` may show one of the shop's advantages; where there is nothing to show, it decides whether others are shown.
  // `<MenuItem featureFlag="new-cart">` is called like something else, but says what it is given.
  const isNamedPlace = typeof place === 'string' && parameter === 3;
  const isBareGate = said.name === 1 && typeof place === 'string' && isDeciding;
  const name = isBareGate || isNamedPlace ? Math.max(said.name, 2) : said.name;
  // A name such as `isEnabled` says nothing by itself: what it is called on, or what is passed, must speak of flags.
  const passesFlags = isListed && isDeciding && (isReading || written.some((registry) => flagScore(registry.name) > 1));
  const compound = [...keys].filter(isCompound).length;
  if (name === 0 && !(isReading && context > 0) && !passesFlags) return null;
  // `editor.features.includes('bold')`: keys of one everyday word are no flags unless something else says so.
  if (name === 0 && context < 2 && compound * 2 < keys.size) return null;
  // `organization.features.includes('new-cart')`: many flags, all of them asked for a yes or no.
  const answersYesOrNo = /^(?:is|has|includes)(?![a-z])/.test(target.name) && real.every(({ isAnswer }) => isAnswer);
  const isMany =
    keys.size >= 6 && compound * 4 >= keys.size * 3 && (answersYesOrNo || decisions * 5 >= real.length * 3);
  const score =
    name +
    (target.kind === 'method' ? context : Math.min(context, 1)) +
    (parameter > 0 ? 1 : 0) +
    (listed && listed.listed >= 2 ? 2 : listed ? 1 : 0) +
    (isListed ? 1 : 0) +
    (isReading && context === 3 ? 1 : 0) +
    (shared > 0 ? 2 : 0) +
    (keys.size >= 3 ? 1 : 0) +
    (keys.size >= 8 ? 1 : 0) +
    (isMany ? 2 : 0) +
    (isDeciding ? 1 : 0) -
    (compound * 2 < keys.size && !listed ? 2 : 0);
  if (score < worthAWord || real.length === 0) return null;

  const isCertain =
    (name === 3 && (context > 0 || parameter > 0 || listed !== null || shared > 0)) ||
    (context === 3 && (shared > 0 || isReading)) ||
    // `flags.has(featureFlags.newCart)`: all of it speaks of flags.
    (context === 2 && isReading && isListed && written.every((registry) => flagScore(registry.name) === 3)) ||
    (isNamedPlace && listed !== null);
  const against = otherThing(evidence, isNamedPlace ? null : target, keys, listed?.registry ?? null)
    ? 'its names speak of permissions, plans or other things that are no flags'
    : makesMessage(target.name)
      ? 'it makes a message'
      : typeof place === 'string' && !isNamedPlace && showsSomething(target.name)
        ? 'it is a part of the page that has a name'
        : real.filter(({ isAnswer }) => !isAnswer).length * 2 > real.length
          ? 'what it returns is not used'
          : keys.size < 2 && !isCertain
            ? `it is called with a single key (${[...keys][0] ?? ''})`
            : computed > real.length * 2
              ? 'most of its keys are computed'
              : target.kind === 'method' && target.owners.size === 0 && name < 3
                ? 'nothing tells the object it is called on from others with such a method'
                : score < enough || (name < 2 && context < 2 && listed === null && shared === 0 && !isMany)
                  ? 'too little speaks for it'
                  : '';
  return { target, isProposed: against === '', key: place, calls: real.length, keys, listed, shared, against };
}

/** The place where most calls pass a key; of several, the one that holds more different keys, then the first. */
function bestPlace(calls: readonly CallFact[]): number | string | null {
  const places = new Map<number | string, { count: number; keys: Set<string> }>();
  for (const call of calls) {
    for (const [place, strings] of call.keys) {
      const entry = places.get(place) ?? { count: 0, keys: new Set() };
      places.set(place, entry);
      if (strings === null || strings.length === 0) continue;
      entry.count++;
      for (const { value } of strings) entry.keys.add(value);
    }
  }
  const weight = ([place, { count, keys }]: [number | string, { count: number; keys: Set<string> }]): number =>
    count + keys.size * 2 + (place === 0 ? 0.5 : 0) + (typeof place === 'string' && flagScore(place) > 0 ? 1 : 0);
  const [best] = [...places].filter(([, { count }]) => count > 0).sort((a, b) => weight(b) - weight(a));
  return best ? best[0] : null;
}

/** How much the name, what it belongs to and its parameter speak of flags. */
function saidBy(
  { program, pathOf }: Evidence,
  target: Target,
  place: number | string,
): { readonly name: number; readonly context: number; readonly parameter: number } {
  const name = flagScore(target.name);
  if (target.kind === 'package') return { name, context: flagScore(target.specifier), parameter: 0 };
  if (target.kind === 'method')
    return {
      name,
      context: Math.max(0, ...[...target.owners].map((owner) => flagScore(owner) || (holdsSettings(owner) ? 1 : 0))),
      parameter: typeof place === 'string' ? flagScore(place) : 0,
    };
  const file = program.files.get(target.uri);
  const parameter = file?.bindings.find(
    ({ parameter: fact }) =>
      fact?.function === target.function &&
      (typeof place === 'number' ? fact.index === place && fact.path.length === 0 : fact.path[0] === place),
  );
  const path = pathOf(target.uri).split('/').slice(-2);
  return {
    name,
    context: Math.max(0, ...path.map(flagScore)),
    parameter: Math.max(flagScore(parameter?.name ?? ''), typeof place === 'string' ? flagScore(place) : 0),
  };
}

function otherThing(
  { pathOf, program }: Evidence,
  target: Target | null,
  keys: ReadonlySet<string>,
  registry: Registry | null,
): boolean {
  const names = [target?.name ?? '', registry?.name ?? ''];
  if (target?.kind === 'method') names.push(...target.owners);
  if (target?.kind === 'declared') names.push(...pathOf(target.uri).split('/').slice(-2));
  // `readFlag(argv, 'verbose')`: a switch of the command line.
  if (target?.kind === 'declared') {
    const { bindings = [] } = program.files.get(target.uri) ?? {};
    names.push(
      ...bindings
        .filter(({ name, parameter }) => name === 'argv' && parameter?.function === target.function)
        .map(({ name }) => name),
    );
  }
  if (registry) names.push(...pathOf(registry.at.uri).split('/').slice(-2));
  if (names.some(speaksOfOtherThings)) return true;
  // `hasFeature('plan:pro')`: the keys themselves may say so.
  const others = [...keys].filter((key) =>
    /^(?:permission|plan|entitlement|role)s?$/.test(wordsOf(key)[0] ?? ''),
  ).length;
  return others * 2 > keys.size;
}
