/** The columns of the matrix: servers, grouped by datacenter, grouped by environment. Pure. */
import type { Environment, Scope } from '../../../../core/model.ts';

/** One column. It is a server, or a datacenter without servers, or an environment without datacenters. */
export interface Column {
  readonly id: string;
  readonly scope: Scope;
  /** What fits above a narrow column. */
  readonly label: string;
  readonly title: string;
  readonly critical: boolean;
  readonly startsEnvironment: boolean;
  readonly startsDatacenter: boolean;
  /** Pixels from the first column's left edge, and across. */
  readonly left: number;
  readonly width: number;
}

/** A header over the columns from `first` on, `span` of them. */
export interface ColumnGroup {
  readonly id: string;
  readonly label: string;
  readonly first: number;
  readonly span: number;
  readonly critical: boolean;
}

export interface Columns {
  readonly environments: readonly ColumnGroup[];
  readonly datacenters: readonly ColumnGroup[];
  readonly columns: readonly Column[];
  /** Pixels across. */
  readonly width: number;
}

const narrow = 70;
const wide = 106;

/** All columns, or those of one environment; of these, the servers that `keep` wants. */
export function buildColumns(
  environments: readonly Environment[],
  only: string | null,
  keep: (scope: Scope) => boolean = () => true,
): Columns {
  let left = 0;
  const columns = environments
    .filter((environment) => only === null || environment.key === only)
    .flatMap((environment) => environmentColumns(environment, keep))
    .map((column) => {
      const placed = { ...column, left };
      left += column.width;
      return placed;
    });
  return {
    environments: groupsOf(
      columns,
      ({ scope }) => scope.environment,
      ({ scope }) => scope.environment,
    ),
    datacenters: groupsOf(
      columns,
      ({ scope }) => JSON.stringify([scope.environment, scope.datacenter]),
      ({ scope }) => scope.datacenter ?? '',
    ),
    columns,
    width: left,
  };
}

/** Every scope of an environment, wide to narrow, in reading order. */
export function environmentScopes(environment: Environment): Scope[] {
  const whole: Scope = { environment: environment.key, datacenter: null, server: null };
  return [
    whole,
    ...environment.datacenters.flatMap((datacenter) => [
      { ...whole, datacenter: datacenter.key },
      ...datacenter.servers.map((server) => ({ ...whole, datacenter: datacenter.key, server })),
    ]),
  ];
}

/** "production", "production / fra", "production / fra / fra-2". */
export function scopeName(scope: Scope): string {
  return [scope.environment, scope.datacenter, scope.server].filter((part) => part !== null).join(' / ');
}

/** A scope as a map key. */
export function scopeId(scope: Scope): string {
  return JSON.stringify([scope.environment, scope.datacenter, scope.server]);
}

/** True where `wide` is the scope itself or one around it. */
export function covers(wide: Scope, scope: Scope): boolean {
  if (wide.environment !== scope.environment) return false;
  if (wide.datacenter === null) return true;
  return wide.datacenter === scope.datacenter && (wide.server === null || wide.server === scope.server);
}

/** Names without what they all start with, cut after a separator: shop-fra-web-1, shop-fra-web-2 → 1, 2. */
export function shortNames(names: readonly string[]): string[] {
  const [first, ...others] = names;
  if (first === undefined || others.length === 0) return [...names];
  let common = 0;
  while (common < first.length && others.every((name) => name[common] === first[common])) common += 1;
  while (common > 0 && !'-._/:'.includes(first[common - 1] ?? '')) common -= 1;
  const short = names.map((name) => name.slice(common));
  return short.every((name) => name !== '') ? short : [...names];
}

function environmentColumns(environment: Environment, keep: (scope: Scope) => boolean): Column[] {
  const scopes: { scope: Scope; label: string }[] = [];
  for (const datacenter of environment.datacenters) {
    const scope = { environment: environment.key, datacenter: datacenter.key, server: null };
    const labels = datacenter.servers.every((server) => server.length <= 6)
      ? datacenter.servers
      : shortNames(datacenter.servers);
    if (datacenter.servers.length === 0) scopes.push({ scope, label: 'all' });
    datacenter.servers.forEach((server, index) =>
      scopes.push({ scope: { ...scope, server }, label: labels[index] ?? server }),
    );
  }
  if (scopes.length === 0) {
    scopes.push({ scope: { environment: environment.key, datacenter: null, server: null }, label: 'all' });
  }
  const kept = scopes.filter(({ scope }) => keep(scope));
  return kept.map(({ scope, label }, index) => ({
    id: scopeId(scope),
    scope,
    label,
    title: scopeName(scope),
    critical: environment.critical,
    startsEnvironment: index === 0,
    startsDatacenter: index === 0 || kept[index - 1]?.scope.datacenter !== scope.datacenter,
    left: 0,
    // One or two columns have to hold the name of their environment, and that it is critical.
    width: Math.max(label.length > 7 ? wide : narrow, Math.ceil((environment.critical ? 160 : wide) / kept.length)),
  }));
}

function groupsOf(
  columns: readonly Column[],
  id: (column: Column) => string,
  label: (column: Column) => string,
): ColumnGroup[] {
  const result: ColumnGroup[] = [];
  columns.forEach((column, first) => {
    const last = result.at(-1);
    if (last?.id === id(column)) result[result.length - 1] = { ...last, span: last.span + 1 };
    else result.push({ id: id(column), label: label(column), first, span: 1, critical: column.critical });
  });
  return result;
}
