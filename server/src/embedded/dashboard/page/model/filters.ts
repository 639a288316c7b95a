/** Which rows are shown, and in what order. Pure. */
import type { Flag, FlagKind } from '../../../../core/model.ts';
import { healthKinds, type HealthKind } from './health.ts';
import { lastChange, type Assessed } from './rows.ts';

export type SortOrder = 'key' | 'changed' | 'constant' | 'created' | 'health';

/** Marks that rows can be picked by; archived flags are a view of their own. */
export type HealthFilter = Exclude<HealthKind, 'archived'>;

export const healthFilters: readonly HealthFilter[] = healthKinds.filter((kind) => kind !== 'archived');

export interface Filters {
  /** Words that all have to be in the key, description, owner or a tag. */
  readonly text: string;
  readonly kind: FlagKind | null;
  /** An owner; the empty text stands for flags nobody owns; null for all. */
  readonly owner: string | null;
  readonly environment: string | null;
  /** Flags with any of these marks; none picked is all flags. */
  readonly health: readonly HealthFilter[];
  readonly differs: boolean;
  readonly partlyOpen: boolean;
  /** Shows archived flags instead of the others. */
  readonly archived: boolean;
  /** Only the columns of servers that are behind or silent. */
  readonly troubledServers: boolean;
  readonly sort: SortOrder;
}

export const noFilters: Filters = {
  text: '',
  kind: null,
  owner: null,
  environment: null,
  health: [],
  differs: false,
  partlyOpen: false,
  archived: false,
  troubledServers: false,
  sort: 'key',
};

/** How many flags each quick filter would leave, taken on all flags that are not archived. */
export interface FilterCounts {
  readonly all: number;
  readonly health: { readonly [kind in HealthFilter]: number };
  readonly differs: number;
  readonly partlyOpen: number;
  readonly archived: number;
}

/** The rows to show, in order. `factsIn` is the environment whose ages the rows show. */
export function applyFilters(rows: readonly Assessed[], filters: Filters, factsIn: string | null): Assessed[] {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows
    .filter(
      ({ flag, marks, differs, partlyOpen, text }) =>
        (flag.archivedAt !== null) === filters.archived &&
        (filters.kind === null || flag.kind === filters.kind) &&
        (filters.owner === null || (flag.owner ?? '') === filters.owner) &&
        (filters.health.length === 0 || marks.some(({ kind }) => filters.health.some((wanted) => wanted === kind))) &&
        (!filters.differs || differs) &&
        (!filters.partlyOpen || partlyOpen) &&
        words.every((word) => text.includes(word)),
    )
    .sort(comparator(filters.sort, factsIn));
}

export function countFlags(rows: readonly Assessed[]): FilterCounts {
  const health: Record<HealthFilter, number> = { drifting: 0, stuck: 0, expired: 0, stale: 0 };
  const counts = { all: 0, differs: 0, partlyOpen: 0, archived: 0 };
  for (const { flag, marks, differs, partlyOpen } of rows) {
    if (flag.archivedAt !== null) {
      counts.archived += 1;
      continue;
    }
    counts.all += 1;
    if (differs) counts.differs += 1;
    if (partlyOpen) counts.partlyOpen += 1;
    for (const { kind } of marks) if (kind !== 'archived') health[kind] += 1;
  }
  return { ...counts, health };
}

/** Everybody who owns a flag, sorted; the empty text first where some flag has no owner. */
export function owners(flags: Iterable<Flag>): string[] {
  return [...new Set(Array.from(flags, (flag) => flag.owner ?? ''))].sort();
}

/** True where something other than the order, the environment or the archive hides rows. */
export function isFiltered(filters: Filters): boolean {
  return (
    filters.text.trim() !== '' ||
    filters.kind !== null ||
    filters.owner !== null ||
    filters.health.length > 0 ||
    filters.differs ||
    filters.partlyOpen
  );
}

function comparator(sort: SortOrder, factsIn: string | null): (one: Assessed, other: Assessed) => number {
  const byKey = (one: Assessed, other: Assessed): number =>
    one.flag.key < other.flag.key ? -1 : one.flag.key > other.flag.key ? 1 : 0;
  if (sort === 'key') return byKey;
  const weights = new Map<Assessed, number>();
  const weight = (row: Assessed): number => {
    const known = weights.get(row) ?? weightOf(row, sort, factsIn);
    weights.set(row, known);
    return known;
  };
  return (one, other) => {
    const [left, right] = [weight(one), weight(other)];
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || byKey(one, other);
    return left - right || byKey(one, other);
  };
}

/** Small comes first; NaN, which stands for unknown, last. */
function weightOf({ flag, marks }: Assessed, sort: SortOrder, factsIn: string | null): number {
  switch (sort) {
    case 'changed':
      return -Date.parse(lastChange(flag, factsIn).at ?? '');
    case 'created':
      return Date.parse(flag.createdAt ?? '');
    case 'constant':
      return Date.parse((factsIn === null ? null : flag.environments[factsIn]?.constantSince) ?? '');
    case 'health': {
      const [worst] = marks;
      // Of two equally bad ones, the one with more against it.
      return worst === undefined ? Number.NaN : healthKinds.indexOf(worst.kind) * 10 - marks.length;
    }
    case 'key':
      return 0;
  }
}
