/** Objects whose members may be flags: `config.featureToggles.newCart`, `const { newCart } = useFeatureFlags()`. */
import type { Expression, FileFacts } from '../facts.ts';
import { ownerNames } from '../link/configured.ts';
import type { ConfiguredObject } from '../link/link.ts';
import { known, type Value } from '../link/values.ts';
import { isDecision, type Evidence } from './evidence.ts';
import type { Registry } from './registries.ts';
import { flagScore, isChangingName, isCompound, isKeyLike, speaksOfOtherThings, wordsOf } from './words.ts';

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
const commandLine =
  /^(?:@oclif\/|commander|yargs|meow|minimist|cac$|citty|clipanion|arg$|command-line-args|sade|mri$|getopts|node:util$)/;

export function findObjects(evidence: Evidence): readonly ObjectVerdict[] {
  const groups = new Map<string, ObjectGroup>();
  for (const file of evidence.files) {
    if (file.bindings.some((binding) => binding.import && commandLine.test(binding.import.specifier))) continue;
    for (const site of file.sites) {
      const { expression } = site;
      if (expression.kind !== 'member' || evidence.isFound(file.uri, expression.nameSpan.start)) continue;
      const found = namedFlags(evidence, file, expression.object);
      if (!found) continue;
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
      if (oddMembers.has(expression.name) || (!isKeyLike(expression.name) && found.declared === null)) group.odd++;
      else if (evidence.isTest(file.uri)) group.tests++;
      else {
        group.reads++;
        group.keys.add(expression.name);
        if (isDecision(site) || site.use.kind === 'rendered' || site.use.kind === 'argument') group.decisions++;
        if (found.declared !== null) group.declarations.add(found.declared);
      }
    }
  }
  return [...groups.values()].map((group) => judge(evidence, group)).filter((verdict) => verdict !== null);
}

