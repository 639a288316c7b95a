/** The table: flags × servers. Rows are built once and patched; a cell is one element, so that 500 × 40 stays quick. */
import type { Flag, Scope } from '../../../../core/model.ts';
import type { Column, Columns } from '../model/columns.ts';
import { buildCell, changedCells } from '../model/rows.ts';
import type { Cell } from '../model/rows.ts';
import { element, setAttribute } from './dom.ts';
import { flash } from './flash.ts';
import { createRowHeader } from './row-header.ts';
import type { RowHeader } from './row-header.ts';

export interface MatrixView {
  readonly columns: Columns;
  /** In the order of the rows. */
  readonly flags: readonly Flag[];
  readonly factsIn: string | null;
  readonly selected: string | null;
  readonly now: number;
  readonly href: (flagKey: string, scope: Scope | null) => string;
}

interface Row {
  readonly node: HTMLTableRowElement;
  readonly header: RowHeader;
  readonly cellNodes: HTMLTableCellElement[];
  flag: Flag;
  cells: readonly Cell[];
}

export interface Matrix {
  readonly node: HTMLTableElement;
  render(view: MatrixView): void;
}

/** `onCell` is called when a cell is clicked: a shortcut, the row's link leads to the same controls. */
export function createMatrix(onCell: (flagKey: string, scope: Scope) => void): Matrix {
  const head = element('thead');
  const body = element('tbody');
  const node = element('table', { class: 'matrix', attributes: { 'aria-label': 'Flags by server' } }, head, body);
  let rows = new Map<string, Row>();
  let columnsId = '';
  let columns: readonly Column[] = [];
  let shown: readonly string[] = [];

  body.addEventListener('click', (event) => {
    const cell = event.target instanceof Element ? event.target.closest('td.cell') : null;
    const row = cell?.parentElement;
    if (!(cell instanceof HTMLTableCellElement) || !(row instanceof HTMLTableRowElement)) return;
    const column = columns[cell.cellIndex - factColumns];
    const key = row.dataset['key'];
    if (column !== undefined && key !== undefined) onCell(key, column.scope);
  });

  return {
    node,
    render(view) {
      const id = JSON.stringify([view.columns.columns.map((column) => [column.id, column.critical]), view.factsIn]);
      if (id !== columnsId) {
        columnsId = id;
        columns = view.columns.columns;
        rows = new Map();
        shown = [];
        head.replaceChildren(...headRows(view.columns, view.factsIn));
        node.replaceChildren(columnGroup(columns), head, body);
      }
      const next = view.flags.map((flag) => {
        const row = rows.get(flag.key) ?? createRow(flag, columns, rows);
        patchRow(row, flag, columns, view);
        return row;
      });
      const keys = view.flags.map(({ key }) => key);
      if (keys.length !== shown.length || keys.some((key, index) => key !== shown[index])) {
        body.replaceChildren(...next.map((row) => row.node));
        shown = keys;
      }
    },
  };
}

/** Cells before the first server: key, age. */
const factColumns = 2;

function createRow(flag: Flag, columns: readonly Column[], rows: Map<string, Row>): Row {
  const header = createRowHeader();
  const cellNodes = columns.map((column) => element('td', { class: cellClass(column, null) }));
  const node = element('tr', {}, ...header.nodes, ...cellNodes);
  node.dataset['key'] = flag.key;
  const row: Row = { node, header, cellNodes, flag, cells: [] };
  rows.set(flag.key, row);
  return row;
}

function patchRow(row: Row, flag: Flag, columns: readonly Column[], view: MatrixView): void {
  row.header.render(flag, view);
  setAttribute(row.node, 'aria-current', view.selected === flag.key ? 'true' : null);
  if (row.flag === flag && row.cells.length === columns.length) return;
  const cells = columns.map((column) => buildCell(flag, column));
  const isNew = row.cells.length === 0;
  const changed = isNew ? columns.map((_, index) => index) : changedCells(row.cells, cells);
  for (const index of changed) {
    const [cellNode, cell, column] = [row.cellNodes[index], cells[index], columns[index]];
    if (cellNode && cell && column) patchCell(cellNode, cell, column, !isNew);
  }
  row.flag = flag;
  row.cells = cells;
}

