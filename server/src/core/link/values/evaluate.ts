/** Follows an expression to what it stands for: through constants, imports, types, members and calls. */
import type { Expression, FileFacts, ParameterFact } from '../../facts.ts';
import { autoImportModule } from './auto-imports.ts';
import { affixed, isOpen } from '../reads/affixes.ts';
import { callValue, newValue } from './calls.ts';
import { configuredDeclaration, configuredMember } from '../configured.ts';
import { anyElement, elementOf, maxOptions, valuesOf } from './lists.ts';
import { memberOf } from './members.ts';
import { sdkGlobal } from '../../sdks/registry.ts';
import type { Program } from '../program.ts';
import { speaksOfFlags } from '../wrappers/telling.ts';
import { either, known, type KnownString, orTyped, stringsOf, unknown, type Value } from './values.ts';

const circular = unknown('defined in terms of itself');

/** Total and free of side effects except the program's memory. */
export function evaluate(program: Program, file: FileFacts, expression: Expression): Value {
  return program.memo.of(file.uri, expression, circular, () => compute(program, file, expression));
}

function compute(program: Program, file: FileFacts, expression: Expression): Value {
  switch (expression.kind) {
    case 'string':
      return { kind: 'strings', options: [{ value: expression.value, at: { uri: file.uri, span: expression.span } }] };
    case 'number':
    case 'boolean':
      return { kind: 'constant', value: expression.value ?? null };
    case 'null':
    case 'undefined':
      return { kind: 'constant', value: null };
    case 'template':
      return templateValue(program, file, expression);
    case 'name':
      return bindingValue(program, file, expression.binding);
    case 'global':
      return globalValue(program, file, expression.name);
    case 'member':
      if (isGlobalObject(expression.object)) return globalValue(program, file, expression.name);
      return hung(
        program,
        file,
        expression.name,
        configuredMember(program, file, expression) ??
          memberValue(program, evaluate(program, file, expression.object), expression.name),
      );
    case 'index':
      return indexValue(program, file, expression);
    case 'call':
      return callValue(program, file, expression);
    case 'new':
      return newValue(program, file, expression, evaluate(program, file, expression.callee));
    case 'object':
      return { kind: 'object', uri: file.uri, expression };
    case 'array':
      return { kind: 'array', uri: file.uri, expression };
    case 'function':
      return { kind: 'function', uri: file.uri, function: expression.function };
    case 'class':
      return { kind: 'class', uri: file.uri, class: expression.class };
    case 'this':
      return expression.class === null
        ? unknown('this is not known here')
        : { kind: 'object-of-class', uri: file.uri, class: expression.class };
    case 'either':
      return either(expression.options.map((option) => evaluate(program, file, option)));
    case 'typed': {
      const value = evaluate(program, file, expression.value);
      return known(value).length > 0 ? value : (program.ofType(file, expression.type) ?? value);
    }
    case 'module':
      return program.import(file, { specifier: expression.specifier, name: '*' });
    case 'jsx':
    case 'other':
      return unknown('computed at run time');
  }
}

/** A wrapper configured without a module may be global (auto-imported); other files may define globals (`window.Utils = ...`), or have what a framework imports by itself. */
function globalValue(program: Program, file: FileFacts, name: string): Value {
  const wrapper = program.wrappers.find((candidate) => candidate.module === null && candidate.name === name);
  if (wrapper) return { kind: 'configured', wrapper };
  const definitions = program.globals(file.uri, name).map((defined) => program.evaluate(defined.file, defined.value));
  const left = leftBySdk(name);
  // A function of ours is that, whatever an SDK calls one of its own.
  if (left && !definitions.some(({ kind }) => kind === 'function' || kind === 'class')) definitions.push(left);
  return definitions.length > 0 ? either(definitions) : unknown(`${name} is not declared in this file`);
}

