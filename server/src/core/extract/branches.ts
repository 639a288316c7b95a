/** Which code a condition lets run. */
import { ts } from '@ts-morph/common';
import type { Branch } from '../model.ts';
import { sidesOf, sidesOfLogic } from './arms.ts';

export type Decision = Branch | null;

/** The branch that `child`, a part of `parent`, is the condition of. */
export function branchOf(
  parent: ts.Node | undefined,
  child: ts.Node,
  source: ts.SourceFile,
  isAlone: boolean,
): Decision {
  const kind = parent && kindOf(parent, child);
  if (!parent || !kind) return null;
  const isRendered = kind === 'ternary' && parent.parent !== undefined && ts.isJsxExpression(parent.parent);
  return {
    kind,
    span: { start: parent.getStart(source), end: parent.end },
    isAlone,
    isRendered,
    ...sidesOf(parent, kind, source),
  };
}

/** `value && a() && b()`: the operator next to the value and the last one of its chain. */
export interface Logic {
  readonly inner: ts.BinaryExpression;
  readonly outer: ts.BinaryExpression;
  /** Nothing stands before the value. */
  readonly isAlone: boolean;
}

/** The chain with one more link, `node`, whose left side it is; null where `node` is the start of another one. */
export function withLink(logic: Logic | null, node: ts.BinaryExpression, isAlone: boolean): Logic | null {
  if (!logic) return { inner: node, outer: node, isAlone };
  const isNext = logic.outer === node.left && logic.outer.operatorToken.kind === node.operatorToken.kind;
  return isNext ? { ...logic, outer: node } : null;
}

/** `value && pay()`, `value || leave()`: the other side runs or not, whatever becomes of the whole. `isDropped`: it is not handed on. */
export function asideOf(
  logic: Logic | null,
  isDropped: boolean,
  parent: ts.Node | undefined,
  source: ts.SourceFile,
): Decision {
  if (!logic) return null;
  const { inner, outer, isAlone } = logic;
  const isAnd = outer.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  // `value || fallback` hands the value on, unless nobody takes it.
  if (!isAnd && !isDropped) return null;
  return {
    kind: isAnd ? 'and' : 'or',
    span: { start: outer.getStart(source), end: outer.end },
    isAlone,
    isRendered: parent !== undefined && ts.isJsxExpression(parent),
    ...sidesOfLogic(inner, outer, source),
  };
}

function kindOf(parent: ts.Node, child: ts.Node): Branch['kind'] | null {
  if (ts.isIfStatement(parent)) return parent.expression === child ? ifKind(parent) : null;
  if (ts.isConditionalExpression(parent)) return parent.condition === child ? 'ternary' : null;
  if (ts.isWhileStatement(parent)) return parent.expression === child ? 'while' : null;
  if (ts.isDoStatement(parent)) return parent.expression === child ? 'do-while' : null;
  if (ts.isForStatement(parent)) return parent.condition === child ? 'for' : null;
  return ts.isSwitchStatement(parent) && parent.expression === child ? 'switch' : null;
}

function ifKind(node: ts.IfStatement): Branch['kind'] {
  const outer = node.parent;
  if (outer && ts.isIfStatement(outer) && outer.elseStatement === node) return 'else-if';
  return !node.elseStatement && leaves(node.thenStatement) ? 'early-return' : 'if';
}

/** True where nothing after the statement runs once it has. */
export function leaves(statement: ts.Statement | undefined): boolean {
  if (!statement) return false;
  if (ts.isBlock(statement)) return leaves(statement.statements.at(-1));
  return (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  );
}
