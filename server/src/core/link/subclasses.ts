/** Which classes implement an interface or extend a class: what a receiver of that type may be. */
import type { FileFacts } from '../facts.ts';
import type { Index } from './index-by-file.ts';
import type { Program } from './program.ts';
import { known, type TypeIdentity, type Value } from './values.ts';

export type ClassValue = Extract<Value, { kind: 'class' | 'object-of-class' }>;

/** Classes by what they implement and extend. */
export type Subclasses = Index<ClassValue>;

/** Adds the classes of a file. */
export function indexSubclasses(program: Program, subclasses: Subclasses, file: FileFacts): void {
  const add = (identity: TypeIdentity, value: ClassValue): void =>
    subclasses.add(file.uri, identityKey(identity), value);
  for (const [id, fact] of file.classes.entries()) {
    const value: ClassValue = { kind: 'object-of-class', uri: file.uri, class: id };
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

export function identityKey({ uri, kind, id }: TypeIdentity): string {
  return `${kind} ${id} ${uri}`;
}
