/** The words that make a file worth parsing: what SDKs and the configuration name, and what was found in the code since. */
import { createNameFilter, createPrefilter, type Prefilter } from '../../core/prefilter.ts';

export interface Names {
  /** Functions and components that read flags. */
  readonly functions: readonly string[];
  /** Types and objects with such methods. */
  readonly types: readonly string[];
}

export interface LookedFor {
  /** By what SDKs and the configuration name alone. */
  readonly base: Prefilter;
  /** By everything. */
  matches(text: string): boolean;
  /** What was found, in the order in which it was. */
  found(): Names;
  /** Adds names. Those that are new, with a filter for them alone; null where none is. */
  add(names: Names): (Names & { readonly filter: Prefilter }) | null;
}

export function createLookedFor(configured: Names): LookedFor {
  const base = createPrefilter(configured.functions, configured.types);
  const functions = new Set(configured.functions);
  const types = new Set(configured.types);
  let prefilter = base;
  return {
    base,
    matches: (text) => prefilter.matches(text),
    found: () => ({
      functions: [...functions].filter((name) => !configured.functions.includes(name)),
      types: [...types].filter((name) => !configured.types.includes(name)),
    }),
    add(names) {
      const fresh = {
        functions: names.functions.filter((name) => !functions.has(name)),
        types: names.types.filter((name) => !types.has(name)),
      };
      if (fresh.functions.length + fresh.types.length === 0) return null;
      for (const name of fresh.functions) functions.add(name);
      for (const name of fresh.types) types.add(name);
      prefilter = createPrefilter([...functions], [...types]);
      return { ...fresh, filter: createNameFilter(fresh.functions, fresh.types) };
    },
  };
}
