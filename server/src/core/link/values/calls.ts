/** What calls and constructions give back. */
import type { CallExpression, Expression, FileFacts } from '../../facts.ts';
import { own } from '../../sdks/sdk.ts';
import { affixed } from '../reads/affixes.ts';
import { collectionValue, newCollection } from './collections.ts';
import { memberOf } from './members.ts';
import { metadataValue } from './metadata.ts';
import { argumentAt, parameterOf, valueOf } from './places.ts';
import type { Program } from '../program.ts';
import { isPassThrough } from '../wrappers/pass-through.ts';
import { calledName } from '../wrappers/telling.ts';
import { either, known, orTyped, unknown, type Value } from './values.ts';

/** What a call gives back. */
export function callValue(program: Program, file: FileFacts, expression: CallExpression): Value {
  const builtin = collectionValue(program, file, expression) ?? metadataValue(program, file, expression);
  if (builtin) return builtin;
  const results: Value[] = [];
  for (const callee of known(program.evaluate(file, expression.callee)).flatMap((option) =>
    passedIn(program, option),
  )) {
    const isBound = expression.callee.kind === 'member' && expression.callee.name === 'bind';
    // What is given some of its arguments already takes its key from elsewhere.
    if (isBound && expression.arguments.length > 1) continue;
    if (callee.kind === 'entity') results.push(...(isBound ? [callee] : madeBySdk(program, file, callee, expression)));
    // `root.checkout()`: the method stands for what it gives.
    if (callee.kind === 'instance' && callee.key && callee.sdk.types[callee.type]?.flags?.nested) results.push(callee);
    if (callee.kind === 'typed' && callee.type.kind === 'function') {
      const owner = program.files.get(callee.uri);
      const value = owner && program.ofType(owner, callee.type.returns);
      if (value) results.push(value);
    }
    if (callee.kind === 'function') {
      // `f.bind(x)` was resolved to `f` itself; calling `bind` gives the function back.
      if (isBound) results.push(callee);
      else {
        results.push(returnValue(program, callee.uri, callee.function, { file, arguments: expression.arguments }));
        results.push(...renderedParameters(program, file, callee, expression.arguments));
      }
    }
  }
  if (results.flatMap(known).length > 0) return either(results);
  const other =
    askedFor(program, file, expression) ??
    handedOut(program, file, expression) ??
    reactValue(program, file, expression) ??
    sameValue(program, file, expression) ??
    wrappedFunction(program, file, expression);
  if (other) return other;
  return isFactoryCall(expression)
    ? { kind: 'made', of: null, uri: file.uri, from: expression.arguments }
    : unknown('the result of a call');
}

/** A callback without a name is called where it is written: `start().then((flags) => flags.snapshot())`. */
function passedIn(program: Program, value: Value): readonly Value[] {
  if (value.kind !== 'parameter' || value.typed) return [value];
  const callback = program.files.get(value.uri)?.functions[value.function];
  return callback?.name === null ? known(program.passed(value)) : [value];
}

/** A function that is not known and is given a class or token asks a container for it: `inject(FlagService)`, `useContext(Context)`. */
function askedFor(program: Program, file: FileFacts, { callee, arguments: args }: CallExpression): Value | null {
  const [token] = args;
  const name = callee.kind === 'member' ? callee.name : nameOfCallee(file, callee);
  if (!token || (token.kind !== 'name' && token.kind !== 'member') || !/^(?:inject|use|get|resolve)/.test(name))
    return null;
  for (const option of known(program.evaluate(file, token))) {
    if (option.kind === 'context') return program.provided(option);
    if (option.kind === 'box' && name === 'inject') return option.inner;
    if (option.kind === 'class') return { ...option, kind: 'object-of-class' };
    if (option.kind === 'entity' && (option.entity.kind === 'class' || option.entity.kind === 'token'))
      return { kind: 'instance', sdk: option.sdk, type: option.entity.type };
    const token = option.kind === 'instance' ? own(option.sdk.types, option.type)?.token : undefined;
    if (option.kind === 'instance' && token !== undefined) return { ...option, type: token };
  }
  return null;
}

/** A container that is asked with a string says by a type argument what it hands out: `inject<Client>('flags')`. */
function handedOut(program: Program, file: FileFacts, { callee, holds }: CallExpression): Value | null {
  const name = callee.kind === 'member' ? callee.name : nameOfCallee(file, callee);
  return holds && containers.has(name) ? program.ofType(file, holds) : null;
}

const containers = new Set(['get', 'inject', 'resolve']);

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
  const key = passed && valueOf(program, file, passed);
  return [{ kind: 'instance', sdk, type: entity.returns, ...(key ? { key } : {}) }];
}

function returnValue(program: Program, uri: string, id: number, given: Given | null = null): Value {
  const owner = program.files.get(uri);
  const fact = owner?.functions[id];
  if (!owner || !fact) return unknown('not loaded');
  const typed = fact.returnType && program.ofType(owner, fact.returnType);
  if (typed?.kind === 'typed') return shown(program, owner, fact.returns, typed);
  if (typed && typed.kind !== 'strings') return typed;
  // A returned parameter is what the caller passes; who does not know the caller knows its type at most.
  const values = fact.returns
    .map((value) => program.evaluate(owner, value))
    .flatMap((value): readonly Value[] => {
      if (value.kind === 'instance' && value.key) return [withKey(program, value, { uri, id, given })];
      const of = value.kind === 'affixed' ? value.of : value;
      if (of.kind !== 'parameter') return [value];
      const isOwn = of.uri === uri && of.function === id;
      const passed = given && isOwn ? argumentAt(given.arguments, of) : null;
      if (!given || !passed) return of.typed && of === value ? [of.typed] : [];
      const whole = valueOf(program, given.file, passed);
      return [value.kind === 'affixed' ? affixed(whole, value) : whole];
    });
  return values.length > 0 ? orTyped(either(values), typed) : (typed ?? unknown('the result of a call'));
}

