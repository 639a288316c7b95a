/** What servers really apply in an environment, as predicates. */
import type { Environment, Flag, FlagState, ObservedServing } from '../model.ts';
import { listOf, plural, visible } from '../text.ts';
import { nothing, type Predicate } from './predicate.ts';
import { effectiveServing, sameServing, servingLabel } from './serving.ts';

/** Servers that are listed one by one. */
const listed = 5;

/** How many servers apply what they should, and each that does not, or has not said so. */
export function observedPredicates(flag: Flag, environment: Environment, state: FlagState): readonly Predicate[] {
  const key = visible(environment.key);
  const told = { name: `observed in ${key}`, source: 'control plane' } as const;
  const { observed } = state;
  if (observed.length === 0) return [{ ...told, value: nothing.notTold, at: null, says: null }];
  const deviating = observed.filter(
    ({ datacenter, server, serving }) => !sameServing(serving, effectiveServing(state, datacenter, server)),
  );
  const silent = silentServers(environment, observed);
  const all = observed.length + silent.length;
  const oldest = observed.map(({ at }) => at).sort()[0] ?? null;
  const applied = `${observed.length - deviating.length} of ${plural(all, 'server')} ${all === 1 ? 'applies' : 'apply'} it`;
  const missing =
    silent.length === 0 ? '' : `, ${shortList(silent)} ${silent.length === 1 ? 'has' : 'have'} not reported`;
  const says = deviating.length > 0 ? 'caution' : silent.length > 0 ? 'unknown' : 'safe';
  return [
    { ...told, value: `${applied}${missing}`, at: oldest, says },
    ...deviating.slice(0, listed).map(({ datacenter, server, serving, at }) => ({
      ...told,
      name: `observed in ${key} / ${visible(`${datacenter} / ${server}`)}`,
      value: `really applies ${servingLabel(flag, serving)}`,
      at,
      says: 'caution' as const,
    })),
  ];
}

/** Servers that the control plane lists for the environment and of which nothing was heard. */
function silentServers({ datacenters }: Environment, observed: readonly ObservedServing[]): readonly string[] {
  return datacenters.flatMap((datacenter) =>
    datacenter.servers
      .filter((server) => !observed.some((seen) => seen.datacenter === datacenter.key && seen.server === server))
      .map((server) => visible(server)),
  );
}

function shortList(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${plural(names.length - 3, 'other')}` : listOf(names);
}
