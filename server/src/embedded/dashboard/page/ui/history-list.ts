/** The history of a flag in its panel. */
import type { Flag } from '../../../../core/model.ts';
import type { ChangeRequest } from '../model/change.ts';
import { historyLines } from '../model/history.ts';
import type { AuditEntry, HistoryLine } from '../model/history.ts';
import { ago, exactTime } from '../model/time.ts';
import { button, element } from './dom.ts';

export type HistoryState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: string }
  | { readonly kind: 'loaded'; readonly entries: readonly AuditEntry[]; readonly complete: boolean };

export interface HistoryActions {
  readonly propose: ((request: ChangeRequest) => void) | null;
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
  const lines = historyLines(flag, history.entries).map((line) => lineNode(line, now, actions.propose));
  const [latest, ...earlier] = lines;
  if (latest === undefined) return { latest: [note('Nothing has been changed yet.')], earlier: [] };
  return {
    latest: [element('ol', { class: 'history' }, latest)],
    earlier: [
      earlier.length === 0 ? note('Nothing before that.') : element('ol', { class: 'history' }, ...earlier),
      ...(history.complete ? [] : [button('Show more', actions.more)]),
    ],
  };
}

function note(text: string): HTMLElement {
  return element('p', { class: 'muted' }, text);
}

function lineNode(line: HistoryLine, now: number, propose: HistoryActions['propose']): HTMLElement {
  const { rollback } = line;
  return element(
    'li',
    {},
    element(
      'div',
      { class: 'history-head' },
      element('strong', {}, line.actor),
      ` ${line.what} `,
      line.where === null ? null : element('span', { class: 'where' }, line.where),
      element('time', { title: exactTime(line.at), attributes: { datetime: line.at } }, ago(line.at, now)),
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
    line.reason === null ? null : element('p', { class: 'reason' }, line.reason),
    rollback === null || propose === null
      ? null
      : button('Roll back', () => propose({ kind: 'rollback', ...rollback }), {
          class: 'quiet rollback',
          attributes: { 'aria-label': `Roll back the last change of ${line.where ?? 'this scope'}` },
        }),
  );
}
