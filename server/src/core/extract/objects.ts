/** Object literals, and what `this` means in their methods. */
import { ts } from '@ts-morph/common';
import type { Expression, PropertyFact } from '../facts.ts';
import type { Span } from '../model.ts';
import { noteContextOption } from './contexts.ts';
import { propertyName } from './patterns.ts';
import { addBinding, spanOf, type Receiver, type Walk, within } from './walk.ts';

/** Converts an object literal with its methods. */
export function convertObject(walk: Walk, node: ts.ObjectLiteralExpression): Expression {
  const receiver: Receiver = { binding: null, assigned: [] };
  const properties = node.properties.flatMap((property) => convertProperty(walk, property, receiver));
  const object: Expression = {
    kind: 'object',
    properties: receiver.assigned.length > 0 ? [...properties, ...receiver.assigned] : properties,
    span: spanOf(walk, node),
  };
  if (receiver.binding !== null) walk.bindings[receiver.binding]?.values.push(object);
  return object;
}

/** An object of the class around it, or the object whose method this is. */
export function convertThis(walk: Walk, span: Span): Expression {
  const { receiver } = walk;
  if (walk.class !== null || !receiver) return { kind: 'this', class: walk.class ?? walk.strays?.class ?? null, span };
  receiver.binding ??= addBinding(walk, 'this', span);
  return { kind: 'name', binding: receiver.binding, span };
}

function convertProperty(walk: Walk, node: ts.ObjectLiteralElementLike, receiver: Receiver): PropertyFact[] {
  if (ts.isSpreadAssignment(node)) {
    return [{ name: null, computed: null, nameSpan: spanOf(walk, node), value: walk.expression(node.expression) }];
  }
  const name = propertyName(node.name);
  const nameSpan = spanOf(walk, node.name);
  noteContextOption(walk, name);
  const computed = name === null && ts.isComputedPropertyName(node.name) ? walk.expression(node.name.expression) : null;
  if (ts.isPropertyAssignment(node)) {
    const value = propertyValue(walk, node, name, receiver);
    // A plugin of Nuxt gives `useNuxtApp()` what it provides: `{ provide: { flags } }` is `$flags`.
    if (name === 'provide' && value.kind === 'object')
      for (const given of value.properties)
        if (given.name !== null) walk.globals.push({ name: `.$${given.name}`, value: given.value });
    if (name === 'useCamelCaseFlagKeys' && value.kind === 'boolean' && value.value === false) walk.rawFlagKeys = true;
    return [{ name, computed, nameSpan, value }];
  }
  if (ts.isShorthandPropertyAssignment(node)) return [{ name, computed, nameSpan, value: walk.expression(node.name) }];
  const owner = walk.class;
  walk.class = null;
  const id = calledOn(walk, receiver, () => walk.functionLike(node, name));
  walk.class = owner;
  if (ts.isSetAccessor(node)) return [];
  const span = spanOf(walk, node);
  const method: Expression = { kind: 'function', function: id, span };
  const value: Expression = ts.isMethodDeclaration(node)
    ? method
    : { kind: 'call', callee: method, arguments: [], span };
  return [{ name, computed, nameSpan, value }];
}

/** `isOn: (key) => ...` is called `isOn`; only `isOn: function (key) { ... }` is called on the object. */
function propertyValue(walk: Walk, node: ts.PropertyAssignment, name: string | null, receiver: Receiver): Expression {
  const { initializer } = node;
  if (name === null || (!ts.isArrowFunction(initializer) && !ts.isFunctionExpression(initializer)))
    return within(walk, node, () => walk.expression(initializer));
  const convert = (): number => walk.functionLike(initializer, name);
  const id = ts.isFunctionExpression(initializer) ? calledOn(walk, receiver, convert) : convert();
  return { kind: 'function', function: id, span: spanOf(walk, initializer) };
}

/** Walks a method of the object that `receiver` stands for. */
function calledOn(walk: Walk, receiver: Receiver, body: () => number): number {
  const outer = walk.receiver;
  walk.receiver = receiver;
  const id = body();
  walk.receiver = outer;
  return id;
}
