/** Which code a flag decides about. */
import type { Branch, CallSite, Span, ValueUse } from '../model.ts';

/** One place where a value of the flag, or a variable that holds it, decides what runs. */
export interface Decision {
  readonly callSite: CallSite;
  /** Where the value stands in the condition. */
  readonly span: Span;
  readonly use: ValueUse;
  readonly branch: Branch;
}

/** Where the value decides something, at the call site and through variables; in order of position. */
export function decisionsOf(callSite: CallSite): readonly Decision[] {
  const { span, use } = callSite;
  const places = [{ span, use }, ...use.variableUses];
  return places.flatMap((place) =>
    place.use.branch === null ? [] : [{ callSite, span: place.span, use: place.use, branch: place.use.branch }],
  );
}

/** True where `inner` lies within `outer`. */
export function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
