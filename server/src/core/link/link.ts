/** FileFacts[] -> CallSite[]: constants, modules, types and wrappers of the whole workspace. */
import type { Expression, FileFacts } from '../facts.ts';
import type { CallSite, ValueType } from '../model.ts';
import { callSiteOf } from './call-site.ts';
import { type Callers, findCallers, passedFor } from './callers.ts';
import { bindingValue, evaluate, memberValue } from './evaluate.ts';
import { importValue } from './imports.ts';
import type { Program } from './program.ts';
import type { ParameterPath } from './places.ts';
import { type Read, readsOf } from './reads.ts';
import { findSubclasses, identityKey, type Subclasses } from './subclasses.ts';
import { typeValue } from './types.ts';
import type { Value } from './values.ts';
import { nameOf, Wrappers } from './wrappers.ts';

/** A flag function that the code does not show to be one, from the configuration. */
export interface ConfiguredWrapper {
  readonly module: string | null;
  readonly name: string;
  /** An argument index, or the property of an object argument or JSX attribute. */
  readonly key: number | string;
  readonly default: number | null;
  readonly value: ValueType | null;
}

export interface LinkInput {
  /** Facts of every file that passed the prefilter, by URI. */
  readonly files: ReadonlyMap<string, FileFacts>;
  /** Those of `files` that are there only because imports lead to them: they explain others, but hold no flag reads. */
  readonly supporting?: ReadonlySet<string>;
  readonly wrappers: readonly ConfiguredWrapper[];
  /** The workspace folder, ending in `/`: what lies above it says nothing about being a test. */
  readonly rootUri?: string;
  /** The URI of the workspace file that an import means; null for packages and for what cannot be resolved. */
  resolveModule(fromUri: string, specifier: string): string | null;
}

export interface LinkResult {
  /** Call sites by URI, in order of position; files without any are absent. */
  readonly callSites: ReadonlyMap<string, readonly CallSite[]>;
  /** Files that imports lead to and whose facts would tell more: extract them and link again. */
  readonly wanted: readonly string[];
  /** Names of inferred wrappers: files that mention them must be looked at too. */
  readonly wrapperNames: readonly string[];
  /** Names of classes with inferred wrappers: so must files that mention them at all. */
  readonly wrapperTypes: readonly string[];
}

/** A wrapper of a wrapper of a wrapper ...: nobody stacks more. */
const maxRounds = 12;

/** Facts -> call sites. Pure; the same facts give the same call sites in the same order. */
export function link(input: LinkInput): LinkResult {
  const uris = [...input.files.keys()].filter((uri) => !input.supporting?.has(uri)).sort();
  const program = createProgram(input, uris);
  const wrappers = new Wrappers();
  let reads = readAll(program, wrappers, uris);
  for (let round = 0; round < maxRounds && inferWrappers(program, wrappers, reads); round++)
    reads = readAll(program, wrappers, uris);

  const callSites = new Map<string, readonly CallSite[]>();
  for (const [uri, found] of reads) {
    const file = input.files.get(uri);
    if (file && found.length > 0)
      callSites.set(
        uri,
        found.map((read) => callSiteOf(file, read, input.rootUri ?? '')),
      );
  }
  return {
    callSites,
    wanted: [...program.wanted].sort(),
    wrapperNames: wrappers.names(),
    wrapperTypes: wrappers.owners(),
  };
}

function createProgram(input: LinkInput, uris: readonly string[]): Program {
  let callers: Callers | null = null;
  let subclasses: Subclasses | null = null;
  const program: Program = {
    files: input.files,
    wrappers: input.wrappers,
    rawFlagKeys: [...input.files.values()].some((file) => file.rawFlagKeys),
    wanted: new Set(),
    memo: new Map<Expression, Value>(),
    resolveModule: (fromUri, specifier) => input.resolveModule(fromUri, specifier),
    evaluate: (file, expression) => evaluate(program, file, expression),
    binding: (file, id) => bindingValue(program, file, id),
    ofType: (file, type) => typeValue(program, file, type),
    import: (file, fact) => importValue(program, file, fact),
    passed: (parameter) => passedFor(program, (callers ??= findCallers(program, uris)), parameter),
    subclasses: (identity) => (subclasses ??= findSubclasses(program, uris)).get(identityKey(identity)) ?? [],
    member: (object, name) => memberValue(program, object, name),
  };
  return program;
}

function readAll(program: Program, wrappers: Wrappers, uris: readonly string[]): Map<string, readonly Read[]> {
  return new Map(
    uris.map((uri) => {
      const file = program.files.get(uri);
      return [uri, file ? file.sites.flatMap((site) => readsOf(program, wrappers, file, site)) : []];
    }),
  );
}

/** Adds the functions that pass a parameter on as the key of a read; true where there were new ones. */
function inferWrappers(program: Program, wrappers: Wrappers, reads: ReadonlyMap<string, readonly Read[]>): boolean {
  let grown = false;
  for (const found of reads.values()) {
    for (const read of found) {
      const { key } = read;
      if (key.kind !== 'parameter') continue;
      const { name, owner } = nameOf(program.files.get(key.uri), key.function);
      const added = wrappers.add(key.uri, key.function, {
        name,
        owner,
        key: { index: key.index, path: key.path },
        default: defaultOf(read, key),
        sdk: read.sdk,
        method: read.method,
        value: read.value,
        role: read.role,
        via: [name || 'anonymous function', ...read.via],
      });
      grown ||= added;
    }
  }
  return grown;
}

function defaultOf(read: Read, key: Extract<Value, { kind: 'parameter' }>): ParameterPath | null {
  const value = read.default?.value;
  if (value?.kind !== 'parameter' || value.uri !== key.uri || value.function !== key.function) return null;
  return { index: value.index, path: value.path };
}
