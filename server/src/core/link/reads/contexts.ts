/** Whether a read is told for whom it evaluates its flag. */
import type { Expression } from '../../facts.ts';
import { argumentAt, parameterOf } from '../values/places.ts';
import type { Accessor } from './accessors.ts';
import type { Read } from './read.ts';

export function contextOf(args: readonly Expression[], { context }: Accessor): Read['context'] {
  if (!context) return 'elsewhere';
  const passed = argumentAt(args, parameterOf(context.at));
  if (passed && !isNobody(passed.expression, context.targetingKey)) return 'given';
  return context.canBeSet ? 'unless-set' : 'absent';
}

/** `undefined`, `null`, `{}`, and an object literal that does not say whose context it is. */
function isNobody(expression: Expression, targetingKey: string | undefined): boolean {
  if (expression.kind === 'undefined' || expression.kind === 'null') return true;
  if (expression.kind !== 'object') return false;
  const { properties } = expression;
  if (properties.length === 0) return true;
  return targetingKey !== undefined && properties.every(({ name }) => name !== null && name !== targetingKey);
}
