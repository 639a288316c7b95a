/** Expressions of the syntax tree -> the small expression language of `facts.ts`. */
import { ts } from '@ts-morph/common';
import type { CallExpression, Expression } from '../facts.ts';
import { convertAssignment, isFilling } from './assignments.ts';
import { noteContextCall } from './contexts.ts';
import { effectOf } from './effects.ts';
import { convertJsx } from './jsx.ts';
import { noteValve } from './home-made-valves.ts';
import { convertObject, convertThis } from './objects.ts';
import { convertElement, passedOn } from './spread.ts';
import { noteStateSet } from './state-setters.ts';
import { mayTest, useOf } from './use.ts';
import { addTest, resolve, spanOf, type Walk } from './walk.ts';

/** Converts any expression and registers the sites inside it. Total: what is not understood becomes `other`. */
export function convertExpression(walk: Walk, node: ts.Node): Expression {
  const span = spanOf(walk, node);
  const convert = (child: ts.Node): Expression => walk.expression(child);

  if (ts.isIdentifier(node)) {
    if (node.text === 'undefined') return { kind: 'undefined', span };
    const binding = resolve(walk, node.text);
    if (binding !== null && mayTest(node.parent)) noteTest(walk, node, binding, span);
    return binding === null ? { kind: 'global', name: node.text, span } : { kind: 'name', binding, span };
  }
  if (ts.isStringLiteralLike(node)) return { kind: 'string', value: node.text, span };
  if (ts.isNumericLiteral(node)) return { kind: 'number', value: Number(node.text.replaceAll('_', '')), span };
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head.text, ...node.templateSpans.map((part) => part.literal.text)];
    return { kind: 'template', texts, holes: node.templateSpans.map((part) => convert(part.expression)), span };
  }
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return convertAccess(walk, node);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return convertCall(walk, node);
  if (ts.isObjectLiteralExpression(node)) return convertObject(walk, node);
  if (ts.isArrayLiteralExpression(node))
    return { kind: 'array', elements: node.elements.map((element) => convertElement(walk, element)), span };
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return { kind: 'function', function: walk.functionLike(node, null), span };
  if (ts.isClassExpression(node)) return { kind: 'class', class: walk.classLike(node), span };
  if (ts.isConditionalExpression(node)) {
    convert(node.condition);
    return { kind: 'either', options: [convert(node.whenTrue), convert(node.whenFalse)], span };
  }
  if (ts.isBinaryExpression(node)) return convertBinary(walk, node);
  // Seen through, but the whole is what a reader would call the expression.
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node) || ts.isNonNullExpression(node)) {
    return { ...convert(node.expression), span };
  }
  // Who runs the generator of a saga gives back what the promise or effect stands for.
  if (ts.isYieldExpression(node) && node.expression) return { ...convert(node.expression), span };
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node)) {
    const value = convert(node.expression);
    const type = walk.type(node.type);
    const isConst = ts.isTypeReferenceNode(node.type) && node.type.typeName.getText(walk.source) === 'const';
    return isConst || !type ? value : { kind: 'typed', value, type, span };
  }
  if (node.kind === ts.SyntaxKind.ThisKeyword) return convertThis(walk, span);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'boolean', value: true, span };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'boolean', value: false, span };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: 'null', span };
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node))
    return convertJsx(walk, node);
  if (
    ts.isPrefixUnaryExpression(node) &&
    node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(node.operand)
  ) {
    return { kind: 'number', value: -Number(node.operand.text), span };
  }
  ts.forEachChild(node, (child) => {
    if (!ts.isTypeNode(child)) walk.expression(child);
  });
  return { kind: 'other', span };
}

/** Remembers where the value of a name decides something. */
function noteTest(walk: Walk, node: ts.Identifier, binding: number, span: Expression['span']): void {
  const use = useOf(node, walk.source);
  if (use.kind === 'condition' || use.kind === 'compared') addTest(walk, binding, { span, use });
}

function convertAccess(walk: Walk, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Expression {
  const span = spanOf(walk, node);
  const object = walk.expression(node.expression);
  const expression = accessOf(walk, node, object, span);
  // The method of a call is no value of its own, and nothing hangs off a global such as `console`.
  const isCallee =
    (ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent)) && node.parent.expression === node;
  if (!isCallee && !hangsOffBuiltin(object) && !isAssigned(node)) {
    walk.sites.push({ expression, use: useOf(node, walk.source), function: walk.function });
  }
  return expression;
}

