/** Which keys stand in the place where an accessor expects one. */
import type { CallExpression, Expression, FileFacts } from '../../facts.ts';
import type { Span } from '../../model.ts';
import type { Program } from '../program.ts';
import { argumentAt, type Passed, valueOf } from '../values/places.ts';
import { either, stringsOf, unknown, type Value } from '../values/values.ts';
import type { Accessor } from './accessors.ts';
import { affixed, isOpen } from './affixes.ts';
import { keyPart } from './key-part.ts';
import type { Read } from './read.ts';

/** Where the key stands: of two places the one that holds strings, else the one that a caller decides, else the first. */
export function keyArgument(
  program: Program,
  file: FileFacts,
  args: readonly Expression[],
  { key, alternative, many }: Accessor,
): Passed | null {
  const first = argumentAt(args, key);
  const second = alternative && argumentAt(args, alternative);
  const takesObject = many === 'elements-or-properties';
  if (!first) return second && !takesObject && valueOf(program, file, second).kind === 'object' ? null : second;
  if (!second) return first;
  const rank = (passed: Passed): number => {
    const { kind } = valueOf(program, file, passed);
    return kind === 'strings' || kind === 'array' ? 2 : kind === 'parameter' ? 1 : 0;
  };
  return rank(second) > rank(first) ? second : first;
}

interface Key extends Pick<Read, 'key' | 'keySpan' | 'keyExpression'> {
  /** The default value of this one of several keys. */
  readonly ownDefault?: Passed | null;
  /** What it stands for, where it is a property's name. */
  readonly beside?: Passed | null;
}

/** The keys that stand in a place: one for most accessors. */
export function keysIn(
  program: Program,
  file: FileFacts,
  { expression, rest }: Passed,
  accessor: Accessor,
): readonly Key[] {
  const { many, role } = accessor;
  const single = (part: Expression): Key => ({
    key: asKey(program.evaluate(file, part)),
    keySpan: part.span,
    keyExpression: part,
  });
  // `<Feature names={['new-cart', 'gift-wrap']}>`: a list where one key may stand too.
  if (!many && rest.length === 0 && expression.kind === 'array') return expression.elements.map(single);
  if (many && rest.length > 0) return manyElsewhere(program, file, { expression, rest }, many);
  if (!many) {
    const written = single(expression);
    const value = valueOf(program, file, { expression, rest });
    // A list for a function that passes it on.
    if (value.kind === 'array') return manyElsewhere(program, file, { expression, rest }, 'elements');
    const key = asKey(elementKey(program, value.kind === 'list' ? value.element : value));
    const whole = between(key, accessor);
    const part = whole && keyPart(whole, accessor);
    return part ? [{ ...written, key: part }] : [];
  }
  if (many === 'properties' || (many === 'elements-or-properties' && expression.kind === 'object')) {
    const entries = mapEntries(expression);
    if (entries)
      return entries.map(([key, value]) => ({
        ...single(key),
        beside: value ? { expression: value, rest: [] } : null,
      }));
    if (expression.kind !== 'object') return manyElsewhere(program, file, { expression, rest: [] }, many);
    return expression.properties.flatMap(({ name, computed, nameSpan, value }): Key[] => {
      const beside: Passed = { expression: value, rest: [] };
      const ownDefault = many === 'properties' || role !== 'evaluation' ? null : beside;
      // `{ [NEW_CHECKOUT]: true }`
      if (computed) return [{ ...single(computed), ownDefault, beside }];
      if (name === null) return [];
      return [{ key: knownString(file, name, nameSpan), keySpan: nameSpan, keyExpression: null, ownDefault, beside }];
    });
  }
  // What a payload made elsewhere defines is not the code's to say.
  if (expression.kind !== 'array') return role === 'definition' ? [] : [listed(program, file, expression)];
  if (typeof many === 'string') return expression.elements.map(single);
  return expression.elements.flatMap((element) => {
    const at = (name: string): Passed | null => argumentAt([element], { index: 0, path: [name] });
    const found = at(many.elementsOf);
    const ownDefault = many.default === undefined ? null : at(many.default);
    return found ? [{ ...single(found.expression), key: valueOf(program, file, found), ownDefault }] : [];
  });
}

/** How many callbacks may stand in each other. */
const maxCallbacks = 4;

/** `keys.map((key) => isOn(key))`: a callback without a name is called with the elements of a list, by nobody else. */
export function elementKey(program: Program, key: Value, callbacks = maxCallbacks): Value {
  if (key.kind === 'either') return either(key.options.map((option) => elementKey(program, option, callbacks)));
  if (key.kind === 'affixed') return affixed(elementKey(program, key.of, callbacks), key);
  if (key.kind !== 'parameter' || program.files.get(key.uri)?.functions[key.function]?.name !== null) return key;
  // Where the function around it is given the list, that function's callers name the keys.
  const written = callbacks > 0 ? program.written(key) : key;
  if (written.kind === 'parameter' && written !== key) return elementKey(program, written, callbacks - 1);
  const passed = program.passed(key);
  return passed.kind === 'strings' ? passed : key;
}

/** What a function puts around the key; silent where that is not known, for then the function's own read says as much. */
function between(key: Value, { before = '', after = '' }: Accessor): Value | null {
  if (before === '' && after === '') return key;
  const whole = affixed(key, { before, after });
  return whole.kind === 'strings' || isOpen(whole) ? whole : null;
}