/** `request.growthbook`, where some file says `request.growthbook = new GrowthBook()`: only for names that speak of flags. */
function hung(program: Program, file: FileFacts, name: string, value: Value): Value {
  const isBare = value.kind === 'unknown' || (value.kind === 'parameter' && !value.typed);
  if (!isBare || !speaksOfFlags(name)) return value;
  const found = program
    .globals(file.uri, `.${name}`)
    .flatMap((definition) => known(program.evaluate(definition.file, definition.value)))
    .filter(
      ({ kind }) => kind === 'instance' || kind === 'object-of-class' || (kind === 'function' && name.startsWith('$')),
    );
  if (found.length === 0) return value;
  return value.kind === 'parameter' ? { ...value, typed: either(found) } : either(found);
}

/** What an SDK's script for browsers makes of a name that no file declares. */
function leftBySdk(name: string): Value | null {
  const found = sdkGlobal(name);
  if (!found) return null;
  const { sdk, left } = found;
  if (left === 'module') return { kind: 'sdk', sdk };
  return left.kind === 'value'
    ? { kind: 'instance', sdk, type: left.type }
    : { kind: 'entity', sdk, entity: left, name };
}

/** `window.Utils` is the global `Utils`. */
function isGlobalObject(object: Expression): boolean {
  if (object.kind === 'typed') return isGlobalObject(object.value);
  return object.kind === 'global' && /^(?:window|globalThis|global|self)$/.test(object.name);
}

/** The value of a name: its declared type where that says more than its initializer. */
export function bindingValue(program: Program, file: FileFacts, id: number): Value {
  const binding = file.bindings[id];
  if (!binding) return unknown('not declared');
  if (binding.import?.specifier === autoImportModule) return globalValue(program, file, binding.import.name);
  if (binding.import) return program.import(file, binding.import);
  const configured = configuredDeclaration(program, file.uri, binding.name);
  if (configured) return configured;
  const typed = binding.type && program.ofType(file, binding.type);
  if (binding.parameter) return parameterValue(program, file, binding.parameter, binding.values, typed);
  if (typed && typed.kind !== 'strings') return annotated(program, file, typed, binding.values);
  const values = binding.values.map((value) => evaluate(program, file, value));
  if (values.length > 0) return orTyped(either(values), typed);
  return typed ?? unknown(`${binding.name} gets its value elsewhere`);
}

/** An interface says that there is a method, an object that is written there says what it does: `const flags: Flags = { isOn: ... }`. */
function annotated(program: Program, file: FileFacts, typed: Value, values: readonly Expression[]): Value {
  if (typed.kind !== 'typed' && typed.kind !== 'either') return typed;
  const written = values
    .filter(({ kind }) => kind === 'object' || kind === 'call' || kind === 'function')
    .flatMap((value) => known(evaluate(program, file, value)))
    .filter(({ kind }) => kind === 'object' || kind === 'function');
  return written.length > 0 ? either([...written, typed]) : typed;
}

/** The caller decides what it is; the declared type, the type of the whole or the default value may say what it can do. */
function parameterValue(
  program: Program,
  file: FileFacts,
  { function: owner, index, path }: ParameterFact,
  values: readonly Expression[],
  declared: Value | null,
): Value {
  let typed = declared;
  for (const value of values.map((expression) => evaluate(program, file, expression)).flatMap(known)) {
    const said = value.kind === 'parameter' ? value.typed : value;
    // `({ client = shopClient } = {})`: an empty object says nothing of its members.
    if (value.kind !== 'strings' && said?.kind !== 'unknown') typed ??= said;
  }
  return { kind: 'parameter', uri: file.uri, function: owner, index, path, typed };
}

