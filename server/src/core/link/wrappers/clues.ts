/** What files tell about where else to look: names, types and files that lead to flag reads. */
import type { FileFacts } from '../../facts.ts';
import { once } from '../../once.ts';
import { isEveryday, readNames } from '../../sdks/vocabulary.ts';
import type { Knowledge } from '../knowledge.ts';
import type { LinkOptions, LinkResult } from '../link.ts';
import { type Alias, aliasesOf, withAliases } from './aliases.ts';
import { type Carriers, carriersOf, importsQuietSdk } from './carriers.ts';
import { handedFlags } from './handed.ts';
import { type Lineage, lineagesOf, ownedMethods } from './owned-methods.ts';
import { createTelling, type Telling } from './telling.ts';
import { isTellingName, type Wrappers } from './wrappers.ts';

export interface Clues {
  /** Takes what a file tells by itself; a file that is not looked at tells nothing. */
  note(from: Knowledge, uri: string): void;
  /** Notes which files these pass flags to; true where that is not what was known. */
  noteHanded(from: Knowledge, telling: Telling, uris: readonly string[]): boolean;
  /** Which sites are worth a look. */
  telling(wrappers: Wrappers): Telling;
  /** Everything that `telling` depends on, to be compared. */
  text(wrappers: Wrappers): string;
  /** What has to be looked for in files that are not loaded. */
  toLookFor(wrappers: Wrappers): Pick<LinkResult, 'wrapperNames' | 'wrapperTypes' | 'handedFlags'>;
  clearHanded(): void;
  clear(): void;
}

/** `looksAt`: the facts of a file that is looked at for flag reads, else null. */
export function createClues(
  options: Pick<LinkOptions, 'wrappers' | 'flagObjects'>,
  looksAt: (uri: string) => FileFacts | null,
): Clues {
  /** Files that each file passes flags to. */
  const handed = new Map<string, ReadonlySet<string>>();
  const carriers = new Map<string, Carriers>();
  const aliases = new Map<string, readonly Alias[]>();
  const lineages = new Map<string, readonly Lineage[]>();
  /** Files that import an SDK of whose flags others can read in any words: where there is none, nobody is handed any. */
  const quiet = new Set<string>();

  const objectNames = (options.flagObjects ?? []).map(({ name }) => name);
  const sdkNames = once(() => new Set([...readNames(), ...options.wrappers.map(({ name }) => name), ...objectNames]));
  const tellingSdkNames = once(() => [...sdkNames()].filter((name) => !isEveryday(name)));

  const owned = (wrappers: Wrappers): ReturnType<typeof ownedMethods> =>
    ownedMethods(wrappers, [...lineages.values()].flat(), sdkNames());

  const handedNow = (): readonly string[] => [...new Set([...handed.values()].flatMap((uris) => [...uris]))].sort();

  const withAllAliases = (names: Iterable<string>, wrappers: Wrappers): ReadonlySet<string> =>
    withAliases(names, [...aliases.values()].flat(), new Set(wrappers.allNames()));

  /** Names to look for in other files: other names of an SDK's functions too, but no everyday words. */
  const tellingNames = (wrappers: Wrappers): string[] => {
    const names = wrappers.names();
    const known = new Set([...tellingSdkNames(), ...names]);
    return [
      ...names,
      ...[...withAllAliases(known, wrappers)].filter((name) => !known.has(name) && isTellingName(name)),
    ];
  };

  const withCarried = (names: readonly string[], part: (carrier: Carriers) => readonly string[]): string[] =>
    [...new Set([...names, ...[...carriers.values()].flatMap(part)])].sort();

  return {
    note(from, uri) {
      const file = looksAt(uri);
      from.reading = uri;
      quiet.delete(uri);
      if (file) {
        carriers.set(uri, carriersOf(from.program, file));
        aliases.set(uri, aliasesOf(file));
        lineages.set(uri, lineagesOf(file));
        if (importsQuietSdk(file)) quiet.add(uri);
      } else {
        carriers.delete(uri);
        aliases.delete(uri);
        lineages.delete(uri);
      }
    },
    noteHanded(from, telling, uris) {
      const before = handedNow().join();
      for (const uri of quiet.size > 0 ? uris : []) {
        const file = looksAt(uri);
        from.reading = uri;
        const found = file ? handedFlags(from.program, telling, file) : null;
        if (found && found.size > 0) handed.set(uri, found);
        else handed.delete(uri);
      }
      return handedNow().join() !== before;
    },
    telling(wrappers) {
      const carried = [...carriers.values()];
      return createTelling({
        called: withAllAliases(
          [...sdkNames(), ...wrappers.allNames(), ...carried.flatMap(({ called }) => called)],
          wrappers,
        ),
        values: new Set([...objectNames, ...carried.flatMap(({ called, mentioned }) => [...called, ...mentioned])]),
        owned: owned(wrappers),
        handed: new Set(handedNow()),
      });
    },
    text: (wrappers) =>
      JSON.stringify(
        [
          ...withAllAliases([...sdkNames(), ...wrappers.allNames()], wrappers),
          ...[...carriers.values()].filter(({ called, mentioned }) => called.length + mentioned.length > 0),
          ...handedNow(),
          ...[...owned(wrappers)].map(([name, types]) => [name, ...[...types].sort()]),
          quiet.size > 0,
        ].flat(),
      ),
    toLookFor: (wrappers) => ({
      wrapperNames: withCarried(tellingNames(wrappers), ({ called }) => called),
      wrapperTypes: withCarried(wrappers.owners(), ({ mentioned }) => mentioned),
      handedFlags: handedNow(),
    }),
    clearHanded: () => handed.clear(),
    clear() {
      handed.clear();
      carriers.clear();
      aliases.clear();
      lineages.clear();
      quiet.clear();
    },
  };
}
