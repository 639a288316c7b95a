/** The flag and the scope that a command line names. */
import { suggest } from '../../config/suggest.ts';
import type { Flag, FlagSnapshot, Scope } from '../../core/model.ts';
import { suggestKeys } from '../../core/checks/suggest.ts';
import { listOf, quoteKey, visible } from '../../core/text.ts';
import type { CommandInput } from '../command.ts';
import { UsageError } from '../usage-error.ts';

/** Throws UsageError with keys that may have been meant. */
export function findFlag(snapshot: FlagSnapshot, key: string): Flag {
  const flag = snapshot.flags.find((candidate) => candidate.key === key);
  if (flag) return flag;
  const name = visible(snapshot.controlPlane.name);
  if (!snapshot.complete) {
    throw new UsageError(`${quoteKey(key)} is not among the flags that could be read from ${name}.`);
  }
  const near = suggestKeys(key, snapshot.flags).map(quoteKey);
  const hint = near.length > 0 ? ` Did you mean ${listOf(near, 'or')}?` : ' `sluice flags` lists all.';
  throw new UsageError(`${name} has no flag ${quoteKey(key)}.${hint}`);
}

/** The scope of --environment, --datacenter and --server. Throws UsageError where it is not one of the control plane's. */
export function findScope(snapshot: FlagSnapshot, input: CommandInput, command: string): Scope {
  const environments = snapshot.environments.map(({ key }) => key);
  const [only] = environments;
  const environment = input.value('environment') ?? (environments.length === 1 ? (only ?? null) : null);
  if (environment === null) {
    throw new UsageError(`Say where: --environment ${environments.map((key) => visible(key)).join('|')}.`, command);
  }
  const found = snapshot.environments.find(({ key }) => key === environment);
  if (!found) throw unknownPlace('environment', environment, environments);

  const datacenter = input.value('datacenter');
  const server = input.value('server');
  if (datacenter === null) {
    if (server !== null) throw new UsageError('A server is one of a datacenter: name that with --datacenter.', command);
    return { environment, datacenter: null, server: null };
  }
  const center = found.datacenters.find(({ key }) => key === datacenter);
  if (!center)
    throw unknownPlace(
      'datacenter',
      datacenter,
      found.datacenters.map(({ key }) => key),
    );
  if (server !== null && !center.servers.includes(server)) throw unknownPlace('server', server, center.servers);
  return { environment, datacenter, server };
}

function unknownPlace(what: string, given: string, known: readonly string[]): UsageError {
  const [near] = suggest(given, known);
  const hint = near === undefined ? '' : ` Did you mean ${visible(near)}?`;
  const list = known.length > 0 ? `there are ${known.map((key) => visible(key)).join(', ')}` : 'there is none';
  return new UsageError(`There is no ${what} "${visible(given)}": ${list}.${hint}`);
}

/** "in production", "in datacenter fra of production", "on server fra-2 (fra, production)". Safe for a terminal. */
export function scopeText({ environment, datacenter, server }: Scope): string {
  if (datacenter === null) return `in ${visible(environment)}`;
  if (server === null) return `in datacenter ${visible(datacenter)} of ${visible(environment)}`;
  return `on server ${visible(server)} (${visible(datacenter)}, ${visible(environment)})`;
}
