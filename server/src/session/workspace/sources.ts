/** The source files of a workspace: which there are, which are open in an editor, and the facts of those that matter. */
import { languageOf } from '../../core/extract/languages.ts';
import type { FileFacts } from '../../core/facts.ts';
import type { Outline } from '../../core/link/link.ts';
import type { Language } from '../../core/model.ts';
import type { Extractor } from './extractor.ts';
import { toRelative } from '../files/list-files.ts';
import type { LookedFor } from './looked-for.ts';
import { mayHold, starsIn } from './outline.ts';
import type { Logger } from '../session.ts';
import type { Tally } from './tally.ts';
import { pathOfUri } from '../uri.ts';

export interface SourcesOptions {
  readonly root: string;
  readonly lookedFor: LookedFor;
  readonly extractor: Extractor;
  readonly logger: Logger;
  /** A file has other facts, or none any more. Not told of what `load` returns. */
  changed(uri: string, facts: FileFacts | null, isSupporting: boolean): void;
}

export type Ingested = 'parsed' | 'unmatched' | 'left-out' | 'absent';

export interface Sources {
  /** Every file of the workspace by URI, with its path. */
  readonly known: Map<string, string>;
  readonly openTexts: Map<string, string>;
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** Files with comments that speak to Sluice, in no order. */
  commented(): readonly string[];
  /** Reads a file and takes its facts where it can hold a flag read, or where it must tell something (`isWanted`). */
  ingest(uri: string, tally: Tally, isWanted?: boolean): Ingested;
  /** The same for what was asked about it before and may be answered otherwise now. */
  ingestAgain(uri: string, tally: Tally): Ingested;
  /** Facts of a file that an import leads to, and that can hold no flag read itself. */
  load(uri: string, tally: Tally): FileFacts | null;
  /** See `LinkOptions.outline`. */
  outline(uri: string, tally: Tally): Outline | null;
  /** True for a file that explains others and is not looked at for flag reads. */
  isSupporting(uri: string): boolean;
  /** A file that explained others is looked at for flag reads from now on. */
  promote(uri: string): void;
  /** True where the file cannot tell anything: it is not read again before `retry`. */
  isUnavailable(uri: string): boolean;
  /** Without a URI: all of them. */
  retry(uri?: string): void;
  /** Its facts do not count any more. */
  drop(uri: string): void;
}

/** No file is read before it is asked for. */
export function createSources({ root, lookedFor, extractor, logger, changed }: SourcesOptions): Sources {
  const known = new Map<string, string>();
  const openTexts = new Map<string, string>();
  const facts = new Map<string, FileFacts>();
  const commented = new Set<string>();
  const unavailable = new Set<string>();
  const supporting = new Set<string>();
  /** Of files that are not loaded and whose exports were asked for. */
  const outlines = new Map<string, { readonly stars: readonly string[]; readonly answers: Map<string, boolean> }>();
  let isLoading = false;

  const setFacts = (uri: string, next: FileFacts | null): void => {
    outlines.delete(uri);
    if (next && next.comments.length > 0) commented.add(uri);
    else commented.delete(uri);
    if (next) facts.set(uri, next);
    else if (!facts.delete(uri)) return;
    if (!isLoading) changed(uri, next, supporting.has(uri));
  };

  const setSupporting = (uri: string, isSupporting: boolean): void => {
    if (isSupporting) supporting.add(uri);
    else supporting.delete(uri);
  };

  const parse = (uri: string, tally: Tally, read: (language: Language) => FileFacts): Ingested => {
    const language = languageOf(uri);
    if (!language) return 'left-out';
    try {
      const next = read(language);
      setFacts(uri, next);
      if (next.problem !== null) {
        tally.problems.push({ uri, message: `The file is ${next.problem}, so flags in it are not known.` });
      }
      return 'parsed';
    } catch (error) {
      setFacts(uri, null);
      const why = error instanceof Error ? error.message : String(error);
      logger.error(`${uri} could not be parsed: ${why}`);
      tally.problems.push({ uri, message: 'The file could not be parsed, so flags in it are not known.' });
      return 'left-out';
    }
  };

  const ingestOpen = (uri: string, text: string, tally: Tally, isWanted: boolean): Ingested => {
    const isMatch = lookedFor.matches(text);
    setSupporting(uri, isWanted && !isMatch);
    if (isWanted || isMatch) return parse(uri, tally, (language) => extractor.extract({ uri, text, language }));
    setFacts(uri, null);
    return 'unmatched';
  };

  const ingestFile = (uri: string, path: string, tally: Tally, isWanted: boolean): Ingested => {
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
    return parse(uri, tally, (language) => file.facts(uri, language));
  };

  const ingestNow = (uri: string, tally: Tally, isWanted: boolean): Ingested => {
    const openText = openTexts.get(uri);
    if (openText !== undefined) return ingestOpen(uri, openText, tally, isWanted);
    const path = known.get(uri) ?? (isWanted ? pathOfUri(uri) : null);
    return path === null ? 'absent' : ingestFile(uri, path, tally, isWanted);
  };

  const ingest: Sources['ingest'] = (uri, tally, isWanted = false) => {
    const ingested = ingestNow(uri, tally, isWanted);
    if (ingested === 'parsed' || ingested === 'unmatched') unavailable.delete(uri);
    else unavailable.add(uri);
    return ingested;
  };

  return {
    known,
    openTexts,
    facts,
    commented: () => [...commented],
    ingest,
    ingestAgain(uri, tally) {
      const isWanted = facts.has(uri) || outlines.has(uri);
      return ingest(uri, tally, isWanted);
    },
    load(uri, tally) {
      const path = known.get(uri) ?? pathOfUri(uri);
      if (unavailable.has(uri) || path === null || toRelative(root, path) === null) return null;
      isLoading = true;
      if (ingest(uri, tally, true) === 'parsed') supporting.add(uri);
      isLoading = false;
      return facts.get(uri) ?? null;
    },
    outline(uri, tally) {
      const path = known.get(uri);
      // What is not listed is loaded: nobody would tell that it changed.
      if (path === undefined || unavailable.has(uri)) return null;
      const read = tally.seen.look(path);
      if (read.kind !== 'seen') return null;
      let asked = outlines.get(uri);
      if (!asked) {
        const stars = starsIn(read.file.probe());
        if (!stars) return null;
        outlines.set(uri, (asked = { stars, answers: new Map() }));
      }
      const { stars, answers } = asked;
      return {
        stars,
        holds(name) {
          let answer = answers.get(name);
          if (answer === undefined) answers.set(name, (answer = mayHold(read.file.probe(), name)));
          return answer;
        },
      };
    },
    isSupporting: (uri) => supporting.has(uri),
    promote(uri) {
      supporting.delete(uri);
      const known = facts.get(uri);
      if (known) setFacts(uri, known);
    },
    isUnavailable: (uri) => unavailable.has(uri),
    retry(uri) {
      if (uri === undefined) unavailable.clear();
      else unavailable.delete(uri);
    },
    drop: (uri) => setFacts(uri, null),
  };
}
