/** One row of the matrix as elements. Rows are few and used again for whatever flag comes into view; only what differs is written. */
import type { Scope } from '../../../../core/model.ts';
import { buildCell } from '../model/cell.ts';
import type { Cell } from '../model/cell.ts';
import type { Column } from '../model/columns.ts';
import type { FleetIndex } from '../model/fleet.ts';
import { requestReaching } from '../model/requests.ts';
import type { Assessed } from '../model/rows.ts';
import type { Range } from '../model/viewport.ts';
import type { ChangeRequest } from '../model/wire.ts';
import { element, setAttribute, setClass } from './dom.ts';
import { flash } from './flash.ts';
import { createRowHeader } from './row-header.ts';
import type { RowHeader } from './row-header.ts';

/** Cells before the first server: key, health, age. */
export const factColumns = 3;
/** Pixels; the style sheet says the same as `--row-height`. */
export const rowHeight = 44;
/** Rows of the head, which count for `aria-rowindex`. */
export const headRows = 3;

/** What is the same for all rows. */
export interface RowView {
  readonly columns: readonly Column[];
  readonly fleet: FleetIndex | null;
  /** The open change requests, by flag. */
  readonly asked: ReadonlyMap<string, readonly ChangeRequest[]>;
  readonly factsIn: string | null;
  readonly selected: string | null;
  readonly now: number;
  readonly href: (flagKey: string, scope: Scope | null) => string;
}

export interface Row {
  readonly node: HTMLElement;
  readonly header: RowHeader;
  /** By column. */
  readonly cells: Map<number, CellSlot>;
  index: number;
  assessed: Assessed | null;
  /** The view the row was last written with. */
  view: RowView | null;
}

interface CellSlot {
  readonly node: HTMLElement;
  column: Column;
  /** Null before it has been written for the flag it now belongs to. */
  signature: string | null;
  served: string;
}

export function createRow(): Row {
  const header = createRowHeader();
  const node = element('div', { class: 'row', attributes: { role: 'row' } }, ...header.nodes);
  return { node, header, cells: new Map(), index: -1, assessed: null, view: null };
}

/** Makes the row show a flag at an index; `range` are the columns in sight, `pinned` one more that has the focus. */
export function patchRow(
  row: Row,
  assessed: Assessed,
  index: number,
  view: RowView,
  range: Range,
  pinned: number | null,
): void {
  const { flag } = assessed;
  const isOther = row.assessed?.flag.key !== flag.key;
  if (row.index !== index) {
    row.index = index;
    row.node.style.setProperty('top', `${index * rowHeight}px`);
    setAttribute(row.node, 'aria-rowindex', index + headRows + 1);
  }
  if (isOther) {
    row.node.dataset['key'] = flag.key;
    for (const slot of row.cells.values()) slot.signature = null;
  }
  const isSame = row.assessed === assessed && row.view === view;
  if (!isSame) {
    row.header.render(assessed, view);
    setAttribute(row.node, 'aria-current', view.selected === flag.key ? 'true' : null);
    setClass(row.node, assessed.marks.length === 0 ? 'row' : `row ${assessed.marks.map(({ kind }) => kind).join(' ')}`);
  }
  patchCells(row, assessed, view, range, pinned, isSame);
  row.assessed = assessed;
  row.view = view;
}

