/** How the value of an expression is used, read off the nodes around it. */
import { ts } from '@ts-morph/common';
import type { Comparison, ValueUse } from '../model.ts';
import { asideOf, branchOf, type Logic, withLink } from './branches.ts';
import { casesOf, literalOf } from './literals.ts';

/** Looks outward from `node` through what does not change its meaning. */
export function useOf(node: ts.Node, source: ts.SourceFile): ValueUse {
  let negated = false;
  let awaited = false;
  let comparison: Comparison | null = null;
  let isAlone = true;
  /** The `&&` or `||` next to the value whose other side it decides about, and whether the value was negated there. */
  let logic: Logic | null = null;
  let logicNegated = false;
  /** Something stands before the value: `isOpen && value && pay()`. */
  let isSecond = false;
  let child = node;
  let parent = node.parent;

  for (; parent; child = parent, parent = parent.parent) {
    if (isTransparent(parent)) continue;
    if (ts.isAwaitExpression(parent) || givesBack(parent)) {
      awaited = true;
      continue;
    }
    if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) {
      negated = !negated;
      continue;
    }
    if (!ts.isBinaryExpression(parent)) break;
    const operator = parent.operatorToken.kind;
    if (operator === ts.SyntaxKind.QuestionQuestionToken) continue;
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken) {
      isAlone = false;
      const next: Logic | null = parent.left === child ? withLink(logic, parent, !isSecond) : null;
      if (next) {
        logic = next;
        logicNegated = negated;
      }
      isSecond ||= parent.right === child;
      continue;
    }
    const compared = comparisons[operator];
    if (compared === undefined || comparison || logic) break;
    const other = parent.left === child ? parent.right : parent.left;
    const literal = literalOf(other);
    comparison = {
      operator: parent.left === child ? compared : turnedAround[compared],
      ...(literal === undefined ? {} : { literal, literalSpan: { start: other.getStart(source), end: other.end } }),
    };
    if (saysNot(comparison)) negated = !negated;
  }

  const kind = parent ? kindOf(parent, child) : 'other';
  const decided = branchOf(parent, child, source, isAlone);
  const aside = decided ? null : asideOf(logic, kind === 'discarded' || kind === 'rendered', parent, source);
  if (aside) negated = logicNegated;
  const isValue = isAlone && !comparison && !negated;
  const branch =
    decided && isValue && parent && ts.isSwitchStatement(parent)
      ? { ...decided, cases: casesOf(parent, source) }
      : (decided ?? aside);
  if (!comparison && !branch) return plainUse(kind, negated, awaited, variableOf(parent, child));
  return {
    kind: comparison ? 'compared' : branch?.kind === 'switch' ? 'compared' : branch ? 'condition' : kind,
    negated,
    awaited,
    variable: branch ? null : variableOf(parent, child),
    branch,
    comparison,
  };
}

/** A use that says no more than its kind. The same object for the same use: nearly all sites are of few kinds. */
export function plainUse(
  kind: ValueUse['kind'],
  negated = false,
  awaited = false,
  variable: string | null = null,
): ValueUse {
  if (negated || variable !== null) return { kind, negated, awaited, variable, branch: null, comparison: null };
  return (awaited ? awaitedUses : plainUses)[kind];
}

/** True for what may stand between a name and what it decides: worth a closer look. */
export function mayTest(parent: ts.Node): boolean {
  switch (parent.kind) {
    case ts.SyntaxKind.BinaryExpression:
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.IfStatement:
    case ts.SyntaxKind.ConditionalExpression:
    case ts.SyntaxKind.WhileStatement:
    case ts.SyntaxKind.DoStatement:
    case ts.SyntaxKind.ForStatement:
    case ts.SyntaxKind.SwitchStatement:
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.NonNullExpression:
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.SatisfiesExpression:
      return true;
    case ts.SyntaxKind.CallExpression:
      return isBooleanCall(parent);
    default:
      return false;
  }
}

export const comparisons: { readonly [kind in ts.SyntaxKind]?: Comparison['operator'] } = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '===',
  [ts.SyntaxKind.EqualsEqualsToken]: '==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsToken]: '!=',
  [ts.SyntaxKind.LessThanToken]: '<',
  [ts.SyntaxKind.LessThanEqualsToken]: '<=',
  [ts.SyntaxKind.GreaterThanToken]: '>',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>=',
};

/** What an operator becomes when its sides change places. */
export const turnedAround: { readonly [operator in Comparison['operator']]: Comparison['operator'] } = {
  '===': '===',
  '==': '==',
  '!==': '!==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

const kinds: readonly ValueUse['kind'][] = [
  'condition',
  'assigned',
  'returned',
  'argument',
  'compared',
  'rendered',
  'discarded',
  'other',
];

type PlainUses = { readonly [kind in ValueUse['kind']]: ValueUse };

function usesByKind(awaited: boolean): PlainUses {
  return Object.fromEntries(
    kinds.map((kind) => [kind, { kind, negated: false, awaited, variable: null, branch: null, comparison: null }]),
  ) as PlainUses;
}

const plainUses = usesByKind(false);
const awaitedUses = usesByKind(true);

/** `value === false`, `value !== true`. */
function saysNot({ operator, literal }: Comparison): boolean {
  if (operator === '===' || operator === '==') return literal === false;
  return (operator === '!==' || operator === '!=') && literal === true;
}

function isTransparent(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    isBooleanCall(node)
  );
}

/** `Boolean(value)` is a double negation in words. */
function isBooleanCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Boolean';
}

function kindOf(parent: ts.Node, child: ts.Node): ValueUse['kind'] {
  if (ts.isBinaryExpression(parent)) {
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === child ? 'assigned' : 'other';
  }
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
    return 'assigned';
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === child)) return 'returned';
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return 'argument';
  if (ts.isJsxExpression(parent)) return 'rendered';
  return ts.isExpressionStatement(parent) ? 'discarded' : 'other';
}

function variableOf(parent: ts.Node | undefined, child: ts.Node): string | null {
  if (!parent) return null;
  if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name) ? parent.name.text : null;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
    return ts.isComputedPropertyName(parent.name) ? null : parent.name.text;
  if (!ts.isBinaryExpression(parent) || parent.right !== child) return null;
  return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(parent.left)
    ? parent.left.text
    : null;
}

/** `const on = yield isOn()`: who runs the generator waits, and gives it back. */
function givesBack(node: ts.Node): boolean {
  return ts.isYieldExpression(node) && !ts.isExpressionStatement(node.parent);
}
