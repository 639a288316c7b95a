/** Wrappers that are methods with everyday names: calling `get` means something on an object of their types only. */
import type { FileFacts } from '../../facts.ts';
import { baseNames } from '../values/subclasses.ts';
import type { Wrappers } from './wrappers.ts';

/** A class with the names of what it extends and implements. */
export interface Lineage {
  readonly name: string;
  readonly bases: readonly string[];
}

export function lineagesOf(file: FileFacts): readonly Lineage[] {
  return file.classes.flatMap((fact) => {
    const bases = fact.name === null ? [] : baseNames(file, fact);
    return fact.name === null || bases.length === 0 ? [] : [{ name: fact.name, bases }];
  });
}

/**
 * Methods with the names of the types that have them: the classes, what these extend and implement, and what extends them.
 * Left out are methods that an SDK has too (`except`), and those of objects whose type has no name.
 */
export function ownedMethods(
  wrappers: Wrappers,
  lineages: Iterable<Lineage>,
  except: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const owned = new Map<string, Set<string>>();
  for (const [name, owners] of wrappers.everydayOwners()) {
    if (!except.has(name) && !owners.has(null)) owned.set(name, new Set([...owners].filter((owner) => owner !== null)));
  }
  if (owned.size === 0) return owned;
  const bases = new Map<string, string[]>();
  const heirs = new Map<string, string[]>();
  for (const lineage of lineages) {
    for (const base of lineage.bases) {
      bases.set(lineage.name, [...(bases.get(lineage.name) ?? []), base]);
      heirs.set(base, [...(heirs.get(base) ?? []), lineage.name]);
    }
  }
  for (const types of owned.values()) {
    const owners = [...types];
    for (const related of [reached(owners, bases), reached(owners, heirs)]) for (const type of related) types.add(type);
  }
  return owned;
}

/** All that is reached from these names, step by step. */
function reached(from: readonly string[], next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set(from);
  // A set grows while it is walked.
  for (const name of found) for (const other of next.get(name) ?? []) found.add(other);
  return found;
}
