/** What checks ask of a usage. */
import type { CallSite, Evidence, Flag, FlagUsage, Location } from '../model.ts';
import { visible } from '../text.ts';
import type { CheckFinding } from './check.ts';

/**
 * The flags that the call site certainly reads: none where a rewritten key fits several flags, for then the code does not say
 * which one it is.
 */
export function certainFlags(usage: FlagUsage): readonly Flag[] {
  if (usage.kind !== 'found' && usage.kind !== 'missing') return [];
  return usage.callSite.key.kind === 'literal' && usage.flags.length > 1 ? [] : usage.flags;
}

/** A flag and a place that reads it. */
export interface FlagRead {
  readonly callSite: CallSite;
  readonly flag: Flag;
}

/** Every place of the file that asks for the value of a flag, with the flag. */
export function evaluationsOf(usages: readonly FlagUsage[]): readonly FlagRead[] {
  return usages.flatMap((usage) =>
    usage.callSite.role === 'evaluation' ? certainFlags(usage).map((flag) => ({ callSite: usage.callSite, flag })) : [],
  );
}

/** The first place of the file that asks for each flag, for findings that are about the flag and not about the place. */
export function firstEvaluationsOf(usages: readonly FlagUsage[]): readonly FlagRead[] {
  const seen = new Set<Flag>();
  return evaluationsOf(usages)
    .toSorted(({ callSite: left }, { callSite: right }) => left.keySpan.start - right.keySpan.start)
    .filter(({ flag }) => !seen.has(flag) && seen.add(flag));
}

/** True where the value of the flag matters: the code asks for it, or puts another in its place. */
export function readsValue(callSite: CallSite): boolean {
  return callSite.role === 'evaluation' || callSite.role === 'override';
}

/** Where the key comes from, if that is elsewhere. */
function keyOrigin(callSite: CallSite): readonly Location[] {
  return callSite.keyDefinition === null ? [] : [callSite.keyDefinition];
}

/** A finding that points at the key. */
export function findingAtKey(
  callSite: CallSite,
  parts: Pick<CheckFinding, 'message'> & Partial<CheckFinding>,
): CheckFinding {
  return {
    uri: callSite.uri,
    span: callSite.keySpan,
    flagKey: null,
    evidence: [],
    suggestions: [],
    related: keyOrigin(callSite),
    ...parts,
  };
}

/** The type of a flag, and the values that show it. */
export function typeEvidence(flag: Flag): Evidence {
  const values = flag.variants.map((variant) => visible(JSON.stringify(variant.value), 40)).slice(0, 5);
  const shown = values.length === 0 ? '' : ` (variants: ${values.join(', ')}${flag.variants.length > 5 ? ', …' : ''})`;
  return { label: 'type of the flag', value: `${flag.valueType}${shown}`, since: null };
}
