/** Who calls a function with what: where a parameter has no type, its callers say what it is. */
import type { Expression, FileFacts } from '../../facts.ts';
import type { Index } from '../index-by-file.ts';
import { argumentAt } from './places.ts';
import type { Program } from '../program.ts';
import { calledName } from '../wrappers/telling.ts';
import { known, unknown, type Value } from './values.ts';

type CallLike = Extract<Expression, { kind: 'call' | 'new' | 'jsx' }>;

/** Calls by the name they go by and by what is passed to them: candidates, not yet followed to a function. */
export type Calls = Index<{ readonly file: FileFacts; readonly call: CallLike }>;

export interface Caller {
  readonly file: FileFacts;
  readonly arguments: readonly Expression[];
  /** What an SDK passes to a component by itself, by property name; under the empty name, to a callback. */
  readonly injected: ReadonlyMap<string, Value> | null;
}

export type Parameter = Extract<Value, { kind: 'parameter' }>;

/** Adds all calls and elements of a file. */
export function indexCalls(calls: Calls, file: FileFacts): void {
  for (const { expression } of file.sites) {
    if (expression.kind !== 'call' && expression.kind !== 'new' && expression.kind !== 'jsx') continue;
    const name = calledName(file, calleeOf(expression));
    if (name !== null) calls.add(file.uri, name, { file, call: expression });
    const first = handed(expression);
    const passed = first && passedFunction(file, first);
    if (passed !== null && passed !== undefined && passed !== name)
      calls.add(file.uri, passed, { file, call: expression });
    for (const callback of further(file, expression)) calls.add(file.uri, callback, { file, call: expression });
  }
}

/** Functions that are handed on behind the first argument: `connect(userId, onReady)`, `connect(userId, (client) => ...)`. */
function further(file: FileFacts, call: CallLike): readonly string[] {
  if (call.kind === 'jsx') return [];
  return call.arguments.slice(1).flatMap((argument) => {
    const written = functionOf(file, argument);
    return written === null ? [] : [functionKey(file.uri, written)];
  });
}

/** The function that stands there, or that a name of this file stands for. */
function functionOf(file: FileFacts, argument: Expression): number | null {
  if (argument.kind === 'function') return argument.function;
  const [value] = argument.kind === 'name' ? (file.bindings[argument.binding]?.values ?? []) : [];
  return value?.kind === 'function' ? value.function : null;
}

/** The function a call hands on: its first argument, or what stands between the tags of an element. */
function handed(call: CallLike): Expression | undefined {
  return call.kind === 'jsx' ? call.attributes.find(({ name }) => name === 'children')?.value : call.arguments[0];
}

/** A function that is handed to another: by its name, or by its place where it has none. */
function passedFunction(file: FileFacts, argument: Expression): string | null {
  return argument.kind === 'function' ? functionKey(file.uri, argument.function) : calledName(file, argument);
}

/** The keys under which calls of a function are found. */
export function callKeys(program: Program, uri: string, id: number): readonly string[] {
  const owner = program.files.get(uri);
  const fact = owner?.functions[id];
  if (!owner || !fact) return [];
  const className = fact.class === null ? null : owner.classes[fact.class]?.name;
  const name = fact.name === 'constructor' ? className : fact.name;
  return name ? [name, functionKey(uri, id)] : [functionKey(uri, id)];
}

/** All calls of a function. */
export function callersOf(program: Program, calls: Calls, uri: string, id: number): readonly Caller[] {
  const fact = program.files.get(uri)?.functions[id];
  const isIt = (value: Value): boolean =>
    value.kind === 'function'
      ? value.uri === uri && value.function === id
      : value.kind === 'class' && fact?.name === 'constructor' && value.uri === uri && value.class === fact.class;
  return callKeys(program, uri, id).flatMap((key) =>
    calls.of(key).flatMap(({ file, call }) => callsOf(program, file, call, isIt)),
  );
}

