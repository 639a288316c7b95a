/** What a server that holds an older revision really applies, told from the audit log. Pure. */
import type { Flag, FlagState, Serving } from '../../../core/model.ts';
import { sameServing } from '../../../core/state/serving.ts';
import { servingIn, type ServedScope } from '../compile.ts';
import type { HistoryEntry } from '../flag-source.ts';

/** A flag that a server applies otherwise than it should. `off` is what an application does with a flag it does not know. */
export interface Difference {
  readonly flagKey: string;
  readonly serving: Serving;
}

export interface Lag {
  /** How many of the revisions change what this server applies. */
  readonly behind: number;
  readonly differs: readonly Difference[];
}

/**
 * @param flags as they are now
 * @param entries all that came after the revision which the server holds, oldest first
 */
export function lagOf(flags: ReadonlyMap<string, Flag>, scope: ServedScope, entries: readonly HistoryEntry[]): Lag {
  const touched = new Map<string, Flag | null>();
  const revisions = new Set<string>();
  for (const entry of entries.toReversed()) {
    const { flagKey } = entry;
    if (flagKey === null || (entry.environment !== null && entry.environment !== scope.environment)) continue;
    const after = touched.has(flagKey) ? (touched.get(flagKey) ?? null) : (flags.get(flagKey) ?? null);
    const before = undo(after, entry);
    touched.set(flagKey, before);
    if (!sameServing(appliedServing(before, scope), appliedServing(after, scope))) revisions.add(entry.revision);
  }
  const differs = [...touched].flatMap(([flagKey, held]) => {
    const serving = appliedServing(held, scope);
    return sameServing(serving, appliedServing(flags.get(flagKey) ?? null, scope)) ? [] : [{ flagKey, serving }];
  });
  return { behind: revisions.size, differs: differs.sort((a, b) => (a.flagKey < b.flagKey ? -1 : 1)) };
}

/** The flag as it was before a change: its servings and whether it was archived; null before it was created. */
export function undo(flag: Flag | null, entry: HistoryEntry): Flag | null {
  if (flag === null) return null;
  if (entry.action === 'flag-created') return null;
  if (entry.action === 'flag-archived') return { ...flag, archivedAt: null };
  const restored = restoredFrom(entry);
  if (restored !== null) return { ...flag, archivedAt: restored };
  const { environment } = entry;
  const state = environment === null ? undefined : flag.environments[environment];
  if (environment === null || !state || (entry.before === null && entry.after === null)) return flag;
  return { ...flag, environments: { ...flag.environments, [environment]: withServing(state, entry) } };
}

function appliedServing(flag: Flag | null, scope: ServedScope): Serving {
  return (flag === null ? null : servingIn(flag, scope)) ?? { kind: 'off' };
}

/** When the flag had been archived that this entry restores; null where it is something else. Values in `detail` are JSON, so that no text in them looks like this. */
function restoredFrom({ action, detail }: HistoryEntry): string | null {
  if (action !== 'flag-updated') return null;
  return /(?:^|; )archivedAt: "([^"\\]+)" → null(?:;|$)/.exec(detail ?? '')?.[1] ?? null;
}

function withServing(state: FlagState, { datacenter, server, before }: HistoryEntry): FlagState {
  if (datacenter === null) return before === null ? state : { ...state, serving: before };
  const others = state.scopes.filter((scope) => scope.datacenter !== datacenter || scope.server !== server);
  if (before === null) return { ...state, scopes: others };
  return { ...state, scopes: [...others, { datacenter, server, serving: before, changedAt: null, changedBy: null }] };
}
