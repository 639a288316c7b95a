/** Functions of libraries that give back the function they are given, or one that behaves like it. */
import type { CallExpression, FileFacts } from '../../facts.ts';
import { calledName } from './telling.ts';

const passThrough = new Set(
  'memo forwardRef observer useCallback useEvent useEventCallback memoize memoizeOne cache once debounce throttle curry action markRaw defineComponent'.split(
    ' ',
  ),
);

/** `memo(Feature)`, `useCallback((key) => ...)`. */
export function isPassThrough(file: FileFacts, { callee }: CallExpression): boolean {
  const name = calledName(file, callee);
  return name !== null && passThrough.has(name);
}
