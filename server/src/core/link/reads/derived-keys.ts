/** Keys that a function looks up by its parameter: `KEYS[name]`. Who calls it with a name reads that flag. */
import type { Expression, FileFacts } from '../../facts.ts';
import type { Program } from '../program.ts';
import type { Read } from './read.ts';
import { either, stringsOf, unknown, type Value } from '../values/values.ts';

/** In what the key is looked up, and the members of what is found there: `FLAGS[name].key`. */
export interface Derivation {
  readonly table: Extract<Value, { kind: 'object' }>;
  readonly path: readonly string[];
}

export interface Derived {
  readonly parameter: Extract<Value, { kind: 'parameter' }>;
  readonly by: Derivation;
}

/** The read, and by which parameter its key is looked up, where it is. */
export function withDerivation(program: Program, file: FileFacts, read: Read): Read {
  if (read.derived || !read.keyExpression) return read;
  const found = lookUp(file, read.keyExpression);
  if (!found) return read;
  const parameter = program.evaluate(file, found.index);
  if (parameter.kind !== 'parameter') return read;
  const table = program.evaluate(file, found.object);
  return table.kind === 'object' ? { ...read, derived: { parameter, by: { table, path: found.path } } } : read;
}

interface LookUp {
  readonly object: Expression;
  readonly index: Expression;
  readonly path: readonly string[];
}

/** `KEYS[name]`, `FLAGS[name].key`, `const flag = FLAGS[name]; flag.key`. */
function lookUp(file: FileFacts, expression: Expression, hops = 2): LookUp | null {
  switch (expression.kind) {
    case 'index':
      return { object: expression.object, index: expression.index, path: [] };
    case 'member': {
      const inner = lookUp(file, expression.object, hops);
      return inner && { ...inner, path: [...inner.path, expression.name] };
    }
    case 'typed':
      return lookUp(file, expression.value, hops);
    case 'name': {
      const binding = file.bindings[expression.binding];
      const [only, ...others] = binding?.values ?? [];
      const isConstant = binding && !binding.parameter && !binding.import && others.length === 0;
      return isConstant && only && hops > 0 ? lookUp(file, only, hops - 1) : null;
    }
    default:
      return null;
  }
}

/** The key that is found by what is passed. */
export function derive(program: Program, { table, path }: Derivation, passed: Value): Value {
  const strings = stringsOf(passed);
  if (!strings) return unknown('looked up by what the callers pass');
  return either(
    strings.options.map(({ value }) =>
      path.reduce((object, name) => program.member(object, name), program.member(table, value)),
    ),
  );
}

/** Tells derivations apart. */
export function derivationText(by: Derivation | undefined): string {
  return by ? `${by.table.expression.span.start} ${by.table.uri} ${by.path.join('.')}` : '';
}
