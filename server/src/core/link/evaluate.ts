/** Follows an expression to what it stands for: through constants, imports, types, members and calls. */
import type { CallExpression, Expression, FileFacts, ParameterFact } from '../facts.ts';
import { memberOf } from './members.ts';
import { parameterOf } from './places.ts';
import type { Program } from './program.ts';
import { either, known, type KnownString, unknown, type Value } from './values.ts';
import { argumentAt } from './places.ts';

/** Beyond this many names in a template or concatenation the key counts as computed. */
const maxTemplateOptions = 32;

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
      return globalValue(program, expression.name);
    case 'member':
      return memberValue(program, evaluate(program, file, expression.object), expression.name);
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

/** A wrapper configured without a module may be global (auto-imported). */
function globalValue(program: Program, name: string): Value {
  const wrapper = program.wrappers.find((candidate) => candidate.module === null && candidate.name === name);
  return wrapper ? { kind: 'configured', wrapper } : unknown(`${name} is not declared in this file`);
}

/** The value of a name: its declared type where that says more than its initializer. */
export function bindingValue(program: Program, file: FileFacts, id: number): Value {
  const binding = file.bindings[id];
  if (!binding) return unknown('not declared');
  if (binding.import) return program.import(file, binding.import);
  const typed = binding.type && program.ofType(file, binding.type);
  if (binding.parameter) return parameterValue(program, file, binding.parameter, binding.values, typed);
  if (typed && typed.kind !== 'strings') return typed;
  const values = binding.values.map((value) => evaluate(program, file, value));
  return values.length > 0 ? either(values) : (typed ?? unknown(`${binding.name} gets its value elsewhere`));
}

/** The caller decides what it is; the declared type, the type of the whole or the default value may say what it can do. */
function parameterValue(
  program: Program,
  file: FileFacts,
  { function: owner, index, path }: ParameterFact,
  values: readonly Expression[],
  declared: Value | null,
): Value {
  let typed: Value | null = declared?.kind === 'strings' ? null : declared;
  for (const value of values.map((expression) => evaluate(program, file, expression)).flatMap(known)) {
    if (value.kind !== 'strings') typed ??= value.kind === 'parameter' ? value.typed : value;
  }
  return { kind: 'parameter', uri: file.uri, function: owner, index, path, typed };
}

/** `object.name`. */
export function memberValue(program: Program, object: Value, name: string): Value {
  switch (object.kind) {
    case 'either': {
      // An option about which nothing is known stays one: a key is known only when all of them are.
      return either(
        object.options.map((option) => (option.kind === 'unknown' ? option : memberValue(program, option, name))),
      );
    }
    case 'parameter':
      return { ...object, path: [...object.path, name], typed: object.typed && memberOf(program, object.typed, name) };
    case 'function':
      return name === 'bind' ? object : unknown('a property of a function');
    default:
      return memberOf(program, object, name) ?? unknown(`${name} is not known here`);
  }
}

function indexValue(program: Program, file: FileFacts, expression: Extract<Expression, { kind: 'index' }>): Value {
  const object = evaluate(program, file, expression.object);
  const index = evaluate(program, file, expression.index);
  if (object.kind === 'array') {
    const owner = program.files.get(object.uri);
    if (!owner) return unknown('not loaded');
    const at =
      index.kind === 'constant' && typeof index.value === 'number'
        ? object.expression.elements[index.value]
        : undefined;
    const elements = at ? [at] : object.expression.elements;
    return either(elements.map((element) => evaluate(program, owner, element)));
  }
  // A tuple: `const [ready, client] = ldInit()`.
  if (object.kind === 'instance' && index.kind === 'constant') return memberValue(program, object, String(index.value));
  if (index.kind === 'strings')
    return either(index.options.map((option) => memberValue(program, object, option.value)));
  return object.kind === 'object'
    ? unknown('one of the values of an object, chosen at run time')
    : unknown('computed at run time');
}

function callValue(program: Program, file: FileFacts, expression: CallExpression): Value {
  const results: Value[] = [];
  for (const callee of known(evaluate(program, file, expression.callee))) {
    if (callee.kind === 'entity') results.push(...madeBySdk(program, file, callee, expression));
    if (callee.kind === 'typed' && callee.type.kind === 'function') {
      const owner = program.files.get(callee.uri);
      const value = owner && program.ofType(owner, callee.type.returns);
      if (value) results.push(value);
    }
    if (callee.kind === 'function') {
      // `f.bind(x)` was resolved to `f` itself; calling `bind` gives the function back.
      if (expression.callee.kind === 'member' && expression.callee.name === 'bind') results.push(callee);
      else results.push(returnValue(program, callee.uri, callee.function));
    }
  }
  if (results.flatMap(known).length > 0) return either(results);
  const asked = askedFor(program, file, expression);
  if (asked) return asked;
  return isFactoryCall(expression)
    ? { kind: 'made', of: null, uri: file.uri, from: expression.arguments }
    : unknown('the result of a call');
}

