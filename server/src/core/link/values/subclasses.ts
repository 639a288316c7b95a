/** Which classes implement an interface or extend a class: what a receiver of that type may be. */
import type { ClassFact, Expression, FileFacts, TypeExpression } from '../../facts.ts';
import type { Index } from '../index-by-file.ts';
import type { Program } from '../program.ts';
import { calledName } from '../wrappers/telling.ts';
import { known, type TypeIdentity, unknown, type Value } from './values.ts';

export type ClassValue = Extract<Value, { kind: 'class' | 'object-of-class' }>;

/** Classes by the names of what they implement and extend: candidates, not yet followed to a type. */
export type Heirs = Index<{ readonly file: FileFacts; readonly class: number }>;

const absent = unknown('nothing is known of the type');

/** Adds the classes of a file. */
export function indexHeirs(heirs: Heirs, file: FileFacts): void {
  for (const [id, fact] of file.classes.entries()) {
    for (const name of baseNames(file, fact)) heirs.add(file.uri, name, { file, class: id });
  }
}

/** The names of what a class implements and extends, as they are exported. */
export function baseNames(file: FileFacts, fact: ClassFact): readonly string[] {
  const names = [
    ...fact.implements.map((type) => typeName(file, type)),
    fact.extends && baseClassName(file, fact.extends),
  ];
  return names.filter((name): name is string => name !== null && name !== '');
}

/** The key under which the classes that implement or extend something are found; null where it has no name. */
export function heirKey(program: Program, { uri, kind, id }: TypeIdentity): string | null {
  const owner = program.files.get(uri);
  return (kind === 'class' ? owner?.classes[id]?.name : owner?.bindings[id]?.name) ?? null;
}

/** All classes that implement or extend what is declared there. */
export function subclassesOf(program: Program, heirs: Heirs, identity: TypeIdentity): readonly ClassValue[] {
  const name = heirKey(program, identity);
  if (!name) return [];
  return heirs.of(name).flatMap(({ file, class: id }): readonly ClassValue[] => {
    const fact = file.classes[id];
    const implemented = fact?.implements.flatMap((type) => known(program.ofType(file, type) ?? absent)) ?? [];
    const extended = fact?.extends ? known(program.evaluate(file, fact.extends)) : [];
    const isHeir = [...implemented, ...extended].some((value) => sameType(value, identity));
    return isHeir ? [{ kind: 'object-of-class', uri: file.uri, class: id }] : [];
  });
}

/** Is this a value of the type that is declared there? */
export function sameType(value: Value, { uri, kind, id }: TypeIdentity): boolean {
  if (value.kind === 'typed') {
    const found = value.identity;
    return found !== null && found.uri === uri && found.kind === kind && found.id === id;
  }
  const isClass = value.kind === 'class' || value.kind === 'object-of-class';
  return isClass && kind === 'class' && value.uri === uri && value.class === id;
}

function typeName(file: FileFacts, type: TypeExpression): string | null {
  if (type.kind !== 'name') return null;
  const imported = type.binding === null ? null : file.bindings[type.binding]?.import;
  return imported && imported.name !== 'default' && imported.name !== '*' ? imported.name : (type.path.at(-1) ?? null);
}

function baseClassName(file: FileFacts, base: Expression): string | null {
  return calledName(file, base);
}
