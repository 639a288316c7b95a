/** What was worked out about the files of a workspace, and what it depends on. */
import type { FileFacts } from '../facts.ts';
import { type Callers, passedFor } from './callers.ts';
import { bindingValue, evaluate, memberValue } from './evaluate.ts';
import { importValue } from './imports.ts';
import { Index } from './index-by-file.ts';
import type { LinkOptions } from './link.ts';
import { Memo, type Program } from './program.ts';
import { identityKey, type Subclasses } from './subclasses.ts';
import { typeValue } from './types.ts';

export interface Knowledge {
  readonly program: Program;
  readonly callers: Callers;
  readonly subclasses: Subclasses;
  /** The file whose sites are being looked at: it depends on what it asks for. */
  reading: string;
  /** The given files and all that import them, directly or not. */
  dependents(uris: ReadonlySet<string>): Set<string>;
  /** Forgets what was worked out from the expressions of a file. */
  forget(uri: string): void;
  /** Files that imports lead to and that are not loaded, sorted. */
  wanted(): string[];
}

/** Knows nothing yet; everything is worked out when it is asked for. */
export function createKnowledge(files: ReadonlyMap<string, FileFacts>, options: LinkOptions): Knowledge {
  const imports = new Map<string, Set<string>>();
  const importers = new Map<string, Set<string>>();
  const callers: Callers = new Index();
  const subclasses: Subclasses = new Index();

  const program: Program = {
    files,
    wrappers: options.wrappers,
    rawFlagKeys: [...files.values()].some((file) => file.rawFlagKeys),
    memo: new Memo(),
    resolveModule(fromUri, specifier) {
      const uri = options.resolveModule(fromUri, specifier);
      if (uri !== null) {
        addTo(imports, fromUri, uri);
        addTo(importers, uri, fromUri);
      }
      return uri;
    },
    evaluate: (file, expression) => evaluate(program, file, expression),
    binding: (file, id) => bindingValue(program, file, id),
    ofType: (file, type) => typeValue(program, file, type),
    import: (file, fact) => importValue(program, file, fact),
    passed: (parameter) => passedFor(program, callers, knowledge.reading, parameter),
    subclasses: (identity) => subclasses.of(identityKey(identity), knowledge.reading),
    member: (object, name) => memberValue(program, object, name),
  };

  const knowledge: Knowledge = {
    program,
    callers,
    subclasses,
    reading: '',
    dependents(uris) {
      const found = new Set(uris);
      // A set grows while it is walked: importers of importers are reached.
      for (const uri of found) for (const importer of importers.get(uri) ?? []) found.add(importer);
      return found;
    },
    forget(uri) {
      program.memo.forget(uri);
      callers.remove(uri);
      subclasses.remove(uri);
      for (const target of imports.get(uri) ?? []) importers.get(target)?.delete(uri);
      imports.delete(uri);
    },
    wanted() {
      return [...importers.entries()].flatMap(([uri, from]) => (from.size > 0 && !files.has(uri) ? [uri] : [])).sort();
    },
  };
  return knowledge;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