function callsOf(
  program: Program,
  file: FileFacts,
  call: CallLike,
  isIt: (value: Value) => boolean,
): readonly Caller[] {
  const args: readonly Expression[] =
    call.kind === 'jsx' ? [{ kind: 'object', properties: call.attributes, span: call.span }] : call.arguments;
  const first = handed(call);
  const isFunction = (id: number | null): boolean =>
    id !== null && isIt({ kind: 'function', uri: file.uri, function: id });
  const isHanded = first?.kind === 'function' && isFunction(first.function);
  const behind =
    call.kind === 'jsx' ? -1 : call.arguments.findIndex((argument) => isFunction(functionOf(file, argument)));
  const passed = isHanded && call.kind !== 'jsx' ? passedByBuiltin(call.callee) : null;
  if (passed) return [{ file, arguments: passed, injected: null }];
  return known(program.evaluate(file, calleeOf(call))).flatMap((callee): readonly Caller[] => {
    if (isIt(callee)) return [{ file, arguments: args, injected: null }];
    if (isHanded && callee.kind === 'function') return callsBack(program, callee, call.kind === 'jsx' ? 'children' : 0);
    if (behind > 0 && callee.kind === 'function') return callsBack(program, callee, behind);
    const injected = call.kind === 'jsx' ? givenToChildren(program, callee) : injectedBy(callee);
    const target = injected && first ? known(program.evaluate(file, first)).some(isIt) : false;
    return target ? [{ file, arguments: [], injected }] : [];
  });
}

/** Where a function calls what it is given: `const Flags = ({ children }) => children(useFlags())`. */
function callsBack(
  program: Program,
  { uri, function: id }: Extract<Value, { kind: 'function' }>,
  at: number | 'children',
): readonly Caller[] {
  const owner = program.files.get(uri);
  const [index, name] = at === 'children' ? [0, at] : [at];
  return (owner?.sites ?? []).flatMap(({ expression }): readonly Caller[] => {
    if (!owner || expression.kind !== 'call') return [];
    const callee = program.evaluate(owner, expression.callee);
    const isIt =
      callee.kind === 'parameter' &&
      callee.uri === uri &&
      callee.function === id &&
      callee.index === index &&
      callee.path[0] === name &&
      callee.path.length === (name === undefined ? 0 : 1);
    return isIt ? [{ file: owner, arguments: expression.arguments, injected: null }] : [];
  });
}

/** What an SDK's component, or a context's consumer, passes to the function between its tags. */
function givenToChildren(program: Program, callee: Value): ReadonlyMap<string, Value> | null {
  if (callee.kind === 'context') return new Map([['', program.provided(callee)]]);
  if (callee.kind !== 'entity' || (callee.entity.kind !== 'component' && callee.entity.kind !== 'returns')) return null;
  const { children } = callee.entity;
  return children === undefined ? null : new Map([['', { kind: 'instance', sdk: callee.sdk, type: children }]]);
}

const iterations = new Set('every filter find findIndex findLast flatMap forEach map some'.split(' '));

/** `keys.map((key) => ...)`: the callback gets an element; of `import('./flags').then((flags) => ...)` what is awaited. */
function passedByBuiltin(callee: Expression): readonly Expression[] | null {
  if (callee.kind !== 'member') return null;
  const { object, name, span } = callee;
  if (name === 'then') return [object];
  const element: Expression = { kind: 'index', object, index: { kind: 'other', span }, span };
  if (name === 'reduce' || name === 'reduceRight') return [{ kind: 'other', span }, element];
  return iterations.has(name) ? [element] : null;
}

function calleeOf(call: CallLike): Expression {
  return call.kind === 'jsx' ? call.component : call.callee;
}

/** What a higher-order component or hook of an SDK passes to the function it is called with. */
function injectedBy(callee: Value): ReadonlyMap<string, Value> | null {
  if (callee.kind === 'entity' && callee.entity.kind === 'calls-back')
    return new Map([['', { kind: 'instance', sdk: callee.sdk, type: callee.entity.with }]]);
  if (callee.kind !== 'instance') return null;
  const { sdk } = callee;
  const injects = sdk.types[callee.type]?.injects;
  return injects
    ? new Map(
        Object.entries(injects).map(([name, given]) => [
          name,
          typeof given === 'string'
            ? { kind: 'instance', sdk, type: given }
            : { kind: 'entity', sdk, entity: given, name },
        ]),
      )
    : null;
}

/** What a caller passes for a parameter. */
export function passedBy(program: Program, caller: Caller, { index, path }: Parameter): Value {
  const follow = (value: Value, rest: readonly string[]): Value =>
    rest.reduce((object, name) => program.member(object, name), value);
  const [first, ...rest] = path;
  if (index === 0 && caller.injected) {
    const whole = caller.injected.get('');
    if (whole) return follow(whole, path);
    const property = first === undefined ? undefined : caller.injected.get(first);
    if (property) return follow(property, rest);
  }
  const argument = argumentAt(caller.arguments, { index, path });
  return argument ? follow(program.evaluate(caller.file, argument.expression), argument.rest) : unknown('not passed');
}

export function functionKey(uri: string, id: number): string {
  return `${id} ${uri}`;
}
