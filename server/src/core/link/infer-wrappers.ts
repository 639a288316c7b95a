/** Flag reads whose key is a parameter make the function around them a wrapper. */
import type { ParameterPath } from './places.ts';
import type { Files } from './program.ts';
import type { Read } from './reads.ts';
import { stringsOf, type Value } from './values.ts';
import { nameOf, type Wrappers } from './wrappers.ts';

/** Adds the wrappers that these reads show; true where they tell something new. */
export function inferWrappers(files: Pick<Files, 'get'>, wrappers: Wrappers, reads: readonly Read[]): boolean {
  let grown = false;
  for (const [read, key] of reads.flatMap((read) => parametersIn(read.key).map((key) => [read, key] as const))) {
    const { name, owner } = nameOf(files.get(key.uri), key.function);
    const isNew = wrappers.add(key.uri, key.function, {
      name,
      owner,
      key: { index: key.index, path: key.path },
      keys: stringsOf(key)?.options.length ?? null,
      default: defaultOf(read, key),
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

/** Each of several parameters that the key may be. */
function parametersIn(key: Value): readonly Extract<Value, { kind: 'parameter' }>[] {
  if (key.kind === 'either') return key.options.flatMap(parametersIn);
  return key.kind === 'parameter' ? [key] : [];
}

function defaultOf(read: Read, key: Extract<Value, { kind: 'parameter' }>): ParameterPath | null {
  const value = read.default?.value;
  if (value?.kind !== 'parameter' || value.uri !== key.uri || value.function !== key.function) return null;
  return { index: value.index, path: value.path };
}