function judge(evidence: Evidence, group: ObjectGroup): ObjectVerdict | null {
  const { title, name, object, keys, reads, odd, members, decisions } = group;
  const listing = evidence.registries.listing(keys);
  const listed = listing && listing.listed * 2 >= keys.size && listing.listed >= 2 ? listing : null;
  const [declared = null] = [...group.declarations].sort();
  const shared = [...keys].filter((key) => evidence.knownKeys.has(key)).length;
  const compound = [...keys].filter(isCompound).length;
  const score =
    nameScore(name) +
    (listed ? 2 : 0) +
    (declared === null ? 0 : 2) +
    (shared >= 2 ? 1 : 0) +
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

type Named = Pick<ObjectGroup, 'title' | 'name' | 'object'> & { readonly declared: string | null };

/** The object, where its name says that it holds flags and what it is does not contradict. */
function namedFlags(evidence: Evidence, file: FileFacts, object: Expression): Named | null {
  switch (object.kind) {
    case 'member': {
      if (!holdsFlags(object.name)) return null;
      const declared = declaredAs(evidence, evidence.program.evaluate(file, object));
      if (declared === 'other') return null;
      const owners = nameScore(object.name) === 3 ? [] : ownersOf(evidence, file, object.object);
      if (nameScore(object.name) < 3 && owners.length === 0) return null;
      const place = owners.length === 0 ? {} : { owner: owners };
      return {
        title: owners.length === 0 ? object.name : `${object.name} of ${owners.join(', ')}`,
        name: object.name,
        declared,
        object: { module: null, ...place, name: object.name },
      };
    }
    case 'call':
      return object.callee.kind === 'name' ? givenOut(evidence, file, object.callee.binding) : null;
    case 'name': {
      const binding = file.bindings[object.binding];
      if (!binding) return null;
      const [value] = binding.values;
      if (
        !binding.import &&
        !binding.parameter &&
        binding.values.length === 1 &&
        value &&
        (value.kind === 'call' || value.kind === 'member')
      ) {
        const source = namedFlags(evidence, file, value);
        if (source) return source;
      }
      if (!holdsFlags(binding.name) || !/^[a-z_$]/.test(binding.name)) return null;
      const declared = declaredAs(evidence, evidence.program.evaluate(file, object));
      if (declared === 'other') return null;
      const written = binding.import ? importedFrom(evidence, file, binding.import) : null;
      if (written)
        return { title: `${binding.name} (${written.module ?? ''})`, name: binding.name, declared, object: written };
      if (nameScore(binding.name) < 3) return null;
      return { title: binding.name, name: binding.name, declared, object: { module: null, name: binding.name } };
    }
    case 'global':
      return holdsFlags(object.name) && nameScore(object.name) === 3
        ? { title: object.name, name: object.name, declared: null, object: { module: null, name: object.name } }
        : null;
    default:
      return null;
  }
}

/** `useFeatureFlags()`, `getFlags()`: by where the function is declared. */
function givenOut(evidence: Evidence, file: FileFacts, id: number): Named | null {
  const binding = file.bindings[id];
  if (!binding) return null;
  const name = binding.import && binding.import.name !== 'default' ? binding.import.name : binding.name;
  if (!holdsFlags(name) || !/^(?:use|get|read|load)[A-Z]/.test(name)) return null;
  for (const value of known(evidence.program.binding(file, id))) {
    if (value.kind === 'entity' || value.kind === 'instance') return null;
    if (value.kind !== 'function' || evidence.program.files.get(value.uri)?.functions[value.function]?.name !== name)
      continue;
    const module = evidence.pathOf(value.uri);
    return { title: `${name} (${module})`, name, declared: null, object: { module, name } };
  }
  if (!binding.import || binding.import.specifier.startsWith('.')) return null;
  if (evidence.program.resolveModule(file.uri, binding.import.specifier) !== null) return null;
  const module = binding.import.specifier;
  return { title: `${name} of ${module}`, name, declared: null, object: { module, name } };
}

function importedFrom(
  { program, pathOf }: Evidence,
  file: FileFacts,
  { specifier, name }: { readonly specifier: string; readonly name: string },
): ConfiguredObject | null {
  if (name === '*' || name === 'default') return null;
  const uri = program.resolveModule(file.uri, specifier);
  if (uri === null && specifier.startsWith('.')) return null;
  return { module: uri === null ? specifier : pathOf(uri), name };
}

/** Names by which the holder of the object is known everywhere: its type, else what it is called. */
function ownersOf({ program }: Evidence, file: FileFacts, object: Expression): readonly string[] {
  return [...ownerNames(program, file, object)]
    .filter((name) => name.length > 3 && !/^(?:props|this|state|data|options|params|self)$/.test(name))
    .sort();
}

/** What its value or type shows: a sentence part where it holds yes and no, null where nothing is known, `other` where it is no such object. */
function declaredAs({ program, pathOf }: Evidence, value: Value): string | 'other' | null {
  for (const option of known(value)) {
    switch (option.kind) {
      case 'object': {
        const { properties } = option.expression;
        if (properties.some(({ value: inner }) => inner.kind === 'string' || inner.kind === 'function')) return 'other';
        const answers = properties.filter(
          ({ value: inner }) =>
            inner.kind === 'boolean' || inner.kind === 'other' || inner.kind === 'call' || inner.kind === 'either',
        );
        if (properties.length === 0 || answers.length * 2 < properties.length) return 'other';
        return `declared with yes or no in ${pathOf(option.uri)}`;
      }
      case 'typed': {
        if (option.type.kind !== 'object') return 'other';
        const { members } = option.type;
        if (members.some(({ type }) => type.kind === 'function')) return 'other';
        const plain = members.filter(({ type }) => type.kind === 'other' || type.kind === 'union');
        const name =
          option.identity?.kind === 'binding'
            ? (program.files.get(option.identity.uri)?.bindings[option.identity.id]?.name ?? '')
            : '';
        if (plain.length * 2 < members.length || flagScore(name) === 0) continue;
        return `declared in ${name} (${pathOf(option.uri)})`;
      }
      case 'parameter':
      case 'made':
        continue;
      default:
        return 'other';
    }
  }
  return null;
}

/** 3: holds flags and nothing else · 2, 1: may. */
function nameScore(name: string): number {
  const words = wordsOf(name);
  const pairs = words.map((word, index) => `${word} ${words[index + 1] ?? ''}`);
  if (pairs.some((pair) => /^feature (?:flags|toggles|switches|gates)$/.test(pair)) || words.includes('featureflags'))
    return 3;
  return words.at(-1) === 'flags' && words.length > 1 ? 2 : 1;
}

/** `flags`, `featureToggles`, `useExperiments`. */
function holdsFlags(name: string): boolean {
  const last = wordsOf(name).at(-1) ?? '';
  return (
    /^(?:flags|toggles|experiments|features|gates|switches|featureflags)$/.test(last) &&
    !isChangingName(name) &&
    !speaksOfOtherThings(name)
  );
}
