/** The language's own ways to make lists and maps of what is known: `Object.entries(Flags)`, `new Map([...])`, `map.get(key)`. */
import type { CallExpression, FileFacts } from '../../facts.ts';
import { anywhere, elementOf, entriesOf, namesOf, valuesOf } from './lists.ts';
import type { Program } from '../program.ts';
import { either, unknown, type Value } from './values.ts';

/** Methods of a list that give a list of some of its elements. */
const sublists = new Set('concat filter flat reverse slice sort toReversed toSorted values'.split(' '));

const mapMethods = new Set(['entries', 'get', 'keys', 'values']);

/** What a call of a built-in makes of lists, objects and maps; null for all other calls. */
export function collectionValue(
  program: Program,
  file: FileFacts,
  { callee, arguments: args }: CallExpression,
): Value | null {
  if (callee.kind !== 'member') return null;
  const { object: receiver, name } = callee;
  const [first] = args;
  if (receiver.kind === 'global' && first) {
    if (receiver.name === 'Object') return listOf(partsOf(program, program.evaluate(file, first), name));
    if (receiver.name === 'Array' && name === 'from' && args.length === 1)
      return listOf(elementOf(program, program.evaluate(file, first), anywhere));
    return null;
  }
  if (!sublists.has(name) && !mapMethods.has(name)) return null;
  const object = program.evaluate(file, receiver);
  if (object.kind === 'map') return ofMap(object, name, first ? program.evaluate(file, first) : null);
  if (!sublists.has(name) || (object.kind !== 'array' && object.kind !== 'list')) return null;
  const others = name === 'concat' ? args.map((argument) => program.evaluate(file, argument)) : [];
  const elements = [object, ...others].map((list) => elementOf(program, list, anywhere));
  return elements.every((element) => element !== null) ? listOf(either(elements)) : null;
}

/** `new Set(list)`, `new Map(entries)`; null for all other constructions. */
export function newCollection(
  program: Program,
  file: FileFacts,
  { callee, arguments: args }: CallExpression,
): Value | null {
  const [first] = args;
  if (callee.kind !== 'global' || !first || (callee.name !== 'Set' && callee.name !== 'Map')) return null;
  const list = program.evaluate(file, first);
  if (callee.name === 'Set') return listOf(elementOf(program, list, anywhere));
  const owner = list.kind === 'array' ? program.files.get(list.uri) : undefined;
  const entries =
    list.kind === 'array' && owner
      ? list.expression.elements.map((element) => program.evaluate(owner, element))
      : [elementOf(program, list, anywhere)];
  const pairs = entries.map((entry) => [at(program, entry, 0), at(program, entry, 1)] as const);
  const known = pairs.flatMap(([key, value]) => (key && value ? [[key, value] as const] : []));
  return known.length === pairs.length ? { kind: 'map', pairs: known } : null;
}

function at(program: Program, entry: Value | null, index: number): Value | null {
  return entry && elementOf(program, entry, { kind: 'constant', value: index });
}

function partsOf(program: Program, object: Value, method: string): Value | null {
  switch (method) {
    case 'keys':
      return namesOf(program, object);
    case 'values':
      return valuesOf(program, object);
    case 'entries':
      return entriesOf(program, object);
    default:
      return null;
  }
}

function ofMap({ pairs }: Extract<Value, { kind: 'map' }>, method: string, key: Value | null): Value | null {
  const values = pairs.map(([, value]) => value);
  switch (method) {
    case 'get': {
      if (key?.kind !== 'strings') return either(values);
      const wanted = new Set(key.options.map((option) => option.value));
      const found = pairs.flatMap(([name, value]) =>
        name.kind !== 'strings' || name.options.some((option) => wanted.has(option.value)) ? [value] : [],
      );
      return found.length > 0 ? either(found) : unknown('not in the map');
    }
    case 'keys':
      return listOf(either(pairs.map(([name]) => name)));
    case 'values':
      return listOf(either(values));
    default:
      return listOf({ kind: 'tuple', elements: [either(pairs.map(([name]) => name)), either(values)] });
  }
}

function listOf(element: Value | null): Value | null {
  return element && element.kind !== 'unknown' ? { kind: 'list', element } : null;
}
