/** Who calls a function with what: where a parameter has no type, its callers say what it is. */
import type { Expression, FileFacts } from '../facts.ts';
import type { Index } from './index-by-file.ts';
import { argumentAt } from './places.ts';
import type { Program } from './program.ts';
import { either, known, unknown, type Value } from './values.ts';

export interface Caller {
  readonly file: FileFacts;
  readonly arguments: readonly Expression[];
  /** What an SDK passes to a component by itself, by property name; under the empty name, to a callback. */
  readonly injected: ReadonlyMap<string, Value> | null;
}

/** Callers by function. */
export type Callers = Index<Caller>;

type Parameter = Extract<Value, { kind: 'parameter' }>;

/** Parameters that are passed on to parameters that are passed on ...: nobody passes a client through more hands. */
const maxDepth = 4;

/** Adds all calls and elements of a file whose callee is a function of the workspace. */
export function indexCallers(program: Program, callers: Callers, file: FileFacts): void {
  const add = (callee: Value, caller: Caller): void => {
    if (callee.kind === 'function') callers.add(file.uri, functionKey(callee.uri, callee.function), caller);
  };
  for (const { expression } of file.sites) {
    if (expression.kind !== 'call' && expression.kind !== 'new' && expression.kind !== 'jsx') continue;
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

/** What callers pass for a parameter; the parameter itself where nobody tells. `reader`: the file that wants to know. */
export function passedFor(
  program: Program,
  callers: Callers,
  reader: string,
  parameter: Parameter,
  depth = maxDepth,
): Value {
  if (depth === 0) return parameter;
  const values = callers
    .of(functionKey(parameter.uri, parameter.function), reader)
    .flatMap((caller) =>
      known(passedBy(program, caller, parameter)).map((option) =>
        option.kind === 'parameter' ? passedFor(program, callers, reader, option, depth - 1) : option,
      ),
    );
  return values.length > 0 ? either(values) : parameter;
}

function passedBy(program: Program, caller: Caller, { index, path }: Parameter): Value {
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

function functionKey(uri: string, id: number): string {
  return `${id} ${uri}`;
}
