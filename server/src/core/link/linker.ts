/** Linking that remembers: an edit links again what depends on it, and gives what linking from scratch would give. */
import type { FileFacts } from '../facts.ts';
import type { CallSite } from '../model.ts';
import { createKnowledge, type Knowledge } from './knowledge.ts';
import type { LinkOptions, LinkResult, Outline } from './link.ts';
import { callSitesIn } from './reads/call-site.ts';
import type { Read } from './reads/read.ts';
import { readsOf } from './reads/reads.ts';
import { autoImported } from './values/auto-imports.ts';
import { indexCalls } from './values/callers.ts';
import { indexProviders } from './values/contexts.ts';
import { outlineOf } from './values/imports.ts';
import { indexHeirs } from './values/subclasses.ts';
import { indexTyped } from './values/typed-as.ts';
import { createClues } from './wrappers/clues.ts';
import { inferWrappers } from './wrappers/infer-wrappers.ts';
import { noteKept } from './wrappers/kept.ts';
import type { Telling } from './wrappers/telling.ts';
import { Wrappers } from './wrappers/wrappers.ts';

export interface Linker {
  /** A file has other facts, or none any more. `isSupporting`: it is there only because imports lead to it. */
  update(uri: string, facts: FileFacts | null, isSupporting?: boolean): void;
  /** What imports mean may have changed: files came or went. */
  reset(): void;
  link(): LinkResult;
}

/** A wrapper of a wrapper of a wrapper ...: nobody stacks more. */
const maxRounds = 12;

