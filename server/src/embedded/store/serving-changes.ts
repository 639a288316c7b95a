/** Changing what a flag serves in one scope, and undoing the last change. */
import type { Environment, Flag, Scope, Serving } from '../../core/model.ts';
import { invalid } from '../errors.ts';
import { withSeenTopology } from '../evaluation/seen.ts';
import type { AuditRow } from './audit.ts';
import type { Statements } from './database.ts';
import type { Author, Transaction } from './ledger.ts';
import { allServings, ownServing, readEnvironments, readFlag } from './read-flags.ts';
import { checkScope, checkServing, constantSince, describeScope, sameServing } from './servings.ts';

export interface ServingChange {
  readonly scope: Scope;
  /** null removes the override. */
  readonly serving: Serving | null;
  readonly reason: string | null;
}

/** A change to what is served already leaves no trace, so that a rollback afterwards undoes the last real one. */
export async function changeServing(
  transaction: Transaction,
  project: string,
  flag: Flag,
  change: ServingChange,
  author: Author,
): Promise<void> {
  await checkChangeable(transaction, project, flag, change.scope);
  if (change.serving === null && change.scope.datacenter === null) {
    throw invalid(
      'The serving of a whole environment cannot be removed, only that of a datacenter or server. To stop serving the flag, set {"kind":"off"}.',
      'serving',
    );
  }
  const serving = change.serving === null ? null : checkServing(flag, change.serving);
  if (sameServing(ownServing(flag, change.scope), serving)) return;
  await apply(transaction, project, flag, { action: 'serving-changed', ...change, serving }, author);
}

/** Restores what exactly this scope served before its last change; done twice, it redoes. */
export async function rollBack(
  transaction: Transaction,
  project: string,
  flag: Flag,
  change: { readonly scope: Scope; readonly reason: string | null },
  author: Author,
): Promise<void> {
  const { scope } = change;
  await checkChangeable(transaction, project, flag, scope);
  const last = (await transaction.statements.lastServingChange.get(
    project,
    flag.key,
    scope.environment,
    scope.datacenter,
    scope.server,
  )) as AuditRow | undefined;
  if (!last) {
    throw invalid(
      `There is nothing to roll back: "${flag.key}" has not been changed in ${describeScope(scope)} since it was created.`,
      'environment',
    );
  }
  const serving = last.before === null ? null : (JSON.parse(last.before) as Serving);
  await apply(transaction, project, flag, { action: 'rolled-back', ...change, serving }, author);
}

/** Removes the override of a scope that no longer exists. */
export async function dropOverride(
  transaction: Transaction,
  project: string,
  flagKey: string,
  change: { readonly scope: Scope; readonly reason: string },
  author: Author,
): Promise<void> {
  const flag = await readFlag(transaction.statements, project, flagKey, () => null);
  await apply(transaction, project, flag, { action: 'serving-changed', ...change, serving: null }, author);
}

async function checkChangeable(transaction: Transaction, project: string, flag: Flag, scope: Scope): Promise<void> {
  await checkKnownScope(transaction.statements, project, flag, scope);
  if (flag.archivedAt !== null) {
    throw invalid(`"${flag.key}" is archived: restore it (archived: false) before changing what it serves.`, 'key');
  }
}

/**
 * A scope is known because it was declared, because it has an override, or because a server there has read flags.
 * @throws ApiError `invalid`, naming what there is
 */
async function checkKnownScope(statements: Statements, project: string, flag: Flag, scope: Scope): Promise<void> {
  const declared = await readEnvironments(statements, project);
  if (scope.datacenter === null || isDeclared(declared, scope)) return checkScope(declared, scope);
  const seen = (await statements.serverReports.all(project)) as readonly SeenRow[];
  const known = declared.map((environment) => {
    const there = seen.filter((row) => row.environment === environment.key);
    const servers = Map.groupBy(there, (row) => row.datacenter);
    const datacenters = [...servers].map(([key, rows]) => ({
      key,
      servers: rows.flatMap(({ server }) => (server === '' ? [] : [server])),
    }));
    return withSeenTopology(environment, datacenters, [flag]);
  });
  checkScope(known, scope);
}

interface SeenRow {
  readonly environment: string;
  readonly datacenter: string;
  readonly server: string;
}

function isDeclared(environments: readonly Environment[], { environment, datacenter, server }: Scope): boolean {
  const there = environments.find(({ key }) => key === environment)?.datacenters.find(({ key }) => key === datacenter);
  return there !== undefined && (server === null || there.servers.includes(server));
}

async function apply(
  transaction: Transaction,
  project: string,
  flag: Flag,
  change: ServingChange & { readonly action: 'serving-changed' | 'rolled-back' },
  author: Author,
): Promise<void> {
  const { statements } = transaction;
  const { scope, serving } = change;
  const before = flag.environments[scope.environment];
  if (!before) throw invalid(`"${flag.key}" has no state in environment "${scope.environment}".`, 'environment');
  const at = transaction.timeOf(author);
  const revision = await transaction.record(project, author, {
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
    if (serving === null) await statements.deleteOverride.run(...place);
    else await statements.upsertOverride.run(...place, JSON.stringify(serving), at, author.name);
  }
  const others = before.scopes.filter(
    ({ datacenter, server }) => datacenter !== scope.datacenter || server !== scope.server,
  );
  const own = scope.datacenter !== null && serving !== null ? [serving] : [];
  const after = [wide, ...others.map((other) => other.serving), ...own];
  const since = constantSince({ servings: allServings(before), since: before.constantSince }, after, at);
  await statements.upsertState.run(project, flag.key, scope.environment, JSON.stringify(wide), since, at, author.name);
  await statements.setFlagRevision.run(revision, project, flag.key);
}