function accessOf(
  walk: Walk,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  object: Expression,
  span: Expression['span'],
): Expression {
  if (ts.isPropertyAccessExpression(node))
    return { kind: 'member', object, name: node.name.text, nameSpan: spanOf(walk, node.name), span };
  const index = walk.expression(node.argumentExpression);
  if (index.kind === 'string') return { kind: 'member', object, name: index.value, nameSpan: index.span, span };
  return { kind: 'index', object, index, span };
}

function convertCall(walk: Walk, node: ts.CallExpression | ts.NewExpression): Expression {
  const span = spanOf(walk, node);
  const first = node.arguments?.[0];
  const target = node.expression;
  if (first && ts.isStringLiteralLike(first)) {
    const isRequire = ts.isIdentifier(target) && target.text === 'require' && resolve(walk, 'require') === null;
    if (isRequire || target.kind === ts.SyntaxKind.ImportKeyword)
      return { kind: 'module', specifier: first.text, span };
  }
  const callee = walk.expression(target);
  const props = propsType(node);
  const args = (node.arguments ?? []).flatMap((argument, index): readonly Expression[] => {
    if (props && index === 0 && (ts.isArrowFunction(argument) || ts.isFunctionExpression(argument)))
      return [{ kind: 'function', function: walk.functionLike(argument, null, props), span: spanOf(walk, argument) }];
    return ts.isSpreadElement(argument) ? passedOn(walk, argument) : [walk.expression(argument)];
  });
  if (args[0] && isFreeze(callee)) return args[0];
  noteStateSet(walk, callee, args);
  noteContextCall(walk, target, args);
  const holds = heldType(walk, node);
  const expression: CallExpression = {
    kind: ts.isNewExpression(node) ? 'new' : 'call',
    ...(effectOf(walk, callee, args) ?? { callee, arguments: args }),
    ...(holds ? { holds } : {}),
    span,
  };
  if (callee.kind === 'global' || !hangsOffBuiltin(callee)) {
    walk.sites.push({ expression, use: useOf(node, walk.source), function: walk.function });
  }
  return expression;
}

/** `useRef<Client>()`, `React.createContext<Client | null>(null)`. */
function heldType(walk: Walk, { expression: callee, typeArguments }: ts.CallExpression | ts.NewExpression) {
  const [type] = typeArguments ?? [];
  if (!type) return null;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && holders.has(name.text) ? walk.type(type) : null;
}

const holders = new Set(
  'useRef useState createRef ref shallowRef createContext get inject resolve InjectionToken'.split(' '),
);

/** `memo<Props>(({ flags }) => ...)`, `forwardRef<HTMLElement, Props>(...)`. */
function propsType({ expression: callee, typeArguments }: ts.CallExpression | ts.NewExpression) {
  if (!typeArguments) return undefined;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  if (!ts.isIdentifier(name) || !/^(?:memo|observer|forwardRef)$/.test(name.text)) return undefined;
  return typeArguments.at(-1);
}

function isFreeze(callee: Expression): boolean {
  return (
    callee.kind === 'member' &&
    callee.name === 'freeze' &&
    callee.object.kind === 'global' &&
    callee.object.name === 'Object'
  );
}

function convertBinary(walk: Walk, node: ts.BinaryExpression): Expression {
  const span = spanOf(walk, node);
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsToken || isFilling(operator)) return convertAssignment(walk, node);
  const left = walk.expression(node.left);
  const right = walk.expression(node.right);
  if (operator === ts.SyntaxKind.CommaToken) return right;
  if (operator === ts.SyntaxKind.PlusToken)
    return { kind: 'template', texts: ['', '', ''], holes: [left, right], span };
  if (
    operator === ts.SyntaxKind.QuestionQuestionToken ||
    operator === ts.SyntaxKind.BarBarToken ||
    operator === ts.SyntaxKind.AmpersandAmpersandToken
  ) {
    return { kind: 'either', options: [left, right], span };
  }
  noteValve(walk, node, span);
  return { kind: 'other', span };
}

/** Globals of the language and its hosts: nothing that hangs off them reads a flag. */
const builtins = new Set(
  'console process Math JSON Object Array Promise Number String Boolean Symbol Date RegExp Map Set Reflect Proxy Intl Buffer Error document navigator location localStorage sessionStorage performance crypto module exports require React jest vi describe expect test it cy'.split(
    ' ',
  ),
);

function hangsOffBuiltin(expression: Expression): boolean {
  let root = expression;
  while (root.kind === 'member' || root.kind === 'index') root = root.object;
  return root.kind === 'global' && builtins.has(root.name);
}

function isAssigned(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node.parent) &&
    node.parent.left === node &&
    node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}
