/** Functions that pass their parameter on to a flag read: calling them reads the flag. */
import type { Expression, FileFacts } from '../facts.ts';
import type { CallSiteRole, ValueType } from '../model.ts';
import type { Value } from './values.ts';

/** A part of a function's parameters: `f(a, { key })` has `key` at {index: 1, path: ['key']}. */
export interface ParameterPath {
  readonly index: number;
  readonly path: readonly string[];
}

/** What a call of the function reads. */
export interface Wrapper {
  readonly name: string;
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

  /** Names that lead to more call sites. Everyday words would lead to nearly every file instead. */
  names(): string[] {
    const names = new Set<string>();
    for (const wrappers of this.#byFunction.values()) {
      for (const { name } of wrappers) if (name.length > 1 && !everydayNames.has(name)) names.add(name);
    }
    return [...names].sort();
  }
}

function samePath(a: ParameterPath, b: ParameterPath): boolean {
  return (
    a.index === b.index && a.path.length === b.path.length && a.path.every((name, index) => name === b.path[index])
  );
}

/** The expression a caller passes for a parameter, as far as it is written at the call; null where it is not passed. */
export function argumentAt(
  args: readonly Expression[],
  { index, path }: ParameterPath,
): { expression: Expression; rest: readonly string[] } | null {
  const expression = args[index];
  if (!expression) return null;
  const [name, ...rest] = path;
  if (name === undefined || expression.kind !== 'object') return { expression, rest: path };
  const property = expression.properties.findLast((candidate) => candidate.name === name);
  return property ? argumentAt([property.value], { index: 0, path: rest }) : null;
}

/** The name a reader would call a function by. */
export function functionName(file: FileFacts | undefined, id: number): string {
  return file?.functions[id]?.name ?? '';
}
