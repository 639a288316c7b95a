/**
 * What one file's text alone tells. Plain data (it survives JSON), never depends on another file.
 *
 * A file becomes a small expression language in which every name is already resolved to a binding of the file, so that
 * linking needs no syntax tree and no scopes. What a linker can never use (arithmetic, statements) is left out.
 */
import type { Language, Span, ValueUse } from './model.ts';

/** A comment that speaks to Sluice (`sluice-ignore...`). */
export interface CommentFact {
  readonly span: Span;
  /** Without the comment marks. */
  readonly text: string;
}

export interface FileFacts {
  readonly uri: string;
  readonly language: Language;
  readonly comments: readonly CommentFact[];
  /** Every declared name; expressions refer to them by index. */
  readonly bindings: readonly BindingFact[];
  /** Functions and methods; expressions refer to them by index. */
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  readonly exports: readonly ExportFact[];
  /** `window.name = value`, `globalThis.name = value`; under `.name`, what is hung on something else: `request.name = value`. */
  readonly globals: readonly { readonly name: string; readonly value: Expression }[];
  /** Calls, member reads, destructured members and JSX elements in order of position: where a flag may be read. */
  readonly sites: readonly SiteFact[];
  readonly loops: readonly LoopFact[];
  /** The file sets LaunchDarkly's `useCamelCaseFlagKeys: false`, which changes how keys are spelled in the whole workspace. */
  readonly rawFlagKeys: boolean;
  /** The file may say for whom flags are evaluated in the whole workspace: `OpenFeature.setContext(...)`, a hook, a client's user. */
  readonly setsContext: boolean;
  /** Why the file could not be read, in words for people; then everything else is empty. */
  readonly problem: string | null;
}

export interface BindingFact {
  readonly name: string;
  readonly span: Span;
  /** The value it is declared with, or is assigned later: the linker takes the first that it can tell something about. */
  readonly values: readonly Expression[];
  readonly type: TypeExpression | null;
  readonly import: ImportFact | null;
  readonly parameter: ParameterFact | null;
  /** A type alias or an interface. */
  readonly declaredType: TypeExpression | null;
  /** A type parameter of a function or class; what it is declared as is what it extends. */
  readonly isTypeParameter?: true;
  /** The bindings of its type parameters; absent where it has none. */
  readonly typeParameters?: readonly number[];
  /** Where its value decides something; only of bindings that may hold the value of a call or a member. */
  readonly tests: readonly TestFact[];
}

/** A name that stands in a condition or is compared. */
export interface TestFact {
  readonly span: Span;
  readonly use: ValueUse;
}

/** What `for`, `while` and `do` run again and again. */
export interface LoopFact {
  readonly span: Span;
  /** The innermost function around it. */
  readonly function: number | null;
}

export interface ImportFact {
  readonly specifier: string;
  /** The exported name, `default`, or `*` for the namespace. */
  readonly name: string;
}

/** A parameter, or a part of one: `function f(a, { key: k })` makes `k` {index: 1, path: ['key']}. */
export interface ParameterFact {
  readonly function: number;
  readonly index: number;
  readonly path: readonly string[];
}

export interface FunctionFact {
  /** The name a reader would call it by; null where it has none. */
  readonly name: string | null;
  readonly span: Span;
  /** What it may return. */
  readonly returns: readonly Expression[];
  readonly returnType: TypeExpression | null;
  /** It returns a promise of that. */
  readonly isAsync?: true;
  /** The class whose method it is. */
  readonly class: number | null;
  /** The parameter that takes all further arguments (`...args`); absent where none does. */
  readonly rest?: number;
}

export interface ClassFact {
  readonly name: string | null;
  readonly extends: Expression | null;
  readonly implements: readonly TypeExpression[];
  readonly members: readonly ClassMemberFact[];
}

export interface ClassMemberFact {
  readonly name: string;
  readonly static: boolean;
  readonly value: Expression | null;
  readonly type: TypeExpression | null;
}

/** One exported name. `star` re-exports everything of `specifier`. */
export type ExportFact =
  /** `isWhole`: the module itself is that (`module.exports = value`, `export = value`), not only its default export. */
  | { readonly kind: 'value'; readonly name: string; readonly value: Expression; readonly isWhole?: true }
  | { readonly kind: 'from'; readonly name: string; readonly specifier: string; readonly imported: string }
  | { readonly kind: 'star'; readonly specifier: string };

