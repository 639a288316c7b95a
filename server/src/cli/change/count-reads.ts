/** How often each flag is read. */
import type { CallSite, FlagUsage } from '../../core/model.ts';
import type { Session } from '../../session/session.ts';

export interface FlagReads {
  readonly key: string;
  /** Of the control plane that decides for the reads; null where none does. */
  readonly controlPlane: string | null;
  readonly callSites: readonly CallSite[];
}

/** `except`: files that do not count. By an id that is the same for the same flag in another session. */
export function countReads(session: Session, except: ReadonlySet<string> = new Set()): ReadonlyMap<string, FlagReads> {
  const reads = new Map<string, { key: string; controlPlane: string | null; callSites: CallSite[] }>();
  for (const uri of session.uris()) {
    if (except.has(uri)) continue;
    const controlPlane = session.isSinglePlane ? null : (session.planeOf(uri)?.name ?? null);
    for (const usage of session.usages(uri)) {
      if (usage.callSite.role !== 'evaluation') continue;
      for (const key of new Set(keysOf(usage))) {
        const id = JSON.stringify([controlPlane, key]);
        const known = reads.get(id);
        if (known) known.callSites.push(usage.callSite);
        else reads.set(id, { key, controlPlane, callSites: [usage.callSite] });
      }
    }
  }
  return reads;
}

/** An SDK may have rewritten the key: where the flag is known, its own key counts. */
function keysOf(usage: FlagUsage): readonly string[] {
  const { key } = usage.callSite;
  if (key.kind === 'dynamic') return [];
  if (usage.kind === 'found') return usage.flags.map((flag) => flag.key);
  return key.kind === 'literal' ? [key.value] : key.values;
}
