/** Type annotations, as far as they say which SDK type a value has. */
import { ts } from '@ts-morph/common';
import type { Expression, TypeExpression } from '../facts.ts';
import { propertyName } from './patterns.ts';
import { resolve, spanOf, type Walk } from './walk.ts';

const unknown: TypeExpression = { kind: 'other' };

/** Converts an annotation; null where there is none. */
export function convertType(walk: Walk, node: ts.TypeNode | undefined): TypeExpression | null {
  if (!node) return null;
  const inner = (type: ts.TypeNode): TypeExpression => convertType(walk, type) ?? unknown;

  if (ts.isParenthesizedTypeNode(node) || ts.isOptionalTypeNode(node)) return inner(node.type);
  if (ts.isTypeOperatorNode(node)) {
    if (node.operator === ts.SyntaxKind.KeyOfKeyword) return { kind: 'keys', of: inner(node.type) };
    return node.operator === ts.SyntaxKind.ReadonlyKeyword ? inner(node.type) : unknown;
  }
  if (ts.isIndexedAccessTypeNode(node)) {
    const isAny = node.indexType.kind === ts.SyntaxKind.NumberKeyword;
    return { kind: 'part', object: inner(node.objectType), index: isAny ? null : inner(node.indexType) };
  }
  if (ts.isArrayTypeNode(node)) return { kind: 'list', element: inner(node.elementType) };
  if (ts.isTypeReferenceNode(node)) {
    const path = entityPath(node.typeName);
    return {
      kind: 'name',
      binding: resolve(walk, path[0] ?? ''),
      path,
      arguments: (node.typeArguments ?? []).map(inner),
    };
  }
  if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression)) {
    return {
      kind: 'name',
      binding: resolve(walk, node.expression.text),
      path: [node.expression.text],
      arguments: (node.typeArguments ?? []).map(inner),
    };
  }
  if (ts.isUnionTypeNode(node)) return union(node.types.filter((type) => !isNothing(type)).map(inner));
  // `keyof Flags & string` are the keys; of other intersections, any part may have the member that is asked for.
  if (ts.isIntersectionTypeNode(node))
    return union(node.types.filter(({ kind }) => kind !== ts.SyntaxKind.StringKeyword).map(inner));
  if (ts.isTypeLiteralNode(node)) return objectType(walk, node.members);
  if (ts.isTypeQueryNode(node)) return typeQuery(walk, node);
  if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal))
    return { kind: 'string', value: node.literal.text, span: spanOf(walk, node) };
  if (ts.isFunctionTypeNode(node)) return { kind: 'function', returns: inner(node.type) };
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    const path = node.qualifier ? entityPath(node.qualifier) : [];
    return { kind: 'import', specifier: node.argument.literal.text, name: path[0] ?? '*' };
  }
  return unknown;
}

function union(options: readonly TypeExpression[]): TypeExpression {
  const [only] = options;
  return only && options.length === 1 ? only : { kind: 'union', options };
}

/** What stands for no value at all takes nothing from the others. */
function isNothing(node: ts.TypeNode): boolean {
  const { kind } = ts.isLiteralTypeNode(node) ? node.literal : node;
  return kind === ts.SyntaxKind.NullKeyword || kind === ts.SyntaxKind.UndefinedKeyword;
}

/** An interface body or a type literal. */
export function objectType(walk: Walk, members: ts.NodeArray<ts.TypeElement>): TypeExpression {
  const converted: Extract<TypeExpression, { kind: 'object' }>['members'][number][] = [];
  for (const member of members) {
    const name = member.name ? propertyName(member.name) : null;
    if (name === null || !member.name) continue;
    const nameSpan = spanOf(walk, member.name);
    if (ts.isPropertySignature(member))
      converted.push({ name, nameSpan, type: convertType(walk, member.type) ?? unknown });
    if (ts.isMethodSignature(member))
      converted.push({
        name,
        nameSpan,
        type: { kind: 'function', returns: convertType(walk, member.type) ?? unknown },
      });
  }
  return { kind: 'object', members: converted };
}

function typeQuery(walk: Walk, node: ts.TypeQueryNode): TypeExpression {
  const path = entityPath(node.exprName);
  const span = { start: node.getStart(walk.source), end: node.end };
  const binding = resolve(walk, path[0] ?? '');
  if (binding === null) return unknown;
  return {
    kind: 'typeof',
    value: path
      .slice(1)
      .reduce<Expression>((object, name) => ({ kind: 'member', object, name, nameSpan: span, span }), {
        kind: 'name',
        binding,
        span,
      }),
  };
}

function entityPath(name: ts.EntityName): string[] {
  return ts.isIdentifier(name) ? [name.text] : [...entityPath(name.left), name.right.text];
}
