/** Which call sites read a flag. */
import { camelCaseSpellings } from '../core/join.ts';
import type { CallSite } from '../core/model.ts';

export interface References {
  of(flagKey: string, workspace: CallSiteSource): readonly CallSite[];
  forget(): void;
}

interface CallSiteSource {
  uris(): readonly string[];
  callSites(uri: string): readonly CallSite[];
}

/** Indexes all call sites by key at the first question after `forget`. */
export function createReferences(): References {
  let byKey: ReadonlyMap<string, readonly CallSite[]> | null = null;
  let byCamelCase: ReadonlyMap<string, readonly CallSite[]> | null = null;

  return {
    of(flagKey, workspace) {
      if (!byKey || !byCamelCase) ({ byKey, byCamelCase } = indexOf(workspace));
      const found = new Set(byKey.get(flagKey));
      // The code holds the SDK's spelling of the key; the key's spellings lead to it.
      for (const spelling of [flagKey, ...camelCaseSpellings(flagKey)]) {
        for (const callSite of byCamelCase.get(spelling) ?? []) found.add(callSite);
      }
      return [...found];
    },
    forget() {
      byKey = null;
      byCamelCase = null;
    },
  };
}

function indexOf(workspace: CallSiteSource) {
  const byKey = new Map<string, CallSite[]>();
  const byCamelCase = new Map<string, CallSite[]>();
  const add = (index: Map<string, CallSite[]>, key: string, callSite: CallSite): void => {
    const known = index.get(key);
    if (known) known.push(callSite);
    else index.set(key, [callSite]);
  };
  for (const uri of workspace.uris()) {
    for (const callSite of workspace.callSites(uri)) {
      const { key } = callSite;
      if (key.kind === 'literal') add(key.spelling === 'camelCase' ? byCamelCase : byKey, key.value, callSite);
      if (key.kind === 'one-of') for (const value of new Set(key.values)) add(byKey, value, callSite);
    }
  }
  return { byKey, byCamelCase };
}
