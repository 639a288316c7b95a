/** Which objects are named as if their members were flags, and what they are. */
import type { Expression, FileFacts } from '../facts.ts';
import { ownerNames } from '../link/configured.ts';
import type { ConfiguredObject } from '../link/link.ts';
import { known, type Value } from '../link/values/values.ts';
import type { Evidence } from './evidence.ts';
import { flagScore, isChangingName, speaksOfOtherThings, wordsOf } from './words.ts';

/** An object that may hold flags, and how a configuration can name it. */
export interface NamedObject {
  readonly title: string;
  readonly name: string;
  readonly object: ConfiguredObject;
  /** Where its members are declared, in words; null where nobody says. */
  readonly declared: string | null;
}

/** The object, where its name says that it holds flags and what it is does not contradict. */
export function namedFlags(evidence: Evidence, file: FileFacts, object: Expression): NamedObject | null {
  return byName(evidence, file, object) ?? byType(evidence, file, object);
}

/** `flags: FlagSet`: whatever it is called, by where its type is declared. */
function byType({ program, pathOf }: Evidence, file: FileFacts, object: Expression): NamedObject | null {
  if (object.kind !== 'name' && object.kind !== 'member') return null;
  const called = object.kind === 'member' ? object.name : (file.bindings[object.binding]?.name ?? '');
  if (!holdsFlags(called)) return null;
  for (const value of known(program.evaluate(file, object))) {
    if (value.kind !== 'typed' || value.type.kind !== 'object' || value.identity?.kind !== 'binding') continue;
    const { uri, id } = value.identity;
    const name = program.files.get(uri)?.bindings[id]?.name ?? '';
    const hasFunctions = value.type.members.some(({ type }) => type.kind === 'function');
    if (hasFunctions || flagScore(name) < 2 || !holdsFlags(name)) continue;
    const module = pathOf(uri);
    return { title: `${name} (${module})`, name, declared: null, object: { module, name } };
  }
  return null;
}

function byName(evidence: Evidence, file: FileFacts, object: Expression): NamedObject | null {
  switch (object.kind) {
    case 'member': {
      if (!holdsFlags(object.name)) return null;
      const declared = declaredAs(evidence, evidence.program.evaluate(file, object));
      if (declared === 'other') return null;
      const owners = holderScore(object.name) === 3 ? [] : ownersOf(evidence, file, object.object);
      if (holderScore(object.name) < 3 && owners.length === 0) return null;
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
      if (holderScore(binding.name) < 3) return null;
      return { title: binding.name, name: binding.name, declared, object: { module: null, name: binding.name } };
    }
    case 'global':
      return holdsFlags(object.name) && holderScore(object.name) === 3
        ? { title: object.name, name: object.name, declared: null, object: { module: null, name: object.name } }
        : null;
    default:
      return null;
  }
}

/** `useFeatureFlags()`, `getFlags()`: by where the function is declared. */
function givenOut(evidence: Evidence, file: FileFacts, id: number): NamedObject | null {
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
        return declaredIn({ pathOf }, { name, at: option });
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

/** Where a type says which members there are, in words. */
export function declaredIn(
  { pathOf }: Pick<Evidence, 'pathOf'>,
  { name, at }: { readonly name: string; readonly at: { readonly uri: string } },
): string {
  return `declared in ${name} (${pathOf(at.uri)})`;
}

/** 3: holds flags and nothing else · 2, 1: may. */
export function holderScore(name: string): number {
  const words = wordsOf(plainName(name));
  const pairs = words.map((word, index) => `${word} ${words[index + 1] ?? ''}`);
  if (pairs.some((pair) => /^feature (?:flags|toggles|switches|gates)$/.test(pair)) || words.includes('featureflags'))
    return 3;
  return words.at(-1) === 'flags' && words.length > 1 ? 2 : 1;
}

/** `flags`, `featureToggles`, `useExperiments`, `useFlagMap`. */
function holdsFlags(name: string): boolean {
  const plain = plainName(name);
  const last = wordsOf(plain).at(-1) ?? '';
  return (
    /^(?:flags|toggles|experiments|features|gates|switches|featureflags)$/.test(last) &&
    !isChangingName(plain) &&
    !speaksOfOtherThings(plain)
  );
}

/** `flagMap`, `FlagSet` and `flagValues` are flags. */
function plainName(name: string): string {
  return name.replace(/([Ff]lag)s?(?:Map|Values|State|Record|Set|Object)$/, '$1s');
}
