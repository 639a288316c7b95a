/** How checks of code speak of the flag that a call site reads. */
import type { CallSite, FlagUsage } from '../model.ts';
import { listOf, quoteKey } from '../text.ts';

/** The flag's key, where the code and what is known of the state leave one; null otherwise. */
export function certainKey(usage: FlagUsage): string | null {
  const { key } = usage.callSite;
  if (key.kind !== 'literal') return null;
  if (key.spelling === 'exact') return key.value;
  const [flag, ...more] = usage.kind === 'found' ? usage.flags : [];
  return flag === undefined || more.length > 0 ? null : flag.key;
}

/** What identifies the flag within one file: two reads with the same one are of the same flag. null where nothing does. */
export function sameKey({ key, sdk }: CallSite): string | null {
  return key.kind === 'literal' ? `${key.spelling === 'exact' ? '' : sdk}:${key.value}` : null;
}

/** `"new-checkout"`, `"a" or "b"`, `The flag`. */
export function nameOf({ key }: CallSite): string {
  if (key.kind === 'literal') return quoteKey(key.value);
  return key.kind === 'one-of' ? listOf(key.values.slice(0, 5).map(quoteKey), 'or') : 'The flag';
}

/** A React or Vue hook: called in every render, and all of one render see the same. */
export function isHook({ method, via }: CallSite): boolean {
  return [method, ...via].some((name) => /^use[A-Z]/.test(name));
}