/** The keys of `new Map([['a', true], ['b', 1]])`, each with its value; null for anything else. */
function mapEntries(
  expression: Expression,
): readonly (readonly [key: Expression, value: Expression | undefined])[] | null {
  if (expression.kind !== 'new' || expression.callee.kind !== 'global' || expression.callee.name !== 'Map') return null;
  const [entries] = expression.arguments;
  return entries?.kind === 'array'
    ? entries.elements.flatMap((entry) => {
        const [key, value] = entry.kind === 'array' ? entry.elements : [];
        return key ? [[key, value] as const] : [];
      })
    : [];
}

/** A list, or an object whose properties are keys, that is written elsewhere; silent where it is not seen, for it is often optional. */
function manyElsewhere(
  program: Program,
  file: FileFacts,
  { expression, rest }: Passed,
  many: NonNullable<Accessor['many']>,
): readonly Key[] {
  const list = valueOf(program, file, { expression, rest });
  const owner = list.kind === 'array' || list.kind === 'object' ? program.files.get(list.uri) : undefined;
  if (list.kind === 'object' && owner && (many === 'properties' || many === 'elements-or-properties')) {
    const names = list.expression.properties.flatMap(({ name, nameSpan }) =>
      name === null ? [] : [knownString(owner, name, nameSpan)],
    );
    return names.length === 0 ? [] : [{ key: either(names), keySpan: expression.span, keyExpression: expression }];
  }
  if (list.kind !== 'array' || !owner || list.expression.elements.length === 0) return [];
  const path = typeof many === 'string' ? [] : [many.elementsOf];
  const key = either(
    list.expression.elements.map((element) => asKey(valueOf(program, owner, { expression: element, rest: path }))),
  );
  return [{ key, keySpan: expression.span, keyExpression: expression }];
}

/** A list that is written elsewhere: one of its elements at a time. */
function listed(program: Program, file: FileFacts, expression: Expression): Key {
  const list = asKey(whole(program, program.evaluate(file, expression)));
  // One flag where a list may stand too.
  if (list.kind === 'strings') return { key: list, keySpan: expression.span, keyExpression: expression };
  const element: Expression = {
    kind: 'index',
    object: expression,
    index: { kind: 'other', span: expression.span },
    span: expression.span,
  };
  // The callers decide what is in the list.
  if (list.kind === 'parameter') {
    const key: Value = { ...list, typed: stringsOf(program.evaluate(file, element)) };
    return { key, keySpan: expression.span, keyExpression: expression };
  }
  const key =
    list.kind === 'array' ? asKey(program.evaluate(file, element)) : unknown('a list of keys made at run time');
  return { key, keySpan: expression.span, keyExpression: expression };
}

/** `Array.isArray(keys) ? keys : [keys]` is what a caller passes, be it a list or one key. */
function whole(program: Program, value: Value): Value {
  if (value.kind !== 'either') return value;
  const options = value.options.map((option) => {
    const [only, ...others] = option.kind === 'array' ? option.expression.elements : [];
    const owner = option.kind === 'array' ? program.files.get(option.uri) : undefined;
    return only && owner && others.length === 0 ? program.evaluate(owner, only) : option;
  });
  const [first] = options;
  if (first?.kind !== 'parameter') return value;
  const isFirst = (option: Value): boolean =>
    option.kind === 'parameter' &&
    option.uri === first.uri &&
    option.function === first.function &&
    option.index === first.index &&
    option.path.join() === first.path.join();
  return options.every(isFirst) ? first : value;
}

/** `Command.create({ key })`: the key is written inside; `let command = Command.create(...)`: where the command is made. */
export function whereWritten(program: Program, file: FileFacts, passed: Passed): readonly Passed[] {
  const { expression, rest } = passed;
  if (rest.length === 0) return [passed];
  if (expression.kind === 'name') {
    const values = file.bindings[expression.binding]?.values ?? [];
    const made = values.filter((value) => isMade(program, file, value));
    if (made.length === 0 || made.length < values.length) return [passed];
    return made.flatMap((value) => whereWritten(program, file, { expression: value, rest }));
  }
  if (!isMade(program, file, expression)) return [passed];
  const options = expression.arguments.find(({ kind }) => kind === 'object' || kind === 'name');
  const inner = options ? argumentAt([options], { index: 0, path: rest }) : null;
  return inner ? whereWritten(program, file, inner) : [passed];
}

function isMade(program: Program, file: FileFacts, expression: Expression): expression is CallExpression {
  return (
    (expression.kind === 'call' || expression.kind === 'new') && program.evaluate(file, expression).kind === 'made'
  );
}

function knownString(file: FileFacts, value: string, span: Span): Value {
  return { kind: 'strings', options: [{ value, at: { uri: file.uri, span } }] };
}

/** A value that stands for a flag stands for its key where a key is expected. */
function asKey(value: Value): Value {
  if (value.kind === 'instance') return (value.sdk.types[value.type]?.callReads && value.key) ?? value;
  // `flags.Gate.NewCart`: whatever object of that type a caller passes, it has this one.
  if (value.kind === 'parameter' && value.path.length > 0 && value.typed?.kind === 'strings')
    return value.typed.options.length === 1 ? value.typed : value;
  return value.kind === 'either' ? either(value.options.map(asKey)) : value;
}
