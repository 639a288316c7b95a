/** Statements: scopes and hoisting, declarations, imports and exports. Everything else is walked through. */
import { ts } from '@ts-morph/common';
import type { Expression, PropertyFact, TypeExpression } from '../facts.ts';
import { convertImport, convertModuleExport, exportLocal, visitImportAlias } from './modules.ts';
import { noteDraw } from './draws.ts';
import { isNamespace, visitNamespace } from './namespaces.ts';
import { bindPattern } from './patterns.ts';
import { bindTypeParameters } from './type-parameters.ts';
import { objectType } from './types.ts';
import { declare, functionScope, inScope, spanOf, type Walk, within } from './walk.ts';

/** Walks one statement (or any node between statements and expressions). */
export function visitStatement(walk: Walk, node: ts.Node): void {
  if (ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseBlock(node)) return visitBlock(walk, node);
  if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) return visitLoop(walk, node);
  if (ts.isVariableStatement(node)) {
    visitDeclarations(walk, node.declarationList);
    if (isExported(node))
      for (const declaration of node.declarationList.declarations) exportPattern(walk, declaration.name);
    return;
  }
  if (ts.isVariableDeclarationList(node)) return visitDeclarations(walk, node);
  if (ts.isCatchClause(node)) {
    inScope(walk, false, () => {
      if (node.variableDeclaration) declarePattern(walk, node.variableDeclaration.name, false);
      walk.statement(node.block);
    });
    return;
  }
  if (ts.isFunctionDeclaration(node)) {
    // The signatures of an overloaded function stand for its implementation.
    if (!node.body) return;
    const id = walk.functionLike(node, node.name?.text ?? null);
    return declareValue(walk, node, { kind: 'function', function: id, span: spanOf(walk, node.name ?? node) });
  }
  if (ts.isClassDeclaration(node)) {
    const id = walk.classLike(node);
    return declareValue(walk, node, { kind: 'class', class: id, span: spanOf(walk, node.name ?? node) });
  }
  if (ts.isEnumDeclaration(node)) return declareValue(walk, node, enumObject(walk, node));
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return visitTypeDeclaration(walk, node);
  if (ts.isModuleDeclaration(node) && isNamespace(node)) return visitNamespace(walk, node, isExported(node));
  if (ts.isImportDeclaration(node)) return convertImport(walk, node);
  if (ts.isImportEqualsDeclaration(node)) return visitImportAlias(walk, node, isExported(node));
  if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return convertModuleExport(walk, node);
  if (ts.isReturnStatement(node)) {
    if (!node.expression) return;
    const value = walk.expression(node.expression);
    if (walk.function !== null) walk.functions[walk.function]?.returns.push(value);
    return;
  }
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) noteLoop(walk, node, node);
  if (ts.isTypeNode(node)) return;
  if (ts.isExpression(node)) {
    walk.expression(node);
    return;
  }
  ts.forEachChild(node, (child) => walk.statement(child));
}

/** Declares what a list of statements declares before any of them is walked: functions and classes may be used above. */
export function hoist(walk: Walk, statements: readonly ts.Node[]): void {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      const isVar = (statement.declarationList.flags & ts.NodeFlags.BlockScoped) === 0;
      for (const declaration of statement.declarationList.declarations) declarePattern(walk, declaration.name, isVar);
    } else if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) {
      convertImport(walk, statement);
    } else if (isNamedDeclaration(statement) && statement.name && ts.isIdentifier(statement.name)) {
      declare(walk, statement.name.text, statement.name);
    }
  }
}

function isNamedDeclaration(node: ts.Node): node is ts.DeclarationStatement {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isModuleDeclaration(node)
  );
}

/** Declares every `var` of a function body, however deep in blocks. */
export function hoistVars(walk: Walk, node: ts.Node): void {
  ts.forEachChild(node, (child) => {
    if (ts.isFunctionLike(child) || ts.isClassLike(child)) return;
    if (ts.isVariableDeclarationList(child) && (child.flags & ts.NodeFlags.BlockScoped) === 0) {
      for (const declaration of child.declarations) declarePattern(walk, declaration.name, true);
    }
    hoistVars(walk, child);
  });
}

export function declarePattern(walk: Walk, name: ts.BindingName, isVar: boolean): void {
  const scope = isVar ? functionScope(walk) : walk.scope;
  if (ts.isIdentifier(name)) {
    declare(walk, name.text, name, scope);
    return;
  }
  for (const element of name.elements) if (!ts.isOmittedExpression(element)) declarePattern(walk, element.name, isVar);
}

function visitBlock(walk: Walk, node: ts.Block | ts.ModuleBlock | ts.CaseBlock): void {
  inScope(walk, false, () => {
    const statements = ts.isCaseBlock(node)
      ? node.clauses.flatMap((clause) => [...clause.statements])
      : node.statements;
    hoist(walk, statements);
    ts.forEachChild(node, (child) => walk.statement(child));
  });
}

function visitLoop(walk: Walk, node: ts.ForStatement | ts.ForOfStatement | ts.ForInStatement): void {
  // What is looped over is worked out once.
  noteLoop(
    walk,
    ts.isForStatement(node) ? (node.condition ?? node.incrementor ?? node.statement) : node.statement,
    node,
  );
  inScope(walk, false, () => {
    const initializer = node.initializer;
    if (initializer && ts.isVariableDeclarationList(initializer)) {
      const isVar = (initializer.flags & ts.NodeFlags.BlockScoped) === 0;
      for (const declaration of initializer.declarations) declarePattern(walk, declaration.name, isVar);
    }
    if (!ts.isForStatement(node) && initializer && ts.isVariableDeclarationList(initializer)) {
      const looped = walk.expression(node.expression);
      const object = ts.isForInStatement(node) ? keysOf(looped) : looped;
      const element: Expression = {
        kind: 'index',
        object,
        index: { kind: 'other', span: object.span },
        span: object.span,
      };
      for (const declaration of initializer.declarations)
        bindPattern(walk, declaration.name, { value: element, type: null, parameter: null });
      return walk.statement(node.statement);
    }
    ts.forEachChild(node, (child) => walk.statement(child));
  });
}

