/** What the code says: the facts of every file that may read a flag, and the call sites linked from them. */
import { languageOf } from '../../core/extract/languages.ts';
import type { FileFacts } from '../../core/facts.ts';
import type { ConfiguredObject, ConfiguredWrapper } from '../../core/link/link.ts';
import type { CallSite } from '../../core/model.ts';
import type { CachedScan, FactsCache, ScanResult } from '../cache/facts-cache.ts';
import { currentResult, questionOf } from '../cache/scan-result.ts';
import { scanToKeep } from '../cache/scan-to-keep.ts';
import { createSeenFiles, maxKeptBytes, type SeenFiles } from '../cache/seen-files.ts';
import { createMembership, isManifest, listFiles } from '../files/list-files.ts';
import { type ReadAhead, startReadAhead } from '../files/read-ahead.ts';
import { readSourceFile } from '../files/read-file.ts';
import { createModuleResolver, type ModuleResolver } from '../modules/resolve-module.ts';
import type { Logger, ScanOptions, ScanSummary } from '../session.ts';
import { pathOfUri, uriOfPath } from '../uri.ts';
import { changedFiles, newMembers } from './changes.ts';
import type { Extractor } from './extractor.ts';
import { ingestListed } from './ingest-listed.ts';
import { createLinking } from './linking.ts';
import { createLookedFor, type Names } from './looked-for.ts';
import { createSlices } from './slices.ts';
import { createSources, type Sources } from './sources.ts';
import { createTally, summaryOf, type Tally } from './tally.ts';

export interface WorkspaceOptions {
  readonly root: string;
  readonly include: readonly string[];
  readonly ignore: readonly string[];
  readonly wrappers: readonly ConfiguredWrapper[];
  readonly flagObjects?: readonly ConfiguredObject[];
  readonly extractor: Extractor;
  readonly logger: Logger;
  /** What the scan before found out; default: none. */
  readonly cache?: FactsCache | null;
  /** The result of the scan before is taken where nothing changed since: for a process that does not watch what comes later. */
  readonly isOneShot?: boolean;
  /** ms since the epoch; default: the machine's clock. */
  readonly now?: () => number;
  /** Files whose facts or call sites may differ from before; also once the workspace is whole. */
  changed(uris: readonly string[]): void;
}

/** URIs are canonical (`uri.ts`) in and out. */
export interface Workspace {
  readonly assumptions: readonly string[];
  scan(options: ScanOptions): Promise<ScanSummary>;
  open(uri: string, text: string): void;
  close(uri: string): Promise<void>;
  filesChanged(uris: readonly string[]): Promise<void>;
  /** All files of the workspace have been read once, and changes since. */
  readonly isWhole: boolean;
  /** Files with call sites, sorted. */
  uris(): readonly string[];
  /** Files with comments that speak to Sluice. */
  commented(): readonly string[];
  text(uri: string): string | null;
  facts(uri: string): FileFacts | null;
  /** The same array as before where nothing changed. */
  callSites(uri: string): readonly CallSite[];
  dispose(): void;
}

