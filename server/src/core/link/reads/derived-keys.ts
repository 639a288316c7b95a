/** Keys that a function looks up by its parameter: `KEYS[name]`. Who calls it with a name reads that flag. */
import type { FileFacts } from '../../facts.ts';
import type { Program } from '../program.ts';
import type { Read } from './read.ts';
import { either, stringsOf, unknown, type Value } from '../values/values.ts';

/** In what the key is looked up. */
export type Derivation = Extract<Value, { kind: 'object' }>;

export interface Derived {
  readonly parameter: Extract<Value, { kind: 'parameter' }>;
  readonly by: Derivation;
}

/** The read, and by which parameter its key is looked up, where it is. */
export function withDerivation(program: Program, file: FileFacts, read: Read): Read {
  const { keyExpression: expression } = read;
  if (read.derived || expression?.kind !== 'index') return read;
  const parameter = program.evaluate(file, expression.index);
  if (parameter.kind !== 'parameter') return read;
  const by = program.evaluate(file, expression.object);
  return by.kind === 'object' ? { ...read, derived: { parameter, by } } : read;
}

/** The key that is found by what is passed. */
export function derive(program: Program, by: Derivation, passed: Value): Value {
  const strings = stringsOf(passed);
  if (!strings) return unknown('looked up by what the callers pass');
  return either(strings.options.map(({ value }) => program.member(by, value)));
}

/** Tells derivations apart. */
export function derivationText(by: Derivation | undefined): string {
  return by ? `${by.expression.span.start} ${by.uri}` : '';
}
