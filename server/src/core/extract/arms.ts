/** The two sides of a branch: which code each is, and what leaves the function or the page through it. */
import { ts } from '@ts-morph/common';
import type { Arm, Branch } from '../model.ts';
import { exposedByStatements, exposedByValue } from './exposes.ts';
import { isSameCode } from './same-code.ts';

export type Sides = Pick<Branch, 'whenTrue' | 'whenFalse' | 'isSameCode'>;

/** What runs either way, as nodes that stand one after the other; null where nothing does. */
interface Code {
  readonly whenTrue: readonly ts.Node[] | null;
  readonly whenFalse: readonly ts.Node[] | null;
}

const noSides: Sides = { whenTrue: null, whenFalse: null, isSameCode: false };

/** Several values may stand in one condition. */
const known = new WeakMap<ts.Node, Sides>();

/** The sides of a statement or a conditional expression. */
export function sidesOf(node: ts.Node, kind: Branch['kind'], source: ts.SourceFile): Sides {
  let sides = known.get(node);
  if (!sides) known.set(node, (sides = findSides(node, kind, source)));
  return sides;
}

/**
 * The side of `value && a && b`, or of `value || a || b`: all that follows the value. `inner` is the operator next to the value,
 * `outer` the last one of the chain.
 */
export function sidesOfLogic(inner: ts.BinaryExpression, outer: ts.BinaryExpression, source: ts.SourceFile): Sides {
  const arm: Arm = {
    span: { start: inner.right.getStart(source), end: outer.end },
    isEmpty: false,
    exposes: exposedByValue(outer, outer.right, source),
  };
  return inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
    ? { ...noSides, whenTrue: arm }
    : { ...noSides, whenFalse: arm };
}

function findSides(node: ts.Node, kind: Branch['kind'], source: ts.SourceFile): Sides {
  if (ts.isConditionalExpression(node)) {
    const arm = (value: ts.Node): Arm => ({
      span: spanOf([value], source),
      isEmpty: false,
      exposes: exposedByValue(node, value, source),
    });
    return {
      whenTrue: arm(node.whenTrue),
      whenFalse: arm(node.whenFalse),
      isSameCode: isSameCode([node.whenTrue], [node.whenFalse], source),
    };
  }
  const { whenTrue, whenFalse } = codeOf(node, kind);
  if (!whenTrue) return noSides;
  return {
    whenTrue: armOf(whenTrue, source),
    whenFalse: whenFalse && armOf(whenFalse, source),
    isSameCode: whenFalse !== null && !isNothing(whenTrue) && isSameCode(whenTrue, whenFalse, source),
  };
}

/** What a `do` repeats runs in any case, and a `switch` has more than two sides. */
function codeOf(node: ts.Node, kind: Branch['kind']): Code {
  if (ts.isIfStatement(node)) {
    const whenFalse = kind === 'early-return' ? restAfter(node) : node.elseStatement ? [node.elseStatement] : null;
    return { whenTrue: [node.thenStatement], whenFalse };
  }
  const isLoop = ts.isWhileStatement(node) || ts.isForStatement(node);
  return { whenTrue: isLoop ? [node.statement] : null, whenFalse: null };
}

/** The statements after one in the same block; null where none of them runs. */
function restAfter(statement: ts.Statement): readonly ts.Node[] | null {
  const all = statementsAround(statement.parent);
  const rest = all ? all.slice(all.indexOf(statement) + 1) : [];
  return rest.every(isDeclaration) ? null : rest;
}

/** The walk goes from a function right to the statements of its body. */
function statementsAround(node: ts.Node): readonly ts.Statement[] | null {
  if (ts.isFunctionLike(node)) {
    const body = 'body' in node ? node.body : undefined;
    return body && ts.isBlock(body) ? body.statements : null;
  }
  const holdsStatements =
    ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node);
  return holdsStatements ? node.statements : null;
}

function isDeclaration(node: ts.Node): boolean {
  return ts.isFunctionDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function armOf(nodes: readonly ts.Node[], source: ts.SourceFile): Arm {
  return { span: spanOf(nodes, source), isEmpty: isNothing(nodes), exposes: exposedByStatements(nodes, source) };
}

function isNothing(nodes: readonly ts.Node[]): boolean {
  return nodes.every((node) => ts.isEmptyStatement(node) || (ts.isBlock(node) && isNothing(node.statements)));
}

function spanOf(nodes: readonly ts.Node[], source: ts.SourceFile): Arm['span'] {
  const start = nodes[0]?.getStart(source) ?? 0;
  return { start, end: nodes.at(-1)?.end ?? start };
}