/** Creates an empty workspace; nothing is read before `scan` or `open`. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { root, extractor, cache = null, isOneShot = false, now = Date.now } = options;
  const isMember = createMembership(root, options.include, options.ignore);
  const configured: Names = {
    functions: options.wrappers.map((wrapper) => wrapper.name),
    types: (options.flagObjects ?? []).map(({ name }) => name),
  };
  const lookedFor = createLookedFor(configured);
  const touched = new Set<string>();
  let manifests = new Set<string>();
  let assumptions: readonly string[] = [];
  /** The scan that the call sites were taken from as they are; null where the files were looked at. */
  let reused: CachedScan | null = null;
  let reusedCommented: readonly string[] = [];
  let resolver: ModuleResolver = createModuleResolver({ manifests: [] });
  let isDisposed = false;
  let isWhole = false;
  let isWholeListed = true;
  /** As it was told. */
  let wasWhole = false;
  let queue: Promise<unknown> = Promise.resolve();
  /** Opened before there was a parser. */
  const unread = new Set<string>();

  /** Looks at files as they are now. */
  const look = (former: CachedScan | null = null, ahead: ReadAhead | null = null): SeenFiles => {
    const seen = createSeenFiles({ former, base: lookedFor.base, extractor, ahead, now });
    const { functions, types } = lookedFor.found();
    seen.addNames(functions, types);
    return seen;
  };
  const newTally = (): Tally => createTally(look());

  const sources: Sources = createSources({
    root,
    lookedFor,
    extractor,
    logger: options.logger,
    changed: (uri, facts, isSupporting) => linking.update(uri, facts, isSupporting),
  });
  const { known, openTexts, facts } = sources;
  const linking = createLinking({
    sources,
    lookedFor,
    createTally: newTally,
    touched: (uri) => touched.add(uri),
    wrappers: options.wrappers,
    flagObjects: options.flagObjects ?? [],
    rootUri: `${uriOfPath(root)}/`,
    resolveModule: (fromUri, specifier) => resolver.resolve(fromUri, specifier),
    packageOf: (uri) => resolver.packageOf(uri),
  });

  /** Scans and settlings run one after the other. */
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const next = queue.then(work, work);
    queue = next.catch(() => undefined);
    return next;
  };

  const reusedFacts = (uri: string): FileFacts | null => {
    const path = reused && pathOfUri(uri);
    const bytes = path === null ? null : (reused?.facts(path) ?? null);
    return bytes && (JSON.parse(bytes.toString('utf8')) as FileFacts);
  };

  const announce = (): void => {
    const isNews = isWhole && !wasWhole;
    if ((touched.size === 0 && !isNews) || isDisposed) return;
    wasWhole = isWhole;
    const uris = [...touched].sort();
    touched.clear();
    options.changed(uris);
  };

  const settleSoon = (): Promise<void> =>
    enqueue(async () => {
      if (isDisposed) return;
      await scanReused();
      await extractor.load();
      const tally = newTally();
      for (const uri of unread) if (openTexts.has(uri)) sources.ingestAgain(uri, tally);
      unread.clear();
      const slices = createSlices();
      await slices.pause();
      await linking.settle(tally, slices);
      announce();
    });

  const scan = async (scanOptions: ScanOptions, mayReuse = isOneShot): Promise<ScanSummary> => {
    const { paths, signal } = scanOptions;
    const { include, ignore } = options;
    const { functions, types } = lookedFor.found();
    const isFirst = functions.length + types.length === 0 && openTexts.size === 0;
    // While git lists the files, what does not depend on them is done.
    const listing = listFiles({ root, paths, include, ignore, signal });
    const former = cache?.load() ?? null;
    const result = former && mayReuse && isFirst && facts.size === 0 ? currentResult(former) : null;
    const [list] = await Promise.all([listing, result ? null : extractor.load()]);
    const asked = questionOf(list, paths);
    assumptions = list.assumptions;
    isWholeListed = list.isWhole;
    if (former && result?.asked === asked) return reuse(former, result);
    const readAt = now();
    manifests = new Set(list.manifests);
    resolver = createModuleResolver({ manifests: list.manifests });
    linking.reset();
    sources.retry();
    await extractor.load();
    // A server has time; what a second thread takes would stay with it.
    const ahead =
      former || !isOneShot
        ? null
        : startReadAhead({ paths: list.files, ...configured, maxKeptBytes, startedAt: readAt });
    const tally = createTally(look(former, ahead), list.isAsked);
    tally.problems.push(...list.problems);
    try {
      await ingestListed(list, { sources, linking, tally, ahead, ...scanOptions });
    } finally {
      ahead?.close();
    }
    isWhole = isWholeListed;
    announce();
    const summary = summaryOf(tally);
    cache?.save(
      scanToKeep(tally, {
        result: isOneShot && isFirst ? { asked, summary, readAt, commented: sources.commented() } : null,
        callSites: linking.callSites(),
        factsOf: (path) => facts.get(uriOfPath(path)),
        resolved: resolver.dependencies(),
      }),
    );
    former?.close();
    return summary;
  };

  /** Takes what the former scan told as it is. */
  const reuse = (former: CachedScan, { callSites, commented, summary }: ScanResult): ScanSummary => {
    reused = former;
    reusedCommented = commented;
    linking.take(new Map(callSites));
    for (const uri of [...callSites.map(([uri]) => uri), ...commented]) touched.add(uri);
    isWhole = isWholeListed;
    announce();
    return summary;
  };

  /** What was taken from the scan before does not say what an edit would change: that takes the facts. */
  const scanReused = async (): Promise<void> => {
    if (!reused) return;
    reused.close();
    reused = null;
    await scan({}, false);
  };

  /** True where imports may mean something else now. */
  const fileChanged = (uri: string, path: string): boolean => {
    const wasUnavailable = sources.isUnavailable(uri);
    sources.retry(uri);
    if (openTexts.has(uri) || !known.has(uri)) return wasUnavailable;
    const ingested = sources.ingestAgain(uri, newTally());
    if (ingested === 'absent') {
      known.delete(uri);
      manifests.delete(path);
    }
    return wasUnavailable || ingested === 'absent' || ingested === 'left-out';
  };

  const filesChanged = async (uris: readonly string[]): Promise<void> => {
    await enqueue(scanReused);
    const changes = await changedFiles(uris, options);
    const added = await newMembers(
      changes.filter(({ uri, path }) => !known.has(uri) && isMember(path)),
      root,
    );
    for (const { uri, path } of added) known.set(uri, path);

    let isMoved = added.length > 0;
    for (const { uri, path } of changes) {
      if (isManifest(path)) manifests.add(path);
      isMoved = fileChanged(uri, path) || isMoved;
      const below = `${uri.replace(/\/$/, '')}/`;
      for (const [other, otherPath] of known)
        if (other.startsWith(below)) isMoved = fileChanged(other, otherPath) || isMoved;
    }
    if (changes.some(({ path }) => isManifest(path)))
      resolver = createModuleResolver({ manifests: [...manifests].sort() });
    else resolver.forget();
    // What only has another text is linked again by itself.
    if (isMoved || changes.some(({ uri }) => languageOf(uri) === null || !known.has(uri))) linking.reset();
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
      if (!extractor.isLoaded) unread.add(uri);
      else if (!reused) sources.ingestAgain(uri, newTally());
      void settleSoon();
    },
    async close(uri) {
      if (!openTexts.delete(uri)) return;
      await enqueue(scanReused);
      touched.add(uri);
      if (known.has(uri)) sources.ingestAgain(uri, newTally());
      else sources.drop(uri);
      await settleSoon();
    },
    filesChanged,
    get isWhole() {
      return isWhole;
    },
    commented: () => (reused ? reusedCommented : sources.commented()),
    uris: () => [...linking.callSites().keys()].sort(),
    text(uri) {
      const openText = openTexts.get(uri);
      if (openText !== undefined) return openText;
      const path = known.get(uri) ?? pathOfUri(uri);
      if (path === null || languageOf(path) === null) return null;
      const read = readSourceFile(path);
      return read.kind === 'read' ? read.file.text() : null;
    },
    facts: (uri) => facts.get(uri) ?? reusedFacts(uri),
    callSites: (uri) => linking.callSites().get(uri) ?? [],
    dispose() {
      isDisposed = true;
      reused?.close();
    },
  };
}
