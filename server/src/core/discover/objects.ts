/** Objects whose members may be flags: `config.featureToggles.newCart`, `const { newCart } = useFeatureFlags()`. */
import type { Expression, FileFacts } from '../facts.ts';
import type { ConfiguredObject } from '../link/link.ts';
import { isDecision, keysOf, type Evidence } from './evidence.ts';
import { declaredIn, holderScore, namedFlags } from './named-objects.ts';
import type { Registry } from './registries.ts';
import { isCommandLinePackage, isCompound, isKeyLike, speaksOfOtherThings } from './words.ts';

export interface ObjectVerdict {
  readonly title: string;
  readonly isProposed: boolean;
  readonly objects: readonly ConfiguredObject[];
  readonly reads: number;
  readonly keys: ReadonlySet<string>;
  readonly listed: { readonly registry: Registry; readonly listed: number } | null;
  /** Where its members are declared, in words; null where nobody says. */
  readonly declared: string | null;
  readonly against: string;
}

interface ObjectGroup {
  readonly title: string;
  readonly name: string;
  readonly object: ConfiguredObject;
  readonly keys: Set<string>;
  readonly declarations: Set<string>;
  reads: number;
  tests: number;
  decisions: number;
  odd: number;
  members: number;
}

/** Members that lists, functions and answers of queries have: an object with these holds something else. */
const oddMembers = new Set(
  `length map filter find some every includes join forEach reduce push pop keys values entries has get set size data error errors loading isLoading isFetching isError
  isSuccess refetch status then name id key type value description createdAt updatedAt created_at items total count list current state props default
  toString constructor prototype call apply bind mutate setState children ref url path message title label`.split(
    /\s+/,
  ),
);

export function findObjects(evidence: Evidence): readonly ObjectVerdict[] {
  const groups = new Map<string, ObjectGroup>();
  for (const file of evidence.files) {
    if (file.bindings.some((binding) => binding.import && isCommandLinePackage(binding.import.specifier))) continue;
    for (const site of file.sites) {
      const { expression } = site;
      if (expression.kind !== 'member' && expression.kind !== 'index') continue;
      const place = expression.kind === 'member' ? expression.nameSpan : expression.index.span;
      if (evidence.isFound(file.uri, place.start)) continue;
      const found = namedFlags(evidence, file, expression.object);
      if (!found) continue;
      const read = membersRead(evidence, file, expression);
      if (read.length === 0) continue;
      const id = JSON.stringify([found.object.module, found.object.owner ?? null, found.object.name]);
      const group = groups.get(id) ?? {
        ...found,
        keys: new Set(),
        declarations: new Set(),
        reads: 0,
        tests: 0,
        decisions: 0,
        odd: 0,
        members: 0,
      };
      groups.set(id, group);
      group.members++;
      // A short key such as `ai` is one where a list of flags says so.
      const isKey = (name: string): boolean =>
        isKeyLike(name) || found.declared !== null || evidence.registries.listing(new Set([name])) !== null;
      if (read.some((name) => oddMembers.has(name) || !isKey(name))) group.odd++;
      else if (evidence.isTest(file.uri)) group.tests++;
      else {
        group.reads++;
        for (const name of read) group.keys.add(name);
        if (isDecision(site) || site.use.kind === 'rendered' || site.use.kind === 'argument') group.decisions++;
        if (found.declared !== null) group.declarations.add(found.declared);
      }
    }
  }
  return [...groups.values()].map((group) => judge(evidence, group)).filter((verdict) => verdict !== null);
}

/** Names that are read as flags elsewhere. */
function sharedScore(shared: number, all: number): number {
  if (shared < 2) return 0;
  return shared === all ? 3 : shared * 2 >= all ? 2 : 1;
}

/** `flags.newCart`, `flags[Feature.NewCart]`; of `flags[name]` nobody knows. */
function membersRead(
  { program }: Evidence,
  file: FileFacts,
  expression: Extract<Expression, { kind: 'member' | 'index' }>,
): readonly string[] {
  if (expression.kind === 'member') return [expression.name];
  return (keysOf(program, file, expression.index) ?? []).map(({ value }) => value);
}

function judge(evidence: Evidence, group: ObjectGroup): ObjectVerdict | null {
  const { title, name, object, keys, reads, odd, members, decisions } = group;
  const listing = evidence.registries.listing(keys);
  // The type of the object, or of what a function gives out, lists its own members: that says nothing.
  const isOwn =
    listing !== null &&
    (group.declarations.has(declaredIn(evidence, listing.registry)) ||
      (name.toLowerCase().endsWith(listing.registry.name.toLowerCase()) &&
        object.module === evidence.pathOf(listing.registry.at.uri)));
  const listed = listing && !isOwn && listing.listed * 2 >= keys.size && listing.listed >= 2 ? listing : null;
  const [declared = null] = [...group.declarations].sort();
  const shared = [...keys].filter((key) => evidence.knownKeys.has(key)).length;
  const compound = [...keys].filter(isCompound).length;
  const score =
    holderScore(name) +
    (listed ? 2 : 0) +
    (declared === null ? 0 : 2) +
    sharedScore(shared, keys.size) +
    (keys.size >= 3 ? 1 : 0) +
    (keys.size >= 8 ? 1 : 0) +
    (decisions * 3 >= reads ? 1 : 0) -
    (compound * 3 < keys.size * 2 && !listed ? 2 : 0);
  if (reads + group.tests < 2 || score < 3) return null;
  const against =
    reads === 0
      ? 'only tests read its members'
      : odd * 4 > members
        ? 'it has the members of lists or of answers to queries'
        : [name, ...(object.owner ?? []), ...(object.module?.split('/').slice(-2) ?? [])].some(speaksOfOtherThings)
          ? 'its names speak of permissions, plans or other things that are no flags'
          : keys.size < 2
            ? 'a single member of it is read'
            : score < 5
              ? 'too little speaks for it'
              : '';
  return { title, isProposed: against === '', objects: [object], reads, keys, listed, declared, against };
}
