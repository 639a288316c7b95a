/** Call sites of a whole workspace from the facts of its files, kept up to date. */
import { isDeepStrictEqual } from 'node:util';
import type { FileFacts } from '../../core/facts.ts';
import { createLinker } from '../../core/link/linker.ts';
import type { LinkOptions, LinkResult } from '../../core/link/link.ts';
import type { CallSite } from '../../core/model.ts';
import type { LookedFor } from './looked-for.ts';
import type { Slices } from './slices.ts';
import type { Sources } from './sources.ts';
import type { Tally } from './tally.ts';

export interface LinkingOptions extends Pick<
  LinkOptions,
  'wrappers' | 'flagObjects' | 'rootUri' | 'resolveModule' | 'packageOf'
> {
  readonly sources: Sources;
  readonly lookedFor: LookedFor;
  /** For links that nobody counts. */
  createTally(): Tally;
  /** The facts or call sites of a file may differ from before. */
  touched(uri: string): void;
}

export interface Linking {
  /** Files with call sites and theirs, as of now; the same array as before where nothing changed. */
  callSites(): ReadonlyMap<string, readonly CallSite[]>;
  update(uri: string, facts: FileFacts | null, isSupporting: boolean): void;
  /** What imports mean may have changed: files came or went. */
  reset(): void;
  /** Takes call sites as they are. */
  take(callSites: ReadonlyMap<string, readonly CallSite[]>): void;
  /** Links until no new wrapper is found that other files might call. */
  settle(tally: Tally, slices: Slices): Promise<void>;
}

/** Wrappers of wrappers are found round by round; deeper nesting than this is not code people write. */
const maxRounds = 8;

export function createLinking(options: LinkingOptions): Linking {
  const { sources, lookedFor, createTally, touched, ...linkOptions } = options;
  let linked: LinkResult = { callSites: new Map(), wrapperNames: [], wrapperTypes: [], handedFlags: [] };
  let isDirty = false;
  /** Of the linking that is under way. */
  let tally = createTally();

  const linker = createLinker({
    ...linkOptions,
    load: (uri) => sources.load(uri, tally),
    outline: (uri) => sources.outline(uri, tally),
  });

  const relink = (current?: Tally): void => {
    if (!isDirty) return;
    isDirty = false;
    tally = current ?? createTally();
    const before = linked.callSites;
    const result = linker.link();
    const callSites = new Map<string, readonly CallSite[]>();
    for (const [uri, now] of result.callSites) {
      const old = before.get(uri);
      if (old && (old === now || isDeepStrictEqual(old, now))) callSites.set(uri, old);
      else {
        callSites.set(uri, now);
        touched(uri);
      }
    }
    for (const uri of before.keys()) if (!callSites.has(uri)) touched(uri);
    linked = { ...result, callSites };
  };

  /** Files that did not match before can match by a new name only. True where one did. */
  const widen = async (added: NonNullable<ReturnType<LookedFor['add']>>, slices: Slices): Promise<boolean> => {
    const count = tally.seen.addNames(added.functions, added.types);
    const isHit = (uri: string, path: string): boolean => {
      const openText = sources.openTexts.get(uri);
      if (openText !== undefined) return added.filter.matches(openText);
      const read = tally.seen.look(path);
      return read.kind !== 'seen' || read.file.matchesNames(count);
    };
    let isNew = false;
    for (const [uri, path] of sources.known) {
      if (slices.due()) await slices.pause();
      const isLookedAt = sources.facts.has(uri) && !sources.isSupporting(uri);
      if (isLookedAt || sources.isUnavailable(uri) || !isHit(uri, path)) continue;
      if (sources.isSupporting(uri)) sources.promote(uri);
      else if (sources.ingest(uri, tally) !== 'parsed') continue;
      if (tally.isAsked(path)) tally.parsed.add(uri);
      isNew = true;
    }
    return isNew;
  };

  /** Files that only explained others, and are passed flags. True where there was one. */
  const promoteHanded = (): boolean => {
    // What is not listed (git ignores it, the configuration leaves it out) explains others at most.
    const found = linked.handedFlags.filter((uri) => sources.isSupporting(uri) && sources.known.has(uri));
    for (const uri of found) {
      sources.promote(uri);
      const path = sources.known.get(uri);
      if (path !== undefined && tally.isAsked(path)) tally.parsed.add(uri);
    }
    return found.length > 0;
  };

  return {
    callSites() {
      relink();
      return linked.callSites;
    },
    update(uri, facts, isSupporting) {
      linker.update(uri, facts, isSupporting);
      isDirty = true;
      touched(uri);
    },
    reset() {
      linker.reset();
      isDirty = true;
    },
    take(callSites) {
      linked = { ...linked, callSites };
    },
    async settle(current, slices) {
      for (let round = 0; round < maxRounds; round++) {
        relink(current);
        const added = lookedFor.add({ functions: linked.wrapperNames, types: linked.wrapperTypes });
        tally = current;
        const isHanded = promoteHanded();
        if (!(added && (await widen(added, slices))) && !isHanded) break;
      }
      relink(current);
      // What was read for it is not kept.
      tally = createTally();
    },
  };
}
