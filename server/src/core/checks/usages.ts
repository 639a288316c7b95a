/** What checks ask of a usage. */
import type { CallSite, Flag, FlagUsage, Location } from '../model.ts';
import type { CheckFinding } from './check.ts';

/**
 * The flags that the call site certainly reads: none where a rewritten key fits several flags, for then the code does not say
 * which one it is.
 */
export function certainFlags(usage: FlagUsage): readonly Flag[] {
  if (usage.kind !== 'found' && usage.kind !== 'missing') return [];
  return usage.callSite.key.kind === 'literal' && usage.flags.length > 1 ? [] : usage.flags;
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
