/** Call sites + flag state -> what each call site reads. */
import type { CallSite, Flag, FlagSnapshot, FlagUsage } from './model.ts';
import { timeOf } from './state/age.ts';

/** A snapshot, ready to be asked for keys. */
export interface FlagIndex {
  readonly snapshot: FlagSnapshot;
  /** True where a key that is not found does not exist; false where the snapshot cannot tell. */
  readonly canShowAbsence: boolean;
  /** The flag with exactly this key. */
  get(key: string): Flag | null;
  /**
   * The flags that an SDK which rewrites keys to camelCase would answer for this name: the flag with exactly this key,
   * else all whose key becomes it. More than one means that the code does not say which.
   */
  getCamelCase(name: string): readonly Flag[];
}

export interface FlagIndexOptions {
  /** ms since the epoch. */
  readonly now: number;
  /** A snapshot older than this cannot show that a flag does not exist. */
  readonly maxAgeMs: number;
}

/**
 * Indexes a snapshot. It can show absence only if it is complete, no older than `maxAgeMs` and not empty: an empty answer is
 * what a wrong project or a token without rights looks like. Where two flags have one key, the first counts.
 */
export function createFlagIndex(snapshot: FlagSnapshot, { now, maxAgeMs }: FlagIndexOptions): FlagIndex {
  const byKey = new Map<string, Flag>();
  for (const flag of snapshot.flags) if (!byKey.has(flag.key)) byKey.set(flag.key, flag);

  let byCamelCase: Map<string, Flag[]> | null = null;
  const readAt = timeOf(snapshot.readAt);
  return {
    snapshot,
    // A time in the future comes from a clock that differs from ours; by more than the allowed age, it says nothing.
    canShowAbsence: snapshot.complete && byKey.size > 0 && readAt !== null && Math.abs(now - readAt) <= maxAgeMs,
    get: (key) => byKey.get(key) ?? null,
    getCamelCase(name) {
      const exact = byKey.get(name);
      if (exact) return [exact];
      byCamelCase ??= indexByCamelCase(byKey.values());
      return byCamelCase.get(name) ?? [];
    },
  };
}

/** Joins call sites with the state, in the same order. `index` null: there is no state. */
export function join(callSites: readonly CallSite[], index: FlagIndex | null): FlagUsage[] {
  return callSites.map((callSite) => usageOf(callSite, index));
}

/**
 * How SDKs that rewrite keys spell this one: LaunchDarkly's React SDKs differ in whether a digit starts a word
 * (`flag-2fa` is `flag2Fa` to one and `flag2fa` to the other). One spelling where they agree.
 */
export function camelCaseSpellings(key: string): readonly string[] {
  const digitsApart = camelCase(key.match(wordsDigitsApart) ?? []);
  const digitsKept = camelCase(
    key
      .replace(/([a-z\d])([A-Z])/g, '$1-$2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
      .split(/[-._\s]+/),
  );
  return digitsApart === digitsKept ? [digitsApart] : [digitsApart, digitsKept];
}

function usageOf(callSite: CallSite, index: FlagIndex | null): FlagUsage {
  const { key } = callSite;
  switch (key.kind) {
    case 'dynamic':
      return { callSite, kind: 'dynamic' };
    case 'literal': {
      if (index === null) return { callSite, kind: 'not-loaded' };
      const flags = key.spelling === 'camelCase' ? index.getCamelCase(key.value) : listOfOne(index.get(key.value));
      if (flags.length > 0) return { callSite, kind: 'found', flags };
      return absent(callSite, index, { missingKeys: [key.value], flags: [] });
    }
    case 'one-of': {
      if (key.values.length === 0) return { callSite, kind: 'dynamic' };
      if (index === null) return { callSite, kind: 'not-loaded' };
      const flags: Flag[] = [];
      const missingKeys: string[] = [];
      for (const value of new Set(key.values)) {
        const flag = index.get(value);
        if (flag) flags.push(flag);
        else missingKeys.push(value);
      }
      if (missingKeys.length === 0) return { callSite, kind: 'found', flags };
      return absent(callSite, index, { missingKeys, flags });
    }
  }
}

function absent(
  callSite: CallSite,
  index: FlagIndex,
  parts: { readonly missingKeys: readonly string[]; readonly flags: readonly Flag[] },
): FlagUsage {
  return index.canShowAbsence ? { callSite, kind: 'missing', ...parts } : { callSite, kind: 'not-loaded' };
}

function listOfOne(flag: Flag | null): readonly Flag[] {
  return flag === null ? [] : [flag];
}

function indexByCamelCase(flags: Iterable<Flag>): Map<string, Flag[]> {
  const index = new Map<string, Flag[]>();
  for (const flag of flags) {
    for (const spelling of camelCaseSpellings(flag.key)) {
      const known = index.get(spelling);
      if (known) known.push(flag);
      else index.set(spelling, [flag]);
    }
  }
  return index;
}

/** Words as the older SDK sees them: `2FAEnabled` is 2 · FA · Enabled. */
const wordsDigitsApart = /\p{Lu}?[\p{Ll}\p{Lo}]+|\p{Lu}+(?!\p{Ll})|\p{Nd}+/gu;

function camelCase(words: readonly string[]): string {
  return words
    .filter((word) => word !== '')
    .map((word, position) => {
      const lower = word.toLowerCase();
      return position === 0 ? lower : lower.charAt(0).toUpperCase() + lower.slice(1);
    })
    .join('');
}
