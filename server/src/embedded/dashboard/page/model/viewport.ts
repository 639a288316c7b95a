/** Which rows and columns of the matrix are worth having as elements. Pure. */

/** Half-open: `first` is in it, `end` is not. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

/** Rows of one height that a window shows, with some more on both sides. */
export function visibleRows(view: {
  readonly top: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
  readonly spare: number;
}): Range {
  const { top, height, rowHeight, count, spare } = view;
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + spare);
  return { first: Math.min(first, end), end: Math.max(end, 0) };
}

/** Columns that a window shows, with some more on both sides. `columns` are next to each other, from 0 on. */
export function visibleColumns(
  columns: readonly { readonly left: number; readonly width: number }[],
  view: { readonly left: number; readonly width: number; readonly spare: number },
): Range {
  const { left, width, spare } = view;
  const first = columns.findIndex((column) => column.left + column.width > left);
  if (first === -1) return { first: columns.length, end: columns.length };
  let end = first;
  while (end < columns.length && (columns[end]?.left ?? 0) < left + width) end += 1;
  return { first: Math.max(0, first - spare), end: Math.min(columns.length, end + spare) };
}

/**
 * The rows to have as elements, in order: those of the window and `pinned`, which has the focus and must not vanish under it.
 * @example rowsToShow({ first: 10, end: 12 }, 3) // [3, 10, 11]
 */
export function rowsToShow({ first, end }: Range, pinned: number | null): number[] {
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  if (pinned === null || (pinned >= first && pinned < end)) return rows;
  return pinned < first ? [pinned, ...rows] : [...rows, pinned];
}
