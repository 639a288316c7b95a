/** Whether two pieces of code are the same, however they are laid out. */
import { ts } from '@ts-morph/common';

/**
 * True where both are there and differ in no more than white space, comments, semicolons and commas at an end, parentheses, and
 * braces around a single statement.
 */
export function isSameCode(a: readonly ts.Node[], b: readonly ts.Node[], source: ts.SourceFile): boolean {
  const left = statementsOf(a);
  return left.length > 0 && areSame(left, statementsOf(b), source);
}

function statementsOf(nodes: readonly ts.Node[]): readonly ts.Node[] {
  const [only] = nodes;
  return nodes.length === 1 && only && ts.isBlock(only) ? statementsOf(only.statements) : nodes;
}

function areSame(as: readonly ts.Node[], bs: readonly ts.Node[], source: ts.SourceFile): boolean {
  return as.length === bs.length && as.every((a, index) => isSame(a, bs[index] ?? a, source));
}

/** Nodes of one kind whose parts are the same and have the same words and marks between them. The first difference decides. */
function isSame(left: ts.Node, right: ts.Node, source: ts.SourceFile): boolean {
  const a = bare(left);
  const b = bare(right);
  if (a.kind !== b.kind) return false;
  const as = partsOf(a);
  const bs = partsOf(b);
  return areGapsSame(a, as, b, bs, source) && areSame(as, bs, source);
}

function bare(node: ts.Node): ts.Node {
  if (ts.isParenthesizedExpression(node)) return bare(node.expression);
  const [only, ...others] = ts.isBlock(node) ? node.statements : [];
  return only && others.length === 0 ? bare(only) : node;
}

function partsOf(node: ts.Node): readonly ts.Node[] {
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!ts.isJsxText(child) || !child.containsOnlyTriviaWhiteSpaces) parts.push(child);
  });
  return parts;
}

function areGapsSame(
  a: ts.Node,
  as: readonly ts.Node[],
  b: ts.Node,
  bs: readonly ts.Node[],
  source: ts.SourceFile,
): boolean {
  if (as.length !== bs.length) return false;
  const left = gapsOf(a, as, source);
  const right = gapsOf(b, bs, source);
  return left.every((gap, index) => gap === right[index]);
}

/** What a node has around and between its parts: keywords, operators, brackets; of a literal or a name, all of it. */
function gapsOf(node: ts.Node, parts: readonly ts.Node[], source: ts.SourceFile): readonly string[] {
  const { text } = source;
  let start = node.getStart(source);
  if (parts.length === 0) {
    const whole = text.slice(start, node.end);
    if (ts.isJsxText(node)) return [whole.replace(/\s+/g, ' ')];
    return [ts.isIdentifier(node) || isLiteral(node) ? whole : ending(bareText(whole))];
  }
  const gaps = parts.map((part) => {
    const gap = text.slice(start, part.getStart(source));
    start = part.end;
    return bareText(gap);
  });
  return [...gaps, ending(bareText(text.slice(start, node.end)))];
}

function isLiteral(node: ts.Node): boolean {
  return ts.isLiteralExpression(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

function bareText(gap: string): string {
  return gap.replace(/\/\*[\s\S]*?\*\/|\/\/.*|\s+/g, '');
}

function ending(gap: string): string {
  return gap.replace(/,(?=[)\]}>]$)|;$/, '');
}
