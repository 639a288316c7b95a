/** What was worked out about the files of a workspace, and what it depends on. */
import type { Expression, FileFacts } from '../facts.ts';
import { type Caller, type Calls, callersOf, callKeys, functionKey } from './values/callers.ts';
import { providedBy, type Providers, providersKey } from './values/contexts.ts';
import { createConfigured } from './configured.ts';
import { sdkOfPackage } from '../sdks/registry.ts';
import { bindingValue, evaluate, memberValue } from './values/evaluate.ts';
import { importValue } from './values/imports.ts';
import { Index } from './index-by-file.ts';
import { createPassed } from './values/passed.ts';
import type { LinkOptions } from './link.ts';
import { type Files, Memo, type Program } from './program.ts';
import { type ClassValue, heirKey, type Heirs, subclassesOf } from './values/subclasses.ts';
import { typedAs, typedKey, type TypedValues } from './values/typed-as.ts';
import { typeValue } from './values/types.ts';
import { either, known, unknown } from './values/values.ts';

/** Globals that files define, by name. */
export type Globals = Index<{ readonly file: FileFacts; readonly value: Expression }>;

export interface Knowledge {
  readonly program: Program;
  readonly calls: Calls;
  readonly heirs: Heirs;
  readonly globals: Globals;
  readonly providers: Providers;
  readonly typed: TypedValues;
  /** The file whose sites are being looked at: it depends on what it asks for. */
  reading: string;
  /** Starts a pass: facts have changed since the last one. */
  begin(): void;
  /** The given files and all that import them, directly or not. */
  dependents(uris: ReadonlySet<string>): Set<string>;
  /** Forgets what was worked out from the expressions of a file. */
  forget(uri: string): void;
}

export interface KnowledgeOptions extends LinkOptions {
  readonly files: Files;
  readonly rawFlagKeys: boolean;
}

/** Knows nothing yet; everything is worked out when it is asked for. */
export function createKnowledge({ files, rawFlagKeys, ...options }: KnowledgeOptions): Knowledge {
  const imports = new Map<string, Set<string>>();
  const importers = new Map<string, Set<string>>();
  const calls: Calls = new Index();
  const heirs: Heirs = new Index();
  const globals: Globals = new Index();
  const providers: Providers = new Index();
  const typed: TypedValues = new Index();
  // Answers of one pass: who asks is noted each time, the candidates are followed once.
  const callers = new Map<string, readonly Caller[]>();
  const typeQuestions = new Map<string, object>();
  const subclasses = new Map<string, readonly ClassValue[]>();

  const program: Program = {
    files,
    wrappers: options.wrappers,
    configured: createConfigured(options),
    rawFlagKeys,
    memo: new Memo(),
    resolveModule(fromUri, specifier) {
      const uri = options.resolveModule(fromUri, specifier);
      if (uri !== null) {
        addTo(imports, fromUri, uri);
        addTo(importers, uri, fromUri);
      }
      return uri;
    },
    sdkAround(uri) {
      const name = options.packageOf?.(uri) ?? null;
      return name === null ? null : sdkOfPackage(name);
    },
    evaluate: (file, expression) => evaluate(program, file, expression),
    binding: (file, id) => bindingValue(program, file, id),
    ofType: (file, type) => typeValue(program, file, type),
    import: (file, fact) => importValue(program, file, fact),
    globals(fromUri, name) {
      globals.note(name, fromUri);
      return globals.of(name);
    },
    passed: (parameter) => passed.of(parameter),
    written: (parameter) => passed.written(parameter),
    subclasses(identity) {
      const key = heirKey(program, identity);
      if (key) heirs.note(key, knowledge.reading);
      return once(subclasses, `${identity.kind} ${identity.id} ${identity.uri}`, () =>
        subclassesOf(program, heirs, identity),
      );
    },
    typedAs(identity) {
      typed.note(typedKey, knowledge.reading);
      const question = once(typeQuestions, `${identity.kind} ${identity.id} ${identity.uri}`, () => ({}));
      // What a type is may be asked for on the way: remembered as what expressions are, which see to it.
      return known(
        program.memo.of(identity.uri, question, unknown('asked for on the way to itself'), () =>
          either(typedAs(program, typed, identity)),
        ),
      );
    },
    provided(context) {
      providers.note(providersKey, knowledge.reading);
      return providedBy(program, providers, context);
    },
    member: (object, name) => memberValue(program, object, name),
  };

  const passed = createPassed(
    program,
    (uri, id) => once(callers, functionKey(uri, id), () => callersOf(program, calls, uri, id)),
    (uri, id) => {
      for (const key of callKeys(program, uri, id)) calls.note(key, knowledge.reading);
    },
  );

  const knowledge: Knowledge = {
    program,
    calls,
    heirs,
    globals,
    providers,
    typed,
    reading: '',
    begin() {
      callers.clear();
      passed.clear();
      subclasses.clear();
    },
    dependents(uris) {
      const found = new Set(uris);
      // A set grows while it is walked: importers of importers are reached.
      for (const uri of found) for (const importer of importers.get(uri) ?? []) found.add(importer);
      return found;
    },
    forget(uri) {
      program.memo.forget(uri);
      calls.remove(uri);
      heirs.remove(uri);
      globals.remove(uri);
      providers.remove(uri);
      typed.remove(uri);
      for (const target of imports.get(uri) ?? []) importers.get(target)?.delete(uri);
      imports.delete(uri);
    },
  };
  return knowledge;
}

function once<T>(answers: Map<string, T>, key: string, answer: () => T): T {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const found = answer();
  answers.set(key, found);
  return found;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