export function createLinker(options: LinkOptions): Linker {
  const files = new Map<string, FileFacts>();
  const supporting = new Set<string>();
  /** Files that could not be loaded. */
  const absent = new Set<string>();
  const changed = new Set<string>();
  let knowledge: Knowledge | null = null;
  let wrappers = new Wrappers();
  let reads = new Map<string, readonly Read[]>();
  let callSites = new Map<string, readonly CallSite[]>();
  /** What call sites say where code elsewhere may set a context. */
  let setsContext = false;
  const looksAt = (uri: string): FileFacts | null => (supporting.has(uri) ? null : (files.get(uri) ?? null));

  const clues = createClues(options, looksAt);

  /** A file that an import leads to is read when it is asked for. */
  const fileOf = (uri: string): FileFacts | undefined => {
    const known = files.get(uri);
    if (known || absent.has(uri)) return known;
    const loaded = options.load?.(uri);
    if (loaded) {
      files.set(uri, loaded);
      supporting.add(uri);
    } else absent.add(uri);
    return loaded ?? undefined;
  };

  const outline = (uri: string): Outline | null => {
    const known = files.get(uri);
    return known ? outlineOf(known) : absent.has(uri) ? null : (options.outline?.(uri) ?? null);
  };

  const readFile = (from: Knowledge, telling: Telling, uri: string): readonly Read[] => {
    const file = looksAt(uri);
    if (!file) return [];
    from.reading = uri;
    return file.sites.flatMap((site) => readsOf(from.program, telling, wrappers, file, site));
  };

  /** True where what a file reads tells of new wrappers, or of new maps that keep flags. */
  const infer = (uri: string, found: readonly Read[]): boolean => {
    const file = looksAt(uri);
    const grown = inferWrappers(files, wrappers, found);
    return (file !== null && noteKept(wrappers, file, found)) || grown;
  };

  /** Reads files until no new wrapper is found among them. */
  const readAll = (from: Knowledge, uris: readonly string[]): void => {
    for (let round = 0; round < maxRounds; round++) {
      let grown = false;
      const telling = clues.telling(wrappers);
      for (const uri of uris) reads.set(uri, readFile(from, telling, uri));
      for (const uri of uris) grown = infer(uri, reads.get(uri) ?? []) || grown;
      if (!clues.noteHanded(from, telling, uris) && !grown) break;
    }
    for (const uri of uris) putIntoWords(uri);
  };

  const putIntoWords = (uri: string): void => {
    const file = files.get(uri);
    const found = file ? callSitesIn(file, reads.get(uri) ?? [], { rootUri: options.rootUri ?? '', setsContext }) : [];
    if (found.length > 0) callSites.set(uri, found);
    else callSites.delete(uri);
  };

  /** Any file, one that was read just now too, may set a context for what all of them read. */
  const noteContext = (): void => {
    const before = setsContext;
    setsContext = anySetsContext(files);
    if (setsContext === before) return;
    for (const [uri, found] of reads) if (found.some(({ context }) => context === 'unless-set')) putIntoWords(uri);
  };

  /** Notes what files call, extend and hand on. */
  const index = (from: Knowledge, uris: readonly string[]): void => {
    for (const uri of uris) {
      const file = looksAt(uri);
      if (!file) continue;
      indexHeirs(from.heirs, file);
      indexCalls(from.calls, file);
      indexProviders(from.providers, file);
      indexTyped(from.typed, file);
      for (const { name, value } of [...file.globals, ...autoImported(file)])
        from.globals.add(uri, name, { file, value });
    }
    for (const uri of uris) clues.note(from, uri);
  };

  const linkAll = (): void => {
    knowledge = createKnowledge({ ...options, files: { get: fileOf, outline }, rawFlagKeys: anyRawFlagKeys(files) });
    wrappers = new Wrappers();
    reads = new Map();
    callSites = new Map();
    clues.clear();
    const uris = [...files.keys()].sort();
    index(knowledge, uris);
    readAll(knowledge, uris);
  };

  /** True where what was worked out before holds, but for what changed; false where everything has to be linked again. */
  const linkChanged = (from: Knowledge): boolean => {
    if (from.program.rawFlagKeys !== anyRawFlagKeys(files)) return false;
    const dirty = from.dependents(changed);
    if (dirty.size * 3 > files.size + 30) return false;
    const isAsked = (uri: string): boolean =>
      [from.heirs, from.globals, from.providers, from.typed].some((index) => index.readersOf(uri).length > 0);
    if ([...dirty].some(isAsked)) return false;
    const before = [...dirty].flatMap((uri) => from.calls.readersOf(uri));
    const cluesBefore = clues.text(wrappers);
    for (const uri of dirty) from.forget(uri);
    from.begin();
    const uris = [...dirty].sort();
    index(from, uris);
    if (uris.some(isAsked)) return false;
    const after = uris.flatMap((uri) => from.calls.readersOf(uri));

    const again = new Set([...uris, ...before, ...after]);
    const former = wrappers;
    wrappers = new Wrappers();
    for (const [uri, found] of reads) if (!again.has(uri)) infer(uri, found);
    readAll(from, [...again].sort());
    // Another name makes other sites of other files worth a look; what their expressions stand for is known.
    if (!wrappers.agrees(former, dirty) || clues.text(wrappers) !== cluesBefore) readAgain(from);
    return true;
  };

  const readAgain = (from: Knowledge): void => {
    wrappers = new Wrappers();
    reads = new Map();
    callSites = new Map();
    clues.clearHanded();
    readAll(from, [...files.keys()].sort());
  };

  return {
    update(uri, facts, isSupporting = false) {
      changed.add(uri);
      absent.delete(uri);
      if (facts) files.set(uri, facts);
      else files.delete(uri);
      if (facts && isSupporting) supporting.add(uri);
      else supporting.delete(uri);
    },
    reset() {
      knowledge = null;
      absent.clear();
    },
    link() {
      if (!knowledge || (changed.size > 0 && !linkChanged(knowledge))) linkAll();
      // A file that was read meanwhile may say how keys are spelled everywhere.
      if (knowledge?.program.rawFlagKeys !== anyRawFlagKeys(files)) linkAll();
      noteContext();
      changed.clear();
      return {
        callSites: new Map(callSites),
        ...clues.toLookFor(wrappers),
      };
    },
  };
}

function anyRawFlagKeys(files: ReadonlyMap<string, FileFacts>): boolean {
  for (const file of files.values()) if (file.rawFlagKeys) return true;
  return false;
}

function anySetsContext(files: ReadonlyMap<string, FileFacts>): boolean {
  for (const file of files.values()) if (file.setsContext) return true;
  return false;
}
