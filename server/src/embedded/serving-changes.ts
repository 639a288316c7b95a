/** Changing what a flag serves in one scope, and undoing the last change. */
import type { Flag, Scope, Serving } from '../core/model.ts';
import type { AuditRow } from './audit.ts';
import { invalid } from './errors.ts';
import type { Author, Ledger } from './ledger.ts';
import { allServings, ownServing, readEnvironments, readFlag } from './read-flags.ts';
import { checkScope, checkServing, constantSince, describeScope, sameServing } from './servings.ts';

export interface ServingChange {
  readonly scope: Scope;
  /** null removes the override. */
  readonly serving: Serving | null;
  readonly reason: string | null;
}

/** A change to what is served already leaves no trace, so that a rollback afterwards undoes the last real one. */
export function changeServing(
  ledger: Ledger,
  project: string,
  flag: Flag,
  change: ServingChange,
  author: Author,
): void {
  checkChangeable(ledger, project, flag, change.scope);
  if (change.serving === null && change.scope.datacenter === null) {
    throw invalid(
      'The serving of a whole environment cannot be removed, only that of a datacenter or server. To stop serving the flag, set {"kind":"off"}.',
      'serving',
    );
  }
  const serving = change.serving === null ? null : checkServing(flag, change.serving);
  if (sameServing(ownServing(flag, change.scope), serving)) return;
  apply(ledger, project, flag, { action: 'serving-changed', ...change, serving }, author);
}

/** Restores what exactly this scope served before its last change; done twice, it redoes. */
export function rollBack(
  ledger: Ledger,
  project: string,
  flag: Flag,
  change: { readonly scope: Scope; readonly reason: string | null },
  author: Author,
): void {
  const { scope } = change;
  checkChangeable(ledger, project, flag, scope);
  const last = ledger.statements.lastServingChange.get(
    project,
    flag.key,
    scope.environment,
    scope.datacenter,
    scope.server,
  ) as unknown as AuditRow | undefined;
  if (!last) {
    throw invalid(
      `There is nothing to roll back: "${flag.key}" has not been changed in ${describeScope(scope)} since it was created.`,
      'environment',
    );
  }
  const serving = last.before === null ? null : (JSON.parse(last.before) as Serving);
  apply(ledger, project, flag, { action: 'rolled-back', ...change, serving }, author);
}

/** Removes the override of a scope that no longer exists. */
export function dropOverride(
  ledger: Ledger,
  project: string,
  flagKey: string,
  change: { readonly scope: Scope; readonly reason: string },
  author: Author,
): void {
  const flag = readFlag(ledger.statements, project, flagKey, () => null);
  apply(ledger, project, flag, { action: 'serving-changed', ...change, serving: null }, author);
}

function checkChangeable(ledger: Ledger, project: string, flag: Flag, scope: Scope): void {
  checkScope(readEnvironments(ledger.statements, project), scope);
  if (flag.archivedAt !== null) {
    throw invalid(`"${flag.key}" is archived: restore it (archived: false) before changing what it serves.`, 'key');
  }
}

function apply(
  ledger: Ledger,
  project: string,
  flag: Flag,
  change: ServingChange & { readonly action: 'serving-changed' | 'rolled-back' },
  author: Author,
): void {
  const { statements } = ledger;
  const { scope, serving } = change;
  const before = flag.environments[scope.environment];
  if (!before) throw invalid(`"${flag.key}" has no state in environment "${scope.environment}".`, 'environment');
  const at = ledger.timeOf(author);
  const revision = ledger.record(project, author, {
    action: change.action,
    flagKey: flag.key,
    scope,
    before: ownServing(flag, scope),
    after: serving,
    reason: change.reason,
  });
  const wide = scope.datacenter === null && serving !== null ? serving : before.serving;
  if (scope.datacenter !== null) {
    const place = [project, flag.key, scope.environment, scope.datacenter, scope.server ?? ''] as const;
    if (serving === null) statements.deleteOverride.run(...place);
    else statements.upsertOverride.run(...place, JSON.stringify(serving), at, author.name);
  }
  const others = before.scopes.filter(
    ({ datacenter, server }) => datacenter !== scope.datacenter || server !== scope.server,
  );
  const own = scope.datacenter !== null && serving !== null ? [serving] : [];
  const after = [wide, ...others.map((other) => other.serving), ...own];
  const since = constantSince({ servings: allServings(before), since: before.constantSince }, after, at);
  statements.upsertState.run(project, flag.key, scope.environment, JSON.stringify(wide), since, at, author.name);
  statements.setFlagRevision.run(revision, project, flag.key);
}
