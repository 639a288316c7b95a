/** Where something is passed in a call. */
import type { Expression, FileFacts, PropertyFact } from '../../facts.ts';
import type { Place } from '../../sdks/sdk.ts';
import type { Program } from '../program.ts';
import type { Value } from './values.ts';

/** A part of a function's parameters: `f(a, { key })` has `key` at {index: 1, path: ['key']}. */
export interface ParameterPath {
  readonly index: number;
  readonly path: readonly string[];
}

/** A descriptor's place as a parameter path. */
export function parameterOf(place: Place): ParameterPath {
  if (typeof place === 'number') return { index: place, path: [] };
  if (typeof place === 'string') return { index: 0, path: [place] };
  return { index: place.argument, path: place.path };
}

/** What is passed, as far as it is written at the call, and the members of it that are meant. */
export interface Passed {
  readonly expression: Expression;
  readonly rest: readonly string[];
}

/** The expression a caller passes for a parameter, as far as it is written at the call; null where it is not passed. */
export function argumentAt(args: readonly Expression[], { index, path }: ParameterPath): Passed | null {
  const expression = args.at(index);
  if (!expression) return null;
  const [name, ...rest] = path;
  const element = name !== undefined && expression.kind === 'array' ? expression.elements[Number(name)] : undefined;
  if (element) return argumentAt([element], { index: 0, path: rest });
  if (name === undefined || expression.kind !== 'object') return { expression, rest: path };
  const property = expression.properties.findLast((candidate) => candidate.name === name);
  const spread = property ? undefined : expression.properties.findLast(isSpread);
  if (spread) return { expression: spread.value, rest: path };
  return property ? argumentAt([property.value], { index: 0, path: rest }) : null;
}

/** What is passed stands for. */
export function valueOf(program: Program, file: FileFacts, { expression, rest }: Passed): Value {
  return rest.reduce((object, name) => program.member(object, name), program.evaluate(file, expression));
}

const throughOthers = new Set(['apply', 'bind', 'call']);

/** `isOn.call(flags, key)`, `isOn.apply(flags, [key])`, `isOn.bind(flags, key)`: the function that is meant, and what it is given. */
export function calledThrough(
  callee: Expression,
  args: readonly Expression[],
): { readonly callee: Expression; readonly arguments: readonly Expression[]; readonly isPartial: boolean } | null {
  if (callee.kind !== 'member' || !throughOthers.has(callee.name)) return null;
  const [, second] = args;
  if (callee.name !== 'apply')
    return { callee: callee.object, arguments: args.slice(1), isPartial: callee.name === 'bind' };
  return { callee: callee.object, arguments: second?.kind === 'array' ? second.elements : [], isPartial: false };
}

function isSpread({ name, computed }: PropertyFact): boolean {
  return name === null && computed === null;
}
