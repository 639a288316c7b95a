/** The panel of one flag: what it is and what is wrong with it, every scope with its controls, its history. */
import type { Flag, Scope } from '../../../../core/model.ts';
import { ApiError, readHistory } from '../api.ts';
import type { Proposal } from '../model/change.ts';
import type { FleetIndex } from '../model/fleet.ts';
import type { HealthMark } from '../model/health.ts';
import { refusalToChange } from '../model/roles.ts';
import type { ChangeRequest, PageEnvironment, SessionInfo } from '../model/wire.ts';
import { button, element, replaceContent, setText } from './dom.ts';
import { historyNodes } from './history-list.ts';
import type { HistoryState } from './history-list.ts';
import { createEnvironmentSection } from './panel-environment.ts';
import type { EnvironmentSection } from './panel-environment.ts';
import { factNodes, healthNodes } from './panel-facts.ts';

export interface PanelView {
  readonly flagKey: string;
  /** Undefined where the project has no such flag. */
  readonly flag: Flag | undefined;
  readonly marks: readonly HealthMark[];
  readonly environments: readonly PageEnvironment[];
  readonly fleet: FleetIndex | null;
  readonly requests: readonly ChangeRequest[] | null;
  readonly project: string;
  readonly session: SessionInfo | null;
  readonly now: number;
}

export interface PanelActions {
  close(): void;
  propose(flag: Flag, proposal: Proposal): void;
}

export interface Panel {
  readonly node: HTMLElement;
  render(view: PanelView): void;
  /** Puts the focus on the scope, or on the heading. */
  focus(scope: Scope | null): void;
}

const historyPage = 50;
const longestHistory = 500;

export function createPanel(actions: PanelActions): Panel {
  const heading = element('h2', { id: 'panel-title', attributes: { tabindex: -1 } });
  const health = element('ul', { class: 'health-reasons', attributes: { 'aria-label': 'Health' } });
  const facts = element('div', { class: 'panel-facts' });
  const scopes = element('div', { class: 'scopes' });
  const latestBody = element('div');
  const earlierBody = element('div');
  const body = element(
    'div',
    { class: 'panel-body' },
    health,
    facts,
    element('section', {}, element('h3', {}, 'Last change'), latestBody),
    scopes,
    element('section', {}, element('h3', {}, 'Earlier changes'), earlierBody),
  );
  const node = element(
    'aside',
    { class: 'panel', attributes: { 'aria-labelledby': 'panel-title' } },
    element(
      'header',
      {},
      heading,
      button('×', actions.close, {
        class: 'quiet close',
        attributes: { 'aria-label': 'Close this flag', 'aria-keyshortcuts': 'Escape' },
      }),
    ),
    body,
  );
  let view: PanelView | null = null;
  let sections = new Map<string, { readonly id: string; readonly section: EnvironmentSection }>();
  let history: HistoryState = { kind: 'loading' };
  let historyOf = '';
  let historyLimit = historyPage;
  let written = '';

  const propose = (proposal: Proposal): void => {
    if (view?.flag !== undefined) actions.propose(view.flag, proposal);
  };

  const showHistory = (): void => {
    if (view?.flag === undefined) return;
    const { flag, session, now } = view;
    const { latest, earlier } = historyNodes(flag, history, now, {
      propose,
      refusal: (scope) => refusalToChange(session, flag, scope.environment),
      retry: () => void loadHistory(),
      more() {
        historyLimit = longestHistory;
        void loadHistory();
      },
    });
    replaceContent(latestBody, latest, heading);
    replaceContent(earlierBody, earlier, heading);
  };

  const loadHistory = async (): Promise<void> => {
    if (view === null) return;
    const wanted = historyOf;
    const limit = historyLimit;
    try {
      const entries = await readHistory(view.project, view.flagKey, limit);
      if (wanted !== historyOf) return;
      history = { kind: 'loaded', entries, complete: entries.length < limit || limit === longestHistory };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (wanted !== historyOf) return;
      history = { kind: 'failed', problem: error.message };
    }
    showHistory();
  };

  const renderSections = (flag: Flag, next: PanelView): void => {
    const before = sections;
    sections = new Map(
      next.environments.map((environment) => {
        const refusal = refusalToChange(next.session, flag, environment.key);
        const shape = [flag.key, flag.kind, flag.valueType, environment.critical, environment.approval, refusal];
        const id = JSON.stringify([next.project, environment.key, shape]);
        const known = before.get(environment.key);
        if (known?.id === id) return [environment.key, known];
        const section = createEnvironmentSection({ flag, environment, refusal, propose });
        return [environment.key, { id, section }];
      }),
    );
    const nodes = [...sections.values()].map(({ section }) => section.node);
    if (nodes.length !== scopes.children.length || nodes.some((child, index) => child !== scopes.children[index])) {
      replaceContent(scopes, nodes, heading);
    }
    for (const environment of next.environments) {
      sections.get(environment.key)?.section.render({ ...next, flag, environment });
    }
  };

  const renderFacts = (flag: Flag, { marks, now }: PanelView): void => {
    const nodes = [healthNodes(flag, marks, now), factNodes(flag, now)] as const;
    const text = nodes.map((part) => part.map(({ textContent }) => textContent).join('\n')).join('\n\n');
    // A selection in the description outlives changes elsewhere.
    if (text === written) return;
    written = text;
    health.replaceChildren(...nodes[0]);
    health.hidden = nodes[0].length === 0;
    facts.replaceChildren(...nodes[1]);
  };

  return {
    node,
    render(next) {
      const isOther = view?.flagKey !== next.flagKey || view.project !== next.project;
      view = next;
      setText(heading, next.flagKey);
      if (isOther) {
        history = { kind: 'loading' };
        historyLimit = historyPage;
        body.scrollTo(0, 0);
      }
      const { flag } = next;
      node.classList.toggle('missing', flag === undefined);
      if (flag === undefined) {
        written = '';
        health.hidden = true;
        facts.replaceChildren(element('p', {}, 'This project has no flag with that key.'));
        sections = new Map();
        for (const part of [scopes, latestBody, earlierBody]) replaceContent(part, [], heading);
        return;
      }
      renderFacts(flag, next);
      renderSections(flag, next);
      const nextHistory = JSON.stringify([next.project, flag.key, flag.revision]);
      if (nextHistory !== historyOf) {
        historyOf = nextHistory;
        showHistory();
        void loadHistory();
      }
    },
    focus(scope) {
      const found = scope !== null && sections.get(scope.environment)?.section.focus(scope) === true;
      if (!found) heading.focus({ preventScroll: true });
    },
  };
}
