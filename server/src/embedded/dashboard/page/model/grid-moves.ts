/** Where a key leads in the matrix. Pure. */

/** Row -1 is the head with the servers; column 0 is the flag's key. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that Page Up and Page Down pass over. */
  readonly page: number;
}

/** The place the key leads to, kept inside; null where the key is none that moves. */
export function move(from: Place, key: string, withControl: boolean, extent: Extent): Place | null {
  const { row, column } = from;
  switch (key) {
    case 'ArrowUp':
      return inside({ row: row - 1, column }, extent);
    case 'ArrowDown':
      return inside({ row: row + 1, column }, extent);
    case 'ArrowLeft':
      return inside({ row, column: column - 1 }, extent);
    case 'ArrowRight':
      return inside({ row, column: column + 1 }, extent);
    case 'PageUp':
      return inside({ row: row === -1 ? -1 : Math.max(0, row - extent.page), column }, extent);
    case 'PageDown':
      return inside({ row: row + extent.page, column }, extent);
    case 'Home':
      return inside({ row: withControl ? 0 : row, column: 0 }, extent);
    case 'End':
      return inside({ row: withControl ? extent.rows - 1 : row, column: extent.columns - 1 }, extent);
    default:
      return null;
  }
}

/** The nearest place that exists. */
export function inside({ row, column }: Place, { rows, columns }: Extent): Place {
  return {
    row: Math.max(-1, Math.min(row, rows - 1)),
    column: Math.max(0, Math.min(column, columns - 1)),
  };
}

/**
 * The row that typed letters mean: the next one from `from` on, around the end, whose key starts with them, else one that has a
 * word that does. One letter typed again goes on to the next. null where there is none.
 */
export function typeahead(keys: readonly string[], typed: string, from: number): number | null {
  const letters = typed.toLowerCase();
  const isSame = [...letters].every((letter) => letter === letters[0]);
  const wanted = isSame ? (letters[0] ?? '') : letters;
  const start = isSame ? from + 1 : from;
  const order = keys.map((_, index) => (start + index) % keys.length);
  const startsAt = (test: (key: string) => boolean): number | undefined =>
    order.find((index) => test((keys[index] ?? '').toLowerCase()));
  const found =
    startsAt((key) => key.startsWith(wanted)) ??
    startsAt((key) => key.split(/[-._/:]/).some((word) => word.startsWith(wanted)));
  return found ?? null;
}