/** `for (const name in object)` goes through what `Object.keys` gives. */
function keysOf(object: Expression): Expression {
  const { span } = object;
  const callee: Expression = {
    kind: 'member',
    object: { kind: 'global', name: 'Object', span },
    name: 'keys',
    nameSpan: span,
    span,
  };
  return { kind: 'call', callee, arguments: [object], span };
}

function noteLoop(walk: Walk, first: ts.Node, node: ts.Node): void {
  walk.loops.push({ span: { start: first.getStart(walk.source), end: node.end }, function: walk.function });
}

function visitDeclarations(walk: Walk, list: ts.VariableDeclarationList): void {
  for (const declaration of list.declarations) {
    const type = walk.type(declaration.type);
    const named =
      declaration.initializer && ts.isIdentifier(declaration.name)
        ? namedFunction(walk, declaration.initializer, declaration.name.text, declaration.type)
        : null;
    const { initializer } = declaration;
    const value = named ?? (initializer ? within(walk, declaration, () => walk.expression(initializer)) : null);
    bindPattern(walk, declaration.name, { value, type, parameter: null });
    if (initializer && ts.isIdentifier(declaration.name)) noteDraw(walk, declaration.name, initializer);
  }
}

/** `const useUiFlag = (key) => ...` is called `useUiFlag`; NestJS makes a decorator that keeps its argument. */
function namedFunction(
  walk: Walk,
  initializer: ts.Expression,
  name: string,
  type: ts.TypeNode | undefined,
): Expression | null {
  if (isDecoratorFactory(initializer)) {
    const span = spanOf(walk, initializer);
    walk.functions.push({ name, span, returns: [], returnType: null, class: null });
    return { kind: 'function', function: walk.functions.length - 1, span };
  }
  if (!ts.isArrowFunction(initializer) && !ts.isFunctionExpression(initializer)) return null;
  const id = walk.functionLike(initializer, name, propsOf(type));
  return { kind: 'function', function: id, span: spanOf(walk, initializer) };
}

/** `const Cart: React.FC<Props> = ({ flags }) => ...`: what the component is given is said outside of it. */
function propsOf(type: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (!type || !ts.isTypeReferenceNode(type)) return undefined;
  const name = ts.isIdentifier(type.typeName) ? type.typeName.text : type.typeName.right.text;
  return /^(?:V?FC|(?:V?Function|SF)?Component(?:Type)?|NextPage)$/.test(name) ? type.typeArguments?.[0] : undefined;
}

/** `Reflector.createDecorator<string>()`. */
function isDecoratorFactory(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression: object, name } = node.expression;
  return name.text === 'createDecorator' && ts.isIdentifier(object) && object.text === 'Reflector';
}

function declareValue(
  walk: Walk,
  node: ts.FunctionDeclaration | ts.ClassDeclaration | ts.EnumDeclaration,
  value: Expression,
): void {
  const isDefault = hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  if (node.name) walk.bindings[declare(walk, node.name.text, node.name)]?.values.push(value);
  if (isExported(node))
    walk.exports.push({ kind: 'value', name: isDefault ? 'default' : (node.name?.text ?? 'default'), value });
}

/** A member may be made of those before it, which go by their bare names there. */
function enumObject(walk: Walk, node: ts.EnumDeclaration): Expression {
  const span = spanOf(walk, node);
  const properties: PropertyFact[] = [];
  inScope(walk, false, () => {
    for (const member of node.members) {
      const name = ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : null;
      if (name === null) continue;
      const value: Expression = member.initializer
        ? walk.expression(member.initializer)
        : { kind: 'number', span: spanOf(walk, member) };
      walk.bindings[declare(walk, name, member.name)]?.values.push(value);
      properties.push({ name, computed: null, nameSpan: spanOf(walk, member.name), value });
    }
  });
  return { kind: 'object', properties, span };
}

function visitTypeDeclaration(walk: Walk, node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration): void {
  const binding = walk.bindings[declare(walk, node.name.text, node.name)];
  const declared = (): TypeExpression | null =>
    ts.isInterfaceDeclaration(node) ? interfaceType(walk, node) : walk.type(node.type);
  if (!binding) return;
  if (node.typeParameters)
    inScope(walk, false, () => {
      binding.typeParameters = bindTypeParameters(walk, node.typeParameters);
      binding.declaredType = declared();
    });
  else binding.declaredType = declared();
  if (isExported(node)) exportLocal(walk, node.name);
}

/** With what it extends. */
function interfaceType(walk: Walk, node: ts.InterfaceDeclaration): TypeExpression {
  const own = objectType(walk, node.members);
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) => types.flatMap((type) => walk.type(type) ?? []));
  return bases.length === 0 ? own : { kind: 'union', options: [own, ...bases] };
}

function exportPattern(walk: Walk, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) return exportLocal(walk, name);
  for (const element of name.elements) if (!ts.isOmittedExpression(element)) exportPattern(walk, element.name);
}

export function isExported(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.ExportKeyword);
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
}
