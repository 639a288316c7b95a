/** Literals that a value is compared with. */
import { ts } from '@ts-morph/common';
import type { Case, JsonValue } from '../model.ts';

/** A literal's value; undefined where it is none. */
export function literalOf(node: ts.Node): JsonValue | undefined {
  if (ts.isParenthesizedExpression(node)) return literalOf(node.expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll('_', ''));
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = literalOf(node.operand);
    return typeof value === 'number' ? -value : undefined;
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  return node.kind === ts.SyntaxKind.NullKeyword ? null : undefined;
}

/** The cases of a `switch` that are literals; `default` and those that name something are none. */
export function casesOf(node: ts.SwitchStatement, source: ts.SourceFile): readonly Case[] {
  return node.caseBlock.clauses.flatMap((clause) => {
    if (!ts.isCaseClause(clause)) return [];
    const { expression } = clause;
    const literal = literalOf(expression);
    return literal === undefined
      ? []
      : [{ literal, span: { start: expression.getStart(source), end: expression.end } }];
  });
}