/** A function that is not known and is given a class or token asks a container for it: `inject(FlagService)`, `useContext(Context)`. */
function askedFor(program: Program, file: FileFacts, { callee, arguments: args }: CallExpression): Value | null {
  const [token] = args;
  const name = callee.kind === 'member' ? callee.name : nameOfCallee(file, callee);
  if (!token || (token.kind !== 'name' && token.kind !== 'member') || !/^(?:inject|use|get|resolve)/.test(name))
    return null;
  for (const option of known(evaluate(program, file, token))) {
    if (option.kind === 'class') return { ...option, kind: 'object-of-class' };
    if (option.kind === 'entity' && (option.entity.kind === 'class' || option.entity.kind === 'token'))
      return { kind: 'instance', sdk: option.sdk, type: option.entity.type };
  }
  return null;
}

function nameOfCallee(file: FileFacts, callee: Expression): string {
  if (callee.kind === 'global') return callee.name;
  return callee.kind === 'name' ? (file.bindings[callee.binding]?.name ?? '') : '';
}

function madeBySdk(
  program: Program,
  file: FileFacts,
  { sdk, entity }: Extract<Value, { kind: 'entity' }>,
  { arguments: args }: CallExpression,
): readonly Value[] {
  if (entity.kind === 'returns') return [{ kind: 'instance', sdk, type: entity.type }];
  if (entity.kind !== 'read' || entity.returns === undefined) return [];
  const passed = argumentAt(args, parameterOf(entity.read.key));
  const key = passed && passed.rest.length === 0 ? evaluate(program, file, passed.expression) : null;
  return [{ kind: 'instance', sdk, type: entity.returns, ...(key ? { key } : {}) }];
}

function returnValue(program: Program, uri: string, id: number): Value {
  const owner = program.files.get(uri);
  const fact = owner?.functions[id];
  if (!owner || !fact) return unknown('not loaded');
  const typed = fact.returnType && program.ofType(owner, fact.returnType);
  if (typed && typed.kind !== 'strings') return typed;
  // A returned parameter is the caller's, not the function's: it says nothing here.
  const values = fact.returns
    .map((value) => evaluate(program, owner, value))
    .flatMap((value) => (value.kind === 'parameter' ? (value.typed ?? []) : [value]));
  return values.length > 0 ? either(values) : unknown('the result of a call');
}

function newValue(program: Program, file: FileFacts, { arguments: from }: CallExpression, callee: Value): Value {
  const made = (of: Value | null): Value => ({ kind: 'made', of, uri: file.uri, from });
  for (const option of known(callee)) {
    if (option.kind === 'entity' && option.entity.kind === 'class')
      return { kind: 'instance', sdk: option.sdk, type: option.entity.type };
    // `new (require('flagsmith-nodejs'))()`: the module is its default export.
    if (option.kind === 'sdk') {
      const whole = memberOf(program, option, 'default');
      if (whole?.kind === 'entity' && whole.entity.kind === 'class')
        return { kind: 'instance', sdk: option.sdk, type: whole.entity.type };
    }
    if (option.kind === 'class') {
      const instance: Value = { kind: 'object-of-class', uri: option.uri, class: option.class };
      return takesObject(from) ? made(instance) : instance;
    }
  }
  return takesObject(from) ? made(null) : unknown('a new object');
}

/** Only an object, or a name that may stand for one, can be passed on with its properties. */
function takesObject(args: readonly Expression[]): boolean {
  return args.some(({ kind }) => kind === 'object' || kind === 'name');
}

/** A function that is not known and is called as factories are: `Command.create(options)`, `withDefaults({ key })`. */
function isFactoryCall({ callee, arguments: args }: CallExpression): boolean {
  if (args.some(({ kind }) => kind === 'object')) return true;
  return callee.kind === 'member' && /^(?:create|from|of|build|make)/.test(callee.name) && takesObject(args);
}

/** A template whose holes are all known is known: every combination of them. */
function templateValue(
  program: Program,
  file: FileFacts,
  expression: Extract<Expression, { kind: 'template' }>,
): Value {
  let texts = [expression.texts[0] ?? ''];
  for (const [index, hole] of expression.holes.entries()) {
    const value = evaluate(program, file, hole);
    const options =
      value.kind === 'strings'
        ? value.options.map((option) => option.value)
        : value.kind === 'constant'
          ? [String(value.value)]
          : null;
    if (!options || texts.length * options.length > maxTemplateOptions)
      return unknown('a template whose parts are computed at run time');
    const after = expression.texts[index + 1] ?? '';
    texts = texts.flatMap((text) => options.map((option) => text + option + after));
  }
  const at = { uri: file.uri, span: expression.span };
  return { kind: 'strings', options: texts.map((value): KnownString => ({ value, at })) };
}