/** A place whose value may be a flag's. */
export interface SiteFact {
  readonly expression: Expression;
  readonly use: ValueUse;
  /** The innermost function around it. */
  readonly function: number | null;
  /** Present where the site is a property that is assigned this. */
  readonly assigned?: Expression;
  /** Present where the site is no read but a condition that lets a share of the load through. */
  readonly valve?: ValveFact;
}

/** `Math.random() < 0.1` and its kin. */
export interface ValveFact {
  /** The condition as written, on one line. */
  readonly text: string;
  /** What decides: `Math.random`, `hash`, ... */
  readonly method: string;
  /** 0..10000: for which share of the load the condition holds; null where the code does not show it. */
  readonly share: number | null;
}

export type Expression =
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | {
      readonly kind: 'number' | 'boolean' | 'null' | 'undefined';
      readonly value?: number | boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'template';
      readonly texts: readonly string[];
      readonly holes: readonly Expression[];
      readonly span: Span;
    }
  | { readonly kind: 'name'; readonly binding: number; readonly span: Span }
  /** A name that the file does not declare. */
  | { readonly kind: 'global'; readonly name: string; readonly span: Span }
  /** `object.name`, `object['name']`, or a destructured `{ name }`; `nameSpan` is where the name stands. */
  | {
      readonly kind: 'member';
      readonly object: Expression;
      readonly name: string;
      readonly nameSpan: Span;
      readonly span: Span;
    }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression; readonly span: Span }
  | CallExpression
  | { readonly kind: 'object'; readonly properties: readonly PropertyFact[]; readonly span: Span }
  | { readonly kind: 'array'; readonly elements: readonly Expression[]; readonly span: Span }
  | { readonly kind: 'function'; readonly function: number; readonly span: Span }
  | { readonly kind: 'class'; readonly class: number; readonly span: Span }
  | { readonly kind: 'this'; readonly class: number | null; readonly span: Span }
  /** One of several: a conditional, `a ?? b`, `a || b`, `a && b`. */
  | { readonly kind: 'either'; readonly options: readonly Expression[]; readonly span: Span }
  /** `value as Type`, `<Type>value`, `value satisfies Type`. */
  | { readonly kind: 'typed'; readonly value: Expression; readonly type: TypeExpression; readonly span: Span }
  /** `require('x')` or `await import('x')`: the module's namespace. */
  | { readonly kind: 'module'; readonly specifier: string; readonly span: Span }
  | {
      readonly kind: 'jsx';
      readonly component: Expression;
      readonly attributes: readonly PropertyFact[];
      readonly span: Span;
    }
  /** Anything else; the linker knows nothing of its value. */
  | { readonly kind: 'other'; readonly span: Span };

export interface CallExpression {
  readonly kind: 'call' | 'new';
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
  /** `T` of `useRef<T>()` and its kin, which start out empty and say only by it what they hold, and of containers: `inject<T>('name')`. */
  readonly holds?: TypeExpression;
  readonly span: Span;
}

export interface PropertyFact {
  /** null for a spread, whose value is `value`. A computed name stays an expression in `computed`. */
  readonly name: string | null;
  readonly computed: Expression | null;
  readonly nameSpan: Span;
  readonly value: Expression;
}

export type TypeExpression =
  | {
      readonly kind: 'name';
      readonly binding: number | null;
      readonly path: readonly string[];
      readonly arguments: readonly TypeExpression[];
    }
  | {
      readonly kind: 'object';
      readonly members: readonly { readonly name: string; readonly nameSpan: Span; readonly type: TypeExpression }[];
    }
  | { readonly kind: 'typeof'; readonly value: Expression }
  | { readonly kind: 'union'; readonly options: readonly TypeExpression[] }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  /** `T[]`. */
  | { readonly kind: 'list'; readonly element: TypeExpression }
  /** `keyof T`. */
  | { readonly kind: 'keys'; readonly of: TypeExpression }
  /** `T[K]`; `index` is null in `T[number]`. */
  | { readonly kind: 'part'; readonly object: TypeExpression; readonly index: TypeExpression | null }
  | { readonly kind: 'function'; readonly returns: TypeExpression }
  | { readonly kind: 'import'; readonly specifier: string; readonly name: string }
  /** A type in the words of another file: what stands for a type parameter. No file's text has it. */
  | { readonly kind: 'elsewhere'; readonly uri: string; readonly type: TypeExpression }
  | { readonly kind: 'other' };
