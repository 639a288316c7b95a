/** The files of one scan: what is known of each from the scan before, where that still holds, else from its text. */
import type { FileFacts } from '../../core/facts.ts';
import type { Language } from '../../core/model.ts';
import { createNameFilter, type Prefilter } from '../../core/prefilter.ts';
import type { Extractor } from '../workspace/extractor.ts';
import type { CachedScan, FileRecord } from './facts-cache.ts';
import type { ReadAhead } from '../files/read-ahead.ts';
import { readSourceFile, type ReadFile, type SourceFile } from '../files/read-file.ts';
import { isSameStamp, isSettled, stampAt, type Stamp } from '../files/stamp.ts';

export interface SeenFilesOptions {
  /** The scan before; null: nothing is known. */
  readonly former: CachedScan | null;
  /** What SDKs and the configuration name: the same as in the former scan. */
  readonly base: Prefilter;
  readonly extractor: Extractor;
  /** Files that were read already. */
  readonly ahead?: Pick<ReadAhead, 'startedAt' | 'take'> | null;
  /** ms since the epoch. */
  readonly now: () => number;
}

export interface SeenFile {
  /** Does it hold what SDKs and the configuration name? */
  matchesBase(): boolean;
  /** Does it hold one of the first `count` names that were added? */
  matchesNames(count: number): boolean;
  /** The text, each byte one character; empty where the file went away. */
  probe(): string;
  isMinified(): boolean;
  /** Throws where the file went away meanwhile. */
  facts(uri: string, language: Language): FileFacts;
}

export type Seen = { readonly kind: 'seen'; readonly file: SeenFile } | Exclude<ReadFile, { readonly kind: 'read' }>;

export interface SeenFiles {
  look(path: string): Seen;
  /** Names that were found in code: functions that read flags, and types. Returns how many there are by now. */
  addNames(names: readonly string[], types: readonly string[]): number;
  names(): readonly string[];
  /** What to remember of the files that were looked at. */
  records(): Iterable<readonly [path: string, record: FileRecord]>;
  /** The facts of a file as the former scan wrote them; null where they are new or not there. */
  formerFacts(path: string): Buffer | null;
}

/** Bytes kept so that a second round need not read the disk again. */
export const maxKeptBytes = 6 * 1024 * 1024;
const typeMark = 'type ';

/** Nothing is read before it is looked at; each file is read at most once as long as it can be kept. */
export function createSeenFiles({ former, base, extractor, ahead = null, now }: SeenFilesOptions): SeenFiles {
  const files = new Map<string, Known>();
  const names: string[] = [];
  const filters = new Map<string, Prefilter>();
  const formerIndex = new Map(former?.tested.map((name, index) => [name, index]));
  const kept = new Map<string, SourceFile>();
  let keptBytes = 0;

  const read = (path: string): ReadFile => {
    const file = kept.get(path);
    if (file) return { kind: 'read', file };
    const result = readSourceFile(path);
    if (result.kind === 'read') keep(path, result.file);
    return result;
  };

  const keep = (path: string, file: SourceFile): void => {
    if (keptBytes + file.content.length > maxKeptBytes) return;
    kept.set(path, file);
    keptBytes += file.content.length;
  };

  const filterOf = (from: number, to: number): Prefilter => {
    const key = `${from} ${to}`;
    let filter = filters.get(key);
    if (!filter) {
      const part = names.slice(from, to);
      const isType = (name: string): boolean => name.startsWith(typeMark);
      filter = createNameFilter(
        part.filter((name) => !isType(name)),
        part.filter(isType).map((name) => name.slice(typeMark.length)),
      );
      filters.set(key, filter);
    }
    return filter;
  };

  class Known implements SeenFile {
    readonly path: string;
    /** What the former scan knew, where the file is still the same. */
    readonly record: FileRecord | null;
    readonly stamp: Stamp | null;
    isMatch: boolean | null = null;
    tested = 0;
    readonly hits: number[] = [];
    minified = false;
    hash: string | null = null;
    usesFormerFacts = false;

    constructor(path: string, record: FileRecord | null, stamp: Stamp | null) {
      this.path = path;
      this.record = record;
      this.stamp = stamp;
    }

    matchesBase(): boolean {
      return (this.isMatch ??= this.record ? this.record.isMatch : base.matches(this.probe()));
    }

    matchesNames(count: number): boolean {
      if (this.tested < count) this.test(count);
      return this.hits.some((index) => index < count);
    }

    isMinified(): boolean {
      if (this.record?.isMinified) this.minified = true;
      else if (!this.record?.hash) this.minified = this.source()?.isMinified() ?? false;
      return this.minified;
    }

    facts(uri: string, language: Language): FileFacts {
      const known = this.knownFacts();
      if (known) return known;
      const source = this.source();
      if (!source) throw new Error('it went away while it was looked at');
      this.hash = source.hash();
      return extractor.extract({ uri, text: source.text(), language });
    }

    private knownFacts(): FileFacts | null {
      const hash = former?.record(this.path)?.hash ?? null;
      // Without a stamp that can be trusted, the same content will do.
      if (!hash || (!this.record && this.source()?.hash() !== hash)) return null;
      const bytes = former?.facts(this.path);
      if (!bytes) return null;
      this.hash = hash;
      this.usesFormerFacts = true;
      return JSON.parse(bytes.toString('utf8')) as FileFacts;
    }

    /** Tests for the names that the file was not tested for yet. */
    private test(count: number): void {
      const { record } = this;
      const inFormer = names.slice(this.tested, count).map((name) => formerIndex.get(name) ?? Number.POSITIVE_INFINITY);
      if (record && inFormer.every((index) => index < record.tested)) {
        for (const [at, index] of inFormer.entries()) if (record.hits.includes(index)) this.hits.push(this.tested + at);
      } else {
        const probe = this.probe();
        if (filterOf(this.tested, count).matches(probe)) {
          for (let at = this.tested; at < count; at++) if (filterOf(at, at + 1).matches(probe)) this.hits.push(at);
        }
      }
      this.tested = count;
    }

    private source(): SourceFile | null {
      const result = read(this.path);
      return result.kind === 'read' ? result.file : null;
    }

    probe(): string {
      return this.source()?.probe() ?? '';
    }
  }

  return {
    look(path) {
      const known = files.get(path);
      if (known) return { kind: 'seen', file: known };
      const record = former?.record(path) ?? null;
      if (record?.stamp && isSameStamp(record.stamp, stampAt(path))) {
        const file = new Known(path, record, record.stamp);
        files.set(path, file);
        return { kind: 'seen', file };
      }
      const readAt = ahead?.startedAt ?? now();
      const early = ahead?.take(path) ?? null;
      if (early?.isKept && early.read.kind === 'read') keep(path, early.read.file);
      const result = early?.read ?? read(path);
      if (result.kind !== 'read') return result;
      const { stamp } = result.file;
      const file = new Known(path, null, isSettled(stamp, readAt) ? stamp : null);
      file.isMatch = early?.isMatch ?? null;
      files.set(path, file);
      return { kind: 'seen', file };
    },
    addNames(functions, types) {
      names.push(...functions, ...types.map((type) => typeMark + type));
      return names.length;
    },
    names: () => names,
    *records() {
      for (const { path, stamp, isMatch, tested, hits, minified, hash } of files.values()) {
        if (isMatch === null) continue;
        yield [path, { stamp, isMatch, tested, hits, isMinified: minified, hash }];
      }
    },
    formerFacts: (path) => (files.get(path)?.usesFormerFacts ? (former?.facts(path) ?? null) : null),
  };
}
