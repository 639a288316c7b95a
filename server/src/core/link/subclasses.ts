/** Which classes implement an interface or extend a class: what a receiver of that type may be. */
import type { Program } from './program.ts';
import { known, type TypeIdentity, type Value } from './values.ts';

type ClassValue = Extract<Value, { kind: 'class' | 'object-of-class' }>;

export type Subclasses = ReadonlyMap<string, readonly ClassValue[]>;

/** All classes in the given files by what they implement and extend. */
export function findSubclasses(program: Program, uris: readonly string[]): Subclasses {
  const found = new Map<string, ClassValue[]>();
  const add = (identity: TypeIdentity, value: ClassValue): void => {
    const key = identityKey(identity);
    const list = found.get(key);
    if (list) list.push(value);
    else found.set(key, [value]);
  };
  for (const uri of uris) {
    const file = program.files.get(uri);
    for (const [id, fact] of (file?.classes ?? []).entries()) {
      if (!file) continue;
      const value: ClassValue = { kind: 'object-of-class', uri, class: id };
      for (const type of fact.implements) {
        const implemented = program.ofType(file, type);
        if (implemented?.kind === 'typed' && implemented.identity) add(implemented.identity, value);
        if (implemented?.kind === 'object-of-class')
          add({ uri: implemented.uri, kind: 'class', id: implemented.class }, value);
      }
      for (const base of fact.extends ? known(program.evaluate(file, fact.extends)) : []) {
        if (base.kind === 'class') add({ uri: base.uri, kind: 'class', id: base.class }, value);
      }
    }
  }
  return found;
}

export function identityKey({ uri, kind, id }: TypeIdentity): string {
  return `${kind} ${id} ${uri}`;
}
