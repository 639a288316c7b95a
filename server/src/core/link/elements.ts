/** The elements of lists: array literals, and what `Object.values` and its kin make of an object. */
import type { Expression, FileFacts } from '../facts.ts';
import type { Program } from './program.ts';
import { either, unknown, type Value } from './values.ts';

/** One element of a list, at an index or (where that is not known) any of them; null where it is no list that is known. */
export function elementOf(program: Program, file: FileFacts, list: Expression, index: Value): Value | null {
  const value = program.evaluate(file, list);
  if (value.kind === 'array') {
    const owner = program.files.get(value.uri);
    if (!owner) return unknown('not loaded');
    const at =
      index.kind === 'constant' && typeof index.value === 'number' ? value.expression.elements[index.value] : undefined;
    return either((at ? [at] : value.expression.elements).map((element) => program.evaluate(owner, element)));
  }
  return index.kind === 'unknown' ? partOfObject(program, file, list) : null;
}

/** `Object.values(Flags)` gives the values, `Object.keys(Flags)` the names. */
function partOfObject(program: Program, file: FileFacts, list: Expression): Value | null {
  if (list.kind === 'name') {
    const values = file.bindings[list.binding]?.values ?? [];
    const [only] = values;
    return values.length === 1 && only ? partOfObject(program, file, only) : null;
  }
  if (list.kind !== 'call' || list.callee.kind !== 'member') return null;
  const { object: target, name } = list.callee;
  const [argument] = list.arguments;
  if (target.kind !== 'global' || target.name !== 'Object' || !argument) return null;
  const object = program.evaluate(file, argument);
  const owner = object.kind === 'object' ? program.files.get(object.uri) : undefined;
  if (object.kind !== 'object' || !owner) return null;
  const properties = object.expression.properties.filter((property) => property.name !== null);
  if (properties.length !== object.expression.properties.length) return null;
  if (name === 'values') return either(properties.map((property) => program.evaluate(owner, property.value)));
  if (name !== 'keys') return null;
  return {
    kind: 'strings',
    options: properties.map((property) => ({
      value: property.name ?? '',
      at: { uri: owner.uri, span: property.nameSpan },
    })),
  };
}
