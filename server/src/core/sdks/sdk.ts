/**
 * How an SDK reads a flag, as data. One small file per SDK beside this one and one line in `registry.ts`.
 *
 * A descriptor says what a package exports and what the members of its types are: enough to follow a value from its
 * import to a call. A name alone never counts.
 */
import type { CallSiteRole, JsonValue, ValueType } from '../model.ts';

/**
 * Where something stands in a call: an argument's index (negative: counted from the last one); a property of the first
 * argument, or an attribute of a JSX element; or a property of another argument.
 */
export type Place = number | string | { readonly argument: number; readonly path: readonly string[] };

/** Where the evaluation context (the user, the subject, the distinct id) of a read stands. */
export interface ContextSpec {
  readonly at: Place;
  /** The property that says whose it is: an object that is written without it is as good as none. */
  readonly targetingKey?: string;
  /** Code may also set it once for all reads; then a read without one says nothing. */
  readonly canBeSet?: true;
}

/** What a flag is set to. */
export type SetsSpec =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'place'; readonly at: Place }
  /** Each property is a flag with its variants: that which it names as its default. */
  | { readonly kind: 'default-variant' }
  /** The first argument of a method (`last`) that is called on what comes back; `between`: methods that change nothing about it. */
  | { readonly kind: 'chain'; readonly last: readonly string[]; readonly between: readonly string[] };

/** Where a flag's key and default value stand, and what comes back. */
export interface ReadSpec {
  readonly key: Place;
  /** Where the key stands instead, for clients whose forms the code does not tell apart: the place that holds a key counts. */
  readonly alternative?: Place;
  readonly default?: Place;
  /** Absent where the SDK takes it from somewhere else: a client made for one user, a provider. */
  readonly context?: ContextSpec;
  /** The value comes in a promise; `false`: at once. Absent where neither is known, or there is no value. */
  readonly async?: boolean;
  /** What an override sets its flag to; absent where keys are properties: then it is their value. */
  readonly sets?: SetsSpec;
  /** What the accessor returns; absent where any type fits (then the type of the default value does not matter either). */
  readonly value?: ValueType;
  /** Default: `evaluation`. */
  readonly role?: CallSiteRole;
  /** `camelCase`: the key may be written as an SDK rewrites it. */
  readonly spelling?: 'camelCase';
  /** Keys are written inside a larger string: `change:{key}`. Several where any of them does; `*` is no key. */
  readonly keyPrefix?: string | readonly string[];
  /** The key ends before this; what follows names a part of the flag's value: `checkout.color` reads `checkout`. */
  readonly keyEnd?: string;
  /**
   * The place holds several keys: `elements` an array of them, `properties` an object (or a `Map`) whose property names
   * they are. `elements-or-properties`: whichever is written, and a property's value is the default (of an evaluation).
   * An array of objects, each with its own default value or none: `{ elementsOf: 'flagKey', default: 'defaultValue' }`.
   */
  readonly many?:
    | 'elements'
    | 'properties'
    | 'elements-or-properties'
    | { readonly elementsOf: string; readonly default?: string };
}

/** What an export or a member is. */
export type SdkEntity =
  /** A function, hook, method or decorator that reads a flag; `returns`: the type of what comes back, where that matters. */
  | { readonly kind: 'read'; readonly read: ReadSpec; readonly returns?: string }
  /** A component that reads a flag; `children`: of which type is what it calls the function between its tags with. */
  | { readonly kind: 'component'; readonly read: ReadSpec; readonly children?: string }
  /** A value of one of the SDK's types. */
  | { readonly kind: 'value'; readonly type: string }
  /** A function, hook or method that returns (a promise of) one of the SDK's types; `children` as above, of a component of that name. */
  | { readonly kind: 'returns'; readonly type: string; readonly children?: string }
  /** A function or hook that calls the function passed to it first with one of the SDK's types: `useSelector((client) => ...)`. */
  | { readonly kind: 'calls-back'; readonly with: string }
  /** A class; `new` gives a value of `type` and may name flags itself (`read`). `members` are its static ones. */
  | {
      readonly kind: 'class';
      readonly type: string;
      readonly members?: { readonly [name: string]: SdkEntity };
      readonly read?: ReadSpec;
    }
  /** A property that names flags in what is assigned to it: `config.defaultConfig = { newCheckout: false }`. */
  | { readonly kind: 'assigned'; readonly read: ReadSpec }
  /** A string that is a part of keys. */
  | { readonly kind: 'text'; readonly text: string }
  /** What a container is asked with for a value of `type`: a React context, a key of Vue's `inject`. Classes are such too. */
  | { readonly kind: 'token'; readonly type: string };

export interface SdkType {
  readonly members?: { readonly [name: string]: SdkEntity };
  /** Every member of a value of this type is a flag: `useFlags().newCheckout`. */
  readonly flags?: {
    /** How member names relate to flag keys. */
    readonly spelling: 'exact' | 'camelCase';
    /** Members that are not flags. */
    readonly except?: readonly string[];
    /** Only members that the call which made the value lists are flags (all, where the list is not known). */
    readonly listed?: true;
    /** A member is a method that reads the flag when it is called with one of these: `flags.newCheckout({ fallback: false })`. */
    readonly calledWith?: readonly Place[];
    /**
     * A member, called or not, is also a value of this type, which stands for the member's key. Where that type has
     * flags too, their keys begin with it and a dot: `root.checkout().giftWrap` is `checkout.giftWrap`.
     */
    readonly nested?: string;
  };
  /** For a value that stands for a flag: the member that holds its key. */
  readonly keyMember?: string;
  /** For a value that stands for a flag: methods that read it, when they are called with one of these (always, where none is named). */
  readonly ownReads?: { readonly [method: string]: readonly Place[] };
  /** Calling a value of this type with a component passes these properties, by type or as they are, to it: `withLDConsumer()(Page)`. */
  readonly injects?: { readonly [property: string]: string | SdkEntity };
  /** A value of this type is what a container is asked with for a value of that one: a React context made by a function. */
  readonly token?: string;
  /** A value of this type stands for the flag whose key it was made with; calling it reads that flag: `const sale = flag({ key })`. */
  readonly callReads?: { readonly value?: ValueType; readonly async?: boolean };
}

export interface SdkDescriptor {
  /** What people and reports call it. */
  readonly id: string;
  readonly title: string;
  /** Import specifiers, exact; a subpath is written out. */
  readonly packages: readonly string[];
  /** Last segments of the specifiers of modules that the SDK's generator writes into the workspace. */
  readonly generated?: readonly string[];
  /** Where the facts come from. */
  readonly source: string;
  /** Names under which the SDK's script for browsers leaves something: a value, a function, or (`module`) what the package
   * exports; also a namespace of types that it declares for all files. */
  readonly globals?: { readonly [name: string]: SdkEntity | 'module' };
  /** By exported name; `default` is the default export. A namespace import has them as members. */
  readonly exports: { readonly [name: string]: SdkEntity };
  readonly types: { readonly [name: string]: SdkType };
  /** Its functions, hooks and methods evaluate at once, but for those that say otherwise. */
  readonly isSync?: true;
}

/** Several names that are read in the same way. */
export function reads(names: readonly string[], read: ReadSpec): { [name: string]: SdkEntity } {
  return Object.fromEntries(names.map((name) => [name, { kind: 'read', read } satisfies SdkEntity]));
}

/** A record's own entry: code may well have a member called `constructor`. */
export function own<T>(record: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}
