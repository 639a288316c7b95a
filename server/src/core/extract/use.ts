/** How the value of an expression is used, read off the nodes around it. */
import { ts } from '@ts-morph/common';
import type { CallSiteUse } from '../model.ts';

/** Looks outward from `node` through what does not change its meaning. */
export function useOf(node: ts.Node): CallSiteUse {
  let negated = false;
  let awaited = false;
  let child = node;
  let parent = node.parent;
  const result = (kind: CallSiteUse['kind'], variable: string | null = null): CallSiteUse => ({
    kind,
    negated,
    awaited,
    variable,
  });

  for (; parent; child = parent, parent = parent.parent) {
    if (
      ts.isParenthesizedExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent)
    )
      continue;
    if (ts.isAwaitExpression(parent)) {
      awaited = true;
      continue;
    }
    if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) {
      negated = !negated;
      continue;
    }
    if (ts.isBinaryExpression(parent)) {
      const operator = parent.operatorToken.kind;
      if (isComparison(operator)) return result('compared');
      if (operator === ts.SyntaxKind.EqualsToken && parent.right === child) {
        return result('assigned', ts.isIdentifier(parent.left) ? parent.left.text : null);
      }
      if (operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken) {
        if (parent.left === child && operator === ts.SyntaxKind.AmpersandAmpersandToken) return result('condition');
        continue;
      }
      if (operator === ts.SyntaxKind.QuestionQuestionToken) continue;
      return result('other');
    }
    return result(...placeOf(parent, child));
  }
  return result('other');
}

function placeOf(parent: ts.Node, child: ts.Node): [CallSiteUse['kind'], (string | null)?] {
  if (
    (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) &&
    parent.expression === child
  )
    return ['condition'];
  if (ts.isConditionalExpression(parent)) return [parent.condition === child ? 'condition' : 'other'];
  if (ts.isSwitchStatement(parent)) return ['compared'];
  if (ts.isVariableDeclaration(parent)) return ['assigned', ts.isIdentifier(parent.name) ? parent.name.text : null];
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return ['assigned', nameText(parent.name)];
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === child)) return ['returned'];
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return ['argument'];
  if (ts.isJsxExpression(parent)) return ['rendered'];
  if (ts.isExpressionStatement(parent)) return ['discarded'];
  return ['other'];
}

function nameText(name: ts.PropertyName): string | null {
  return ts.isComputedPropertyName(name) ? null : name.text;
}

function isComparison(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.EqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsToken ||
    kind === ts.SyntaxKind.LessThanToken ||
    kind === ts.SyntaxKind.LessThanEqualsToken ||
    kind === ts.SyntaxKind.GreaterThanToken ||
    kind === ts.SyntaxKind.GreaterThanEqualsToken
  );
}
