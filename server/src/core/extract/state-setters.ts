/** State of components: `const [client, setClient] = useState(null)` is filled later, by `setClient(init())`. */
import type { BindingFact, Expression } from '../facts.ts';
import type { Draft, Walk } from './walk.ts';

/** `setClient(client)` and `init().then(setClient)` give the state another value. */
export function noteStateSet(walk: Walk, callee: Expression, args: readonly Expression[]): void {
  const [first] = args;
  if (!first) return;
  if (callee.kind === 'name') {
    if (mayBeKept(first)) stateSetBy(walk, callee)?.values.push(first);
    return;
  }
  if (callee.kind === 'member' && callee.name === 'then' && first.kind === 'name')
    stateSetBy(walk, first)?.values.push(callee.object);
}

/** A function makes the next state of the last; yes, no and numbers say nothing. */
function mayBeKept({ kind }: Expression): boolean {
  return kind !== 'function' && kind !== 'boolean' && kind !== 'null' && kind !== 'number' && kind !== 'undefined';
}

/** The state whose setter that is: the element in front of it. */
function stateSetBy(walk: Walk, setter: Extract<Expression, { kind: 'name' }>): Draft<BindingFact> | null {
  const whole = elementOf(walk.bindings[setter.binding], 1);
  const state = walk.bindings[setter.binding - 1];
  if (whole === null || elementOf(state, 0) !== whole) return null;
  const [made] = walk.bindings[whole]?.values ?? [];
  return made?.kind === 'call' && calledName(walk, made.callee) === 'useState' ? (state ?? null) : null;
}

/** The binding whose element a name stands for; null where it is something else. */
function elementOf(binding: Draft<BindingFact> | undefined, place: number): number | null {
  const [value] = binding?.values ?? [];
  if (value?.kind !== 'index' || value.object.kind !== 'name') return null;
  return value.index.kind === 'number' && value.index.value === place ? value.object.binding : null;
}

function calledName(walk: Walk, callee: Expression): string | null {
  if (callee.kind === 'member' || callee.kind === 'global') return callee.name;
  if (callee.kind !== 'name') return null;
  const binding = walk.bindings[callee.binding];
  return binding?.import?.name ?? binding?.name ?? null;
}
