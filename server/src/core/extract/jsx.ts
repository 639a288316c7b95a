/** JSX elements: the component and its attributes; children are expressions of their own. */
import { ts } from '@ts-morph/common';
import type { Expression, PropertyFact } from '../facts.ts';
import { plainUse } from './use.ts';
import { resolve, spanOf, type Walk, within } from './walk.ts';

export function convertJsx(walk: Walk, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment): Expression {
  const span = spanOf(walk, node);
  if (ts.isJsxFragment(node)) {
    visitChildren(walk, node.children);
    return { kind: 'other', span };
  }
  const opening = ts.isJsxElement(node) ? node.openingElement : node;
  const component = convertTag(walk, opening.tagName);
  const attributes = opening.attributes.properties.map((attribute) => convertAttribute(walk, attribute));
  const child = ts.isJsxElement(node) ? onlyFunction(node.children) : null;
  if (child) {
    const { braces, body } = child;
    const nameSpan = spanOf(walk, braces);
    attributes.push({ name: 'children', computed: null, nameSpan, value: inside(walk, braces, body) });
  }
  const expression: Expression = { kind: 'jsx', component, attributes, span };
  if (component.kind !== 'other') {
    walk.sites.push({
      expression,
      use: plainUse('rendered'),
      function: walk.function,
    });
  }
  if (ts.isJsxElement(node) && !child) visitChildren(walk, node.children);
  return expression;
}

/** `<Flags>{(flags) => ...}</Flags>`: a function that the component calls. */
function onlyFunction(
  children: ts.NodeArray<ts.JsxChild>,
): { readonly braces: ts.JsxExpression; readonly body: ts.Expression } | null {
  const [only, ...others] = children.filter((child) => !ts.isJsxText(child) || !child.containsOnlyTriviaWhiteSpaces);
  if (!only || others.length > 0 || !ts.isJsxExpression(only) || !only.expression) return null;
  const body = only.expression;
  return ts.isArrowFunction(body) || ts.isFunctionExpression(body) ? { braces: only, body } : null;
}

/** Lower-case tags are HTML elements. */
function convertTag(walk: Walk, tag: ts.JsxTagNameExpression): Expression {
  const span = spanOf(walk, tag);
  if (ts.isIdentifier(tag)) {
    if (/^[a-z]/.test(tag.text)) return { kind: 'other', span };
    const binding = resolve(walk, tag.text);
    return binding === null ? { kind: 'global', name: tag.text, span } : { kind: 'name', binding, span };
  }
  if (ts.isPropertyAccessExpression(tag)) {
    const object = convertTag(walk, tag.expression as ts.JsxTagNameExpression);
    return { kind: 'member', object, name: tag.name.text, nameSpan: spanOf(walk, tag.name), span };
  }
  return { kind: 'other', span };
}

function convertAttribute(walk: Walk, node: ts.JsxAttributeLike): PropertyFact {
  const nameSpan = spanOf(walk, node);
  if (ts.isJsxSpreadAttribute(node))
    return { name: null, computed: null, nameSpan, value: walk.expression(node.expression) };
  const name = ts.isIdentifier(node.name) ? node.name.text : node.name.getText(walk.source);
  return { name, computed: null, nameSpan: spanOf(walk, node.name), value: attributeValue(walk, node) };
}

function attributeValue(walk: Walk, node: ts.JsxAttribute): Expression {
  const value = node.initializer;
  if (!value) return { kind: 'boolean', value: true, span: spanOf(walk, node) };
  if (ts.isJsxExpression(value))
    return value.expression ? inside(walk, value, value.expression) : { kind: 'other', span: spanOf(walk, value) };
  return walk.expression(value);
}

function inside(walk: Walk, braces: ts.JsxExpression, expression: ts.Expression): Expression {
  return within(walk, braces, () => walk.expression(expression));
}

function visitChildren(walk: Walk, children: ts.NodeArray<ts.JsxChild>): void {
  for (const child of children) {
    if (ts.isJsxText(child)) continue;
    if (ts.isJsxExpression(child)) {
      if (child.expression) inside(walk, child, child.expression);
    } else walk.expression(child);
  }
}
