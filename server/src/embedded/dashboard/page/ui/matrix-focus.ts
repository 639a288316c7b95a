/** The keyboard in the matrix: one cell takes part in the tab order, arrows and letters lead from it to the others. */
import type { Scope } from '../../../../core/model.ts';
import type { Column } from '../model/columns.ts';
import type { SortOrder } from '../model/filters.ts';
import { inside, move, typeahead, type Place } from '../model/grid-moves.ts';
import type { Assessed } from '../model/rows.ts';
import { setAttribute } from './dom.ts';
import { flash } from './flash.ts';
import { columnOf, factColumns } from './matrix-row.ts';

export interface MatrixActions {
  /** A cell or a flag is opened; `scope` null for the flag as a whole. */
  open(flagKey: string, scope: Scope | null): void;
  sort(order: SortOrder): void;
}

export interface MatrixFocusOptions {
  readonly grid: HTMLElement;
  readonly place: () => { readonly rows: readonly Assessed[]; readonly columns: readonly Column[] };
  /** Rows that fit, and the first one in sight. */
  readonly page: () => number;
  readonly firstInSight: () => number;
  /** Scrolls to a place, so that it exists. */
  reveal(place: Place): void;
  readonly actions: MatrixActions;
}

export interface MatrixFocus {
  readonly place: () => Place;
  /** True while the focus is in the grid: then its cell must go on existing. */
  readonly isInside: () => boolean;
  /** Before rows and columns change: the same flag and server stay the place, else the nearest ones. */
  follow(): void;
  /** After drawing: the place takes part in the tab order, and nothing else. */
  apply(): void;
  /** After drawing: the focus is put back where moving elements took it away. */
  restore(): void;
  moveTo(place: Place): void;
  /** Puts the focus on a flag: where it was, if it was on that flag, else on its link. */
  backTo(row: number): void;
  /** Leads somebody who asked for it, by mouse as well, to a place: it flashes, and its tip is shown. */
  leadTo(place: Place): void;
  /** Opens what a cell stands for. */
  openCell(cell: Element): void;
}

/** Letters that come within this many milliseconds are one word. */
const typingPause = 800;

