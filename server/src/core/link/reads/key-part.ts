/** The key inside a larger string. */
import type { Accessor } from './accessors.ts';
import type { KnownString, Value } from '../values/values.ts';

/** What of a string is the key: all of it for most accessors. null where none of it is. */
export function keyPart(key: Value, { keyPrefixes, keyEnd }: Pick<Accessor, 'keyPrefixes' | 'keyEnd'>): Value | null {
  const bare = keyPrefixes.length === 0 ? key : withoutPrefix(key, keyPrefixes);
  if (keyEnd === null || bare?.kind !== 'strings') return bare;
  return {
    kind: 'strings',
    options: bare.options.map((option) => ({ ...option, value: option.value.split(keyEnd, 1)[0] ?? '' })),
  };
}

/** Only keys behind a prefix count: `change:checkout` is one, `change` and `change:*` are not. */
function withoutPrefix(key: Value, prefixes: readonly string[]): Value | null {
  if (key.kind !== 'strings') return null;
  const options = key.options.flatMap((option): KnownString[] => {
    const prefix = prefixes.find((candidate) => option.value.startsWith(candidate));
    const value = prefix === undefined ? '' : option.value.slice(prefix.length);
    return value === '' || value === '*' ? [] : [{ ...option, value }];
  });
  return options.length > 0 ? { kind: 'strings', options } : null;
}
