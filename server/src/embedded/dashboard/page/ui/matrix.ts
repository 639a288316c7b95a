/**
 * The matrix: flags × servers, as a grid of which only the part in sight exists as elements. What is outside is known to assistive
 * technology by `aria-rowcount`, `aria-colcount` and the indexes of what is there; the row with the focus always exists.
 */
import type { Scope } from '../../../../core/model.ts';
import type { Columns } from '../model/columns.ts';
import { scopeId } from '../model/columns.ts';
import type { SortOrder } from '../model/filters.ts';
import type { Place } from '../model/grid-moves.ts';
import type { Assessed } from '../model/rows.ts';
import { rowsToShow, visibleColumns, visibleRows, type Range } from '../model/viewport.ts';
import { element, setAttribute } from './dom.ts';
import { createMatrixFocus } from './matrix-focus.ts';
import type { MatrixActions } from './matrix-focus.ts';
import { createMatrixHead } from './matrix-head.ts';
import { createRow, factColumns, headRows, patchRow, rowHeight } from './matrix-row.ts';
import type { Row, RowView } from './matrix-row.ts';

export interface MatrixView extends Omit<RowView, 'columns'> {
  readonly columns: Columns;
  /** In the order of the rows. */
  readonly rows: readonly Assessed[];
  readonly sort: SortOrder;
}

export interface Matrix {
  /** The frame that scrolls. */
  readonly node: HTMLElement;
  render(view: MatrixView): void;
  /** Brings a flag's row into view; does nothing where it is not among the rows. */
  reveal(flagKey: string): void;
  /** Puts the focus on a flag's row, where it was before. False where it is not among the rows. */
  focusRow(flagKey: string): boolean;
  /** Puts the focus on a server's head. */
  focusServer(scope: Scope): void;
}

/** Rows and columns that exist beside those in sight, so that a quick look around costs nothing. */
const spareRows = 5;
const spareColumns = 2;

