/** What the linker can know about a value without running the program. */
import type { CallExpression, Expression, TypeExpression } from '../../facts.ts';
import type { Location } from '../../model.ts';
import type { SdkDescriptor, SdkEntity } from '../../sdks/sdk.ts';
import type { ConfiguredWrapper } from '../link.ts';

export interface KnownString {
  readonly value: string;
  /** Where the string is written; `nowhere` for one of an SDK. */
  readonly at: Location;
}

/** An interface or a class, by where it is declared. */
export interface TypeIdentity {
  readonly uri: string;
  readonly kind: 'binding' | 'class';
  readonly id: number;
}

export type Value =
  | { readonly kind: 'strings'; readonly options: readonly KnownString[] }
  /** A number, boolean or null: only of interest as a default value. */
  | { readonly kind: 'constant'; readonly value: number | boolean | null }
  /** An SDK's module, one of its exports or members, or a value of one of its types. */
  | { readonly kind: 'sdk'; readonly sdk: SdkDescriptor }
  | { readonly kind: 'entity'; readonly sdk: SdkDescriptor; readonly entity: SdkEntity; readonly name: string }
  | {
      readonly kind: 'instance';
      readonly sdk: SdkDescriptor;
      readonly type: string;
      /** The key it was made with, where the type stands for one flag. */
      readonly key?: Value;
    }
  /** A workspace module's namespace. */
  | { readonly kind: 'namespace'; readonly uri: string }
  | { readonly kind: 'object'; readonly uri: string; readonly expression: Extract<Expression, { kind: 'object' }> }
  | { readonly kind: 'array'; readonly uri: string; readonly expression: Extract<Expression, { kind: 'array' }> }
  /** A list of which only is known what its elements may be: `Object.values(Flags)`, `Flag[]`. */
  | { readonly kind: 'list'; readonly element: Value }
  /** A list whose elements differ by their place: an entry of `Object.entries(...)`. */
  | { readonly kind: 'tuple'; readonly elements: readonly Value[] }
  | { readonly kind: 'map'; readonly pairs: readonly (readonly [Value, Value])[] }
  /** Something of which only the declared type is known. */
  | {
      readonly kind: 'typed';
      readonly uri: string;
      readonly type: Extract<TypeExpression, { kind: 'object' | 'function' }>;
      /** Where the interface is declared, for the classes that implement it. */
      readonly identity: TypeIdentity | null;
    }
  /** A React context; what it holds is what its providers are given. */
  | { readonly kind: 'context'; readonly uri: string; readonly call: CallExpression }
  /** A ref or a piece of state: `current`, `value` and the first element are what is in it. */
  | { readonly kind: 'box'; readonly inner: Value }
  /** What an unknown function or a class makes of its arguments: `Command.create({ key })`. `of`: the class, where known. */
  | { readonly kind: 'made'; readonly of: Value | null; readonly uri: string; readonly from: readonly Expression[] }
  | { readonly kind: 'function'; readonly uri: string; readonly function: number }
  | { readonly kind: 'class' | 'object-of-class'; readonly uri: string; readonly class: number }
  /** Whatever the caller passes. */
  | {
      readonly kind: 'parameter';
      readonly uri: string;
      readonly function: number;
      readonly index: number;
      readonly path: readonly string[];
      /** What its declared type or default value says of it. */
      readonly typed: Value | null;
    }
  /** That, between texts that are known: `shop-${name}`. */
  | {
      readonly kind: 'affixed';
      readonly before: string;
      readonly after: string;
      readonly of: Extract<Value, { kind: 'parameter' }>;
    }
  | { readonly kind: 'configured'; readonly wrapper: ConfiguredWrapper }
  | { readonly kind: 'either'; readonly options: readonly Value[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Where a string is written that belongs to an SDK, not to the workspace. */
export const nowhere: Location = { uri: '', span: { start: 0, end: 0 } };

/** A string that is known though no file of the workspace writes it. */
export function textOfSdk(value: string): Value {
  return { kind: 'strings', options: [{ value, at: nowhere }] };
}

export function unknown(reason: string): Value {
  return { kind: 'unknown', reason };
}

/** One value out of several possible ones, each of them once; strings are merged. */
export function either(options: readonly Value[]): Value {
  // Names that are assigned to each other hold the same values again and again, twice as many at every step.
  const flat = [...new Set(options.flatMap((option) => (option.kind === 'either' ? option.options : [option])))];
  const [first] = flat;
  if (!first) return unknown('no value is assigned');
  if (flat.length === 1) return first;
  if (flat.every((option) => option.kind === 'strings')) {
    const merged = new Map<string, KnownString>();
    for (const option of flat)
      for (const known of option.options) if (!merged.has(known.value)) merged.set(known.value, known);
    return { kind: 'strings', options: [...merged.values()] };
  }
  return { kind: 'either', options: flat };
}

/** The possibilities of a value about which something is known. */
export function known(value: Value): readonly Value[] {
  if (value.kind === 'either') return value.options.flatMap(known);
  // Which strings a parameter may be says nothing of what it can do.
  if (value.kind === 'parameter' && value.typed && value.typed.kind !== 'strings')
    return [...known(value.typed), value];
  return value.kind === 'unknown' || value.kind === 'constant' ? [] : [value];
}

/** A string, or a parameter that its type makes one of several. */
export function stringsOf(value: Value): Extract<Value, { kind: 'strings' }> | null {
  if (value.kind === 'strings') return value;
  return value.kind === 'parameter' && value.typed?.kind === 'strings' ? value.typed : null;
}

/** Which strings a type allows is asked where the code does not show the value. */
export function orTyped(value: Value, typed: Value | null): Value {
  const isKnown =
    value.kind === 'either' ? !value.options.some(({ kind }) => kind === 'unknown') : value.kind !== 'unknown';
  return isKnown || typed?.kind !== 'strings' ? value : typed;
}
