/** A change somebody is about to make: what it is, how far it reaches, and what came of it. Pure. */
import type { Environment, Flag, Scope, Serving } from '../../../../core/model.ts';
import { scopeName } from './columns.ts';
import { effectiveServing, ownServing, sameServing, scopeKind, servingLabel, widerScope } from './serving.ts';

/** `set` writes a serving, `clear` removes an override, `rollback` restores what the scope served before its last change. */
export type Proposal =
  | { readonly kind: 'set'; readonly scope: Scope; readonly to: Serving }
  | { readonly kind: 'clear'; readonly scope: Scope }
  | { readonly kind: 'rollback'; readonly scope: Scope; readonly to: Serving | null };

export interface ChangeSummary {
  readonly title: string;
  readonly where: string;
  readonly from: string;
  readonly to: string;
  /** The same in one or two words, for a button. */
  readonly toShort: string;
  /** What a careful operator should know before confirming, one sentence each. */
  readonly notes: readonly string[];
  /** True where the scope serves that already. */
  readonly noop: boolean;
}

/** What is shown before a change is confirmed. */
export function describeChange(flag: Flag, proposal: Proposal, environments: readonly Environment[]): ChangeSummary {
  const { scope } = proposal;
  const own = ownServing(flag, scope);
  const target = targetServing(flag, proposal);
  const kind = scopeKind(scope);
  const cleared = proposal.kind === 'clear' || (proposal.kind === 'rollback' && proposal.to === null);
  const notes: string[] = [];
  if (!cleared && own === null && kind !== 'environment') notes.push(`This creates an override for this ${kind}.`);
  const reach = reachNote(flag, scope, environments);
  if (reach !== null) notes.push(reach);
  return {
    title: { set: 'Change', clear: 'Clear the override of', rollback: 'Roll back' }[proposal.kind],
    where: scopeName(scope),
    from: withOrigin(flag, scope, own),
    to: cleared ? `${servingLabel(flag, target).long} (inherited, no override)` : servingLabel(flag, target).long,
    toShort: servingLabel(flag, target).text,
    notes,
    noop: cleared ? own === null : sameServing(own, target),
  };
}

/** What the scope serves once the proposal is carried out. */
export function targetServing(flag: Flag, proposal: Proposal): Serving | null {
  const to = proposal.kind === 'clear' ? null : proposal.to;
  if (to !== null) return to;
  const wider = widerScope(proposal.scope);
  return wider === null ? null : (effectiveServing(flag, wider)?.serving ?? null);
}

/**
 * What reading the flag back says about a write nobody answered: `applied` (the scope is as asked for), `not-applied`
 * (nothing has changed since the revision the author saw) or `moved` (it changed, but not to what was asked for).
 */
export function verdict(
  now: Flag,
  seenRevision: string | null,
  proposal: Proposal,
): 'applied' | 'not-applied' | 'moved' {
  if (now.revision !== null && now.revision === seenRevision) return 'not-applied';
  const wanted = proposal.kind === 'clear' ? null : proposal.to;
  return sameServing(ownServing(now, proposal.scope), wanted) ? 'applied' : 'moved';
}

/** How many servers a change of this scope reaches, and which keep an override of their own. Null where it reaches all. */
export function reachNote(flag: Flag, scope: Scope, environments: readonly Environment[]): string | null {
  const environment = environments.find(({ key }) => key === scope.environment);
  if (environment === undefined || scope.server !== null) return null;
  const datacenters = environment.datacenters.filter(
    ({ key }) => scope.datacenter === null || key === scope.datacenter,
  );
  const servers = datacenters.flatMap(({ key, servers: names }) =>
    names.map((server) => ({ datacenter: key, server })),
  );
  const kept = servers.filter(({ datacenter, server }) => {
    const source = effectiveServing(flag, { ...scope, datacenter, server })?.source;
    return source === 'server' || (source === 'datacenter' && scope.datacenter === null);
  });
  if (servers.length === 0 || kept.length === 0) return null;
  const names = kept.map(({ server }) => server);
  const shown = names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  const verb = names.length === 1 ? 'keeps its own override' : 'keep their own override';
  return `Reaches ${servers.length - kept.length} of ${servers.length} servers: ${shown} ${verb}.`;
}

function withOrigin(flag: Flag, scope: Scope, own: Serving | null): string {
  const effective = effectiveServing(flag, scope);
  const text = servingLabel(flag, effective?.serving ?? null).long;
  return own === null && effective !== null ? `${text} (inherited)` : text;
}
