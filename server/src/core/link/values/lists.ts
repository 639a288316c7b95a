/** What objects, lists and maps that the code shows consist of. */
import type { FileFacts, PropertyFact } from '../../facts.ts';
import type { Program } from '../program.ts';
import { either, type KnownString, unknown, type Value } from './values.ts';

/** One of more than this many values tells nothing about one call. */
export const maxOptions = 32;

/** One element of a list, at an index or (where that is not known) any of them; null where it is no list that is known. */
export function elementOf(program: Program, list: Value, index: Value): Value | null {
  switch (list.kind) {
    case 'array': {
      const owner = program.files.get(list.uri);
      if (!owner) return unknown('not loaded');
      const { elements } = list.expression;
      const position = index.kind === 'constant' && typeof index.value === 'number' ? index.value : null;
      // Behind a spread nothing stands where it is written.
      const isPlain = position !== null && !elements.slice(0, position + 1).some(isSpread);
      const at = isPlain ? elements[position] : undefined;
      return either((at ? [at] : elements).map((element) => program.evaluate(owner, element)));
    }
    case 'list':
      return index.kind === 'strings' ? null : list.element;
    case 'tuple':
      return index.kind === 'constant' && typeof index.value === 'number'
        ? (list.elements[index.value] ?? null)
        : either(list.elements);
    case 'map':
      return entryOf(list);
    case 'parameter':
      return list.typed && elementOf(program, list.typed, index);
    case 'either': {
      const found = list.options.map((option) => elementOf(program, option, index));
      return found.every((option) => option !== null) ? either(found) : null;
    }
    default:
      return null;
  }
}

/** Any element, in the words of `elementOf`. */
export const anywhere = unknown('an element chosen at run time');

/** In a path: any element of the list that stands there. */
export const anyElement = '*';

/** What `...list` in an array literal was made into. */
function isSpread(element: Parameters<Program['evaluate']>[1]): boolean {
  return element.kind === 'index' && element.index.kind === 'other';
}

function entryOf({ pairs }: Extract<Value, { kind: 'map' }>): Value {
  return { kind: 'tuple', elements: [either(pairs.map(([key]) => key)), either(pairs.map(([, value]) => value))] };
}

/** The names of an object's properties; null where not all of them are known. */
export function namesOf(program: Program, object: Value): Value | null {
  if (object.kind === 'typed' && object.type.kind === 'object') {
    const { uri, type } = object;
    return {
      kind: 'strings',
      options: type.members.map(({ name, nameSpan }) => ({ value: name, at: { uri, span: nameSpan } })),
    };
  }
  const properties = propertiesOf(program, written(object));
  return properties && { kind: 'strings', options: properties.map(({ name }) => name) };
}

/** Any value of an object; null where not all of its properties are known. */
export function valuesOf(program: Program, object: Value): Value | null {
  const properties = propertiesOf(program, written(object));
  return properties && properties.length > 0
    ? either(properties.map(({ owner, fact }) => program.evaluate(owner, fact.value)))
    : null;
}

/** `[name, value]`. */
export function entriesOf(program: Program, object: Value): Value | null {
  const names = namesOf(program, object);
  const values = valuesOf(program, object);
  return names && values && { kind: 'tuple', elements: [names, values] };
}

/** True where an object is written out and has no property of that name. */
export function lacks(program: Program, object: Value, name: string): boolean {
  const properties = propertiesOf(program, written(object));
  return properties !== null && !properties.some((property) => property.name.value === name);
}

/** An object that is written out and has a declared type too: the type adds nothing to what it consists of. */
function written(object: Value): Value {
  if (object.kind !== 'either') return object;
  const others = object.options.filter(({ kind }) => kind !== 'typed');
  const [only] = others;
  return only && others.length === 1 ? only : object;
}

interface Property {
  readonly name: KnownString;
  readonly owner: FileFacts;
  readonly fact: PropertyFact;
}

/** Those of spread objects too; null where one cannot be seen through. */
function propertiesOf(program: Program, object: Value, depth = 4): readonly Property[] | null {
  const owner = object.kind === 'object' ? program.files.get(object.uri) : undefined;
  if (object.kind !== 'object' || !owner || depth === 0) return null;
  const found: Property[] = [];
  for (const fact of object.expression.properties) {
    if (fact.name !== null) {
      found.push({ name: { value: fact.name, at: { uri: owner.uri, span: fact.nameSpan } }, owner, fact });
      continue;
    }
    const inner = fact.computed
      ? computedProperty(program, owner, fact, fact.computed)
      : propertiesOf(program, program.evaluate(owner, fact.value), depth - 1);
    if (!inner) return null;
    found.push(...inner);
  }
  return found;
}

function computedProperty(
  program: Program,
  owner: FileFacts,
  fact: PropertyFact,
  computed: NonNullable<PropertyFact['computed']>,
): readonly Property[] | null {
  const name = program.evaluate(owner, computed);
  return name.kind === 'strings' ? name.options.map((option) => ({ name: option, owner, fact })) : null;
}
