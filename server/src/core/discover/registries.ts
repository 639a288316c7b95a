/** Lists of flag keys in the code: enums, constant objects, arrays and unions that are named like flags. */
import type { Expression, FileFacts, PropertyFact, TypeExpression } from '../facts.ts';
import type { Location } from '../model.ts';
import { flagScore, isChangingName, isCompound, isKeyLike, speaksOfKinds, speaksOfOtherThings } from './words.ts';

export interface Registry {
  readonly name: string;
  readonly what: 'enum or object' | 'array' | 'type' | 'object of defaults';
  readonly at: Location;
  readonly keys: ReadonlySet<string>;
}

export interface Registries {
  readonly all: readonly Registry[];
  /** The registry in which a string is written. */
  writtenIn(at: Location): Registry | null;
  /** The registry that lists most of these keys, and how many; null where none lists any. */
  listing(keys: ReadonlySet<string>): { readonly registry: Registry; readonly listed: number } | null;
}

interface WrittenKey {
  readonly key: string;
  readonly at: Location | null;
}

/** Fewer keys than this may be anything. */
const fewestKeys = 2;

export function findRegistries(files: ReadonlyMap<string, FileFacts>, isTest: (uri: string) => boolean): Registries {
  const all: Registry[] = [];
  const byPlace = new Map<string, Registry>();
  const byKey = new Map<string, Registry[]>();
  for (const file of files.values()) {
    if (isTest(file.uri)) continue;
    for (const binding of file.bindings) {
      if (flagScore(binding.name) === 0 || isChangingName(binding.name) || speaksOfOtherThings(binding.name)) continue;
      const found = keysOf(file, binding.declaredType, binding.values);
      const keys = new Set(found?.keys.map(({ key }) => key).filter(isKeyLike));
      if (!found || keys.size < fewestKeys || keys.size < found.keys.length * 0.8) continue;
      if (speaksOfKinds(binding.name) && [...keys].filter(isCompound).length < keys.size * 0.8) continue;
      const registry = { name: binding.name, what: found.what, at: { uri: file.uri, span: binding.span }, keys };
      all.push(registry);
      for (const { key, at } of found.keys) {
        if (at) byPlace.set(placeKey(at), registry);
        byKey.set(key, [...(byKey.get(key) ?? []), registry]);
      }
    }
  }
  return {
    all,
    writtenIn: (at) => byPlace.get(placeKey(at)) ?? null,
    listing(keys) {
      const counts = new Map<Registry, number>();
      for (const key of keys)
        for (const registry of byKey.get(key) ?? []) counts.set(registry, (counts.get(registry) ?? 0) + 1);
      const [best] = [...counts].sort(([, a], [, b]) => b - a);
      return best ? { registry: best[0], listed: best[1] } : null;
    },
  };
}

function placeKey({ uri, span }: Location): string {
  return `${span.start} ${uri}`;
}

function keysOf(
  file: FileFacts,
  type: TypeExpression | null,
  values: readonly Expression[],
): { readonly what: Registry['what']; readonly keys: readonly WrittenKey[] } | null {
  // An interface that extends others: what it adds.
  const added = type?.kind === 'union' ? type.options.find(({ kind }) => kind === 'object') : undefined;
  if (added) return keysOf(file, added, values);
  if (type?.kind === 'union') {
    const keys = type.options.flatMap((option) => (option.kind === 'string' ? [{ key: option.value, at: null }] : []));
    return keys.length >= type.options.length * 0.7 ? { what: 'type', keys } : null;
  }
  if (type?.kind === 'object') {
    const isFlags = type.members.every(({ type: { kind } }) => kind !== 'function' && kind !== 'object');
    return isFlags ? { what: 'type', keys: type.members.map(({ name }) => ({ key: name, at: null })) } : null;
  }
  const [value] = values.map(plain);
  if (value?.kind === 'array') {
    const keys = value.elements.map(plain).flatMap((element) => keyIn(file, element));
    return keys.length === value.elements.length ? { what: 'array', keys } : null;
  }
  if (value?.kind !== 'object') return null;
  const properties = value.properties.filter(({ name }) => name !== null);
  const written = properties.flatMap(({ value: inner }) => keyIn(file, plain(inner)));
  if (written.length > 0 && written.length >= properties.length * 0.8) return { what: 'enum or object', keys: written };
  if (properties.length > 0 && properties.filter(isDefault).length >= properties.length * 0.7) {
    const keys = properties.map(({ name, nameSpan }) => ({ key: name ?? '', at: { uri: file.uri, span: nameSpan } }));
    return { what: 'object of defaults', keys };
  }
  return null;
}

/** A string, or the key in an object that describes a flag. */
function keyIn(file: FileFacts, value: Expression): readonly WrittenKey[] {
  if (value.kind === 'string') return [{ key: value.value, at: { uri: file.uri, span: value.span } }];
  if (value.kind !== 'object') return [];
  const key = value.properties.find(({ name }) => name !== null && /^(?:key|flag|flagKey|id|name)$/.test(name));
  return key ? keyIn(file, plain(key.value)) : [];
}

/** `newCart: false`, `newCart: process.env.NEW_CART === 'true'`, `newCart: parse(env.NEW_CART, false)`. */
function isDefault({ value }: PropertyFact): boolean {
  const { kind } = plain(value);
  return kind === 'boolean' || kind === 'other' || kind === 'call' || kind === 'either' || kind === 'number';
}

function plain(value: Expression): Expression {
  return value.kind === 'typed' ? plain(value.value) : value;
}
