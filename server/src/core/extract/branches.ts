/** Which code a condition lets run. */
import { ts } from '@ts-morph/common';
import type { Branch } from '../model.ts';

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
    whenTrue: null,
    whenFalse: null,
    isSameCode: false,
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
