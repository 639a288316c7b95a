/** Functions that pass their parameter on to a flag read: calling them reads the flag. */
import type { FileFacts } from '../facts.ts';
import type { CallSiteRole, ValueType } from '../model.ts';
import type { ParameterPath } from './places.ts';
import type { Value } from './values.ts';

/** What a call of the function reads. */
export interface Wrapper {
  readonly name: string;
  /** The class whose method it is. */
  readonly owner: string | null;
  readonly key: ParameterPath;
  readonly default: ParameterPath | null;
  readonly sdk: string;
  readonly method: string;
  readonly value: ValueType | null;
  readonly role: CallSiteRole;
  readonly via: readonly string[];
}

/** Method names that say nothing about flags: `get(` stands in half of all files. */
const everydayNames = new Set(
  'add apply call check constructor create delete evaluate execute fetch filter find get handle handler has init invoke is load lookup map of on process read reduce render request resolve run select send set test update use value values with'.split(
    ' ',
  ),
);

/** Inferred wrappers by function. */
export class Wrappers {
  readonly #byFunction = new Map<string, Wrapper[]>();

  of(value: Value): readonly Wrapper[] {
    return value.kind === 'function' ? (this.#byFunction.get(`${value.function} ${value.uri}`) ?? []) : [];
  }

  /** True where the wrapper was not known yet. A function may wrap several reads of one parameter: the first stands for all. */
  add(uri: string, id: number, wrapper: Wrapper): boolean {
    const key = `${id} ${uri}`;
    const wrappers = this.#byFunction.get(key) ?? [];
    if (wrappers.some((existing) => samePath(existing.key, wrapper.key))) return false;
    this.#byFunction.set(key, [...wrappers, wrapper]);
    return true;
  }

  /** Names whose calls lead to more call sites. Everyday words would lead to nearly every file instead. */
  names(): string[] {
    return this.#collect(({ name }) => (name.length > 1 && !everydayNames.has(name) ? name : null));
  }

  /** Classes whose wrappers have everyday names: files that mention the class may call `get` on it. */
  owners(): string[] {
    return this.#collect(({ name, owner }) => (everydayNames.has(name) ? owner : null));
  }

  #collect(of: (wrapper: Wrapper) => string | null): string[] {
    const found = new Set<string>();
    for (const wrapper of [...this.#byFunction.values()].flat()) {
      const name = of(wrapper);
      if (name !== null) found.add(name);
    }
    return [...found].sort();
  }
}

function samePath(a: ParameterPath, b: ParameterPath): boolean {
  return (
    a.index === b.index && a.path.length === b.path.length && a.path.every((name, index) => name === b.path[index])
  );
}

/** What a reader would call a function, and the class whose method it is. */
export function nameOf(
  file: FileFacts | undefined,
  id: number,
): { readonly name: string; readonly owner: string | null } {
  const fact = file?.functions[id];
  const owner = fact && fact.class !== null ? (file?.classes[fact.class]?.name ?? null) : null;
  return { name: fact?.name ?? '', owner };
}
