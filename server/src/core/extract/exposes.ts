/**
 * What leaves a function or a page through a piece of code. Where both can be said, `rendered` wins: JSX that is returned is
 * returned in order to be shown.
 */
import { ts } from '@ts-morph/common';
import type { Arm } from '../model.ts';

type Exposed = Arm['exposes'];

/** Of a `return` or `yield` with a value among statements, not in functions inside; of JSX where that is the value. */
export function exposedByStatements(statements: readonly ts.Node[], source: ts.SourceFile): Exposed {
  let exposed: Exposed = null;
  for (const statement of statements) {
    const found = exposedBy(statement, source);
    if (found === 'rendered') return found;
    exposed ??= found;
  }
  return exposed;
}

/**
 * Of `value`, which is what `whole` (a ternary, `&&`, `||`) may come to: where the whole is returned, an arrow function's body, or
 * stands in braces among JSX. `null` and its kin show nothing there.
 */
export function exposedByValue(whole: ts.Node, value: ts.Node, source: ts.SourceFile): Exposed {
  let child = whole;
  let parent = whole.parent;
  while (parent && handsOn(parent, child)) {
    child = parent;
    parent = parent.parent;
  }
  if (!parent) return null;
  if (ts.isJsxExpression(parent)) {
    const isShown = isAmongChildren(parent) ? !isBlank(value) : hasJsx(value, source);
    return isShown ? 'rendered' : null;
  }
  const isReturned =
    ts.isReturnStatement(parent) ||
    ts.isYieldExpression(parent) ||
    (ts.isArrowFunction(parent) && parent.body === child);
  if (!isReturned) return null;
  if (hasJsx(value, source)) return 'rendered';
  return isHandler(parent) ? null : 'returned';
}

/** `<button onClick={() => value}>`: nobody takes what it returns. */
function isHandler(node: ts.Node): boolean {
  return (
    ts.isArrowFunction(node) &&
    node.parent !== undefined &&
    ts.isJsxExpression(node.parent) &&
    !isAmongChildren(node.parent)
  );
}

/** True where what `parent` comes to may be what `child` does. */
function handsOn(parent: ts.Node, child: ts.Node): boolean {
  if (ts.isConditionalExpression(parent)) return parent.condition !== child;
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    return (
      operator === ts.SyntaxKind.AmpersandAmpersandToken ||
      operator === ts.SyntaxKind.BarBarToken ||
      operator === ts.SyntaxKind.QuestionQuestionToken
    );
  }
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAwaitExpression(parent)
  );
}

/** `<p>{value}</p>`, not `<p title={value}>`. The walk goes from an element right to the braces of its attributes. */
function isAmongChildren(braces: ts.JsxExpression): boolean {
  const element = braces.parent;
  if (!element) return false;
  return ts.isJsxFragment(element) || (ts.isJsxElement(element) && braces.pos >= element.openingElement.end);
}

function isBlank(value: ts.Node): boolean {
  return (
    value.kind === ts.SyntaxKind.NullKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword ||
    value.kind === ts.SyntaxKind.TrueKeyword ||
    (ts.isIdentifier(value) && value.text === 'undefined')
  );
}

/** Ifs in ifs are asked for again and again. */
const known = new WeakMap<ts.Node, { readonly exposed: Exposed }>();

function exposedBy(node: ts.Node, source: ts.SourceFile): Exposed {
  if (ts.isReturnStatement(node) || ts.isYieldExpression(node)) {
    if (!node.expression) return null;
    return hasJsx(node.expression, source) ? 'rendered' : 'returned';
  }
  if (!mayExpose(node)) return null;
  let answer = known.get(node);
  if (!answer) {
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    known.set(node, (answer = { exposed: exposedByStatements(children, source) }));
  }
  return answer.exposed;
}

/** Statements of statements; any expression only in a generator. */
function mayExpose(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  return (node.flags & ts.NodeFlags.YieldContext) !== 0 || compound.has(node.kind);
}

const compound: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.Block,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.CaseBlock,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.DefaultClause,
  ts.SyntaxKind.LabeledStatement,
  ts.SyntaxKind.TryStatement,
  ts.SyntaxKind.CatchClause,
]);

function hasJsx(node: ts.Node, source: ts.SourceFile): boolean {
  if (source.languageVariant !== ts.LanguageVariant.JSX) return false;
  return source.text.slice(node.pos, node.end).includes('<') && holdsJsx(node);
}

function holdsJsx(node: ts.Node): boolean {
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) return true;
  return ts.forEachChild(node, holdsJsx) ?? false;
}
