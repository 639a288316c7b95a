/** What the code says: the facts of every file that may read a flag, and the call sites linked from them. */
import { join, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { extractFacts } from '../core/extract/extract.ts';
import { languageOf } from '../core/extract/languages.ts';
import type { FileFacts } from '../core/facts.ts';
import type { ConfiguredObject, ConfiguredWrapper, LinkResult } from '../core/link/link.ts';
import { createLinker } from '../core/link/linker.ts';
import type { CallSite, Language, Problem } from '../core/model.ts';
import { createNameFilter, createPrefilter, type Prefilter } from '../core/prefilter.ts';
import type { CachedScan, FactsCache, FileRecord, ScanResult } from './facts-cache.ts';
import { createMembership, isFolder, isManifest, listFiles, toRelative } from './files.ts';
import { gitIgnored } from './git-files.ts';
import { readSourceFile } from './read-file.ts';
import { createModuleResolver, type ModuleResolver } from './resolve-module.ts';
import { currentResult, dependenciesOf, questionOf } from './scan-result.ts';
import { createSeenFiles, type SeenFiles } from './seen-files.ts';
import type { Logger, ScanOptions, ScanSummary } from './session.ts';
import { createSlices, type Slices } from './slices.ts';
import { canonicalUri, pathOfUri, uriOfPath } from './uri.ts';

export interface WorkspaceOptions {
  readonly root: string;
  readonly include: readonly string[];
  readonly ignore: readonly string[];
  readonly wrappers: readonly ConfiguredWrapper[];
  readonly flagObjects?: readonly ConfiguredObject[];
  readonly logger: Logger;
  /** What the scan before found out; default: none. */
  readonly cache?: FactsCache | null;
  /** The result of the scan before is taken where nothing changed since: for a process that does not watch what comes later. */
  readonly isOneShot?: boolean;
  /** ms since the epoch; default: the machine's clock. */
  readonly now?: () => number;
  /** Files whose facts or call sites may differ from before. */
  changed(uris: readonly string[]): void;
}

/** URIs are canonical (`uri.ts`) in and out. */
export interface Workspace {
  readonly assumptions: readonly string[];
  scan(options: ScanOptions): Promise<ScanSummary>;
  open(uri: string, text: string): void;
  close(uri: string): Promise<void>;
  filesChanged(uris: readonly string[]): Promise<void>;
  /** Files with call sites, sorted. */
  uris(): readonly string[];
  text(uri: string): string | null;
  facts(uri: string): FileFacts | null;
  /** The same array as before where nothing changed. */
  callSites(uri: string): readonly CallSite[];
  dispose(): void;
}

/** Wrappers of wrappers are found round by round; deeper nesting than this is not code people write. */
const maxRounds = 8;
const nothingLinked: LinkResult = { callSites: new Map(), wrapperNames: [], wrapperTypes: [] };

interface Tally {
  /** False for files that are read only for what they tell about others: they are not counted. */
  readonly isAsked: (path: string) => boolean;
  files: number;
  readonly parsed: Set<string>;
  readonly skipped: { binary: number; minified: number; oversized: number; unreadable: number };
  readonly problems: Problem[];
  readonly seen: SeenFiles;
  /** Paths that were looked at and are no readable source. */
  readonly others: Set<string>;
}

type Ingested = 'parsed' | 'unmatched' | 'left-out' | 'absent';

/** Creates an empty workspace; nothing is read before `scan` or `open`. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { root, logger, cache = null, isOneShot = false, now = Date.now } = options;
  const isMember = createMembership(root, options.include, options.ignore);
  /** Every file of the workspace by URI, with its path. */
  const known = new Map<string, string>();
  const facts = new Map<string, FileFacts>();
  const openTexts = new Map<string, string>();
  /** Files that cannot tell anything: not read again before they change. */
  const unavailable = new Set<string>();
  /** Files read only because an import leads to them: they explain others and are not looked at for flag reads. */
  const supporting = new Set<string>();
  /** Files that are not loaded, with the names that they were asked for and whether they may export them. */
  const exportsAsked = new Map<string, Map<string, boolean>>();
  const configured = {
    names: options.wrappers.map((wrapper) => wrapper.name),
    types: (options.flagObjects ?? []).map(({ name }) => name),
  };
  const base = createPrefilter(configured.names, configured.types);
  const names = new Set(configured.names);
  const types = new Set(configured.types);
  const touched = new Set<string>();
  let manifests = new Set<string>();
  let assumptions: readonly string[] = [];
  let prefilter: Prefilter = base;
  /** The scan that the call sites were taken from as they are; null where the files were looked at. */
  let reused: CachedScan | null = null;
  let resolver: ModuleResolver = createModuleResolver({ manifests: [] });
  const linker = createLinker({
    wrappers: options.wrappers,
    flagObjects: options.flagObjects ?? [],
    rootUri: `${uriOfPath(root)}/`,
    resolveModule: (fromUri, specifier) => resolver.resolve(fromUri, specifier),
    load: (uri) => load(uri),
    mayExport: (uri, name) => mayExport(uri, name),
  });
  /** Of the linking that is under way. */
  let linking = createTally(createSeenFiles({ former: null, base, now }));
  let linked = nothingLinked;
  let isLinking = false;
  let isDirty = false;
  let isDisposed = false;
  let queue: Promise<unknown> = Promise.resolve();

  /** Scans and settlings run one after the other. */
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const next = queue.then(work, work);
    queue = next.catch(() => undefined);
    return next;
  };

  const setFacts = (uri: string, next: FileFacts | null): void => {
    exportsAsked.delete(uri);
    if (next) facts.set(uri, next);
    else if (!facts.delete(uri)) return;
    touched.add(uri);
    // While linking, the linker asked for it.
    if (isLinking) return;
    linker.update(uri, next, supporting.has(uri));
    isDirty = true;
  };

  /** Looks at files as they are now. */
  const look = (former: CachedScan | null = null): SeenFiles => {
    const seen = createSeenFiles({ former, base, now });
    const isFound = (of: readonly string[]) => (name: string) => !of.includes(name);
    seen.addNames([...names].filter(isFound(configured.names)), [...types].filter(isFound(configured.types)));
    return seen;
  };

  const setSupporting = (uri: string, isSupporting: boolean): void => {
    if (isSupporting) supporting.add(uri);
    else supporting.delete(uri);
  };

  const parse = (uri: string, read: (language: Language) => FileFacts, problems: Problem[]): boolean => {
    const language = languageOf(uri);
    if (!language) return false;
    try {
      const next = read(language);
      setFacts(uri, next);
      if (next.problem !== null) {
        problems.push({ uri, message: `The file is ${next.problem}, so flags in it are not known.` });
      }
      return true;
    } catch (error) {
      setFacts(uri, null);
      const why = error instanceof Error ? error.message : String(error);
      logger.error(`${uri} could not be parsed: ${why}`);
      problems.push({ uri, message: 'The file could not be parsed, so flags in it are not known.' });
      return false;
    }
  };

  /** Reads a file and takes its facts where it can hold a flag read, or where it must tell something (`isWanted`). */
  const ingest = (uri: string, path: string | null, isWanted: boolean, tally: Tally): Ingested => {
    const openText = openTexts.get(uri);
    if (openText !== undefined) {
      const isMatch = prefilter.matches(openText);
      setSupporting(uri, isWanted && !isMatch);
      if (isWanted || isMatch) {
        const read = (language: Language): FileFacts => extractFacts({ uri, text: openText, language });
        return parse(uri, read, tally.problems) ? 'parsed' : 'left-out';
      }
      setFacts(uri, null);
      return 'unmatched';
    }
    if (path === null) return 'absent';
    const read = tally.seen.look(path);
    if (read.kind !== 'seen') {
      setFacts(uri, null);
      tally.others.add(path);
      if (read.kind === 'absent') return 'absent';
      if (tally.isAsked(path)) tally.skipped[read.kind]++;
      if (read.message) tally.problems.push({ uri, message: read.message });
      return 'left-out';
    }
    const { file } = read;
    const isMatch = file.matchesBase() || file.matchesNames(tally.seen.names().length);
    setSupporting(uri, isWanted && !isMatch);
    if (!isWanted && !isMatch) {
      setFacts(uri, null);
      return 'unmatched';
    }
    if (file.isMinified()) {
      setFacts(uri, null);
      if (tally.isAsked(path)) tally.skipped.minified++;
      return 'left-out';
    }
    return parse(uri, (language) => file.facts(uri, language), tally.problems) ? 'parsed' : 'left-out';
  };

  /** A file that an import leads to, and that can hold no flag read itself. */
  const load = (uri: string): FileFacts | null => {
    const path = known.get(uri) ?? pathOfUri(uri);
    if (unavailable.has(uri) || path === null || toRelative(root, path) === null) return null;
    if (ingest(uri, path, true, linking) === 'parsed') supporting.add(uri);
    else unavailable.add(uri);
    return facts.get(uri) ?? null;
  };

  /** What is not listed is loaded: nobody would tell that it changed. */
  const mayExport = (uri: string, name: string): boolean => {
    const path = known.get(uri);
    if (path === undefined || unavailable.has(uri)) return true;
    let answers = exportsAsked.get(uri);
    if (!answers) exportsAsked.set(uri, (answers = new Map()));
    let answer = answers.get(name);
    if (answer === undefined) {
      const seen = linking.seen.look(path);
      answer = seen.kind !== 'seen' || seen.file.mayExport(name);
      answers.set(name, answer);
    }
    return answer;
  };

  const relink = (tally: Tally = createTally(look())): void => {
    if (!isDirty) return;
    isDirty = false;
    linking = tally;
    isLinking = true;
    const before = linked.callSites;
    const result = linker.link();
    isLinking = false;
    const callSites = new Map<string, readonly CallSite[]>();
    for (const [uri, now] of result.callSites) {
      const old = before.get(uri);
      if (old && (old === now || isDeepStrictEqual(old, now))) callSites.set(uri, old);
      else {
        callSites.set(uri, now);
        touched.add(uri);
      }
    }
    for (const uri of before.keys()) if (!callSites.has(uri)) touched.add(uri);
    linked = { ...result, callSites };
  };

  /** Links until no import leads to a file that would tell more and no new wrapper is found. */
  const settle = async (tally: Tally, slices: Slices): Promise<void> => {
    for (let round = 0; round < maxRounds; round++) {
      relink(tally);
      let isNew = false;
      const newNames = linked.wrapperNames.filter((name) => !names.has(name));
      const newTypes = linked.wrapperTypes.filter((name) => !types.has(name));
      if (newNames.length > 0 || newTypes.length > 0) {
        for (const name of newNames) names.add(name);
        for (const type of newTypes) types.add(type);
        prefilter = createPrefilter([...names], [...types]);
        const fresh = createNameFilter(newNames, newTypes);
        const count = tally.seen.addNames(newNames, newTypes);
        // What did not match before can match by a new name only.
        const isHit = (uri: string, path: string): boolean => {
          const openText = openTexts.get(uri);
          if (openText !== undefined) return fresh.matches(openText);
          const read = tally.seen.look(path);
          return read.kind !== 'seen' || read.file.matchesNames(count);
        };
        for (const [uri, path] of known) {
          if (slices.due()) await slices.pause();
          const former = facts.get(uri);
          if ((former && !supporting.has(uri)) || unavailable.has(uri) || !isHit(uri, path)) continue;
          if (former) {
            // It explained others; from now on it is looked at for flag reads, too.
            setSupporting(uri, false);
            setFacts(uri, former);
          } else if (ingest(uri, path, false, tally) !== 'parsed') continue;
          if (tally.isAsked(path)) tally.parsed.add(uri);
          isNew = true;
        }
      }
      if (!isNew) break;
    }
    relink(tally);
  };

  const reusedFacts = (uri: string): FileFacts | null => {
    const path = reused && pathOfUri(uri);
    const bytes = path === null ? null : (reused?.facts(path) ?? null);
    return bytes && (JSON.parse(bytes.toString('utf8')) as FileFacts);
  };

  const announce = (): void => {
    if (touched.size === 0 || isDisposed) return;
    const uris = [...touched].sort();
    touched.clear();
    options.changed(uris);
  };

  const settleSoon = (): Promise<void> =>
    enqueue(async () => {
      if (isDisposed) return;
      await scanReused();
      const slices = createSlices();
      await slices.pause();
      await settle(createTally(look()), slices);
      announce();
    });

  const scan = async ({ paths, onProgress, signal }: ScanOptions, mayReuse = isOneShot): Promise<ScanSummary> => {
    const { include, ignore } = options;
    const list = await listFiles({ root, paths, include, ignore, signal });
    assumptions = list.assumptions;
    const former = cache?.load() ?? null;
    const asked = questionOf(list, paths);
    const isFirst = names.size === configured.names.length && types.size === configured.types.length;
    const isFresh = isFirst && facts.size === 0 && openTexts.size === 0;
    const result = former && mayReuse && isFresh ? currentResult(former, asked) : null;
    if (former && result) return reuse(former, result);
    const readAt = now();
    manifests = new Set(list.manifests);
    resolver = createModuleResolver({ manifests: list.manifests });
    linker.reset();
    unavailable.clear();

    const listedUris = new Set<string>();
    const tally = createTally(look(former), list.isAsked);
    tally.problems.push(...list.problems);
    const slices = createSlices(signal);
    for (const [index, path] of list.files.entries()) {
      const uri = uriOfPath(path);
      listedUris.add(uri);
      known.set(uri, path);
      const ingested = ingest(uri, path, false, tally);
      const isAsked = list.isAsked(path);
      if (ingested === 'parsed') {
        if (isAsked) tally.parsed.add(uri);
      } else if (ingested !== 'unmatched') unavailable.add(uri);
      if (ingested !== 'absent' && isAsked) tally.files++;
      if (slices.due()) {
        onProgress?.({ done: index + 1, total: list.files.length });
        await slices.pause();
      }
    }
    for (const uri of known.keys()) {
      if (listedUris.has(uri)) continue;
      known.delete(uri);
      if (!openTexts.has(uri)) setFacts(uri, null);
    }
    isDirty = true;
    await settle(tally, slices);
    onProgress?.({ done: list.files.length, total: list.files.length });
    announce();
    const summary = {
      files: tally.files,
      parsed: tally.parsed.size,
      skipped: tally.skipped,
      problems: sortedOnce(tally.problems),
    };
    const isWhole = isOneShot && isFirst && openTexts.size === 0;
    remember(tally, isWhole ? { asked, summary, readAt } : null);
    former?.close();
    return summary;
  };

  /** Takes what the former scan told as it is. */
  const reuse = (former: CachedScan, { callSites, summary }: ScanResult): ScanSummary => {
    reused = former;
    linked = { ...nothingLinked, callSites: new Map(callSites) };
    for (const [uri] of callSites) touched.add(uri);
    announce();
    return summary;
  };

  const remember = (
    { seen, others }: Tally,
    result: (Pick<ScanResult, 'asked' | 'summary'> & { readonly readAt: number }) | null,
  ): void => {
    if (!cache) return;
    const records = new Map(seen.records());
    const dependencies =
      result && dependenciesOf(resolver.dependencies(), others, (path) => records.has(path), result.readAt);
    cache.save({
      tested: seen.names(),
      result: result && dependencies && { ...result, ...dependencies, callSites: [...linked.callSites] },
      files: (function* () {
        for (const [path, record] of records) {
          yield [path, record, () => seen.formerFacts(path) ?? factsText(facts.get(uriOfPath(path)), record)] as const;
        }
      })(),
    });
  };

  /** What was taken from the scan before does not say what an edit would change: that takes the facts. */
  const scanReused = async (): Promise<void> => {
    if (!reused) return;
    reused.close();
    reused = null;
    isDirty = true;
    await scan({}, false);
  };

  const fileChanged = (uri: string, path: string): void => {
    unavailable.delete(uri);
    if (isManifest(path)) manifests.add(path);
    if (openTexts.has(uri) || !known.has(uri)) return;
    if (ingest(uri, path, supporting.has(uri), createTally(look())) === 'absent') {
      known.delete(uri);
      manifests.delete(path);
    }
  };

  /** The files below changed paths that are folders: one that was moved here is told of by its own name alone. */
  const filesBelow = async (paths: readonly string[]): Promise<readonly string[]> => {
    const folders = paths.filter((path) => languageOf(path) === null && !isManifest(path) && isFolder(path));
    if (folders.length === 0) return [];
    const { files, manifests: found } = await listFiles({ root, include: options.include, ignore: options.ignore });
    return [...files, ...found].filter((path) => folders.some((folder) => path.startsWith(join(folder, sep))));
  };

  const filesChanged = async (uris: readonly string[]): Promise<void> => {
    await enqueue(scanReused);
    const named = uris.map(canonicalUri).flatMap((uri) => {
      const path = pathOfUri(uri);
      return path === null ? [] : [{ uri, path }];
    });
    const below = await filesBelow(named.map(({ path }) => path));
    const changes = [...named, ...below.map((path) => ({ uri: uriOfPath(path), path }))];
    const added = changes.filter(({ uri, path }) => !known.has(uri) && isMember(path));
    const relative = new Map(added.map((change) => [toRelative(root, change.path) ?? '', change]));
    const ignored = await gitIgnored(root, [...relative.keys()]);
    for (const [path, change] of relative) if (!ignored.has(path)) known.set(change.uri, change.path);

    for (const { uri, path } of changes) {
      fileChanged(uri, path);
      const below = `${uri.replace(/\/$/, '')}/`;
      for (const [other, otherPath] of known) if (other.startsWith(below)) fileChanged(other, otherPath);
    }
    if (changes.some(({ path }) => isManifest(path)))
      resolver = createModuleResolver({ manifests: [...manifests].sort() });
    else resolver.forget();
    linker.reset();
    isDirty = true;
    await settleSoon();
  };

  return {
    get assumptions() {
      return assumptions;
    },
    scan: (scanOptions) => enqueue(() => scan(scanOptions)),
    open(uri, text) {
      openTexts.set(uri, text);
      touched.add(uri);
      if (!reused) ingest(uri, known.get(uri) ?? null, facts.has(uri) || exportsAsked.has(uri), createTally(look()));
      void settleSoon();
    },
    async close(uri) {
      if (!openTexts.delete(uri)) return;
      await enqueue(scanReused);
      const path = known.get(uri);
      touched.add(uri);
      if (path === undefined) setFacts(uri, null);
      else ingest(uri, path, facts.has(uri), createTally(look()));
      await settleSoon();
    },
    filesChanged,
    uris() {
      relink();
      return [...linked.callSites.keys()].sort();
    },
    text(uri) {
      const openText = openTexts.get(uri);
      if (openText !== undefined) return openText;
      const path = known.get(uri) ?? pathOfUri(uri);
      if (path === null || languageOf(path) === null) return null;
      const read = readSourceFile(path);
      return read.kind === 'read' ? read.file.text() : null;
    },
    facts: (uri) => facts.get(uri) ?? reusedFacts(uri),
    callSites(uri) {
      relink();
      return linked.callSites.get(uri) ?? [];
    },
    dispose() {
      isDisposed = true;
      reused?.close();
    },
  };
}

function createTally(seen: SeenFiles, isAsked: (path: string) => boolean = () => true): Tally {
  return {
    isAsked,
    files: 0,
    parsed: new Set(),
    skipped: { binary: 0, minified: 0, oversized: 0, unreadable: 0 },
    problems: [],
    seen,
    others: new Set(),
  };
}

/** Facts as they are kept; null for what JSON would change. */
function factsText(facts: FileFacts | undefined, { hash }: FileRecord): Buffer | null {
  if (!facts || hash === null) return null;
  const text = JSON.stringify(facts);
  // A number that JSON cannot write becomes null.
  return text.includes('"kind":"number","value":null') ? null : Buffer.from(text, 'utf8');
}

/** A file that is read again in a later round has its problem once. */
function sortedOnce(problems: readonly Problem[]): readonly Problem[] {
  const sorted = [...problems].sort((a, b) => compare(a.uri, b.uri) || compare(a.message, b.message));
  return sorted.filter(({ uri, message }, at) => uri !== sorted[at - 1]?.uri || message !== sorted[at - 1]?.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
