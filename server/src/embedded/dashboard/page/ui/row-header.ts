/** The first cells of a row: the flag, what is wrong with it, how long it has been as it is, and since whose change. */
import type { Flag, Scope } from '../../../../core/model.ts';
import type { HealthMark } from '../model/health.ts';
import { rowFacts } from '../model/rows.ts';
import type { Assessed } from '../model/rows.ts';
import { age } from '../model/time.ts';
import { plainText } from '../model/text.ts';
import { element, foreign, setAttribute, setClass, setText } from './dom.ts';

export interface RowHeaderView {
  readonly factsIn: string | null;
  readonly now: number;
  readonly href: (flagKey: string, scope: Scope | null) => string;
}

export interface RowHeader {
  readonly nodes: readonly HTMLElement[];
  render(assessed: Assessed, view: RowHeaderView): void;
}

export function createRowHeader(): RowHeader {
  const link = element('a', { class: 'key', attributes: { tabindex: -1 } });
  const facts = element('span', { class: 'facts' });
  const cell = (index: number, name: string, role: string, ...nodes: HTMLElement[]): HTMLElement =>
    element(
      'div',
      { class: name, attributes: { role, 'aria-colindex': index, tabindex: role === 'gridcell' ? -1 : null } },
      ...nodes,
    );
  const flagCell = cell(1, 'flag', 'rowheader', link, facts);
  const healthCell = cell(2, 'health', 'gridcell');
  const unchanged = element('span', { class: 'unchanged' });
  const who = element('span', { class: 'who' });
  const ageCell = cell(3, 'age', 'gridcell', unchanged, who);
  let known: Flag | null = null;
  let knownMarks = '';
  let knownAge = '';

  return {
    nodes: [flagCell, healthCell, ageCell],
    render({ flag, marks }, view) {
      setAttribute(link, 'href', view.href(flag.key, null));
      const old = age(flag.createdAt, view.now) ?? '';
      if (known !== flag || knownAge !== old) {
        known = flag;
        knownAge = old;
        setText(link, flag.key);
        facts.replaceChildren(...factParts(flag, old));
      }
      const names = marks.map(({ kind }) => kind).join(' ');
      if (names !== knownMarks) {
        knownMarks = names;
        healthCell.replaceChildren(...markNodes(marks));
      }
      const row = rowFacts(flag, view.factsIn, view.now);
      setText(unchanged, row.unchanged);
      setText(who, row.by === null ? '' : `by ${plainText(row.by)}`);
      setClass(ageCell, `age ${row.tone}`);
    },
  };
}

/** The words themselves, so that nothing hangs on a color; a shape before each, so that they are told apart at a glance. */
export function markNodes(marks: readonly HealthMark[]): HTMLElement[] {
  return marks.map(({ kind }) => element('span', { class: `mark mark-${kind}` }, kind));
}

function factParts(flag: Flag, old: string): HTMLElement[] {
  return [
    element('span', { class: `kind kind-${flag.kind}` }, flag.kind),
    ...(flag.purpose === null ? [] : [element('span', {}, flag.purpose)]),
    flag.owner === null
      ? element('span', { class: 'no-owner' }, 'no owner')
      : element('span', {}, foreign(flag.owner, { class: 'owner' })),
    ...(old === '' ? [] : [element('span', {}, old.replace(/ days$/, ' d'))]),
  ];
}
