/** The history of a flag in its panel. */
import type { Flag, Scope } from '../../../../core/model.ts';
import type { Proposal } from '../model/change.ts';
import { historyLines } from '../model/history.ts';
import type { AuditEntry, HistoryLine } from '../model/history.ts';
import type { Refusal } from '../model/roles.ts';
import { plainText } from '../model/text.ts';
import { ago, exactTime } from '../model/time.ts';
import { button, element, foreign, setRefused } from './dom.ts';

export type HistoryState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: string }
  | { readonly kind: 'loaded'; readonly entries: readonly AuditEntry[]; readonly complete: boolean };

export interface HistoryActions {
  readonly propose: (proposal: Proposal) => void;
  /** Why the scope may not be rolled back; null where it may. */
  readonly refusal: (scope: Scope) => Refusal;
  readonly retry: () => void;
  readonly more: () => void;
}

/** The newest entry goes to the top of the panel, where its rollback is at hand; the others below the scopes. */
export interface HistoryNodes {
  readonly latest: readonly HTMLElement[];
  readonly earlier: readonly HTMLElement[];
}

export function historyNodes(flag: Flag, history: HistoryState, now: number, actions: HistoryActions): HistoryNodes {
  if (history.kind === 'loading') return { latest: [note('Reading the history…')], earlier: [note('Reading…')] };
  if (history.kind === 'failed') {
    const problem = element('p', { class: 'problem' }, `The history could not be read: ${history.problem}`);
    return { latest: [problem, button('Try again', actions.retry)], earlier: [] };
  }
  const lines = historyLines(flag, history.entries).map((line) => lineNode(line, now, actions));
  const [latest, ...earlier] = lines;
  if (latest === undefined) return { latest: [note('Nothing has been changed yet.')], earlier: [] };
  return {
    latest: [element('ol', { class: 'history' }, latest)],
    earlier: [
      earlier.length === 0 ? note('Nothing before that.') : element('ol', { class: 'history' }, ...earlier),
      ...(history.complete
        ? []
        : [button('Show more', actions.more, { attributes: { 'data-focus': 'more-history' } })]),
    ],
  };
}

function note(text: string): HTMLElement {
  return element('p', { class: 'muted' }, text);
}

function lineNode(line: HistoryLine, now: number, actions: HistoryActions): HTMLElement {
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'history-head' },
      element('time', { title: exactTime(line.at), attributes: { datetime: line.at } }, ago(line.at, now)),
      element('strong', { attributes: { dir: 'auto' } }, plainText(line.actor)),
      ` ${line.what} `,
      line.where === null ? null : element('span', { class: 'where' }, line.where),
    ),
    line.to === null
      ? null
      : element(
          'div',
          { class: 'from-to' },
          element('span', {}, line.from),
          element('span', { class: 'arrow', attributes: { role: 'img', 'aria-label': 'to' } }, '→'),
          element('span', { class: 'after' }, line.to),
        ),
    line.reason === null ? null : foreign(line.reason, { class: 'reason' }),
    line.detail === null ? null : foreign(line.detail, { class: 'detail' }),
    ...rollbackNodes(line, actions),
  );
}

function rollbackNodes({ id, where, rollback }: HistoryLine, { propose, refusal }: HistoryActions): HTMLElement[] {
  if (rollback === null) return [];
  const why = refusal(rollback.scope);
  const reasonId = `history-${id}-why`;
  const node = button('Roll back', () => propose({ kind: 'rollback', ...rollback }), {
    class: 'quiet rollback',
    attributes: {
      'data-focus': `rollback-${where}`,
      'aria-label': `Roll back the last change of ${where ?? 'this scope'}`,
    },
  });
  setRefused(node, why === null ? null : reasonId);
  return [node, ...(why === null ? [] : [element('span', { class: 'sr', id: reasonId }, why)])];
}
