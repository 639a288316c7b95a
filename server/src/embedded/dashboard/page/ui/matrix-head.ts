/** The head of the matrix: environments, datacenters and servers over the columns that are in sight. */
import type { Column, ColumnGroup, Columns } from '../model/columns.ts';
import type { SortOrder } from '../model/filters.ts';
import { serverStateShort, type FleetIndex } from '../model/fleet.ts';
import type { Range } from '../model/viewport.ts';
import { element, setAttribute } from './dom.ts';
import { factColumns, insertInOrder } from './matrix-row.ts';

export interface HeadView {
  readonly columns: Columns;
  readonly fleet: FleetIndex | null;
  readonly factsIn: string | null;
  readonly sort: SortOrder;
  readonly now: number;
}

export interface MatrixHead {
  readonly node: HTMLElement;
  /** Draws again where something differs; the elements that stay keep the focus. */
  render(view: HeadView, range: Range, pinned: number | null): void;
}

interface FactHead {
  readonly name: string;
  readonly text: string;
  readonly sort: SortOrder;
}

const factHeads: readonly FactHead[] = [
  { name: 'flag', text: 'Flag', sort: 'key' },
  { name: 'health', text: 'Health', sort: 'health' },
  { name: 'age', text: 'Unchanged for', sort: 'constant' },
];

export function createMatrixHead(): MatrixHead {
  const facts = factHeads.map(({ name, text, sort }, index) =>
    element(
      'div',
      {
        class: `fact ${name}`,
        attributes: {
          role: 'columnheader',
          tabindex: -1,
          'aria-colindex': index + 1,
          'aria-rowspan': 3,
          'data-sort': sort,
        },
      },
      text,
    ),
  );
  const rows = ['environments', 'datacenters', 'servers'].map((name, index) =>
    element('div', { class: `head-row ${name}`, attributes: { role: 'row', 'aria-rowindex': index + 1 } }),
  );
  const node = element('div', { class: 'head', attributes: { role: 'rowgroup' } }, ...rows);
  const [environments, datacenters, servers] = rows;
  environments?.append(...facts);
  let known: {
    readonly columns: Columns;
    readonly first: number;
    readonly end: number;
    readonly pinned: number | null;
  } | null = null;
  let serverNodes = new Map<string, HTMLElement>();

  return {
    node,
    render(view, range, pinned) {
      facts.forEach((fact, index) => {
        const isSorted = factHeads[index]?.sort === view.sort;
        setAttribute(fact, 'aria-sort', isSorted ? 'ascending' : null);
      });
      const { columns } = view;
      if (
        known?.columns !== columns ||
        known.first !== range.first ||
        known.end !== range.end ||
        known.pinned !== pinned
      ) {
        known = { columns, first: range.first, end: range.end, pinned };
        for (const group of node.querySelectorAll('.group')) group.remove();
        environments?.append(...groupNodes(columns.environments, columns, range, environmentHead));
        datacenters?.append(...groupNodes(columns.datacenters, columns, range, datacenterHead));
        const shown = columns.columns
          .map((column, index) => ({ column, index }))
          .filter(({ index }) => (index >= range.first && index < range.end) || index === pinned);
        const next = new Map(
          shown.map(({ column }) => [column.id, serverNodes.get(column.id) ?? serverHead()] as const),
        );
        for (const [id, head] of serverNodes) if (!next.has(id)) head.remove();
        for (const { column, index } of shown) {
          const head = next.get(column.id);
          if (head !== undefined && servers !== undefined) placeHead(servers, head, column, index);
        }
        serverNodes = next;
      }
      for (const column of columns.columns) {
        const head = serverNodes.get(column.id);
        if (head !== undefined) writeServer(head, column, view);
      }
    },
  };
}

function groupNodes(
  groups: readonly ColumnGroup[],
  { columns }: Columns,
  range: Range,
  fill: (group: ColumnGroup, node: HTMLElement) => void,
): HTMLElement[] {
  return groups
    .filter(({ label, first, span }) => label !== '' && first < range.end && first + span > range.first)
    .map((group) => {
      const [start, end] = [columns[group.first], columns[group.first + group.span - 1]];
      const node = element('div', {
        attributes: {
          role: 'columnheader',
          'aria-colindex': group.first + factColumns + 1,
          'aria-colspan': group.span,
        },
      });
      node.style.setProperty('--left', `${start?.left ?? 0}px`);
      node.style.setProperty('--width', `${(end?.left ?? 0) + (end?.width ?? 0) - (start?.left ?? 0)}px`);
      fill(group, node);
      if (start?.startsDatacenter && !start.startsEnvironment) node.classList.add('starts-datacenter');
      if (start?.startsEnvironment) node.classList.add('starts-environment');
      return node;
    });
}

function environmentHead(group: ColumnGroup, node: HTMLElement): void {
  node.className = `group environment${group.critical ? ' critical' : ''}`;
  node.append(
    element(
      'span',
      { class: 'group-label' },
      group.label,
      group.critical ? element('span', { class: 'tag' }, 'critical') : null,
    ),
  );
}

function datacenterHead(group: ColumnGroup, node: HTMLElement): void {
  node.className = 'group datacenter';
  node.append(element('span', { class: 'group-label' }, group.label));
}

function serverHead(): HTMLElement {
  return element(
    'div',
    { attributes: { role: 'columnheader', tabindex: -1 } },
    element('span', { class: 'server-name' }),
    element('span', { class: 'server-state' }),
  );
}

function placeHead(row: HTMLElement, node: HTMLElement, column: Column, index: number): void {
  node.style.setProperty('--left', `${column.left}px`);
  node.style.setProperty('--width', `${column.width}px`);
  setAttribute(node, 'aria-colindex', index + factColumns + 1);
  insertInOrder(row, node, index + factColumns + 1);
}

function writeServer(node: HTMLElement, column: Column, { fleet, now }: HeadView): void {
  const server = fleet?.byScope.get(column.id) ?? null;
  const border = column.startsEnvironment ? ' starts-environment' : column.startsDatacenter ? ' starts-datacenter' : '';
  const state = server?.state ?? (fleet === null || column.scope.server === null ? 'none' : 'unheard');
  const name = `server ${state}${border}`;
  if (node.className !== name) node.className = name;
  const [label, stateNode] = node.children;
  const stateText = server === null ? (state === 'unheard' ? 'not heard' : '') : serverStateShort(server, now);
  if (label && label.textContent !== column.label) label.textContent = column.label;
  if (stateNode && stateNode.textContent !== stateText) stateNode.textContent = stateText;
}