/** `object.name`. */
export function memberValue(program: Program, object: Value, name: string): Value {
  switch (object.kind) {
    case 'either': {
      // An option about which nothing is known stays one: a key is known only when all of them are.
      // A declared type says what a member may be, an object that is written beside it what it is.
      const members = object.options.map((option) =>
        option.kind === 'unknown' ? option : memberValue(program, option, name),
      );
      const written = members.filter(({ kind }, at) => kind !== 'unknown' && object.options[at]?.kind === 'object');
      return either(written.length > 0 ? members.filter((_, at) => object.options[at]?.kind !== 'typed') : members);
    }
    case 'parameter': {
      const typed = object.typed && memberOf(program, object.typed, name);
      // One of `...args` is an argument of its own.
      if (isRest(program, object) && /^\d+$/.test(name))
        return { ...object, index: object.index + Number(name), typed };
      return { ...object, path: [...object.path, name], typed };
    }
    case 'function':
      return /^(?:apply|bind|call)$/.test(name) ? object : unknown('a property of a function');
    default:
      return (
        memberOf(program, object, name) ??
        (object.kind === 'entity' && name === 'bind' ? object : unknown(`${name} is not known here`))
      );
  }
}

function isRest(program: Program, { uri, function: id, index, path }: Extract<Value, { kind: 'parameter' }>): boolean {
  return path.length === 0 && program.files.get(uri)?.functions[id]?.rest === index;
}

function indexValue(program: Program, file: FileFacts, expression: Extract<Expression, { kind: 'index' }>): Value {
  const object = evaluate(program, file, expression.object);
  const index = evaluate(program, file, expression.index);
  const strings = stringsOf(index);
  const element = strings ? null : elementOf(program, object, index);
  // Any element of a list that a caller passes is the caller's to say: `keys.some((key) => isOn(key))`.
  if (object.kind === 'parameter' && expression.index.kind === 'other' && (!element || element.kind === 'strings'))
    return { ...object, path: [...object.path, anyElement], typed: element };
  if (element) return element;
  // A tuple: `const [ready, client] = ldInit()`.
  const takesPlaces = object.kind === 'instance' || object.kind === 'box' || object.kind === 'parameter';
  if (takesPlaces && index.kind === 'constant') return memberValue(program, object, String(index.value));
  if (strings) return either(strings.options.map((option) => memberValue(program, object, option.value)));
  const values = valuesOf(program, object);
  if (values && isData(values)) return values;
  return unknown(
    object.kind === 'object' ? 'one of the values of an object, chosen at run time' : 'computed at run time',
  );
}

/** Strings, or objects and lists that hold them: what a table of keys consists of. */
function isData(value: Value): boolean {
  if (value.kind === 'strings') return value.options.length <= maxOptions;
  if (value.kind === 'either') return value.options.length <= maxOptions && value.options.every(isData);
  return value.kind === 'object' || value.kind === 'array';
}

/** A template whose holes are all known is known: every combination of them. */
function templateValue(
  program: Program,
  file: FileFacts,
  expression: Extract<Expression, { kind: 'template' }>,
): Value {
  let texts = [expression.texts[0] ?? ''];
  let open: { readonly value: Value; readonly before: string } | null = null;
  for (const [index, hole] of expression.holes.entries()) {
    const value = evaluate(program, file, hole);
    const options =
      stringsOf(value)?.options.map((option) => option.value) ??
      (value.kind === 'constant' ? [String(value.value)] : null);
    const after = expression.texts[index + 1] ?? '';
    const [before] = texts;
    if (!options && !open && isOpen(value) && before !== undefined && texts.length === 1) {
      open = { value, before };
      texts = [after];
      continue;
    }
    if (!options || texts.length * options.length > maxOptions)
      return unknown('a template whose parts are computed at run time');
    texts = texts.flatMap((text) => options.map((option) => text + option + after));
  }
  if (open) {
    const { value, before } = open;
    return either(texts.map((after) => affixed(value, { before, after })));
  }
  const at = { uri: file.uri, span: expression.span };
  return { kind: 'strings', options: texts.map((value): KnownString => ({ value, at })) };
}
