/** Changes of flags, for requests and commands alike. Nothing here asks anybody: that is done before. */
import { ControlPlaneError } from '../control-planes/control-plane.ts';
import type { Flag } from '../core/model.ts';
import { effectiveServing, servingForShare, servingLabel, stateIn } from '../core/state/serving.ts';
import { flagSummary } from '../core/state/summary.ts';
import { quoteKey, visible } from '../core/text.ts';
import type {
  FlagSummary,
  RefusalParams,
  RollbackParams,
  RollbackTarget,
  RollbackTargetParams,
  SetShareParams,
  WriteResult,
  WriteScope,
} from '../protocol.ts';
import type { Session } from '../session/session.ts';

/** Serves the feature to a share of the load in a scope. Never throws for a control plane's refusal: that is the result. */
export function setShare(
  session: Session,
  { key, scope, share, expectedRevision, reason }: SetShareParams,
): Promise<WriteResult> {
  return change(session, key, scope, async (flag) => {
    const state = stateIn(flag, scope.environment);
    const current = state && effectiveServing(state, scope.datacenter, scope.server);
    const wanted = servingForShare(flag, share, current);
    if (!wanted.ok) throw new ControlPlaneError('sluice', 'invalid', wanted.message, { current: flag });
    return session.write({ key, scope, serving: wanted.serving, expectedRevision, reason });
  });
}

/** Why `setShare` would be refused, or null. Whoever is told no is told so from fresh state: it is read once more before. */
export async function shareRefusal(session: Session, params: RefusalParams): Promise<string | null> {
  if (refusalNow(session, params) === null) return null;
  await session.refreshState();
  return refusalNow(session, params);
}

function refusalNow(session: Session, { key, scope, share }: RefusalParams): string | null {
  const flag = session.flag(key);
  const state = flag && stateIn(flag, scope.environment);
  if (!flag || !state) return null;
  const wanted = servingForShare(flag, share, effectiveServing(state, scope.datacenter, scope.server));
  return wanted.ok ? session.refusal({ key, scope, serving: wanted.serving }) : wanted.message;
}

/** Undoes the last change of a flag in a scope. */
export function rollback(
  session: Session,
  { key, scope, expectedRevision, reason }: RollbackParams,
): Promise<WriteResult> {
  return change(session, key, scope, () => session.rollback({ key, scope, expectedRevision, reason }));
}

/** What undoing the last change in a scope would bring back. Never throws. */
export async function rollbackTarget(session: Session, { key, scope }: RollbackTargetParams): Promise<RollbackTarget> {
  const flag = session.flag(key);
  const state = flag && stateIn(flag, scope.environment);
  if (!flag || !state) return { kind: 'unknown' };
  const never = session.rollbackRefusal({ key, scope });
  if (never !== null) return { kind: 'refused', message: never };
  const previous = await session.previousServing({ key, scope });
  const serving = previous.kind === 'serving' ? previous.serving : undefined;
  const message = serving && session.rollbackRefusal({ key, scope, serving });
  if (message) return { kind: 'refused', message };
  if (previous.kind === 'serving')
    return { kind: 'known', serving: servingLabel(flag, previous.serving), follows: false };
  if (previous.kind !== 'wider') return { kind: previous.kind };
  const wider = effectiveServing(state, scope.server === null ? null : scope.datacenter, null);
  return { kind: 'known', serving: servingLabel(flag, wider), follows: true };
}

/** A flag for pickers; null without a snapshot. */
export function summaryOf(session: Session, flag: Flag): FlagSummary | null {
  const { snapshot } = session.state();
  return snapshot && flagSummary(flag, snapshot);
}

/** "production", "production / fra", "production / fra / fra-2". */
export function scopeText({ environment, datacenter, server }: WriteScope): string {
  return [environment, datacenter, server]
    .filter((part) => part !== null)
    .map((part) => visible(part, 60))
    .join(' / ');
}

async function change(
  session: Session,
  key: string,
  scope: WriteScope,
  send: (flag: Flag) => Promise<Flag>,
): Promise<WriteResult> {
  const before = session.flag(key);
  if (!before) {
    const message = `The state holds no flag ${quoteKey(key)}. Read the state again, then try once more.`;
    return { ok: false, kind: 'not-found', message, current: null };
  }
  try {
    const flag = await send(before);
    const summary = summaryOf(session, flag);
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
    const current = error.current ?? session.flag(key);
    return { ok: false, kind: error.kind, message: error.message, current: current && summaryOf(session, current) };
  }
}
