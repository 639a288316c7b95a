/** Changes of flags, for requests and commands alike. Nothing here asks anybody: that is done before. */
import { ControlPlaneError } from '../control-planes/control-plane.ts';
import type { Flag } from '../core/model.ts';
import { effectiveServing, servingForShare, servingLabel, stateIn, type ServingResult } from '../core/state/serving.ts';
import { quoteKey, visible } from '../core/text.ts';
import type {
  RefusalParams,
  RollbackParams,
  RollbackTarget,
  RollbackTargetParams,
  SetShareParams,
  WriteResult,
  WriteScope,
} from '../protocol.ts';
import { summaryOf, type PlaneRef } from './planes.ts';

/** Where a change is made. */
type Place = Pick<PlaneRef, 'plane' | 'id'>;

/** Serves the feature to a share of the load in a scope. Never throws for a control plane's refusal: that is the result. */
export function setShare(
  place: Place,
  { key, scope, share, expectedRevision, reason }: SetShareParams,
): Promise<WriteResult> {
  return change(place, key, scope, async (flag) => {
    const wanted = wantedServing(flag, scope, share);
    if (!wanted.ok) throw new ControlPlaneError('sluice', 'invalid', wanted.message, { current: flag });
    return place.plane.write({ key, scope, serving: wanted.serving, expectedRevision, reason });
  });
}

/** Why `setShare` would be refused, or null. Whoever is told no is told so from fresh state: it is read once more before. */
export async function shareRefusal(place: Place, params: RefusalParams): Promise<string | null> {
  if (refusalNow(place, params) === null) return null;
  await place.plane.refreshState();
  return refusalNow(place, params);
}

function refusalNow(place: Place, { key, scope, share }: RefusalParams): string | null {
  const flag = place.plane.flag(key);
  if (!flag || !stateIn(flag, scope.environment)) return null;
  const wanted = wantedServing(flag, scope, share);
  return wanted.ok ? place.plane.refusal({ key, scope, serving: wanted.serving }) : wanted.message;
}

/** Switched off, rules may well stay; where they would not, the control plane's own refusal follows. */
function wantedServing(flag: Flag, { environment, datacenter, server }: WriteScope, share: number): ServingResult {
  const state = stateIn(flag, environment);
  return servingForShare(flag, share, state && share > 0 ? effectiveServing(state, datacenter, server) : null);
}

/** Undoes the last change of a flag in a scope. */
export function rollback(place: Place, { key, scope, expectedRevision, reason }: RollbackParams): Promise<WriteResult> {
  return change(place, key, scope, () => place.plane.rollback({ key, scope, expectedRevision, reason }));
}

/** What undoing the last change in a scope would bring back. Never throws. */
export async function rollbackTarget(place: Place, { key, scope }: RollbackTargetParams): Promise<RollbackTarget> {
  const flag = place.plane.flag(key);
  const state = flag && stateIn(flag, scope.environment);
  if (!flag || !state) return { kind: 'unknown' };
  const message = place.plane.rollbackRefusal({ key, scope });
  if (message !== null) return { kind: 'refused', message };
  const previous = await place.plane.previousServing({ key, scope });
  if (previous.kind === 'serving')
    return { kind: 'known', serving: servingLabel(flag, previous.serving), follows: false };
  if (previous.kind !== 'wider') return { kind: previous.kind };
  const wider = effectiveServing(state, scope.server === null ? null : scope.datacenter, null);
  return { kind: 'known', serving: servingLabel(flag, wider), follows: true };
}

/** "production", "production / fra", "production / fra / fra-2". */
export function scopeText({ environment, datacenter, server }: WriteScope): string {
  return [environment, datacenter, server]
    .filter((part) => part !== null)
    .map((part) => visible(part, 60))
    .join(' / ');
}

async function change(
  place: Place,
  key: string,
  scope: WriteScope,
  send: (flag: Flag) => Promise<Flag>,
): Promise<WriteResult> {
  const before = place.plane.flag(key);
  if (!before) {
    const message = `The state holds no flag ${quoteKey(key)}. Read the state again, then try once more.`;
    return { ok: false, kind: 'not-found', message, current: null };
  }
  try {
    const flag = await send(before);
    const summary = summaryOf(place, flag);
    const state = stateIn(flag, scope.environment);
    if (!summary || !state)
      return {
        ok: false,
        kind: 'format',
        message: 'The flag was changed, but is not in the state any more.',
        current: summary,
      };
    const now = servingLabel(flag, effectiveServing(state, scope.datacenter, scope.server));
    return { ok: true, flag: summary, message: `${quoteKey(key)} is ${now} in ${scopeText(scope)}.` };
  } catch (error) {
    if (!(error instanceof ControlPlaneError)) throw error;
    const current = error.current ?? place.plane.flag(key);
    return { ok: false, kind: error.kind, message: error.message, current: current && summaryOf(place, current) };
  }
}