export function createMatrix(frame: HTMLElement, actions: MatrixActions): Matrix {
  const head = createMatrixHead();
  const body = element('div', { class: 'body', attributes: { role: 'rowgroup' } });
  const grid = element(
    'div',
    { class: 'grid', attributes: { role: 'grid', 'aria-label': 'Flags by server' } },
    head.node,
    body,
  );
  frame.append(grid);
  let view: MatrixView | null = null;
  let rowView: RowView | null = null;
  let shown: Row[] = [];
  let drawnAt = 0;
  let size = { width: 0, height: 0, headHeight: 0, flagWidth: 0, factsWidth: 0 };

  const focus = createMatrixFocus({
    grid,
    place: () => ({ rows: view?.rows ?? [], columns: view?.columns.columns ?? [] }),
    page: () => Math.max(1, Math.floor((size.height - size.headHeight) / rowHeight) - 1),
    firstInSight: () => Math.ceil(frame.scrollTop / rowHeight),
    reveal(place) {
      scrollTo(place);
      draw();
    },
    actions,
  });

  const measure = (): void => {
    const style = getComputedStyle(grid);
    const pixels = (name: string): number => Number.parseFloat(style.getPropertyValue(name)) || 0;
    size = {
      width: frame.clientWidth,
      height: frame.clientHeight,
      headHeight: pixels('--head-height'),
      flagWidth: pixels('--flag-width'),
      // A sum of custom properties is not worked out before it is used for something.
      factsWidth: pixels('--flag-width') + pixels('--health-width') + pixels('--age-width'),
    };
  };

  const draw = (): void => {
    if (view === null || rowView === null) return;
    const { rows, columns } = view;
    const active = focus.place();
    const isPinned = focus.isInside();
    // Who flies past has no use for what is around: then each frame makes only what it shows.
    const isFlying = Math.abs(frame.scrollTop - drawnAt) > size.height;
    drawnAt = frame.scrollTop;
    const rowRange = visibleRows({
      top: frame.scrollTop,
      height: size.height - size.headHeight,
      rowHeight,
      count: rows.length,
      spare: isFlying ? 1 : spareRows,
    });
    const range = visibleColumns(columns.columns, {
      left: Math.max(0, frame.scrollLeft - (size.factsWidth - size.flagWidth)),
      width: size.width - size.flagWidth,
      spare: spareColumns,
    });
    const column = isPinned && active.column >= factColumns ? active.column - factColumns : null;
    head.render({ ...view, columns }, range, column);
    drawRows(rowsToShow(rowRange, isPinned && active.row >= 0 ? active.row : null), range, active, column);
    focus.apply();
  };

  const drawRows = (wanted: readonly number[], range: Range, active: Place, pinnedColumn: number | null): void => {
    if (view === null || rowView === null) return;
    const { rows } = view;
    const byKey = new Map(shown.map((row) => [row.assessed?.flag.key, row]));
    const kept = wanted.map((index) => byKey.get(rows[index]?.flag.key));
    const keptRows = new Set(kept);
    const free = shown.filter((row) => !keptRows.has(row));
    for (const { node } of free) node.remove();
    const next: Row[] = [];
    wanted.forEach((index, position) => {
      const assessed = rows[index];
      if (assessed === undefined || rowView === null) return;
      const row = kept[position] ?? free.pop() ?? createRow();
      patchRow(row, assessed, index, rowView, range, index === active.row ? pinnedColumn : null);
      next.push(row);
    });
    shown = next;
    let cursor = body.firstElementChild;
    for (const { node } of next) {
      if (node === cursor) cursor = cursor.nextElementSibling;
      else body.insertBefore(node, cursor);
    }
  };

  const scrollTo = ({ row, column }: Place): void => {
    const room = size.height - size.headHeight;
    if (row >= 0) {
      const top = row * rowHeight;
      if (top < frame.scrollTop) frame.scrollTop = top;
      else if (top + rowHeight > frame.scrollTop + room) frame.scrollTop = top + rowHeight - room;
    }
    const target = view?.columns.columns[column - factColumns];
    if (column === 0) return;
    const left = target === undefined ? size.flagWidth : size.factsWidth + target.left;
    const width = target?.width ?? size.factsWidth - size.flagWidth;
    if (left - size.flagWidth < frame.scrollLeft) frame.scrollLeft = left - size.flagWidth;
    else if (left + width > frame.scrollLeft + size.width) frame.scrollLeft = left + width - size.width;
  };

  frame.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(() => {
    measure();
    draw();
  }).observe(frame);
  body.addEventListener('click', (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const cell = target?.closest('[role="gridcell"]') ?? null;
    if (cell !== null) focus.openCell(cell);
  });
  head.node.addEventListener('click', (event) => {
    const fact = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-sort]') : null;
    if (fact !== null) actions.sort(fact.dataset['sort'] as SortOrder);
  });

  return {
    node: frame,
    render(next) {
      const isFirst = view === null;
      view = next;
      rowView = keepIfEqual(rowView, { ...next, columns: next.columns.columns });
      setAttribute(grid, 'aria-rowcount', next.rows.length + headRows);
      setAttribute(grid, 'aria-colcount', next.columns.columns.length + factColumns);
      grid.style.setProperty('--columns-width', `${next.columns.width}px`);
      grid.style.setProperty('--rows-height', `${next.rows.length * rowHeight}px`);
      if (isFirst || size.width === 0) measure();
      focus.follow();
      draw();
      focus.restore();
    },
    reveal(flagKey) {
      const row = view?.rows.findIndex(({ flag }) => flag.key === flagKey) ?? -1;
      if (row === -1) return;
      scrollTo({ row, column: 0 });
      draw();
    },
    focusRow(flagKey) {
      const row = view?.rows.findIndex(({ flag }) => flag.key === flagKey) ?? -1;
      if (row === -1) return false;
      focus.backTo(row);
      return true;
    },
    focusServer(scope) {
      const column = view?.columns.columns.findIndex(({ id }) => id === scopeId(scope)) ?? -1;
      if (column !== -1) focus.leadTo({ row: -1, column: column + factColumns });
    },
  };
}

/** Rows are written again where the view is another one; the clock counts in minutes, for that is what ages are told in. */
function keepIfEqual(before: RowView | null, next: RowView): RowView {
  const isEqual =
    before !== null &&
    before.columns === next.columns &&
    before.fleet === next.fleet &&
    before.asked === next.asked &&
    before.factsIn === next.factsIn &&
    before.selected === next.selected &&
    before.href('', null) === next.href('', null) &&
    Math.floor(before.now / 60_000) === Math.floor(next.now / 60_000);
  return isEqual ? before : next;
}
