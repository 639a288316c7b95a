/** Which flags ask for another one. */
import type { FlagSnapshot } from '../model.ts';

export interface Dependents {
  /** Keys of the flags that name it as a prerequisite, sorted; archived ones ask for nothing any more. */
  readonly dependents: readonly string[];
  /** Flags of whose prerequisites nothing is told: each of them may be another one. */
  readonly untold: number;
}

interface Index {
  readonly byKey: ReadonlyMap<string, readonly string[]>;
  readonly untold: number;
}

/** A snapshot does not change, and is asked once for each of its flags. */
const indexes = new WeakMap<FlagSnapshot, Index>();

/** The flags of the snapshot that ask for this one. */
export function dependentsOf(key: string, snapshot: FlagSnapshot): Dependents {
  const index = indexes.get(snapshot) ?? indexOf(snapshot);
  indexes.set(snapshot, index);
  return { dependents: index.byKey.get(key) ?? [], untold: index.untold };
}

function indexOf({ flags }: FlagSnapshot): Index {
  const byKey = new Map<string, string[]>();
  let untold = 0;
  for (const { key, prerequisites, archivedAt } of flags) {
    if (archivedAt !== null) continue;
    if (prerequisites === null) untold += 1;
    for (const needed of new Set(prerequisites)) {
      const known = byKey.get(needed);
      if (known) known.push(key);
      else byKey.set(needed, [key]);
    }
  }
  for (const dependents of byKey.values()) dependents.sort();
  return { byKey, untold };
}
