/** Who calls a function with what: where a parameter has no type, its callers say what it is. */
import type { Expression, FileFacts } from '../facts.ts';
import type { Program } from './program.ts';
import { either, known, unknown, type Value } from './values.ts';
import { argumentAt } from './places.ts';

interface Caller {
  readonly file: FileFacts;
  readonly arguments: readonly Expression[];
  /** What an SDK passes to a component by itself, by property name. */
  readonly injected: ReadonlyMap<string, Value> | null;
}

export type Callers = ReadonlyMap<string, readonly Caller[]>;

type Parameter = Extract<Value, { kind: 'parameter' }>;

/** Parameters that are passed on to parameters that are passed on ...: nobody passes a client through more hands. */
const maxDepth = 4;

/** All calls and elements in the given files whose callee is a function of the workspace. */
export function findCallers(program: Program, uris: readonly string[]): Callers {
  const callers = new Map<string, Caller[]>();
  const add = (callee: Value, caller: Caller): void => {
    if (callee.kind !== 'function') return;
    const key = functionKey(callee.uri, callee.function);
    const list = callers.get(key);
    if (list) list.push(caller);
    else callers.set(key, [caller]);
  };
  for (const uri of uris) {
    const file = program.files.get(uri);
    for (const { expression } of file?.sites ?? []) {
      if (!file || (expression.kind !== 'call' && expression.kind !== 'new' && expression.kind !== 'jsx')) continue;
      const callee = expression.kind === 'jsx' ? expression.component : expression.callee;
      const args: readonly Expression[] =
        expression.kind === 'jsx'
          ? [{ kind: 'object', properties: expression.attributes, span: expression.span }]
          : expression.arguments;
      for (const option of known(program.evaluate(file, callee))) {
        add(option, { file, arguments: args, injected: null });
        const injected = injectedBy(option);
        const component = injected && args[0] ? program.evaluate(file, args[0]) : null;
        for (const target of component ? known(component) : []) add(target, { file, arguments: [], injected });
      }
    }
  }
  return callers;
}

/** What a higher-order component of an SDK passes to the component it is called with. */
function injectedBy(callee: Value): ReadonlyMap<string, Value> | null {
  if (callee.kind !== 'instance') return null;
  const { sdk } = callee;
  const injects = sdk.types[callee.type]?.injects;
  return injects
    ? new Map(Object.entries(injects).map(([name, type]) => [name, { kind: 'instance', sdk, type }]))
    : null;
}

/** What callers pass for a parameter; the parameter itself where nobody tells. */
export function passedFor(program: Program, callers: Callers, parameter: Parameter, depth = maxDepth): Value {
  if (depth === 0) return parameter;
  const values = (callers.get(functionKey(parameter.uri, parameter.function)) ?? []).flatMap((caller) =>
    known(passedBy(program, caller, parameter)).map((option) =>
      option.kind === 'parameter' ? passedFor(program, callers, option, depth - 1) : option,
    ),
  );
  return values.length > 0 ? either(values) : parameter;
}

function passedBy(program: Program, caller: Caller, { index, path }: Parameter): Value {
  const follow = (value: Value, rest: readonly string[]): Value =>
    rest.reduce((object, name) => program.member(object, name), value);
  const [first, ...rest] = path;
  const injected = index === 0 && first !== undefined ? caller.injected?.get(first) : undefined;
  if (injected) return follow(injected, rest);
  const argument = argumentAt(caller.arguments, { index, path });
  return argument ? follow(program.evaluate(caller.file, argument.expression), argument.rest) : unknown('not passed');
}

function functionKey(uri: string, id: number): string {
  return `${id} ${uri}`;
}