function patchCells(
  row: Row,
  { flag, marks }: Assessed,
  view: RowView,
  range: Range,
  pinned: number | null,
  isSame: boolean,
): void {
  const isWanted = (column: number): boolean => (column >= range.first && column < range.end) || column === pinned;
  const free: CellSlot[] = [];
  for (const [column, slot] of row.cells) {
    if (isWanted(column) && view.columns[column]?.id === slot.column.id) continue;
    row.cells.delete(column);
    free.push(slot);
  }
  const context = { fleet: view.fleet, marks };
  const requests = view.asked.get(flag.key);
  const show = (index: number): void => {
    const column = view.columns[index];
    if (column === undefined) return;
    let slot = row.cells.get(index);
    if (slot === undefined) {
      slot = placeSlot(row.node, free.pop(), column, index);
      row.cells.set(index, slot);
    } else if (isSame) return;
    const cell = buildCell(flag, column, context);
    const isAsked = requestReaching(requests, column.scope, cell.source) !== null;
    const signature = isAsked ? `${cell.signature}|asked` : cell.signature;
    if (slot.column !== column) placeCell(slot, column, index);
    if (slot.signature === signature) return;
    writeCell(slot, cell, isAsked);
    if (slot.signature !== null && slot.served !== cell.served) flash(slot.node);
    Object.assign(slot, { signature, served: cell.served });
  };
  for (let index = range.first; index < range.end; index += 1) show(index);
  if (pinned !== null && (pinned < range.first || pinned >= range.end)) show(pinned);
  for (const slot of free) slot.node.remove();
}

/** A cell that is free gets a new place, else there is a new one. Elements stand in the order of the columns: that is how they are read out. */
function placeSlot(rowNode: HTMLElement, free: CellSlot | undefined, column: Column, index: number): CellSlot {
  const slot: CellSlot = free ?? {
    node: element('div', { attributes: { role: 'gridcell', tabindex: -1 } }),
    column,
    signature: null,
    served: '',
  };
  placeCell(slot, column, index);
  slot.signature = null;
  insertInOrder(rowNode, slot.node, index + factColumns + 1);
  return slot;
}

/** Puts a cell, or a head, where its `aria-colindex` belongs. */
export function insertInOrder(parent: HTMLElement, node: HTMLElement, colIndex: number): void {
  const last = parent.lastElementChild;
  if (last === null || (last !== node && Number(last.getAttribute('aria-colindex')) < colIndex)) {
    parent.append(node);
    return;
  }
  const next = [...parent.children].find(
    (child) => child !== node && Number(child.getAttribute('aria-colindex')) > colIndex,
  );
  if (node.parentNode !== parent || node.nextElementSibling !== (next ?? null)) parent.insertBefore(node, next ?? null);
}

function placeCell(slot: CellSlot, column: Column, index: number): void {
  slot.column = column;
  const { node } = slot;
  node.style.setProperty('--left', `${column.left}px`);
  node.style.setProperty('--width', `${column.width}px`);
  setAttribute(node, 'aria-colindex', index + factColumns + 1);
}

function writeCell({ node, column }: CellSlot, cell: Cell, isAsked: boolean): void {
  const { label, observed, marks, source } = cell;
  const classes = [
    'cell',
    `tone-${label.tone}`,
    ...(cell.override ? [`override override-${source}`] : []),
    ...marks,
    ...(label.text.length > 7 ? ['long'] : []),
    ...(isAsked ? ['asked'] : []),
    ...(column.startsEnvironment ? ['starts-environment'] : column.startsDatacenter ? ['starts-datacenter'] : []),
  ].join(' ');
  const flashed = node.classList.contains('flash-a') ? ' flash-a' : '';
  node.className = classes + flashed;
  node.style.setProperty('--share', String((label.share ?? 10_000) / 10_000));
  const spoken = `${cell.spoken}${isAsked ? ', change asked for' : ''}`;
  const applied = observed !== null && marks.includes('drifting');
  if (spoken === '' && !applied) {
    node.textContent = label.text;
    return;
  }
  node.replaceChildren(
    label.text,
    applied ? element('span', { class: 'applied', attributes: { 'aria-hidden': 'true' } }, `≠ ${observed.text}`) : '',
    spoken === '' ? '' : element('span', { class: 'sr' }, spoken),
  );
}

/** The column of an element of a row or of the head, facts included, from 0; null where it is none. */
export function columnOf(cell: Element): number | null {
  const index = Number(cell.getAttribute('aria-colindex'));
  return Number.isInteger(index) && index > 0 ? index - 1 : null;
}
