/** All files together, what was worked out about them, and the mutual recursion of the linker's parts. */
import type { Expression, FileFacts, ImportFact, TypeExpression } from '../facts.ts';
import type { Configured } from './configured.ts';
import type { ConfiguredWrapper, Outline } from './link.ts';
import type { SdkDescriptor } from '../sdks/sdk.ts';
import type { TypeIdentity, Value } from './values/values.ts';

/** The facts of files by URI; a file that an import leads to may be read when it is asked for. */
export interface Files extends Pick<ReadonlyMap<string, FileFacts>, 'get'> {
  /** What is known of a file's exports without loading it; null: it has to be loaded. */
  outline(uri: string): Outline | null;
}

export interface Program {
  readonly files: Files;
  readonly wrappers: readonly ConfiguredWrapper[];
  readonly configured: Configured;
  /** LaunchDarkly's React SDK leaves keys as they are in this workspace. */
  readonly rawFlagKeys: boolean;
  readonly memo: Memo;
  /** The URI of the workspace file that an import means; remembered as something `fromUri` depends on. */
  resolveModule(fromUri: string, specifier: string): string | null;
  /** The SDK whose source a workspace file belongs to: in its own repository it is imported by paths. */
  sdkAround(uri: string): SdkDescriptor | null;
  evaluate(file: FileFacts, expression: Expression): Value;
  binding(file: FileFacts, id: number): Value;
  /** The value that something of this type is; null where the type says nothing. */
  ofType(file: FileFacts, type: TypeExpression): Value | null;
  import(file: FileFacts, fact: ImportFact): Value;
  /** What files of the workspace define as a global of this name; `fromUri` depends on it. */
  globals(fromUri: string, name: string): readonly { readonly file: FileFacts; readonly value: Expression }[];
  /** What callers pass for a parameter; the parameter itself where nobody tells. */
  passed(parameter: Extract<Value, { kind: 'parameter' }>): Value;
  /** What is written where the function of a parameter is called; the parameter itself where it is not seen to be. */
  written(parameter: Extract<Value, { kind: 'parameter' }>): Value;
  /** Classes that implement an interface or extend a class. */
  subclasses(identity: TypeIdentity): readonly Extract<Value, { kind: 'class' | 'object-of-class' }>[];
  /** What code that uses an SDK itself gives this type to. */
  typedAs(identity: TypeIdentity): readonly Value[];
  /** What the providers of a context are given. */
  provided(context: Extract<Value, { kind: 'context' }>): Value;
  /** `object.name`. */
  member(object: Value, name: string): Value;
}

/** Constants of constants of constants: longer chains are generated, and would overflow the stack. */
const maxDepth = 200;

/** Ordinary code takes a few hundred. */
const maxSteps = 20_000;

/** Values by the file whose expressions they are of, so that an edit forgets only what depends on it. */
export class Memo {
  readonly #byFile = new Map<string, Map<object, Value>>();
  /** A key for each member that was asked for, by what it is a member of. */
  readonly #members = new WeakMap<object, Map<string, object>>();
  /** Expressions being worked out, innermost last: one that needs itself is found here. */
  readonly #open = new Map<object, number>();
  /** How far out the value being worked out reaches into `#open`. */
  #lowest = Number.POSITIVE_INFINITY;
  /** Expressions worked out for the outermost one. */
  #steps = 0;

  /**
   * The value of an expression, computed once. A value that needs itself (a recursive function, a cyclic import) gets
   * `circular` for itself; what was worked out on the way is not kept, so that no answer depends on who asked first.
   */
  of(uri: string, expression: object, circular: Value, compute: () => Value): Value {
    const known = this.#byFile.get(uri)?.get(expression);
    if (known) return known;
    const open = this.#open.get(expression);
    if (open !== undefined) {
      this.#lowest = Math.min(this.#lowest, open);
      return circular;
    }
    const depth = this.#open.size;
    this.#steps = depth === 0 ? 0 : this.#steps + 1;
    if (depth > maxDepth) {
      // Nothing on the way is kept: asked for by itself, each of them can be worked out.
      this.#lowest = 0;
      return circular;
    }
    const outer = this.#lowest;
    this.#lowest = Number.POSITIVE_INFINITY;
    this.#open.set(expression, depth);
    const value = compute();
    this.#open.delete(expression);
    // Values that need each other many times over are kept as they are, or there would be no end to it.
    if (this.#lowest >= depth || this.#steps > maxSteps) this.#keep(uri, expression, value);
    this.#lowest = Math.min(outer, this.#lowest >= depth ? Number.POSITIVE_INFINITY : this.#lowest);
    return value;
  }

  /** The same for a member of an object that is written in a file: spreads and factories may lead back to it. */
  member(uri: string, of: object, name: string, circular: Value, compute: () => Value): Value {
    let keys = this.#members.get(of);
    if (!keys) this.#members.set(of, (keys = new Map()));
    let key = keys.get(name);
    if (!key) keys.set(name, (key = {}));
    return this.of(uri, key, circular, compute);
  }

  forget(uri: string): void {
    this.#byFile.delete(uri);
  }

  #keep(uri: string, expression: object, value: Value): void {
    let values = this.#byFile.get(uri);
    if (!values) this.#byFile.set(uri, (values = new Map()));
    values.set(expression, value);
  }
}
