/** Functions, methods and classes. */
import { ts } from '@ts-morph/common';
import type { ClassMemberFact, Expression } from '../facts.ts';
import { bindPattern, propertyName } from './patterns.ts';
import { declarePattern, hoist, hoistVars } from './statements.ts';
import { declareTypeParameters } from './type-parameters.ts';
import { addBinding, declare, inScope, spanOf, type Walk, within } from './walk.ts';

/** Walks a function with its parameters and body; returns its index. */
export function convertFunction(
  walk: Walk,
  node: ts.SignatureDeclaration & { body?: ts.Node | undefined },
  name: string | null,
  props?: ts.TypeNode,
): number {
  const id = walk.functions.length;
  const rest = node.parameters.findIndex((parameter) => parameter.dotDotDotToken);
  walk.functions.push({
    name,
    span: spanOf(walk, node),
    returns: [],
    returnType: walk.type(node.type),
    class: walk.class,
    ...(isAsync(node) ? { isAsync: true } : {}),
    ...(rest < 0 ? {} : { rest }),
  });
  const outer = walk.function;
  walk.function = id;
  inScope(walk, true, () => {
    declareTypeParameters(walk, node.typeParameters);
    if (ts.isFunctionExpression(node) && node.name) {
      walk.bindings[declare(walk, node.name.text, node.name)]?.values.push({
        kind: 'function',
        function: id,
        span: spanOf(walk, node.name),
      });
    }
    for (const parameter of node.parameters) declarePattern(walk, parameter.name, false);
    for (const decorator of node.parameters.flatMap(decoratorsOf)) walk.expression(decorator.expression);
    node.parameters.forEach((parameter, index) => {
      const value = parameter.initializer ? walk.expression(parameter.initializer) : null;
      bindPattern(walk, parameter.name, {
        value,
        type: walk.type(parameter.type ?? (index === 0 ? props : undefined)),
        parameter: { function: id, index, path: [] },
      });
    });
    const body = node.body;
    if (!body) return;
    if (ts.isBlock(body)) {
      hoistVars(walk, body);
      hoist(walk, body.statements);
      for (const statement of body.statements) walk.statement(statement);
    } else {
      walk.functions[id]?.returns.push(walk.expression(body));
    }
  });
  walk.function = outer;
  return id;
}

/** Not of generators: nobody awaits what they give. */
function isAsync(node: ts.SignatureDeclaration): boolean {
  const isGenerator = 'asteriskToken' in node && node.asteriskToken !== undefined;
  return !isGenerator && ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(isAsyncKeyword) ?? false);
}

function isAsyncKeyword({ kind }: ts.Modifier): boolean {
  return kind === ts.SyntaxKind.AsyncKeyword;
}

/** Walks a class; returns its index. Constructor parameter properties and `this.x = ...` are members too. */
export function convertClass(walk: Walk, node: ts.ClassLikeDeclaration): number {
  const id = walk.classes.length;
  const base = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const members: ClassMemberFact[] = [];
  const interfaces =
    node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ImplementsKeyword)?.types ?? [];
  walk.classes.push({
    name: node.name?.text ?? null,
    extends: base ? walk.expression(base.expression) : null,
    implements: interfaces.flatMap((type) => walk.type(type) ?? []),
    members,
  });
  const outerClass = walk.class;
  const outerFunction = walk.function;
  walk.class = id;
  if (walk.strays) walk.strays.class = id;
  inScope(walk, false, () => {
    declareTypeParameters(walk, node.typeParameters);
    for (const member of node.members) convertMember(walk, member, members);
  });
  if (base) addProps(walk, node, base, members);
  walk.class = outerClass;
  walk.function = outerFunction;
  for (const decorator of decoratorsOf(node)) walk.expression(decorator.expression);
  return id;
}

/** `class Cart extends Component<Props>`: its constructor, written or not, is given what becomes `this.props`. */
function addProps(
  walk: Walk,
  node: ts.ClassLikeDeclaration,
  base: ts.ExpressionWithTypeArguments,
  members: ClassMemberFact[],
): void {
  const { expression } = base;
  const baseName = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(baseName) || !/^(?:Pure)?Component$/.test(baseName.text)) return;
  const span = spanOf(walk, node.name ?? base);
  let constructor = walk.functions.findIndex(
    (candidate) => candidate.class === walk.class && candidate.name === 'constructor',
  );
  if (constructor < 0) {
    constructor = walk.functions.length;
    walk.functions.push({ name: 'constructor', span, returns: [], returnType: null, class: walk.class });
  }
  const binding = addBinding(walk, 'props', span);
  const fact = walk.bindings[binding];
  if (!fact) return;
  fact.type = walk.type(base.typeArguments?.[0]);
  fact.parameter = { function: constructor, index: 0, path: [] };
  members.push({ name: 'props', static: false, value: { kind: 'name', binding, span }, type: null });
}

function convertMember(walk: Walk, member: ts.ClassElement, members: ClassMemberFact[]): void {
  for (const decorator of decoratorsOf(member)) walk.expression(decorator.expression);
  const name = member.name ? propertyName(member.name) : null;
  const isStatic =
    ts.canHaveModifiers(member) &&
    (ts.getModifiers(member)?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) ?? false);
  if (ts.isPropertyDeclaration(member)) {
    const value = member.initializer ? initializerOf(walk, member, member.initializer, name) : null;
    if (name !== null) members.push({ name, static: isStatic, value, type: walk.type(member.type) });
    return;
  }
  if (ts.isConstructorDeclaration(member)) {
    const first = walk.bindings.length;
    walk.functionLike(member, 'constructor');
    for (const parameter of member.parameters) addParameterProperty(walk, member, parameter, first, members);
    return;
  }
  if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) {
    const id = walk.functionLike(member, name);
    const span = spanOf(walk, member);
    // Overloads and abstract methods have no body: they say nothing that the implementation does not.
    if (name === null || ts.isSetAccessor(member) || !member.body) return;
    const method = { kind: 'function', function: id, span } as const;
    const value = ts.isGetAccessor(member) ? ({ kind: 'call', callee: method, arguments: [], span } as const) : method;
    members.push({ name, static: isStatic, value, type: null });
    return;
  }
  if (ts.isClassStaticBlockDeclaration(member)) walk.statement(member.body);
}

/** `isOn = (key) => ...` is called `isOn`. */
function initializerOf(
  walk: Walk,
  member: ts.PropertyDeclaration,
  initializer: ts.Expression,
  name: string | null,
): Expression {
  if (!ts.isArrowFunction(initializer) && !ts.isFunctionExpression(initializer)) {
    return within(walk, member, () => walk.expression(initializer));
  }
  return { kind: 'function', function: walk.functionLike(initializer, name), span: spanOf(walk, initializer) };
}

/** `constructor(private readonly flags: Client)` declares the member `flags`. */
function addParameterProperty(
  walk: Walk,
  constructor: ts.ConstructorDeclaration,
  parameter: ts.ParameterDeclaration,
  firstBinding: number,
  members: ClassMemberFact[],
): void {
  if (!ts.isParameterPropertyDeclaration(parameter, constructor) || !ts.isIdentifier(parameter.name)) return;
  const name = parameter.name.text;
  const binding = walk.bindings.findIndex(
    (candidate, index) => index >= firstBinding && candidate.name === name && candidate.parameter !== null,
  );
  if (binding < 0) return;
  members.push({
    name,
    static: false,
    value: { kind: 'name', binding, span: spanOf(walk, parameter.name) },
    type: walk.type(parameter.type),
  });
}

function decoratorsOf(node: ts.Node): readonly ts.Decorator[] {
  return ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
}
