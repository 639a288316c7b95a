/** What the code says about a flag. */
import { plural } from '../text.ts';
import type { Predicate } from './predicate.ts';
import { survivorLabel, type Survivor } from './survivor.ts';
import type { CodeView } from './verdict.ts';

/** How often the code reads the flag, in tests too; null where that is not known. */
export function readsOf(code: CodeView | null): number | null {
  return code && code.callSites.filter(({ role }) => role === 'evaluation').length;
}

/** The references, and what each of them would be left with. */
export function codePredicates(code: CodeView | null, survivor: Survivor | null): readonly Predicate[] {
  return [referencesPredicate(code), ...(survivor === null ? [] : [survivorPredicate(survivor, code)])];
}

function referencesPredicate(code: CodeView | null): Predicate {
  const told = { name: 'references', source: 'code', at: null } as const;
  if (code === null) return { ...told, value: 'the workspace is not read', says: 'unknown' };
  const { callSites, dynamicReads } = code;
  const count = (role: string): number => callSites.filter((callSite) => callSite.role === role).length;
  const reads = callSites.filter(({ role }) => role === 'evaluation');
  const files = new Set(reads.map(({ uri }) => uri)).size;
  const inTests = reads.filter(({ inTest }) => inTest).length;
  const others = [
    [count('definition'), 'definition'],
    [count('override'), 'override'],
    [count('tracking'), 'tracking call'],
  ] as const;
  const parts = [
    reads.length === 0
      ? 'no code of the workspace reads it'
      : `read in ${plural(reads.length, 'place')} of ${plural(files, 'file')}${inTests === 0 ? '' : ` (${inTests} in tests)`}`,
    ...others.flatMap(([number, word]) => (number === 0 ? [] : [plural(number, word)])),
  ];
  if (reads.length > 0 || dynamicReads === 0) return { ...told, value: parts.join(', '), says: 'safe' };
  const maybe = `${plural(dynamicReads, 'place')} that ${dynamicReads === 1 ? 'computes its key' : 'compute their keys'} may`;
  return { ...told, value: [...parts, maybe].join(', '), says: 'unknown' };
}

function survivorPredicate(survivor: Survivor, code: CodeView | null): Predicate {
  const told = { name: 'value that survives', value: survivorLabel(survivor), at: null } as const;
  if (survivor.kind === 'variant') return { ...told, source: 'control plane', says: 'safe' };
  const says = (): Predicate['says'] => {
    if (readsOf(code) === 0) return null;
    if (survivor.unknown > 0 || survivor.values.length === 0) return 'unknown';
    // Each place would keep its own, and the flag would be gone; whether that was meant is for people to say.
    return survivor.values.length > 1 ? 'caution' : 'safe';
  };
  return { ...told, source: 'code', says: says() };
}