export function createMatrixFocus(options: MatrixFocusOptions): MatrixFocus {
  const { grid, actions } = options;
  let place: Place = { row: 0, column: 0 };
  let flagKey: string | null = null;
  let columnId: string | null = null;
  let isInside = false;
  let tabStop: HTMLElement | null = null;
  let typed = '';
  let typedAt = -Infinity;

  const remember = (next: Place): void => {
    const { rows, columns } = options.place();
    place = next;
    flagKey = rows[next.row]?.flag.key ?? null;
    columnId = columns[next.column - factColumns]?.id ?? null;
  };

  const cellNode = ({ row, column }: Place): HTMLElement | null => {
    const rowNode =
      row === -1
        ? grid.querySelector(column < factColumns ? '.head-row.environments' : '.head-row.servers')
        : [...grid.querySelectorAll<HTMLElement>('.row')].find(
            (node) => node.dataset['key'] === options.place().rows[row]?.flag.key,
          );
    const cell = [...(rowNode?.children ?? [])].find(
      (node) => node.getAttribute('aria-colindex') === String(column + 1) && !node.classList.contains('group'),
    );
    return cell?.querySelector<HTMLElement>('a.key') ?? (cell instanceof HTMLElement ? cell : null);
  };

  const apply = (): void => {
    // What has scrolled away is not there to be reached: then the first row in sight stands in.
    const next = cellNode(place) ?? cellNode({ ...place, row: options.firstInSight() });
    if (tabStop !== next && tabStop !== null) setAttribute(tabStop, 'tabindex', -1);
    tabStop = next;
    if (next !== null) setAttribute(next, 'tabindex', 0);
  };

  const moveTo = (next: Place): void => {
    const { rows, columns } = options.place();
    remember(inside(next, { rows: rows.length, columns: columns.length + factColumns, page: 1 }));
    isInside = true;
    options.reveal(place);
    apply();
    cellNode(place)?.focus({ preventScroll: true });
  };

  const openAt = (at: Place): void => {
    const { rows, columns } = options.place();
    const flag = rows[at.row]?.flag;
    if (flag !== undefined) actions.open(flag.key, columns[at.column - factColumns]?.scope ?? null);
  };

  const placeOf = (target: Element): Place | null => {
    const cell = target.closest('[aria-colindex]');
    const column = cell === null ? null : columnOf(cell);
    if (cell === null || column === null) return null;
    const row = cell.closest<HTMLElement>('.row');
    if (row === null) return { row: -1, column };
    const index = options.place().rows.findIndex(({ flag }) => flag.key === row.dataset['key']);
    return index === -1 ? null : { row: index, column };
  };

  const onLetter = (letter: string): boolean => {
    const now = performance.now();
    typed = now - typedAt < typingPause ? typed + letter : letter;
    typedAt = now;
    const keys = options.place().rows.map(({ flag }) => flag.key);
    const row = typeahead(keys, typed, Math.max(0, place.row));
    if (row !== null) moveTo({ row, column: place.column });
    return row !== null;
  };

  const onKey = (event: KeyboardEvent): boolean => {
    if (event.altKey || event.metaKey) return false;
    const { rows, columns } = options.place();
    const extent = { rows: rows.length, columns: columns.length + factColumns, page: options.page() };
    const next = move(place, event.key, event.ctrlKey, extent);
    if (next !== null) {
      moveTo(next);
      return true;
    }
    if (event.ctrlKey) return false;
    if (event.key === 'Enter' || event.key === ' ') {
      const sort = event.target instanceof HTMLElement ? event.target.dataset['sort'] : undefined;
      if (sort !== undefined) actions.sort(sort as SortOrder);
      // The link of a flag opens by itself, but not with the space bar.
      else if (place.column > 0 || event.key === ' ') openAt(place);
      else return false;
      return true;
    }
    return event.key.length === 1 && event.key !== '/' && onLetter(event.key);
  };

  grid.addEventListener('keydown', (event) => {
    if (onKey(event)) event.preventDefault();
  });
  grid.addEventListener('focusin', (event) => {
    const next = event.target instanceof Element ? placeOf(event.target) : null;
    if (next === null) return;
    isInside = true;
    remember(next);
    apply();
  });
  grid.addEventListener('focusout', (event) => {
    // Elements that are taken away lose the focus without a new place for it: then it is still meant to be here.
    if (event.relatedTarget !== null || document.activeElement !== document.body) isInside = false;
  });
  document.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && !grid.contains(event.target)) isInside = false;
  });

  return {
    place: () => place,
    isInside: () => isInside,
    apply,
    moveTo,
    leadTo(next) {
      const isLed = (node: HTMLElement | null, name: string | null): void => {
        if (node !== null) setAttribute(node, 'data-led-to', name);
      };
      remember(next);
      options.reveal(place);
      const node = cellNode(place);
      isLed(node, 'here');
      moveTo(next);
      isLed(node, null);
      if (node !== null) flash(node);
    },
    backTo(row) {
      moveTo({ row, column: row === place.row ? place.column : 0 });
    },
    follow() {
      const { rows, columns } = options.place();
      const row = flagKey === null ? place.row : rows.findIndex(({ flag }) => flag.key === flagKey);
      const column = columnId === null ? place.column : columns.findIndex(({ id }) => id === columnId) + factColumns;
      const wanted = {
        row: row === -1 && place.row !== -1 ? place.row : row,
        column: column < factColumns && place.column >= factColumns ? place.column : column,
      };
      const next = inside(wanted, { rows: rows.length, columns: columns.length + factColumns, page: 1 });
      // Where nothing is left there is nothing to remember; what comes back is found again by its key.
      if (rows.length === 0) place = { row: 0, column: next.column };
      else if (next.row === -1 && place.row >= 0) remember({ ...next, row: 0 });
      else remember(next);
    },
    restore() {
      if (!isInside || document.activeElement !== document.body) return;
      const node = cellNode(place);
      if (node === null) isInside = false;
      else node.focus({ preventScroll: true });
    },
    openCell(cell) {
      const at = placeOf(cell);
      if (at !== null) openAt(at);
    },
  };
}
