/** The history of a flag as lines for people. Pure. */
import type { Flag, Scope, Serving } from '../../../../core/model.ts';
import { scopeId, scopeName } from './columns.ts';
import { servingLabel } from './serving.ts';

/** A row of the audit log, as the API sends it. */
export interface AuditEntry {
  readonly id: number | string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly flagKey: string | null;
  readonly environment: string | null;
  readonly datacenter: string | null;
  readonly server: string | null;
  readonly before: Serving | null;
  readonly after: Serving | null;
  readonly reason: string | null;
  /** What the control plane adds: who approved it, what an edit was about. */
  readonly detail?: string | null;
  readonly revision: string | number | null;
}

export interface HistoryLine {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  /** "changed", "rolled back", "created the flag". */
  readonly what: string;
  readonly where: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  /** Set on the last change of each scope where it can be undone. */
  readonly rollback: { readonly scope: Scope; readonly to: Serving | null } | null;
}

const actionTexts: { readonly [action: string]: string } = {
  'flag-created': 'created the flag',
  'flag-updated': 'edited the flag',
  'flag-archived': 'archived the flag',
  'serving-changed': 'changed',
  'rolled-back': 'rolled back',
  'change-requested': 'asked to change',
  'change-approved': 'approved a change of',
  'change-rejected': 'rejected a change of',
  'change-withdrawn': 'withdrew the request to change',
};

/** Entries newest first, as the API sends them. */
export function historyLines(flag: Flag, entries: readonly AuditEntry[]): HistoryLine[] {
  const seen = new Set<string>();
  return entries.map((entry) => {
    const scope = entryScope(entry);
    const isChange = entry.action === 'serving-changed' || entry.action === 'rolled-back';
    const isLatest = scope !== null && isChange && !seen.has(scopeId(scope));
    if (scope !== null && isChange) seen.add(scopeId(scope));
    const undoable = scope !== null && isLatest && (entry.before !== null || scope.datacenter !== null);
    return {
      id: String(entry.id),
      at: entry.at,
      actor: entry.actor,
      what: actionTexts[entry.action] ?? entry.action.replaceAll('-', ' '),
      where: scope === null ? null : scopeName(scope),
      from: isChange ? sideText(flag, entry.before) : null,
      to: isChange ? sideText(flag, entry.after) : null,
      reason: entry.reason,
      detail: entry.detail ?? null,
      rollback: undoable ? { scope, to: entry.before } : null,
    };
  });
}

/** Why an environment is as it is: the newest change in it, where these entries (newest first) hold one. */
export function lastReason(entries: readonly AuditEntry[], environment: string | null): string | null {
  const entry = entries.find(
    ({ action, environment: where }) =>
      (action === 'serving-changed' || action === 'rolled-back') && (environment === null || where === environment),
  );
  return entry?.reason ?? null;
}

function entryScope(entry: AuditEntry): Scope | null {
  if (entry.environment === null) return null;
  return { environment: entry.environment, datacenter: entry.datacenter, server: entry.server };
}

function sideText(flag: Flag, serving: Serving | null): string {
  return serving === null ? 'no override' : servingLabel(flag, serving).long;
}
