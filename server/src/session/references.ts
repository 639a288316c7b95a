/** Which call sites read a flag. */
import { camelCaseSpellings } from '../core/join.ts';
import type { CallSite } from '../core/model.ts';

export interface References {
  /** In every file. */
  of(flagKey: string): readonly CallSite[];
  /** Those of files for which the control plane decides (null: for which none does), by file and position. The same array as long as nothing is forgotten. */
  sorted(flagKey: string, plane: Decider | null): readonly CallSite[];
  /** The same of call sites whose key is not known. A home-made valve reads no flag. */
  dynamic(plane: Decider | null): readonly CallSite[];
  forget(): void;
}

/** A control plane, by its name. */
export interface Decider {
  readonly name: string;
}

export interface ReferencesOptions {
  readonly workspace: {
    uris(): readonly string[];
    callSites(uri: string): readonly CallSite[];
  };
  /** The control plane that decides for a file. */
  planeOf(uri: string): Decider | null;
}

interface Index {
  readonly byKey: ReadonlyMap<string, readonly CallSite[]>;
  readonly byCamelCase: ReadonlyMap<string, readonly CallSite[]>;
  readonly dynamic: readonly CallSite[];
}

/** Indexes all call sites by key at the first question after `forget`. */
export function createReferences({ workspace, planeOf }: ReferencesOptions): References {
  let index: Index | null = null;
  const answers = new Map<string, readonly CallSite[]>();

  const of = (flagKey: string): readonly CallSite[] => {
    index ??= indexOf(workspace);
    const found = new Set(index.byKey.get(flagKey));
    if (index.byCamelCase.size === 0) return [...found];
    // The code holds the SDK's spelling of the key; the key's spellings lead to it.
    for (const spelling of [flagKey, ...camelCaseSpellings(flagKey)]) {
      for (const callSite of index.byCamelCase.get(spelling) ?? []) found.add(callSite);
    }
    return [...found];
  };
  const answer = (name: string, plane: Decider | null, find: () => readonly CallSite[]): readonly CallSite[] => {
    const question = JSON.stringify([plane?.name ?? null, name]);
    let known = answers.get(question);
    if (!known) {
      const decided = find().filter(({ uri }) => planeOf(uri)?.name === plane?.name);
      answers.set(question, (known = decided.sort(comparePositions)));
    }
    return known;
  };

  return {
    of,
    sorted: (flagKey, plane) => answer(`key ${flagKey}`, plane, () => of(flagKey)),
    dynamic: (plane) => answer('dynamic', plane, () => (index ??= indexOf(workspace)).dynamic),
    forget() {
      index = null;
      answers.clear();
    },
  };
}

function comparePositions(left: CallSite, right: CallSite): number {
  if (left.uri !== right.uri) return left.uri < right.uri ? -1 : 1;
  return (
    left.span.start - right.span.start || left.span.end - right.span.end || left.keySpan.start - right.keySpan.start
  );
}

function indexOf(workspace: ReferencesOptions['workspace']): Index {
  const byKey = new Map<string, CallSite[]>();
  const byCamelCase = new Map<string, CallSite[]>();
  const dynamic: CallSite[] = [];
  const add = (index: Map<string, CallSite[]>, key: string, callSite: CallSite): void => {
    const known = index.get(key);
    if (known) known.push(callSite);
    else index.set(key, [callSite]);
  };
  for (const uri of workspace.uris()) {
    for (const callSite of workspace.callSites(uri)) {
      const { key } = callSite;
      if (key.kind === 'literal') add(key.spelling === 'camelCase' ? byCamelCase : byKey, key.value, callSite);
      else if (key.kind === 'one-of') for (const value of new Set(key.values)) add(byKey, value, callSite);
      else if (callSite.role !== 'home-made-valve') dynamic.push(callSite);
    }
  }
  return { byKey, byCamelCase, dynamic };
}
