/** Functions that pass their parameter on to a flag read: calling them reads the flag. */
import type { Expression, FileFacts } from '../../facts.ts';
import type { CallSiteRole, ValueType } from '../../model.ts';
import type { Affixes } from '../reads/affixes.ts';
import { type Derivation, derivationText } from '../reads/derived-keys.ts';
import type { ParameterPath } from '../values/places.ts';
import type { Kept } from './kept.ts';
import { isPassThrough } from './pass-through.ts';
import { baseName } from './telling.ts';
import type { Value } from '../values/values.ts';

/** What a call of the function reads. */
export interface Wrapper extends Affixes {
  readonly name: string;
  /** The class whose method it is. */
  readonly owner: string | null;
  readonly key: ParameterPath;
  /** All further arguments are keys too. */
  readonly isRest?: true;
  /** How the key is made of what is passed there. */
  readonly derivation?: Derivation;
  /** How many keys the parameter's type allows; null where any. */
  readonly keys: number | null;
  readonly default: ParameterPath | null;
  /** Its own result is a promise; null where its code does not show it. */
  readonly isAsync: boolean | null;
  readonly sdk: string;
  readonly method: string;
  readonly value: ValueType | null;
  readonly role: CallSiteRole;
  readonly via: readonly string[];
}

/** Method names that say nothing about flags: `get(` stands in half of all files. */
const everydayNames = new Set(
  'add apply call check constructor count create delete evaluate execute fetch filter find get handle handler has init invoke is load lookup map of on process read reduce render request resolve run select send set test update use value values with'.split(
    ' ',
  ),
);

/** True for a name that is worth looking for in other files. */
export function isTellingName(name: string): boolean {
  return name.length > 1 && !everydayNames.has(name);
}

/** Inferred wrappers by function, and maps of flags by the file that fills them. */
export class Wrappers {
  readonly #byFunction = new Map<string, Wrapper[]>();
  readonly #kept = new Map<string, Map<string, Kept>>();

  of(value: Value): readonly Wrapper[] {
    return value.kind === 'function' ? (this.#byFunction.get(`${value.function} ${value.uri}`) ?? []) : [];
  }

  /**
   * True where this tells something new. A function may pass a parameter on to several reads: the one closest to its SDK
   * stands for all, so that the result does not depend on which was found first.
   */
  add(uri: string, id: number, wrapper: Wrapper): boolean {
    const key = `${id} ${uri}`;
    const wrappers = this.#byFunction.get(key) ?? [];
    const existing = wrappers.find((candidate) => samePath(candidate.key, wrapper.key));
    if (existing && rank(existing) <= rank(wrapper)) return false;
    const others = wrappers.filter((candidate) => candidate !== existing);
    this.#byFunction.set(
      key,
      [...others, wrapper].sort((a, b) => (pathText(a.key) < pathText(b.key) ? -1 : 1)),
    );
    return true;
  }

  /** True where this tells something new; of several reads that fill a map, the first by its text stands for all. */
  keep(uri: string, place: string, kept: Kept): boolean {
    const inFile = this.#kept.get(uri) ?? new Map<string, Kept>();
    this.#kept.set(uri, inFile);
    const known = inFile.get(place);
    if (known && JSON.stringify(known) <= JSON.stringify(kept)) return false;
    inFile.set(place, kept);
    return true;
  }

  keepsIn(uri: string): boolean {
    return this.#kept.has(uri);
  }

  keptIn(uri: string, place: string): Kept | null {
    return this.#kept.get(uri)?.get(place) ?? null;
  }

  /** True where both say the same of every function outside the given files. */
  agrees(other: Wrappers, except: ReadonlySet<string>): boolean {
    const outside = (wrappers: Wrappers): string =>
      JSON.stringify(
        [...wrappers.#byFunction]
          .filter(([key]) => !except.has(key.slice(key.indexOf(' ') + 1)))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      );
    return outside(this) === outside(other);
  }

  /** Names whose calls lead to more call sites. Everyday words would lead to nearly every file instead. */
  names(): string[] {
    return this.#collect(({ name }) => (isTellingName(name) ? name : null));
  }

  /** All names, everyday ones too. */
  allNames(): string[] {
    return this.#collect(({ name }) => name || null);
  }

  /** Classes whose wrappers have everyday names: files that mention the class may call `get` on it. */
  owners(): string[] {
    return this.#collect(({ name, owner }) => (everydayNames.has(name) ? owner : null));
  }

  /** Methods and functions with everyday names, with the classes whose they are; null: of no class. */
  everydayOwners(): ReadonlyMap<string, ReadonlySet<string | null>> {
    const owners = new Map<string, Set<string | null>>();
    for (const { name, owner } of [...this.#byFunction.values()].flat()) {
      if (!everydayNames.has(name)) continue;
      const known = owners.get(name);
      if (known) known.add(owner);
      else owners.set(name, new Set([owner]));
    }
    return owners;
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

function rank({
  via,
  sdk,
  method,
  value,
  role,
  default: fallback,
  before,
  after,
  derivation,
  isAsync,
}: Wrapper): string {
  const length = String(via.length).padStart(3, '0');
  // What reads a flag and sets it up too is asked for its value.
  return JSON.stringify([
    role === 'evaluation' ? 0 : 1,
    length,
    via,
    sdk,
    method,
    value,
    role,
    fallback,
    before,
    after,
    derivationText(derivation),
    isAsync,
  ]);
}

function pathText({ index, path }: ParameterPath): string {
  return JSON.stringify([index, path]);
}

function samePath(a: ParameterPath, b: ParameterPath): boolean {
  return pathText(a) === pathText(b);
}

/** How many functions may give functions that give functions. */
const maxMakers = 3;

/**
 * What a reader would call a function, and the class whose method it is. A default export goes by its file's name, one
 * without a name by the function that makes it, or by what is called with it: `const isOn = useCallback((key) => ...)`.
 */
export function nameOf(
  file: FileFacts | undefined,
  id: number,
  makers = maxMakers,
): { readonly name: string; readonly owner: string | null } {
  const fact = file?.functions[id];
  if (!file || !fact) return { name: '', owner: null };
  const owner = fact.class === null ? null : (file.classes[fact.class]?.name ?? null);
  if (fact.name !== null) return { name: fact.name, owner };
  const isIt = (value: Expression): boolean => value.kind === 'function' && value.function === id;
  const isDefault = file.exports.some(
    (exported) => exported.kind === 'value' && exported.name === 'default' && isIt(exported.value),
  );
  if (isDefault) return { name: baseName(file.uri), owner };
  const wrapped = file.bindings.find(({ values }) =>
    values.some((value) => value.kind === 'call' && isPassThrough(file, value) && value.arguments.some(isIt)),
  );
  if (wrapped) return { name: wrapped.name, owner };
  const maker = makers > 0 ? file.functions.findIndex(({ returns }) => returns.some(isIt)) : -1;
  return maker < 0 ? { name: '', owner } : nameOf(file, maker, makers - 1);
}
