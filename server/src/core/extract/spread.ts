/** `...list` in a list and in a call. */
import { ts } from '@ts-morph/common';
import type { Expression } from '../facts.ts';
import { spanOf, type Walk } from './walk.ts';

/** `...list` stands for any element of the list. */
export function convertElement(walk: Walk, node: ts.Expression): Expression {
  if (!ts.isSpreadElement(node)) return walk.expression(node);
  const span = spanOf(walk, node);
  return { kind: 'index', object: walk.expression(node.expression), index: { kind: 'other', span }, span };
}

/** No read takes more arguments than this. */
const maxPassedOn = 4;

/**
 * `client.isOn(...args)` in a function of `...args`: what it is called with, one argument after the other. Of any other list
 * nobody knows how many they are.
 */
export function passedOn(walk: Walk, node: ts.SpreadElement): readonly Expression[] {
  const span = spanOf(walk, node);
  const object = walk.expression(node.expression);
  const parameter = object.kind === 'name' ? walk.bindings[object.binding]?.parameter : null;
  if (!parameter || parameter.path.length > 0 || walk.functions[parameter.function]?.rest !== parameter.index)
    return Array.from({ length: maxPassedOn }, () => ({ kind: 'other', span }));
  return Array.from({ length: maxPassedOn }, (_, value) => ({
    kind: 'index',
    object,
    index: { kind: 'number', value, span },
    span,
  }));
}
