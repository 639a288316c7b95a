/** Creating and replacing environments with their datacenters and servers. */
import type { Datacenter, Environment, Scope } from '../../core/model.ts';
import type { ServedEnvironment } from './read-flags.ts';
import { invalid } from '../errors.ts';
import { addState } from './flags.ts';
import type { Author, Transaction } from './ledger.ts';
import { readEnvironments, readFlags, readOverrides, readProject } from './read-flags.ts';
import { dropOverride } from './serving-changes.ts';
import { limits, type EnvironmentInput } from '../shapes.ts';

/**
 * A new environment gives every flag its default serving there. One that loses a datacenter or server loses the overrides of
 * it, each with its own audit row.
 */
export async function putEnvironment(
  transaction: Transaction,
  project: string,
  key: string,
  input: EnvironmentInput,
  author: Author,
): Promise<void> {
  const { statements } = transaction;
  await readProject(statements, project);
  checkTopology(input.datacenters);
  const environments = await readEnvironments(statements, project);
  const before = environments.find((environment) => environment.key === key);
  if (!before && environments.length >= limits.environments) {
    throw invalid(`A project has at most ${limits.environments} environments.`, 'environment');
  }
  const after: ServedEnvironment = {
    key,
    critical: input.critical,
    datacenters: input.datacenters,
    // Left out, it stays: whoever only tells the servers must not switch the second person off.
    approval: input.approval ?? before?.approval ?? false,
  };
  if (before && JSON.stringify(before) === JSON.stringify(after)) return;

  const revision = await transaction.record(project, author, {
    action: 'environment-changed',
    scope: { environment: key, datacenter: null, server: null },
    detail: describe(after),
  });
  const datacenters = JSON.stringify(after.datacenters);
  if (before) {
    await dropVanished(transaction, project, before, after, author);
    await statements.updateEnvironment.run(after.critical ? 1 : 0, datacenters, after.approval ? 1 : 0, project, key);
    return;
  }
  await statements.insertEnvironment.run(project, key, after.critical ? 1 : 0, datacenters, after.approval ? 1 : 0);
  for (const flag of await readFlags(statements, project, () => null)) {
    await addState(transaction, project, flag, key, null, author);
    await statements.setFlagRevision.run(revision, project, flag.key);
  }
}

async function dropVanished(
  transaction: Transaction,
  project: string,
  before: Environment,
  after: Environment,
  author: Author,
): Promise<void> {
  const has = ({ datacenters }: Environment, scope: Scope): boolean => {
    const datacenter = datacenters.find(({ key }) => key === scope.datacenter);
    return datacenter !== undefined && (scope.server === null || datacenter.servers.includes(scope.server));
  };
  for (const { flagKey, scope } of await readOverrides(transaction.statements, project, after.key)) {
    // What was known only because it read flags is not taken away by what is declared.
    if (has(after, scope) || !has(before, scope)) continue;
    const datacenter = after.datacenters.find((candidate) => candidate.key === scope.datacenter);
    const what = datacenter ? `server ${scope.server}` : `datacenter ${scope.datacenter}`;
    await dropOverride(transaction, project, flagKey, { scope, reason: `The ${what} was removed` }, author);
  }
}

function checkTopology(datacenters: readonly Datacenter[]): void {
  const names = datacenters.map(({ key }) => key);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`There are two datacenters "${twice}".`, 'datacenters');
  for (const { key, servers } of datacenters) {
    const server = servers.find((name, index) => servers.indexOf(name) !== index);
    if (server !== undefined) throw invalid(`There are two servers "${server}" in datacenter "${key}".`, 'datacenters');
  }
}

function describe({ critical, datacenters, approval }: ServedEnvironment): string {
  const servers = datacenters.reduce((count, datacenter) => count + datacenter.servers.length, 0);
  const names = datacenters.slice(0, 10).map(({ key }) => key);
  const where = names.length === 0 ? '' : ` (${names.join(', ')}${datacenters.length > 10 ? ', ...' : ''})`;
  const who = approval ? ', changes need a second person' : '';
  return `${critical ? 'critical' : 'not critical'}${who}, datacenters: ${datacenters.length}${where}, servers: ${servers}`;
}
