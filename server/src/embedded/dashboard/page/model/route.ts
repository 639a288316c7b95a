/** The part of the address after `#`: what is open and the filters, so that a view can be sent to a colleague. Pure. */
import type { Scope } from '../../../../core/model.ts';
import type { Filters, SortOrder } from './filters.ts';
import { healthFilters, noFilters } from './filters.ts';

export interface Route {
  readonly flagKey: string | null;
  /** The list of change requests is open; a flag that is open wins. */
  readonly requests: boolean;
  /** The scope of the panel that is in focus. */
  readonly scope: Scope | null;
  readonly project: string | null;
  readonly filters: Filters;
}

const sortOrders: readonly string[] = ['key', 'changed', 'constant', 'created', 'health'] satisfies SortOrder[];

/** Reads `#/`, `#/flag/<key>`, `#/requests` and their `?...`; anything else is the matrix without filters. Never throws. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = splitOnce(hash.replace(/^#/, ''), '?');
  const parameters = new URLSearchParams(query);
  const flagKey = path.startsWith('/flag/') ? decode(path.slice('/flag/'.length)) : null;
  const environment = parameters.get('at');
  const kind = parameters.get('kind');
  const sort = parameters.get('sort');
  const health = (parameters.get('health') ?? '').split(',');
  return {
    flagKey: flagKey === '' ? null : flagKey,
    requests: path === '/requests',
    scope:
      flagKey === null || environment === null
        ? null
        : { environment, datacenter: parameters.get('dc'), server: parameters.get('server') },
    project: parameters.get('project'),
    filters: {
      text: parameters.get('q') ?? '',
      kind: kind === 'switch' || kind === 'valve' || kind === 'variant' ? kind : null,
      owner: parameters.get('owner'),
      environment: parameters.get('environment'),
      health: healthFilters.filter((filter) => health.includes(filter)),
      differs: parameters.has('differs'),
      partlyOpen: parameters.has('partly'),
      archived: parameters.has('archived'),
      troubledServers: parameters.has('troubled'),
      sort: isSort(sort) ? sort : noFilters.sort,
    },
  };
}

/** The inverse of `parseRoute`; what is at its default is left out. */
export function formatRoute(route: Route): string {
  const { filters, scope } = route;
  const parameters = new URLSearchParams();
  if (route.project !== null) parameters.set('project', route.project);
  if (filters.environment !== null) parameters.set('environment', filters.environment);
  if (filters.text !== '') parameters.set('q', filters.text);
  if (filters.kind !== null) parameters.set('kind', filters.kind);
  if (filters.owner !== null) parameters.set('owner', filters.owner);
  const health = healthFilters.filter((kind) => filters.health.includes(kind));
  if (health.length > 0) parameters.set('health', health.join(','));
  if (filters.differs) parameters.set('differs', '1');
  if (filters.partlyOpen) parameters.set('partly', '1');
  if (filters.archived) parameters.set('archived', '1');
  if (filters.troubledServers) parameters.set('troubled', '1');
  if (filters.sort !== noFilters.sort) parameters.set('sort', filters.sort);
  if (route.flagKey !== null && scope !== null) {
    parameters.set('at', scope.environment);
    if (scope.datacenter !== null) parameters.set('dc', scope.datacenter);
    if (scope.server !== null) parameters.set('server', scope.server);
  }
  const query = parameters.toString();
  return `#${pathOf(route)}${query === '' ? '' : `?${query}`}`;
}

function pathOf({ flagKey, requests }: Route): string {
  if (flagKey !== null) return `/flag/${encodeURIComponent(flagKey)}`;
  return requests ? '/requests' : '/';
}

function isSort(text: string | null): text is SortOrder {
  return text !== null && sortOrders.includes(text);
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
