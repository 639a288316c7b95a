/** The change requests that wait for a second person. */
import type { Flag, Scope } from '../../../../core/model.ts';
import { ApiError, decideRequest } from '../api.ts';
import { openRequests, requestLine, type RequestLine } from '../model/requests.ts';
import type { Refusal } from '../model/roles.ts';
import { ago, duration, exactTime } from '../model/time.ts';
import type { ChangeRequest, PageEnvironment, SessionInfo } from '../model/wire.ts';
import { button, element, foreign, replaceContent, setRefused } from './dom.ts';
import { problemText } from './problems.ts';

export interface RequestsView {
  readonly project: string;
  readonly requests: readonly ChangeRequest[] | null;
  readonly flags: ReadonlyMap<string, Flag>;
  readonly environments: readonly PageEnvironment[];
  readonly session: SessionInfo | null;
  readonly now: number;
  readonly href: (flagKey: string, scope: Scope | null) => string;
}

export interface RequestsActions {
  close(): void;
  approve(request: ChangeRequest): void;
  /** Decided without approving, or not: the list has to be read again. */
  decided(text: string | null, problem: string | null): void;
}

export interface RequestsPanel {
  readonly node: HTMLElement;
  render(view: RequestsView): void;
  focus(): void;
}

export function createRequestsPanel(actions: RequestsActions): RequestsPanel {
  const heading = element('h2', { id: 'requests-title', attributes: { tabindex: -1 } }, 'Change requests');
  const body = element('div', { class: 'panel-body' });
  const node = element(
    'aside',
    { class: 'panel requests', attributes: { 'aria-labelledby': 'requests-title' } },
    element(
      'header',
      {},
      heading,
      button('×', actions.close, {
        class: 'quiet close',
        attributes: { 'aria-label': 'Close the change requests', 'aria-keyshortcuts': 'Escape' },
      }),
    ),
    body,
  );
  let known = '';
  let project = '';

  const decide = async (
    request: ChangeRequest,
    decision: 'reject' | 'withdraw',
    note: string | null,
  ): Promise<void> => {
    const done = decision === 'reject' ? 'Rejected' : 'Withdrawn';
    try {
      await decideRequest(project, request.id, decision, note);
      actions.decided(`${done}: the change of ${request.flagKey} that ${request.requestedBy} asked for.`, null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      actions.decided(null, problemText(error));
    }
  };

  return {
    node,
    focus: () => heading.focus({ preventScroll: true }),
    render(view) {
      project = view.project;
      const lines = openRequests(view.requests, view.now).map((request) => requestLine(request, view));
      const id = JSON.stringify([lines, Math.floor(view.now / 60_000)]);
      if (id === known) return;
      known = id;
      const nodes = lines.map((line) => lineNode(line, view, actions, decide));
      const empty = element('p', { class: 'muted' }, emptyText(view));
      replaceContent(
        body,
        nodes.length === 0 ? [empty] : [element('ol', { class: 'request-list' }, ...nodes)],
        heading,
      );
    },
  };
}

function emptyText({ requests, environments }: RequestsView): string {
  const asking = environments.filter(({ approval }) => approval === true).map(({ key }) => key);
  if (asking.length === 0) return 'No environment here needs a second person for its changes.';
  if (requests === null) return 'This control plane does not tell which changes are asked for.';
  return `Nobody waits for a second person. Changes in ${asking.join(', ')} would be listed here.`;
}

function lineNode(
  line: RequestLine,
  view: RequestsView,
  actions: RequestsActions,
  decide: (request: ChangeRequest, decision: 'reject' | 'withdraw', note: string | null) => Promise<void>,
): HTMLElement {
  const { request } = line;
  const prefix = `request-${String(request.id)}`;
  const reasons = [...new Set([line.approve, line.isOwn ? null : line.reject].filter((reason) => reason !== null))];
  const reasonId = reasons.length === 0 ? null : `${prefix}-why`;
  const note = element('input', {
    id: `${prefix}-note`,
    attributes: { type: 'text', maxlength: 500, autocomplete: 'off', dir: 'auto', 'data-focus': `${prefix}-note` },
  });
  const control = (text: string, name: string, refusal: Refusal, run: () => void, look: string): HTMLButtonElement => {
    const node = button(text, run, {
      class: look,
      attributes: { 'data-focus': `${prefix}-${name}`, 'aria-label': `${text}: ${request.flagKey} in ${line.where}` },
    });
    setRefused(node, refusal === null ? null : reasonId);
    return node;
  };
  const written = (): string | null => (note.value.trim() === '' ? null : note.value);
  return element(
    'li',
    { class: line.critical ? 'request critical' : 'request' },
    element(
      'div',
      { class: 'request-head' },
      element(
        'a',
        {
          class: 'key',
          attributes: { href: view.href(request.flagKey, request.scope), 'data-focus': `${prefix}-flag` },
        },
        request.flagKey,
      ),
      ' in ',
      element('strong', {}, line.where),
      line.critical ? element('span', { class: 'tag' }, 'critical') : null,
    ),
    element(
      'div',
      { class: 'from-to' },
      element('span', {}, line.from),
      element('span', { class: 'arrow', attributes: { role: 'img', 'aria-label': 'to' } }, '→'),
      element('span', { class: 'after' }, line.to),
    ),
    request.reason === null ? null : foreign(request.reason, { class: 'reason' }),
    element(
      'p',
      { class: 'muted', title: exactTime(request.requestedAt) },
      foreign(request.requestedBy),
      ` asked ${ago(request.requestedAt, view.now)}; it runs out in ${timeLeft(request.expiresAt, view.now)}`,
    ),
    reasonId === null ? null : element('p', { class: 'refusal', id: reasonId }, reasons.join(' ')),
    line.isOwn
      ? null
      : element(
          'p',
          { class: 'request-note' },
          element('label', { attributes: { for: note.id } }, 'Note for a rejection (optional)'),
          note,
        ),
    element(
      'div',
      { class: 'buttons' },
      control('Approve…', 'approve', line.approve, () => actions.approve(request), 'primary'),
      line.isOwn
        ? control('Withdraw', 'withdraw', line.withdraw, () => void decide(request, 'withdraw', null), '')
        : control('Reject', 'reject', line.reject, () => void decide(request, 'reject', written()), ''),
    ),
  );
}

function timeLeft(expiresAt: string, now: number): string {
  const text = duration(Date.parse(expiresAt) - now);
  return text === 'just now' ? 'a moment' : text;
}
