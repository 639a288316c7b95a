/** The first cells of a row: the flag, its age at the present value, its last change. */
import type { Flag, Scope } from '../../../../core/model.ts';
import { rowFacts } from '../model/rows.ts';
import { exactTime } from '../model/time.ts';
import { element, setAttribute, setText } from './dom.ts';

export interface RowHeaderView {
  readonly factsIn: string | null;
  readonly now: number;
  readonly href: (flagKey: string, scope: Scope | null) => string;
}

export interface RowHeader {
  readonly nodes: readonly HTMLElement[];
  render(flag: Flag, view: RowHeaderView): void;
}

export function createRowHeader(): RowHeader {
  const link = element('a', { class: 'key' });
  const facts = element('span', { class: 'facts' });
  const flagCell = element('th', { class: 'flag', attributes: { scope: 'row' } }, link, facts);
  const ageCell = element('td', { class: 'age' });
  const when = element('span');
  const who = element('span', { class: 'who' });
  const changeCell = element('td', { class: 'change' }, when, who);
  let known: Flag | null = null;

  return {
    nodes: [flagCell, ageCell, changeCell],
    render(flag, view) {
      const href = view.href(flag.key, null);
      if (link.getAttribute('href') !== href) setAttribute(link, 'href', href);
      if (known !== flag) {
        known = flag;
        setText(link, flag.key);
        flagCell.title = [flag.key, flag.description].filter((text) => text !== null).join('\n');
        facts.replaceChildren(...factParts(flag));
      }
      const row = rowFacts(flag, view.factsIn, view.now);
      setText(ageCell, row.constant);
      ageCell.title = row.constantTitle;
      ageCell.classList.toggle('varies', row.constant === 'varies');
      setText(when, row.changeText);
      setText(who, row.change.by ?? '');
      changeCell.title =
        row.change.at === null ? '' : `${exactTime(row.change.at)} by ${row.change.by ?? 'nobody known'}`;
      flagCell.classList.toggle('expired', row.expired !== null);
    },
  };
}

function factParts(flag: Flag): HTMLElement[] {
  return [
    element('span', { class: `kind kind-${flag.kind}` }, flag.kind),
    ...(flag.purpose === null ? [] : [element('span', {}, flag.purpose)]),
    element('span', { class: flag.owner === null ? 'no-owner' : '' }, flag.owner ?? 'no owner'),
    ...(flag.expiresAt === null
      ? []
      : [element('span', { class: 'expiry', title: exactTime(flag.expiresAt) }, 'expired')]),
    ...(flag.archivedAt === null ? [] : [element('span', { class: 'archived' }, 'archived')]),
  ];
}
