/** Undoing everything one person did in a time span. */
import type { Flag, Scope, Serving } from '../../core/model.ts';
import type { AuditRow } from './audit.ts';
import type { Author, Transaction } from './ledger.ts';
import { ownServing } from './read-flags.ts';
import { restoreServing } from './serving-changes.ts';
import { sameServing } from './servings.ts';

export interface UndoneChange {
  readonly flagKey: string;
  readonly scope: Scope;
  /** What the scope serves of its own now, and what it served before; null: what a wider scope serves. */
  readonly from: Serving | null;
  readonly to: Serving | null;
  /** Why it is left as it is. */
  readonly conflict: string | null;
}

export interface UndoInput {
  readonly actor: string;
  /** ISO 8601; both ends count. */
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
}

/**
 * What the person changed in the span goes back to what it was before, scope by scope, newest first, as far as what somebody else
 * set in between. A scope that somebody else changed afterwards is left alone and named.
 * @throws ApiError where one of the changes cannot be made; then none is
 */
export async function undo(
  transaction: Transaction,
  project: string,
  { actor, from, to, dryRun }: UndoInput,
  { flagOf, author }: { readonly flagOf: (key: string) => Promise<Flag>; readonly author: Author },
): Promise<readonly UndoneChange[]> {
  const span = [new Date(from).toISOString(), new Date(to).toISOString()] as const;
  const rows = (await transaction.statements.servingChangesBy.all(project, actor, ...span)) as readonly AuditRow[];
  const changes: UndoneChange[] = [];
  // Newest first, so that the last row of a scope is the first thing the person did to it.
  for (const ofScope of Map.groupBy(rows, scopeId).values()) {
    const [newest, oldest] = [ofScope[0], firstOfRun(ofScope)];
    if (!newest?.flag_key || !newest.environment || !oldest) continue;
    const scope = { environment: newest.environment, datacenter: newest.datacenter, server: newest.server };
    const flag = await flagOf(newest.flag_key);
    const own = ownServing(flag, scope);
    const before = oldest.before === null ? null : (JSON.parse(oldest.before) as Serving);
    const last = (await transaction.statements.lastServingChange.get(
      project,
      flag.key,
      scope.environment,
      scope.datacenter,
      scope.server,
    )) as AuditRow | undefined;
    if (sameServing(own, before)) continue;
    const conflict = conflictOf(flag, newest, last);
    changes.push({ flagKey: flag.key, scope, from: own, to: before, conflict });
    if (conflict !== null || dryRun) continue;
    const reason = `Undoing what ${actor} changed from ${span[0]} to ${span[1]}`;
    await restoreServing(transaction, project, flag, { scope, serving: before, reason }, author);
  }
  return changes;
}

/**
 * The oldest change that leads to the newest without anybody else's in between: that is where the person found the scope.
 * @param rows newest first
 */
function firstOfRun(rows: readonly AuditRow[]): AuditRow | undefined {
  const breach = rows.findIndex((row, index) => {
    const older = rows[index + 1];
    return older !== undefined && older.after !== row.before;
  });
  return breach === -1 ? rows.at(-1) : rows[breach];
}

function conflictOf(flag: Flag, newest: AuditRow, last: AuditRow | undefined): string | null {
  if (flag.archivedAt !== null) return 'It is archived.';
  if (!last || last.id === newest.id) return null;
  return last.actor === newest.actor
    ? `${last.actor} changed it again after that, at ${last.at}.`
    : `${last.actor} changed it after that, at ${last.at}.`;
}

function scopeId(row: AuditRow): string {
  return JSON.stringify([row.flag_key, row.environment, row.datacenter, row.server]);
}
