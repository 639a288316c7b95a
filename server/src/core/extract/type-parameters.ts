/** Type parameters: what they extend says what they can do, and what is given for them what they are. */
import type { ts } from '@ts-morph/common';
import { addBinding, declare, resolve, spanOf, type Walk } from './walk.ts';

type TypeParameters = ts.NodeArray<ts.TypeParameterDeclaration> | undefined;

/**
 * What `Client` may be in `<Client extends LDClient>(make: () => Client)`: what it extends says what it can do. A name that
 * means something already keeps that meaning: the values of a file have their names beside its types, here they share them.
 */
export function declareTypeParameters(walk: Walk, parameters: TypeParameters): void {
  for (const { name, constraint } of parameters ?? []) {
    if (!constraint || resolve(walk, name.text) !== null) continue;
    const binding = walk.bindings[declare(walk, name.text, name)];
    if (!binding) continue;
    binding.isTypeParameter = true;
    binding.declaredType = walk.type(constraint);
  }
}

/** Those of an alias or interface, in a scope of their own: it is all types, so no value is hidden. */
export function bindTypeParameters(walk: Walk, parameters: TypeParameters): readonly number[] {
  return (parameters ?? []).map(({ name, constraint }) => {
    const id = addBinding(walk, name.text, spanOf(walk, name));
    walk.scope.names.set(name.text, id);
    const binding = walk.bindings[id];
    if (binding && constraint) binding.declaredType = walk.type(constraint);
    return id;
  });
}
