/** Rows to the model's flags and environments. */
import type {
  Datacenter,
  Environment,
  Flag,
  FlagKind,
  FlagState,
  Purpose,
  Scope,
  ScopeState,
  Serving,
  ValueType,
  Variant,
} from '../../core/model.ts';
import { ApiError } from '../errors.ts';
import type { Statements } from './database.ts';
import { defaultServing, sameServing } from './servings.ts';

interface FlagRow {
  readonly key: string;
  readonly kind: FlagKind;
  readonly purpose: Purpose | null;
  readonly value_type: ValueType;
  readonly variants: string;
  readonly owner: string | null;
  readonly description: string | null;
  readonly tags: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly archived_at: string | null;
  readonly permanent: number;
  readonly revision: number;
}

interface StateRow {
  readonly flag_key: string;
  readonly environment: string;
  readonly serving: string;
  readonly constant_since: string | null;
  readonly changed_at: string;
  readonly changed_by: string;
}

interface OverrideRow {
  readonly flag_key: string;
  readonly environment: string;
  readonly datacenter: string;
  readonly server: string;
  readonly serving: string;
  readonly changed_at: string;
  readonly changed_by: string;
}

/** An environment as this control plane keeps it. */
export interface ServedEnvironment extends Environment {
  /** A change here needs a second person. */
  readonly approval: boolean;
}

export interface ProjectRow {
  readonly key: string;
  readonly revision: number;
}

/** Makes the address of a flag's page; null where nobody serves one. */
export type FlagUrl = (flagKey: string) => string | null;

/** @throws ApiError `not-found` */
export async function readProject(statements: Statements, project: string): Promise<ProjectRow> {
  const row = (await statements.project.get(project)) as ProjectRow | undefined;
  if (!row) throw new ApiError('not-found', `There is no project "${project}".`);
  return row;
}

/** In the order in which they were made. */
export async function readEnvironments(statements: Statements, project: string): Promise<readonly ServedEnvironment[]> {
  const rows = (await statements.environments.all(project)) as {
    key: string;
    critical: number;
    approval: number;
    datacenters: string;
  }[];
  return rows.map((row) => ({
    key: row.key,
    critical: row.critical === 1,
    datacenters: JSON.parse(row.datacenters) as readonly Datacenter[],
    approval: row.approval === 1,
  }));
}

/** All flags, archived ones too, by key. */
export async function readFlags(statements: Statements, project: string, url: FlagUrl): Promise<readonly Flag[]> {
  const flags = (await statements.flags.all(project)) as FlagRow[];
  const order = (await readEnvironments(statements, project)).map(({ key }) => key);
  const states = groupByFlag((await statements.states.all(project)) as StateRow[]);
  const overrides = groupByFlag((await statements.overrides.all(project)) as OverrideRow[]);
  return flags.map((row) => toFlag(row, order, states.get(row.key) ?? [], overrides.get(row.key) ?? [], url));
}

/** @throws ApiError `not-found` */
export async function readFlag(statements: Statements, project: string, key: string, url: FlagUrl): Promise<Flag> {
  const row = (await statements.flag.get(project, key)) as FlagRow | undefined;
  if (!row) throw new ApiError('not-found', `There is no flag "${key}" in project "${project}".`);
  const order = (await readEnvironments(statements, project)).map((environment) => environment.key);
  const states = (await statements.statesOfFlag.all(project, key)) as StateRow[];
  const overrides = (await statements.overridesOfFlag.all(project, key)) as OverrideRow[];
  return toFlag(row, order, states, overrides, url);
}

/** The overrides of an environment in all flags. */
export async function readOverrides(
  statements: Statements,
  project: string,
  environment: string,
): Promise<readonly { readonly flagKey: string; readonly scope: Scope; readonly serving: Serving }[]> {
  const rows = (await statements.overridesOfEnvironment.all(project, environment)) as OverrideRow[];
  return rows.map((row) => ({
    flagKey: row.flag_key,
    scope: { environment, datacenter: row.datacenter, server: row.server === '' ? null : row.server },
    serving: JSON.parse(row.serving) as Serving,
  }));
}

/** What exactly this scope serves of its own; null where a wider scope's serving applies. */
export function ownServing(flag: Flag, scope: Scope): Serving | null {
  const state = flag.environments[scope.environment];
  if (!state) return null;
  if (scope.datacenter === null) return state.serving;
  const own = state.scopes.find(({ datacenter, server }) => datacenter === scope.datacenter && server === scope.server);
  return own?.serving ?? null;
}

/** Every serving in an environment: the environment-wide one and the overrides. */
export function allServings(state: FlagState): readonly Serving[] {
  return [state.serving, ...state.scopes.map(({ serving }) => serving)];
}

/** Whether anybody in the environment gets something else than where the flag serves nothing: off, or its variant that is false. */
export function isServed(flag: Flag, environment: string): boolean {
  const state = flag.environments[environment];
  const base = defaultServing(flag.variants);
  return state !== undefined && allServings(state).some((own) => own.kind !== 'off' && !sameServing(own, base));
}

function toFlag(
  row: FlagRow,
  order: readonly string[],
  states: readonly StateRow[],
  overrides: readonly OverrideRow[],
  url: FlagUrl,
): Flag {
  const sorted = states.toSorted((a, b) => order.indexOf(a.environment) - order.indexOf(b.environment));
  return {
    key: row.key,
    kind: row.kind,
    purpose: row.purpose,
    valueType: row.value_type,
    variants: JSON.parse(row.variants) as readonly Variant[],
    owner: row.owner,
    description: row.description,
    tags: JSON.parse(row.tags) as readonly string[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    archivedAt: row.archived_at,
    permanent: row.permanent === 1,
    staleMark: null,
    // Flags of the embedded control plane stand alone.
    prerequisites: [],
    url: url(row.key),
    revision: String(row.revision),
    environments: Object.fromEntries(sorted.map((state) => [state.environment, toState(state, overrides)])),
  };
}

function toState(row: StateRow, overrides: readonly OverrideRow[]): FlagState {
  return {
    serving: JSON.parse(row.serving) as Serving,
    constantSince: row.constant_since,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    lastEvaluatedAt: null,
    scopes: overrides.filter(({ environment }) => environment === row.environment).map(toScopeState),
    observed: [],
  };
}

function toScopeState(row: OverrideRow): ScopeState {
  return {
    datacenter: row.datacenter,
    server: row.server === '' ? null : row.server,
    serving: JSON.parse(row.serving) as Serving,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}

function groupByFlag<Row extends { readonly flag_key: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => row.flag_key);
}
