/** Where code may say for whom flags are evaluated, beside the evaluations themselves. */
import { ts } from '@ts-morph/common';
import type { Expression } from '../facts.ts';
import type { Walk } from './walk.ts';

/** Methods of an API, a client, a transaction; a hook may add to what it is given. */
const setters = new Set(
  'setContext setTransactionContext setTransactionContextPropagator addHook addHooks setDefaultUser'.split(' '),
);

/** Options that hold a user, or something that is asked for one. */
const options = new Set('contextFactory contextAccessor defaultUser targetingContextAccessor'.split(' '));

/**
 * Notes a call after which reads elsewhere may have a context of which they say nothing. Rather once too often, whatever it is called
 * on: nobody knows then which reads lack one.
 */
export function noteContextCall(walk: Walk, target: ts.Node, args: readonly Expression[]): void {
  const name = ts.isPropertyAccessExpression(target) ? target.name : target;
  if (!ts.isIdentifier(name)) return;
  // `getClient()` and `getClient('shop')` bring none.
  const isSet = name.text === 'getClient' ? args.some(({ kind }) => kind !== 'string') : setters.has(name.text);
  if (isSet) walk.setsContext = true;
}

/** The same of a property. */
export function noteContextOption(walk: Walk, name: string | null): void {
  if (name !== null && options.has(name)) walk.setsContext = true;
}