function patchCell(node: HTMLTableCellElement, cell: Cell, column: Column, isChange: boolean): void {
  const flashed = node.classList.contains('flash-a') ? ' flash-a' : '';
  node.className = cellClass(column, cell) + flashed;
  node.title = cell.title;
  node.style.setProperty('--share', String((cell.label.share ?? 10_000) / 10_000));
  const hidden = [
    ...(cell.override ? [` (override for this ${cell.source})`] : []),
    ...(cell.observed === null ? [] : [`, still applies ${cell.observed}`]),
  ].join('');
  node.replaceChildren(cell.label.text, hidden === '' ? '' : element('span', { class: 'sr' }, hidden));
  if (isChange) flash(node);
}

function cellClass(column: Column, cell: Cell | null): string {
  return [
    'cell',
    cell === null ? '' : `tone-${cell.label.tone}`,
    cell?.override ? `override override-${cell.source}` : '',
    cell !== null && cell.observed !== null ? 'lagging' : '',
    cell !== null && cell.label.text.length > 7 ? 'long' : '',
    borderClass(column),
  ]
    .filter((name) => name !== '')
    .join(' ');
}

function borderClass(column: Column | undefined): string {
  if (column?.startsEnvironment) return 'starts-environment';
  return column?.startsDatacenter ? 'starts-datacenter' : '';
}

/** A lone column has to hold the name of its environment, too. */
function isWide(column: Column, columns: readonly Column[]): boolean {
  if (column.label.length > 7) return true;
  return columns.filter(({ scope }) => scope.environment === column.scope.environment).length === 1;
}

function columnGroup(columns: readonly Column[]): HTMLElement {
  return element(
    'colgroup',
    {},
    element('col', { class: 'col-flag' }),
    element('col', { class: 'col-age' }),
    ...columns.map((column) => element('col', { class: isWide(column, columns) ? 'col-server wide' : 'col-server' })),
  );
}

function headRows(columns: Columns, factsIn: string | null): HTMLTableRowElement[] {
  const fact = (text: string, name: string, title: string): HTMLElement =>
    element('th', { class: name, title, attributes: { scope: 'col', rowspan: 3 } }, text);
  const where = factsIn === null ? '' : ` in ${factsIn}`;
  const environments = columns.environments.map((group) =>
    element(
      'th',
      {
        class: `environment starts-environment${group.critical ? ' critical' : ''}`,
        title: group.critical ? `${group.label}: real users are here` : group.label,
        attributes: { scope: 'colgroup', colspan: group.span },
      },
      element(
        'span',
        { class: 'group-label' },
        group.label,
        group.critical ? element('span', { class: 'tag' }, 'critical') : null,
      ),
    ),
  );
  let firstColumn = 0;
  const datacenters = columns.datacenters.map((group) => {
    const first = columns.columns[firstColumn];
    firstColumn += group.span;
    return element(
      'th',
      {
        class: `datacenter ${borderClass(first)}`,
        attributes: { scope: 'colgroup', colspan: group.span },
      },
      element('span', { class: 'group-label' }, group.label),
    );
  });
  const servers = columns.columns.map((column) =>
    element(
      'th',
      { class: `server ${borderClass(column)}`, title: column.title, attributes: { scope: 'col' } },
      column.label,
    ),
  );
  return [
    element(
      'tr',
      {},
      fact('Flag', 'flag', 'Key, kind, purpose and owner'),
      fact('Unchanged for', 'age', `How long the flag has been as it is${where}, and who changed it last`),
      ...environments,
    ),
    element('tr', {}, ...datacenters),
    element('tr', {}, ...servers),
  ];
}
