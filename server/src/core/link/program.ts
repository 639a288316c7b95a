/** All files together, and the mutual recursion of the linker's parts, tied together in `link.ts`. */
import type { Expression, FileFacts, ImportFact, TypeExpression } from '../facts.ts';
import type { ConfiguredWrapper } from './link.ts';
import type { TypeIdentity, Value } from './values.ts';

export interface Program {
  readonly files: ReadonlyMap<string, FileFacts>;
  readonly wrappers: readonly ConfiguredWrapper[];
  /** LaunchDarkly's React SDK leaves keys as they are in this workspace. */
  readonly rawFlagKeys: boolean;
  /** Files that imports lead to and that are not among `files`. */
  readonly wanted: Set<string>;
  readonly memo: Map<Expression, Value>;
  resolveModule(fromUri: string, specifier: string): string | null;
  evaluate(file: FileFacts, expression: Expression): Value;
  binding(file: FileFacts, id: number): Value;
  /** The value that something of this type is; null where the type says nothing. */
  ofType(file: FileFacts, type: TypeExpression): Value | null;
  import(file: FileFacts, fact: ImportFact): Value;
  /** What callers pass for a parameter; the parameter itself where nobody tells. */
  passed(parameter: Extract<Value, { kind: 'parameter' }>): Value;
  /** Classes that implement an interface or extend a class. */
  subclasses(identity: TypeIdentity): readonly Extract<Value, { kind: 'class' | 'object-of-class' }>[];
  /** `object.name`. */
  member(object: Value, name: string): Value;
}
