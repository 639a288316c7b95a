/** Which rows are shown, and in what order. Pure. */
import type { Flag, FlagKind } from '../../../../core/model.ts';
import type { Column } from './columns.ts';
import { differsBetweenServers, lastChange, partlyOpenSomewhere } from './rows.ts';

export type SortOrder = 'key' | 'changed' | 'constant';

export interface Filters {
  /** Words that all have to be in the key, description, owner or a tag. */
  readonly text: string;
  readonly kind: FlagKind | null;
  /** An owner; the empty text stands for flags nobody owns; null for all. */
  readonly owner: string | null;
  readonly environment: string | null;
  readonly differs: boolean;
  readonly partlyOpen: boolean;
  /** Shows archived flags instead of the others. */
  readonly archived: boolean;
  readonly sort: SortOrder;
}

export const noFilters: Filters = {
  text: '',
  kind: null,
  owner: null,
  environment: null,
  differs: false,
  partlyOpen: false,
  archived: false,
  sort: 'key',
};

/** How many flags each quick filter would leave, taken on all flags that are not archived. */
export interface FilterCounts {
  readonly all: number;
  readonly differs: number;
  readonly partlyOpen: number;
  readonly archived: number;
}

/** The flags to show, in order. `factsIn` is the environment whose ages the rows show. */
export function applyFilters(
  flags: readonly Flag[],
  filters: Filters,
  columns: readonly Column[],
  factsIn: string | null,
): Flag[] {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  return flags
    .filter((flag) => (flag.archivedAt !== null) === filters.archived)
    .filter((flag) => filters.kind === null || flag.kind === filters.kind)
    .filter((flag) => filters.owner === null || (flag.owner ?? '') === filters.owner)
    .filter((flag) => words.length === 0 || matchesWords(flag, words))
    .filter((flag) => !filters.differs || differsBetweenServers(flag, columns))
    .filter((flag) => !filters.partlyOpen || partlyOpenSomewhere(flag, columns))
    .sort(comparator(filters.sort, factsIn));
}

export function countFlags(flags: readonly Flag[], columns: readonly Column[]): FilterCounts {
  const current = flags.filter((flag) => flag.archivedAt === null);
  return {
    all: current.length,
    differs: current.filter((flag) => differsBetweenServers(flag, columns)).length,
    partlyOpen: current.filter((flag) => partlyOpenSomewhere(flag, columns)).length,
    archived: flags.length - current.length,
  };
}

/** Everybody who owns a flag, sorted; the empty text first where some flag has no owner. */
export function owners(flags: readonly Flag[]): string[] {
  return [...new Set(flags.map((flag) => flag.owner ?? ''))].sort();
}

/** True where something other than the order, the environment or the archive hides rows. */
export function isFiltered(filters: Filters): boolean {
  return (
    filters.text.trim() !== '' ||
    filters.kind !== null ||
    filters.owner !== null ||
    filters.differs ||
    filters.partlyOpen
  );
}

function matchesWords(flag: Flag, words: readonly string[]): boolean {
  const text = [flag.key, flag.description, flag.owner, flag.purpose, ...flag.tags].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}

function comparator(sort: SortOrder, factsIn: string | null): (one: Flag, other: Flag) => number {
  const byKey = (one: Flag, other: Flag): number => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0);
  if (sort === 'key') return byKey;
  const time = (flag: Flag): number => {
    if (sort === 'changed') return -Date.parse(lastChange(flag, factsIn).at ?? '');
    return Date.parse((factsIn === null ? null : flag.environments[factsIn]?.constantSince) ?? '');
  };
  return (one, other) => {
    const [left, right] = [time(one), time(other)];
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || byKey(one, other);
    return left - right || byKey(one, other);
  };
}
