/** Who calls a function with what: where a parameter has no type, its callers say what it is. */
import type { Expression, FileFacts } from '../facts.ts';
import type { Program } from './program.ts';
import { either, known, type Value } from './values.ts';
import { argumentAt } from './wrappers.ts';

interface Caller {
  readonly file: FileFacts;
  readonly arguments: readonly Expression[];
}

export type Callers = ReadonlyMap<string, readonly Caller[]>;

type Parameter = Extract<Value, { kind: 'parameter' }>;

/** Parameters that are passed on to parameters that are passed on ...: nobody passes a client through more hands. */
const maxDepth = 4;

/** All calls and elements in the given files whose callee is a function of the workspace. */
export function findCallers(program: Program, uris: readonly string[]): Callers {
  const callers = new Map<string, Caller[]>();
  for (const uri of uris) {
    const file = program.files.get(uri);
    for (const { expression } of file?.sites ?? []) {
      if (!file || (expression.kind !== 'call' && expression.kind !== 'new' && expression.kind !== 'jsx')) continue;
      const callee = expression.kind === 'jsx' ? expression.component : expression.callee;
      for (const option of known(program.evaluate(file, callee))) {
        if (option.kind !== 'function') continue;
        const args: readonly Expression[] =
          expression.kind === 'jsx'
            ? [{ kind: 'object', properties: expression.attributes, span: expression.span }]
            : expression.arguments;
        const key = functionKey(option.uri, option.function);
        const list = callers.get(key);
        if (list) list.push({ file, arguments: args });
        else callers.set(key, [{ file, arguments: args }]);
      }
    }
  }
  return callers;
}

/** What callers pass for a parameter; the parameter itself where nobody tells. */
export function passedFor(program: Program, callers: Callers, parameter: Parameter, depth = maxDepth): Value {
  if (depth === 0) return parameter;
  const values = (callers.get(functionKey(parameter.uri, parameter.function)) ?? []).flatMap((caller) => {
    const argument = argumentAt(caller.arguments, parameter);
    if (!argument) return [];
    const value = argument.rest.reduce(
      (object, name) => program.member(object, name),
      program.evaluate(caller.file, argument.expression),
    );
    return known(value).map((option) =>
      option.kind === 'parameter' ? passedFor(program, callers, option, depth - 1) : option,
    );
  });
  return values.length > 0 ? either(values) : parameter;
}

function functionKey(uri: string, id: number): string {
  return `${id} ${uri}`;
}