/** An interface says that there is a method, an object that is returned what it does: `(): Flags => useContext(FlagsContext)`. */
function shown(program: Program, owner: FileFacts, returns: readonly Expression[], typed: Value): Value {
  const written = returns
    .filter(({ kind }) => kind === 'object' || kind === 'call' || kind === 'name')
    .flatMap((value) => known(program.evaluate(owner, value)))
    .filter(({ kind }) => kind === 'object');
  return written.length > 0 ? either([...written, typed]) : typed;
}

/** What stands for a flag stands for the one whose key the caller passes: `const flagOf = (key) => flag({ key })`. */
function withKey(
  program: Program,
  value: Extract<Value, { kind: 'instance' }>,
  { uri, id, given }: { readonly uri: string; readonly id: number; readonly given: Given | null },
): Value {
  const { key } = value;
  if (key?.kind !== 'parameter' || key.uri !== uri || key.function !== id || !given) return value;
  const passed = argumentAt(given.arguments, key);
  return passed ? { ...value, key: valueOf(program, given.file, passed) } : value;
}

/** What a call passes. */
interface Given {
  readonly file: FileFacts;
  readonly arguments: readonly Expression[];
}

/** What `new` gives back. */
export function newValue(program: Program, file: FileFacts, expression: CallExpression, callee: Value): Value {
  const collection = newCollection(program, file, expression);
  if (collection) return collection;
  const { arguments: from, holds } = expression;
  // `new InjectionToken<Client>('flags')`.
  const held = holds && program.ofType(file, holds);
  if (held && calledName(file, expression.callee) === 'InjectionToken') return { kind: 'box', inner: held };
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

/** What the building blocks of React (and their namesakes elsewhere) give back, known by their names. */
function reactValue(program: Program, file: FileFacts, expression: CallExpression): Value | null {
  const [first] = expression.arguments;
  const inner = (): Value => {
    if (!first) return unknown('nothing is passed');
    const value = program.evaluate(file, first);
    // `useState(() => init())`, `useMemo(() => client, [])`: what the function returns.
    return value.kind === 'function' ? returnValue(program, value.uri, value.function) : value;
  };
  switch (calledName(file, expression.callee)) {
    // `load().then(() => client)`.
    case 'then':
      return first?.kind === 'function' ? inner() : null;
    // `const [user, flags] = await Promise.all([...])`.
    case 'all':
    case 'allSettled':
      return first?.kind === 'array' ? program.evaluate(file, first) : null;
    case 'createContext':
      return { kind: 'context', uri: file.uri, call: expression };
    case 'useMemo':
    case 'computed':
      return inner();
    case 'useState':
    case 'useRef':
    case 'createRef':
    case 'ref':
    case 'shallowRef': {
      const held = expression.holds && program.ofType(file, expression.holds);
      const value = first ? inner() : null;
      // `useState<Variants>({})`: what it starts with is only there until the SDK's value comes.
      const isOfSdk = held && known(held).some(({ kind }) => kind === 'instance');
      if (held && (isOfSdk || !value || known(value).length === 0)) return { kind: 'box', inner: held };
      return value && { kind: 'box', inner: value };
    }
    default:
      return null;
  }
}

/** Functions of libraries that give back what they are given as a list, or a list with fewer of the same elements. */
const sameElements = new Set(['arrify', 'castArray', 'compact', 'uniq']);

/** `castArray(keys)`: a list where one key may stand for a list of it. */
function sameValue(program: Program, file: FileFacts, { callee, arguments: [first] }: CallExpression): Value | null {
  const name = calledName(file, callee);
  return first && name !== null && sameElements.has(name) ? program.evaluate(file, first) : null;
}

/** A component in a library's wrapper is still that component: `memo(Feature)`, `connect(state)(Feature)`. */
function wrappedFunction(program: Program, file: FileFacts, expression: CallExpression): Value | null {
  const [first] = expression.arguments;
  if (!first || (first.kind !== 'name' && first.kind !== 'function' && first.kind !== 'class')) return null;
  const isComponent = first.kind === 'name' && /^[A-Z]/.test(file.bindings[first.binding]?.name ?? '');
  if (!isComponent && !isPassThrough(file, expression)) return null;
  const value = program.evaluate(file, first);
  return known(value).some(({ kind }) => kind === 'function' || kind === 'class') ? value : null;
}

/** A function that renders its parameter with all that it is given is a higher-order component: calling it gives that component. */
function renderedParameters(
  program: Program,
  file: FileFacts,
  { uri, function: id }: Extract<Value, { kind: 'function' }>,
  args: readonly Expression[],
): readonly Value[] {
  const owner = program.files.get(uri);
  return (owner?.bindings ?? []).flatMap(({ parameter }, binding) => {
    const argument = parameter?.function === id && parameter.path.length === 0 ? args[parameter.index] : undefined;
    if (!owner || !argument) return [];
    const isRendered = owner.sites.some(
      ({ expression }) =>
        expression.kind === 'jsx' &&
        expression.component.kind === 'name' &&
        expression.component.binding === binding &&
        expression.attributes.some(({ name, computed }) => name === null && computed === null),
    );
    return isRendered
      ? known(program.evaluate(file, argument)).filter((value) => value.kind === 'function' || value.kind === 'class')
      : [];
  });
}
