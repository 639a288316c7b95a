/** The state of one walk over a syntax tree: scopes, and the facts collected so far. */
import type { ts } from '@ts-morph/common';
import type {
  BindingFact,
  ClassFact,
  ClassMemberFact,
  ExportFact,
  Expression,
  FunctionFact,
  ImportFact,
  LoopFact,
  ParameterFact,
  PropertyFact,
  SiteFact,
  TestFact,
  TypeExpression,
} from '../facts.ts';
import type { Span } from '../model.ts';
import type { Draw } from './draws.ts';

export type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

export interface Scope {
  readonly names: Map<string, number>;
  readonly parent: Scope | null;
  /** `var` lands in the nearest of these. */
  readonly isFunction: boolean;
}

/**
 * What half-typed code declared so far, in whichever scope. A bracket that is missing ends a function or class too early:
 * what it declares is still meant by what should be inside of it.
 */
export interface Strays {
  readonly names: Map<string, number>;
  class: number | null;
}

/** The object that `this` means in the methods of an object literal. */
export interface Receiver {
  /** What stands for it in expressions; made where it is asked for. */
  binding: number | null;
  /** `this.client = ...` gives it a property. */
  readonly assigned: PropertyFact[];
}

export interface Walk {
  readonly source: ts.SourceFile;
  readonly bindings: Draft<BindingFact>[];
  readonly functions: Draft<FunctionFact>[];
  readonly classes: (Omit<ClassFact, 'members'> & { members: ClassMemberFact[] })[];
  readonly exports: ExportFact[];
  readonly globals: { name: string; value: Expression }[];
  readonly sites: SiteFact[];
  readonly loops: LoopFact[];
  /** Variables that hold one of many equally likely numbers, by binding. */
  readonly draws: Map<number, Draw>;
  scope: Scope;
  /** null where the code parses. */
  readonly strays: Strays | null;
  /** The node being walked: the parent of the next one. */
  current: ts.Node | null;
  /** Innermost function and class around the current node. */
  function: number | null;
  class: number | null;
  /** null in classes too, which have names. */
  receiver: Receiver | null;
  rawFlagKeys: boolean;
  setsContext: boolean;
  /** The mutual recursion of expressions, statements and types, tied together in `extract.ts`. */
  expression(node: ts.Node): Expression;
  statement(node: ts.Node): void;
  type(node: ts.TypeNode | undefined): TypeExpression | null;
  /** `props`: the type of its first parameter, where that is said elsewhere. */
  functionLike(
    node: ts.SignatureDeclaration & { body?: ts.Node | undefined },
    name: string | null,
    props?: ts.TypeNode,
  ): number;
  classLike(node: ts.ClassLikeDeclaration): number;
}

/**
 * Walks something inside `node`. Parents are noted on the way instead of by the parser, which would visit every token of
 * every file for the few that are asked for.
 */
export function within<T>(walk: Walk, node: ts.Node, body: () => T): T {
  const outer = walk.current;
  if (outer && outer !== node) (node as Draft<ts.Node>).parent = outer;
  walk.current = node;
  const result = body();
  walk.current = outer;
  return result;
}

export function spanOf(walk: Walk, node: ts.Node): Span {
  return { start: node.getStart(walk.source), end: node.end };
}

/** The binding of `name` in the current scope; made where it does not exist yet. */
export function declare(walk: Walk, name: string, node: ts.Node, scope: Scope = walk.scope): number {
  const existing = scope.names.get(name);
  if (existing !== undefined) return existing;
  const id = addBinding(walk, name, spanOf(walk, node));
  scope.names.set(name, id);
  walk.strays?.names.set(name, id);
  return id;
}

/** Shared by all bindings that are never tested. */
const noTests: TestFact[] = [];

/** Notes that a binding's value decides something. */
export function addTest(walk: Walk, id: number, test: TestFact): void {
  const binding = walk.bindings[id];
  if (!binding) return;
  if (binding.tests === noTests) binding.tests = [test];
  else binding.tests.push(test);
}

/** Forgets the tests of what cannot hold a flag's value: only calls and members give one. */
export function dropIdleTests(walk: Walk): void {
  for (const binding of walk.bindings) {
    if (binding.tests !== noTests && !binding.values.some(mayHoldValue)) binding.tests = noTests;
  }
}

function mayHoldValue({ kind }: Expression): boolean {
  return kind !== 'function' && kind !== 'class' && kind !== 'object' && kind !== 'array' && kind !== 'string';
}

/** A binding no source name refers to: what a pattern takes apart. */
export function addBinding(walk: Walk, name: string, span: Span): number {
  walk.bindings.push({
    name,
    span,
    values: [],
    type: null,
    import: null,
    parameter: null,
    declaredType: null,
    tests: noTests,
  });
  return walk.bindings.length - 1;
}

/** The binding that a name means; null where the file declares none. */
export function resolve(walk: Walk, name: string): number | null {
  for (let scope: Scope | null = walk.scope; scope; scope = scope.parent) {
    const id = scope.names.get(name);
    if (id !== undefined) return id;
  }
  return walk.strays?.names.get(name) ?? null;
}

/** Runs `body` in a scope of its own. */
export function inScope<T>(walk: Walk, isFunction: boolean, body: () => T): T {
  const outer = walk.scope;
  walk.scope = { names: new Map(), parent: outer, isFunction };
  try {
    return body();
  } finally {
    walk.scope = outer;
  }
}

export function functionScope(walk: Walk): Scope {
  let scope = walk.scope;
  while (!scope.isFunction && scope.parent) scope = scope.parent;
  return scope;
}

export function setImport(walk: Walk, name: ts.Identifier, fact: ImportFact): void {
  const binding = walk.bindings[declare(walk, name.text, name)];
  if (binding) binding.import = fact;
}

/** What a pattern's parts stand for while it is taken apart. */
export interface PatternSource {
  readonly value: Expression | null;
  readonly type: TypeExpression | null;
  readonly parameter: ParameterFact | null;
}
