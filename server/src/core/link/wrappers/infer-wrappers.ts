/** Flag reads whose key is a parameter make the function around them a wrapper. */
import type { FileFacts } from '../../facts.ts';
import type { Affixes } from '../reads/affixes.ts';
import type { Derivation } from '../reads/derived-keys.ts';
import type { ParameterPath } from '../values/places.ts';
import type { Files } from '../program.ts';
import type { Read } from '../reads/read.ts';
import { anyElement } from '../values/lists.ts';
import { stringsOf, type Value } from '../values/values.ts';
import { nameOf, type Wrappers } from './wrappers.ts';

/** Adds the wrappers that these reads show; true where they tell something new. */
export function inferWrappers(files: Pick<Files, 'get'>, wrappers: Wrappers, reads: readonly Read[]): boolean {
  let grown = false;
  for (const [read, { key, ...how }] of reads.flatMap((read) =>
    parametersOf(read).map((part) => [read, part] as const),
  )) {
    const { name, owner } = nameOf(files.get(key.uri), key.function);
    // A list stands where one key may stand too; what is inside of its elements is not the callers' to write there.
    const isElement = key.path.at(-1) === anyElement;
    const path = isElement ? key.path.slice(0, -1) : key.path;
    if (path.includes(anyElement)) continue;
    const isNew = wrappers.add(key.uri, key.function, {
      name,
      owner,
      key: { index: key.index, path },
      ...(isElement && files.get(key.uri)?.functions[key.function]?.rest === key.index ? { isRest: true } : {}),
      keys: stringsOf(key)?.options.length ?? null,
      ...how,
      default: defaultOf(read, key),
      isAsync: isAsync(files.get(key.uri), read, key),
      sdk: read.sdk,
      method: read.method,
      value: read.value,
      role: read.role,
      via: [name || 'anonymous function', ...read.via],
    });
    grown ||= isNew;
  }
  return grown;
}

type Parameter = Extract<Value, { kind: 'parameter' }>;

interface Decisive extends Affixes {
  readonly key: Parameter;
  readonly derivation?: Derivation;
}

/** The parameters that decide of the key, and how. */
function parametersOf({ key, derived }: Read): readonly Decisive[] {
  return derived ? [{ key: derived.parameter, before: '', after: '', derivation: derived.by }] : parametersIn(key);
}

/** Each of several parameters that the key may be. */
function parametersIn(key: Value): readonly Decisive[] {
  if (key.kind === 'either') return key.options.flatMap(parametersIn);
  if (key.kind === 'affixed') return [{ key: key.of, before: key.before, after: key.after }];
  return key.kind === 'parameter' ? [{ key, before: '', after: '' }] : [];
}

/** True of an `async` function; of any other that hands on what it reads, what is true of that. */
function isAsync(file: FileFacts | undefined, { site, isAsync: inside }: Read, key: Parameter): boolean | null {
  if (file?.functions[key.function]?.isAsync) return true;
  const { kind, negated, awaited } = site.use;
  return kind === 'returned' && site.function === key.function && !negated && !awaited ? inside : null;
}

function defaultOf(read: Read, key: Extract<Value, { kind: 'parameter' }>): ParameterPath | null {
  const value = read.default?.value;
  if (value?.kind !== 'parameter' || value.uri !== key.uri || value.function !== key.function) return null;
  return { index: value.index, path: value.path };
}
