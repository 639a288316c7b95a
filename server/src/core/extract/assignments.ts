/** What assignments tell: the values of names, members of classes, exports, globals, and what is hung on something else. */
import { ts } from '@ts-morph/common';
import type { Expression } from '../facts.ts';
import { assignedNames } from '../sdks/vocabulary.ts';
import { useOf } from './use.ts';
import { spanOf, type Walk } from './walk.ts';

/** `name = value` gives the binding another value; `this.name = value` gives the class a member; `exports.name = value` exports it. */
export function convertAssignment(walk: Walk, node: ts.BinaryExpression): Expression {
  const right = walk.expression(node.right);
  const left = walk.expression(node.left);
  noteAssignment(walk, node, left, right);
  return isFilling(node.operatorToken.kind)
    ? { kind: 'either', options: [left, right], span: spanOf(walk, node) }
    : right;
}

/** `client ??= init()` is what there was, or what is made. */
export function isFilling(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.QuestionQuestionEqualsToken || operator === ts.SyntaxKind.BarBarEqualsToken;
}

function noteAssignment(walk: Walk, node: ts.BinaryExpression, left: Expression, right: Expression): void {
  if (left.kind === 'name') walk.bindings[left.binding]?.values.push(right);
  if (left.kind === 'member') {
    // `client.current = init()` fills a box that was made empty.
    if (left.object.kind === 'name' && (left.name === 'current' || left.name === 'value')) {
      const property = { name: left.name, computed: null, nameSpan: left.nameSpan, value: right };
      walk.bindings[left.object.binding]?.values.push({ kind: 'object', properties: [property], span: left.span });
    }
    if (assignedNames().has(left.name)) {
      walk.sites.push({ expression: left, use: useOf(node, walk.source), function: walk.function, assigned: right });
    }
    if (left.object.kind === 'this' && left.object.class !== null) {
      walk.classes[left.object.class]?.members.push({ name: left.name, static: false, value: right, type: null });
    }
    // `this.client = init()` in a method of an object literal.
    const { receiver } = walk;
    if (receiver && left.object.kind === 'name' && left.object.binding === receiver.binding)
      receiver.assigned.push({ name: left.name, computed: null, nameSpan: left.nameSpan, value: right });
    if (left.object.kind === 'global' && /^(?:window|global|globalThis|self)$/.test(left.object.name)) {
      walk.globals.push({ name: left.name, value: right });
    }
    const isModuleExports = left.object.kind === 'global' && left.object.name === 'module' && left.name === 'exports';
    if (isModuleExports) exportCommonJs(walk, right);
    const object = left.object;
    const isExports =
      (object.kind === 'global' && object.name === 'exports') ||
      (object.kind === 'member' &&
        object.name === 'exports' &&
        object.object.kind === 'global' &&
        object.object.name === 'module');
    if (isExports) walk.exports.push({ kind: 'value', name: left.name, value: right });
    else noteHung(walk, left, right);
  }
}

/** `Shop.client = init()` gives a class a static member; `request.client = init()` hangs it on what comes from elsewhere. */
function noteHung(walk: Walk, left: Extract<Expression, { kind: 'member' }>, right: Expression): void {
  const { object, name } = left;
  const owner = object.kind === 'name' ? classOf(walk, object.binding) : undefined;
  if (owner) {
    owner.members.push({ name, static: true, value: right, type: null });
  } else if ((object.kind === 'name' || object.kind === 'member') && madeKinds.has(right.kind)) {
    walk.globals.push({ name: `.${name}`, value: right });
  }
}

/** The class behind a name; inside of it, by that name alone. */
function classOf(walk: Walk, id: number): Walk['classes'][number] | undefined {
  const binding = walk.bindings[id];
  const value = binding?.values[0];
  if (value?.kind === 'class') return walk.classes[value.class];
  return binding && !value && !binding.parameter && !binding.import
    ? walk.classes.find((fact) => fact.name === binding.name)
    : undefined;
}

/** What may turn out to be more than data. */
const madeKinds = new Set<Expression['kind']>(['call', 'new', 'name', 'member', 'either', 'typed']);

function exportCommonJs(walk: Walk, value: Expression): void {
  walk.exports.push({ kind: 'value', name: 'default', value, isWhole: true });
  if (value.kind !== 'object') return;
  for (const property of value.properties) {
    if (property.name !== null) walk.exports.push({ kind: 'value', name: property.name, value: property.value });
  }
}
