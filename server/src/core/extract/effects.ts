/** The effects of sagas: descriptions of calls, which somebody else makes. */
import type { CallExpression, Expression } from '../facts.ts';
import type { Walk } from './walk.ts';

const modules = /^(?:redux-saga\/effects|@redux-saga\/core\/effects|typed-redux-saga(?:\/.+)?)$/;

type Call = Pick<CallExpression, 'callee' | 'arguments'>;

/** `call(isOn, key)` is `isOn(key)`; null for what is no effect that calls a function. */
export function effectOf(walk: Walk, callee: Expression, args: readonly Expression[]): Call | null {
  const name = effectName(walk, callee);
  const [first, second, third, ...rest] = args;
  if (name === null || !first) return null;
  switch (name) {
    case 'call':
    case 'cps':
    case 'fork':
    case 'spawn':
      return { callee: target(first), arguments: args.slice(1) };
    case 'select':
      // A selector is given the state before all else.
      return { callee: first, arguments: [{ kind: 'other', span: first.span }, ...args.slice(1)] };
    case 'apply':
      return second
        ? { callee: ofContext(first, second), arguments: third?.kind === 'array' ? third.elements : [] }
        : null;
    case 'retry':
      return third ? { callee: target(third), arguments: rest } : null;
    default:
      return null;
  }
}

/** By its exported name, whatever the file calls it; `effects.call` too. */
function effectName({ bindings }: Walk, callee: Expression): string | null {
  const root = callee.kind === 'member' ? callee.object : callee;
  const from = root.kind === 'name' ? bindings[root.binding]?.import : null;
  if (!from || !modules.test(from.specifier)) return null;
  if (callee.kind === 'member') return from.name === '*' ? callee.name : null;
  return from.name;
}

/** `[service, service.isOn]`, `[service, 'isOn']`, `{ context: service, fn: isOn }`, or the function itself. */
function target(first: Expression): Expression {
  if (first.kind === 'array') {
    const [context, method] = first.elements;
    return context && method ? ofContext(context, method) : first;
  }
  if (first.kind !== 'object') return first;
  const partOf = (name: string): Expression | undefined =>
    first.properties.find((property) => property.name === name)?.value;
  const [context, method] = [partOf('context'), partOf('fn')];
  return context && method ? ofContext(context, method) : (method ?? first);
}

function ofContext(context: Expression, method: Expression): Expression {
  if (method.kind !== 'string') return method;
  return { kind: 'member', object: context, name: method.value, nameSpan: method.span, span: method.span };
}
