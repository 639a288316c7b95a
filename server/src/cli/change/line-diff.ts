/** Which lines of a text are not in the one before. */

/** More edits than this are not counted one by one: the whole middle counts as changed. */
const mostEdits = 500;

/** 1-based lines of `after` that `before` does not have at their place, as the shortest way from one to the other tells it. */
export function changedLines(before: string, after: string): ReadonlySet<number> {
  const old = before.split(/\r?\n/);
  const now = after.split(/\r?\n/);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let [oldEnd, nowEnd] = [old.length, now.length];
  while (oldEnd > start && nowEnd > start && old[oldEnd - 1] === now[nowEnd - 1]) {
    oldEnd--;
    nowEnd--;
  }
  const kept = keptLines(old.slice(start, oldEnd), now.slice(start, nowEnd));
  const changed = new Set<number>();
  for (let line = start; line < nowEnd; line++) if (!kept?.has(line - start)) changed.add(line + 1);
  return changed;
}

/** Indexes in `now` of the lines that both have in the same order (Myers' algorithm); null where they differ too much. */
function keptLines(old: readonly string[], now: readonly string[]): ReadonlySet<number> | null {
  if (old.length === 0 || now.length === 0) return new Set();
  const limit = Math.min(old.length + now.length, mostEdits);
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let edits = 0; edits <= limit; edits++) {
    trace.push(new Map(furthest));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isDown(furthest, diagonal, edits)
        ? (furthest.get(diagonal + 1) ?? 0)
        : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
      furthest.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return walkBack(trace, old.length, now.length);
    }
  }
  return null;
}

function walkBack(trace: readonly ReadonlyMap<number, number>[], width: number, height: number): ReadonlySet<number> {
  const kept = new Set<number>();
  let [x, y] = [width, height];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const furthest = trace[edits]!;
    const diagonal = x - y;
    const previous = isDown(furthest, diagonal, edits) ? diagonal + 1 : diagonal - 1;
    const previousX = furthest.get(previous) ?? 0;
    const previousY = previousX - previous;
    while (x > previousX && y > previousY) {
      x--;
      y--;
      if (y >= 0) kept.add(y);
    }
    [x, y] = [previousX, previousY];
  }
  return kept;
}

/** The step came from a line that was added, not from one that was removed. */
function isDown(furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0);
}
