/** Linking that remembers: an edit links again what depends on it, and gives what linking from scratch would give. */
import { autoImported } from './values/auto-imports.ts';
import type { FileFacts } from '../facts.ts';
import type { CallSite } from '../model.ts';
import { type Alias, aliasesOf, withAliases } from './wrappers/aliases.ts';
import { callSitesIn } from './reads/call-site.ts';
import { indexCalls } from './values/callers.ts';
import { type Carriers, carriersOf, importsQuietSdk } from './wrappers/carriers.ts';
import { isEveryday, readNames } from '../sdks/registry.ts';
import { indexProviders } from './values/contexts.ts';
import { handedFlags } from './wrappers/handed.ts';
import { inferWrappers } from './wrappers/infer-wrappers.ts';
import { outlineOf } from './values/imports.ts';
import type { LinkOptions, LinkResult, Outline } from './link.ts';
import { createKnowledge, type Knowledge } from './knowledge.ts';
import type { Read } from './reads/read.ts';
import { readsOf } from './reads/reads.ts';
import { indexHeirs } from './values/subclasses.ts';
import { indexTyped } from './values/typed-as.ts';
import { type Lineage, lineagesOf, ownedMethods } from './wrappers/owned-methods.ts';
import { createTelling, type Telling } from './wrappers/telling.ts';
import { isTellingName, Wrappers } from './wrappers/wrappers.ts';

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
  /** Files that each file passes flags to. */
  const handed = new Map<string, ReadonlySet<string>>();
  const carriers = new Map<string, Carriers>();
  const aliases = new Map<string, readonly Alias[]>();
  const lineages = new Map<string, readonly Lineage[]>();
  /** Files that import an SDK of whose flags others can read in any words: where there is none, nobody is handed any. */
  const quiet = new Set<string>();

  const objectNames = (options.flagObjects ?? []).map(({ name }) => name);
  const sdkNames = [...readNames(), ...options.wrappers.map(({ name }) => name), ...objectNames];

  const sdkNameSet = new Set(sdkNames);
  const tellingSdkNames = sdkNames.filter((name) => !isEveryday(name));

  const looksAt = (uri: string): FileFacts | null => (supporting.has(uri) ? null : (files.get(uri) ?? null));

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

  const owned = (): ReturnType<typeof ownedMethods> =>
    ownedMethods(wrappers, [...lineages.values()].flat(), sdkNameSet);

  const handedNow = (): readonly string[] => [...new Set([...handed.values()].flatMap((uris) => [...uris]))].sort();

  const tellingNow = (): Telling => {
    const carried = [...carriers.values()];
    return createTelling({
      called: withAliases(
        [...sdkNames, ...wrappers.allNames(), ...carried.flatMap(({ called }) => called)],
        [...aliases.values()].flat(),
      ),
      values: new Set([...objectNames, ...carried.flatMap(({ called, mentioned }) => [...called, ...mentioned])]),
      owned: owned(),
      handed: new Set(handedNow()),
    });
  };

  const readFile = (from: Knowledge, telling: Telling, uri: string): readonly Read[] => {
    const file = looksAt(uri);
    if (!file) return [];
    from.reading = uri;
    return file.sites.flatMap((site) => readsOf(from.program, telling, wrappers, file, site));
  };

  /** Notes which files these pass flags to; true where that is not what was known. */
  const noteHanded = (from: Knowledge, telling: Telling, uris: readonly string[]): boolean => {
    const before = handedNow().join();
    for (const uri of quiet.size > 0 ? uris : []) {
      const file = looksAt(uri);
      from.reading = uri;
      const found = file ? handedFlags(from.program, telling, file) : null;
      if (found && found.size > 0) handed.set(uri, found);
      else handed.delete(uri);
    }
    return handedNow().join() !== before;
  };

  /** Reads files until no new wrapper is found among them. */
  const readAll = (from: Knowledge, uris: readonly string[]): void => {
    for (let round = 0; round < maxRounds; round++) {
      let grown = false;
      const telling = tellingNow();
      for (const uri of uris) reads.set(uri, readFile(from, telling, uri));
      for (const uri of uris) grown = inferWrappers(files, wrappers, reads.get(uri) ?? []) || grown;
      if (!noteHanded(from, telling, uris) && !grown) break;
    }
    for (const uri of uris) {
      const file = files.get(uri);
      const found = file ? callSitesIn(file, reads.get(uri) ?? [], options.rootUri ?? '') : [];
      if (found.length > 0) callSites.set(uri, found);
      else callSites.delete(uri);
    }
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
    for (const uri of uris) {
      const file = looksAt(uri);
      from.reading = uri;
      if (file) {
        carriers.set(uri, carriersOf(from.program, file));
        aliases.set(uri, aliasesOf(file));
        lineages.set(uri, lineagesOf(file));
        if (importsQuietSdk(file)) quiet.add(uri);
        else quiet.delete(uri);
      } else {
        carriers.delete(uri);
        aliases.delete(uri);
        lineages.delete(uri);
        quiet.delete(uri);
      }
    }
  };

  const linkAll = (): void => {
    knowledge = createKnowledge({ ...options, files: { get: fileOf, outline }, rawFlagKeys: anyRawFlagKeys(files) });
    wrappers = new Wrappers();
    reads = new Map();
    callSites = new Map();
    handed.clear();
    carriers.clear();
    aliases.clear();
    lineages.clear();
    quiet.clear();
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
    const namesBefore = names();
    for (const uri of dirty) from.forget(uri);
    from.begin();
    const uris = [...dirty].sort();
    index(from, uris);
    if (uris.some(isAsked)) return false;
    const after = uris.flatMap((uri) => from.calls.readersOf(uri));

    const again = new Set([...uris, ...before, ...after]);
    const former = wrappers;
    wrappers = new Wrappers();
    for (const [uri, found] of reads) if (!again.has(uri)) inferWrappers(files, wrappers, found);
    readAll(from, [...again].sort());
    // Another name makes other sites of other files worth a look; what their expressions stand for is known.
    if (!wrappers.agrees(former, dirty) || names() !== namesBefore) readAgain(from);
    return true;
  };

  const readAgain = (from: Knowledge): void => {
    wrappers = new Wrappers();
    reads = new Map();
    callSites = new Map();
    handed.clear();
    readAll(from, [...files.keys()].sort());
  };

  /** Everything that decides which sites are looked at. */
  const names = (): string =>
    JSON.stringify(
      [
        ...withAliases([...sdkNames, ...wrappers.allNames()], [...aliases.values()].flat()),
        ...[...carriers.values()].filter(({ called, mentioned }) => called.length + mentioned.length > 0),
        ...handedNow(),
        ...[...owned()].map(([name, types]) => [name, ...[...types].sort()]),
        quiet.size > 0,
      ].flat(),
    );

  /** Names to look for in other files: other names of an SDK's functions too, but no everyday words. */
  const tellingNames = (names: readonly string[]): string[] => {
    const known = new Set([...tellingSdkNames, ...names]);
    const all = withAliases(known, [...aliases.values()].flat());
    return [...names, ...[...all].filter((name) => !known.has(name) && isTellingName(name))];
  };

  const withCarried = (names: readonly string[], part: (carrier: Carriers) => readonly string[]): string[] =>
    [...new Set([...names, ...[...carriers.values()].flatMap(part)])].sort();

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
      changed.clear();
      return {
        callSites: new Map(callSites),
        wrapperNames: withCarried(tellingNames(wrappers.names()), ({ called }) => called),
        wrapperTypes: withCarried(wrappers.owners(), ({ mentioned }) => mentioned),
        handedFlags: handedNow(),
      };
    },
  };
}

function anyRawFlagKeys(files: ReadonlyMap<string, FileFacts>): boolean {
  for (const file of files.values()) if (file.rawFlagKeys) return true;
  return false;
}
