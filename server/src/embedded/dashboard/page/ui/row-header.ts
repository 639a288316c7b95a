/** The first cells of a row: the flag, how long it has been as it is, and since whose change. */
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
  const unchanged = element('span', { class: 'unchanged' });
  const who = element('span', { class: 'who' });
  const ageCell = element('td', {}, unchanged, who);
  let known: Flag | null = null;

  return {
    nodes: [flagCell, ageCell],
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
      setText(unchanged, row.unchanged);
      setText(who, row.by === null ? '' : `by ${row.by}`);
      ageCell.title = row.title;
      ageCell.className = `age ${row.tone}`;
      flagCell.classList.toggle('expired', row.expired);
    },
  };
}

function factParts(flag: Flag): HTMLElement[] {
  return [
    element('span', { class: `kind kind-${flag.kind}` }, flag.kind),
    ...(flag.expiresAt === null
      ? []
      : [element('span', { class: 'expiry', title: exactTime(flag.expiresAt) }, 'expired')]),
    ...(flag.archivedAt === null ? [] : [element('span', { class: 'archived' }, 'archived')]),
    ...(flag.purpose === null ? [] : [element('span', {}, flag.purpose)]),
    element('span', { class: flag.owner === null ? 'no-owner' : '' }, flag.owner ?? 'no owner'),
  ];
}
