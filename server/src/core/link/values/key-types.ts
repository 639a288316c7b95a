/** Types that say which strings a value may be: unions of literals, enums, and what is taken from constants. */
import type { FileFacts, TypeExpression } from '../../facts.ts';
import { anywhere, elementOf, maxOptions, namesOf, valuesOf } from './lists.ts';
import type { Program } from '../program.ts';
import { either, type Value } from './values.ts';

/** Helper types that choose among the options of their first argument. */
export const choosing = new Set(['Extract', 'Exclude']);

/** A literal type. */
export function literalValue({ uri }: FileFacts, { value, span }: Extract<TypeExpression, { kind: 'string' }>): Value {
  return { kind: 'strings', options: [{ value, at: { uri, span } }] };
}

/** The strings of a union, where it is of nothing else; otherwise what else is in it. */
export function unionValue(options: readonly (Value | null)[]): Value | null {
  const found = options.filter((option) => option !== null);
  const others = found.filter((option) => option.kind !== 'strings');
  if (others.length > 0) return either(others);
  return found.length === options.length && found.length > 0 ? limited(either(found)) : null;
}

/** `Record<K, V>` has a member for each `K`; where these are written elsewhere, their places would be of another file. */
export function recordValue(
  { uri }: FileFacts,
  keys: Value | null,
  { arguments: args }: Extract<TypeExpression, { kind: 'name' }>,
): Value | null {
  const [, type] = args;
  if (keys?.kind !== 'strings' || !type || keys.options.some(({ at }) => at.uri !== uri)) return null;
  const members = keys.options.map(({ value, at }) => ({ name: value, nameSpan: at.span, type }));
  return { kind: 'typed', uri, type: { kind: 'object', members }, identity: null };
}

/** `keyof T`. */
export function keysValue(program: Program, of: Value | null): Value | null {
  return of && limited(namesOf(program, of));
}

/** `T[K]`; without an index any element of a list. */
export function partValue(program: Program, object: Value | null, index: Value | 'any' | null): Value | null {
  if (!object || !index) return null;
  if (index === 'any') return elementOf(program, object, anywhere);
  if (index.kind !== 'strings') return null;
  return known(either(index.options.map(({ value }) => program.member(object, value))));
}

/** What `flag: Flag` may be where `Flag` is an enum: any of its members. */
export function enumValue(program: Program, value: Value): Value | null {
  return limited(valuesOf(program, value));
}

/** `Extract<T, U>` and `Exclude<T, U>`, as far as both are strings. */
export function chosenValue(name: string, from: Value | null, by: Value | null): Value | null {
  if (from?.kind !== 'strings' || by?.kind !== 'strings') return null;
  const named = new Set(by.options.map(({ value }) => value));
  const options = from.options.filter(({ value }) => named.has(value) === (name === 'Extract'));
  return options.length > 0 ? { kind: 'strings', options } : null;
}

function known(value: Value): Value | null {
  return value.kind === 'unknown' ? null : value;
}

/** A type of very many strings stands for `any flag`. */
function limited(value: Value | null): Value | null {
  return value?.kind === 'strings' && value.options.length <= maxOptions ? value : null;
}
