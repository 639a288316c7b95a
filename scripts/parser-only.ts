/** A rolldown plugin: of TypeScript, ships the parser alone, because loading the whole compiler takes longer than most scans. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

interface Part {
  readonly text: string;
  /** Kept with any of these names. */
  readonly belongsTo: readonly string[];
}

/**
 * Puts what `sources` (a folder) uses of the `ts` of @ts-morph/common in the package's place. Its file is one flat list of
 * declarations: kept are those that the used ones name, directly or not.
 */
export function parserOnly(sources: string): Plugin {
  return {
    name: 'parser-only',
    resolveId: {
      filter: { id: /^@ts-morph\/common$/ },
      async handler(id, importer) {
        const main = await this.resolve(id, importer, { skipSelf: true });
        if (!main) throw new Error(`${id} is not installed. Run \`npm ci\`.`);
        return { id: join(main.id, '..', 'typescript.js'), moduleSideEffects: false };
      },
    },
    transform: {
      filter: { id: /[\\/]@ts-morph[\\/]common[\\/]dist[\\/]typescript\.js$/ },
      handler: (code: string) => ({ code: shake(code, usedNames(sources)), map: null, moduleType: 'js' }),
    },
  };
}

/** All `ts.name` of the sources; types among them are in no program and fall away. */
export function usedNames(folder: string): ReadonlySet<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  const missing =
    /\.get(?:Width|FullText|FullStart|FullWidth|End|SourceFile|Child\w*|FirstToken|LastToken|LeadingTrivia\w*)\(/;
  const [method] = texts.flatMap((text) => missing.exec(text) ?? []);
  if (method) throw new Error(`The shipped parser has no method ${method}): add it in scripts/parser-only.ts.`);
  return new Set(texts.flatMap((text) => [...text.matchAll(/\bts\.([A-Za-z]\w*)/g)].map(([, name]) => name ?? '')));
}

/** What nodes can do beside being data: in TypeScript that is the language service's, which brings the type checker along. */
const methods = `
function PrivateName(kind, pos, end) { Node4.call(this, kind, pos, end); }
objectAllocator.getPrivateIdentifierConstructor = () => PrivateName;
for (const make of [Node4, Token, Identifier2, PrivateName]) {
  make.prototype.getStart = function (source) { return getTokenPosOfNode(this, source); };
  make.prototype.getText = function (source) { return source.text.slice(getTokenPosOfNode(this, source), this.end); };
}
for (const make of [Identifier2, PrivateName]) {
  Object.defineProperty(make.prototype, 'text', { get() { return idText(this); } });
}`;

/** The declarations that the used names lead to, as one module that exports `ts`. */
export function shake(code: string, used: ReadonlySet<string>): string {
  const from = code.indexOf('"use strict";');
  const to = code.lastIndexOf('})({ get exports()');
  if (from < 0 || to < 0) {
    throw new Error('The TypeScript of @ts-morph/common is not wrapped as it was: see scripts/parser-only.ts.');
  }
  const parts = partsOf(code.slice(from, to));
  const byName = new Map<string, Part[]>();
  for (const part of parts) {
    for (const name of part.belongsTo) byName.set(name, [...(byName.get(name) ?? []), part]);
  }
  const exported = [...used].filter((name) => byName.has(name)).sort();
  const kept = new Set<Part>();
  // A set grows while it is walked.
  const wanted = new Set([...exported, ...namesIn(methods).filter((name) => byName.has(name))]);
  for (const name of wanted) {
    for (const part of byName.get(name) ?? []) {
      if (kept.has(part)) continue;
      kept.add(part);
      for (const other of namesIn(part.text)) if (byName.has(other)) wanted.add(other);
    }
  }
  const body = parts.filter((part) => kept.has(part)).map(({ text }) => text);
  const license = /^\/\*![^]*?\*\//.exec(code)?.[0] ?? '';
  return [license, ...withoutMessages(body), methods, `export const ts = { ${exported.join(', ')} };`, ''].join('\n');
}

/** Leaves out the messages that the parser never gives: nine tenths of half a megabyte. */
function withoutMessages(body: readonly string[]): readonly string[] {
  const given = new Set(body.flatMap((text) => text.match(/(?<=\bDiagnostics\.)\w+/g) ?? []));
  return body.map((text) =>
    text.startsWith('var Diagnostics = {')
      ? text.replace(/^ {2}(\w+): diag\(.*\),?\n/gm, (line, name: string) => (given.has(name) ? line : ''))
      : text,
  );
}

const statementStart =
  /\n(?=(?:async )?function\*? |class |var |\(\([\w$]+\) => \{\n|[\w$]+(?:\.[\w$]+)* = |[\w$]+\(|if \(|\{\n)/;

/** Every statement starts at the start of a line; the few other texts that do look like none. */
function partsOf(code: string): readonly Part[] {
  return code.split(statementStart).map((text) => ({ text, belongsTo: namesOf(text) }));
}

/** What keeps a statement: the names it declares, or the one it adds something to. None: it is of no use here. */
function namesOf(text: string): readonly string[] {
  const declared = /^(?:async )?(?:function\*?|class) ([\w$]+)/.exec(text);
  if (declared) return declared.slice(1);
  if (text.startsWith('var ')) {
    return [...text.matchAll(/(?:^var |^ {2}(?=[\w$]+(?:,|;| = )))([\w$]+)/gm)].map(([, name]) => name ?? '');
  }
  const added =
    /^\(\([\w$]+\) => \{[^]*\n\}\)\(([\w$]+) \|\| /.exec(text) ??
    /^(?!module\.)([\w$]+)\./.exec(text) ??
    /^__export\(([\w$]+),/.exec(text);
  return added?.slice(1) ?? [];
}

/** Names that are no properties. A few too many do no harm. */
function namesIn(text: string): readonly string[] {
  const code = text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/g, '').replace(/(?<=[{,]\s*)[\w$]+\s*:/g, '');
  return [...new Set(code.match(/(?<![\w$.])[A-Za-z_$][\w$]*|(?<=\.\.\.)[A-Za-z_$][\w$]*/g) ?? [])];
}
