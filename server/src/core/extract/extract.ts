/** Text -> facts. The only folder that knows a parser: TypeScript's, because it reads half-typed code. */
import { ts } from '@ts-morph/common';
import type { FileFacts } from '../facts.ts';
import type { Language } from '../model.ts';
import { findComments } from './comments.ts';
import { scriptsOnly } from './component-files.ts';
import { convertExpression } from './expressions.ts';
import { convertClass, convertFunction } from './functions.ts';
import { hoist, hoistVars, visitStatement } from './statements.ts';
import { convertType } from './types.ts';
import { dropIdleTests, type Walk, within } from './walk.ts';

export interface ExtractInput {
  readonly uri: string;
  readonly text: string;
  readonly language: Language;
}

/** Total: half-typed or broken code gives the facts that can be read. */
export function extractFacts(input: ExtractInput): FileFacts {
  try {
    return extract(input);
  } catch (error) {
    // The parser and this walk recurse: generated code can be nested deeper than the stack.
    if (error instanceof RangeError)
      return { ...nothing, uri: input.uri, language: input.language, problem: 'nested too deeply to be read' };
    throw error;
  }
}

const nothing = {
  comments: [],
  bindings: [],
  functions: [],
  classes: [],
  exports: [],
  globals: [],
  sites: [],
  loops: [],
  rawFlagKeys: false,
  setsContext: false,
};

function extract(input: ExtractInput): FileFacts {
  const source = parse(input);
  const walk: Walk = {
    source,
    bindings: [],
    functions: [],
    classes: [],
    exports: [],
    globals: [],
    sites: [],
    loops: [],
    draws: new Map(),
    scope: { names: new Map(), parent: null, isFunction: true },
    strays: isBroken(source) ? { names: new Map(), class: null } : null,
    current: source,
    function: null,
    class: null,
    receiver: null,
    rawFlagKeys: false,
    setsContext: false,
    expression: (node) => within(walk, node, () => convertExpression(walk, node)),
    statement: (node) => within(walk, node, () => visitStatement(walk, node)),
    type: (node) => convertType(walk, node),
    functionLike: (node, name, props) => within(walk, node, () => convertFunction(walk, node, name, props)),
    classLike: (node) => convertClass(walk, node),
  };
  hoistVars(walk, source);
  hoist(walk, source.statements);
  for (const statement of source.statements) walk.statement(statement);
  dropIdleTests(walk);
  walk.sites.sort(
    (a, b) => a.expression.span.start - b.expression.span.start || b.expression.span.end - a.expression.span.end,
  );
  return {
    uri: input.uri,
    language: input.language,
    comments: findComments(source),
    bindings: walk.bindings,
    functions: walk.functions,
    classes: walk.classes,
    exports: walk.exports,
    globals: walk.globals,
    sites: walk.sites,
    loops: walk.loops,
    rawFlagKeys: walk.rawFlagKeys,
    setsContext: walk.setsContext,
    problem: null,
  };
}

function parse({ uri, text, language }: ExtractInput): ts.SourceFile {
  const isComponent = language === 'vue' || language === 'svelte';
  const scripts = isComponent ? scriptsOnly(text) : { text, typed: language.startsWith('typescript') };
  return ts.createSourceFile(
    uri,
    scripts.text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    scriptKind(language, scripts.typed),
  );
}

/** The parser notes what it could not read, in a field that its types leave out. */
function isBroken(source: ts.SourceFile): boolean {
  const noted: unknown = 'parseDiagnostics' in source ? source.parseDiagnostics : null;
  return Array.isArray(noted) && noted.length > 0;
}

function scriptKind(language: Language, typed: boolean): ts.ScriptKind {
  if (language === 'typescript') return ts.ScriptKind.TS;
  if (language === 'typescriptreact') return ts.ScriptKind.TSX;
  // JavaScript may hold JSX whatever the file is called; TypeScript without JSX may hold `<Type>value`.
  return typed ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
}
