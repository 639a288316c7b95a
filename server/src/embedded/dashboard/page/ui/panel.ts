/** The panel of one flag: what it is, every scope with its controls, its history. */
import type { Environment, Flag, Scope } from '../../../../core/model.ts';
import { ApiError, readHistory } from '../api.ts';
import type { ChangeRequest } from '../model/change.ts';
import { environmentScopes, scopeId } from '../model/columns.ts';
import { ago, exactTime } from '../model/time.ts';
import { button, element, setAttribute, setText } from './dom.ts';
import { historyNodes } from './history-list.ts';
import type { HistoryState } from './history-list.ts';
import { createScopeRow } from './scope-row.ts';
import type { ScopeRow } from './scope-row.ts';

export interface PanelView {
  readonly flagKey: string;
  /** Undefined where the project has no such flag. */
  readonly flag: Flag | undefined;
  readonly environments: readonly Environment[];
  readonly project: string;
  readonly canWrite: boolean;
  readonly now: number;
}

export interface PanelActions {
  close(): void;
  propose(flag: Flag, request: ChangeRequest): void;
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
  const facts = element('div', { class: 'panel-facts' });
  const scopes = element('div', { class: 'scopes' });
  const latestBody = element('div');
  const earlierBody = element('div');
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
    element(
      'div',
      { class: 'panel-body' },
      facts,
      element('section', {}, element('h3', {}, 'Last change'), latestBody),
      scopes,
      element('section', {}, element('h3', {}, 'Earlier changes'), earlierBody),
    ),
  );
  let view: PanelView | null = null;
  let rows: ScopeRow[] = [];
  let structure = '';
  let history: HistoryState = { kind: 'loading' };
  let historyOf = '';
  let historyLimit = historyPage;

  const propose = (request: ChangeRequest): void => {
    if (view?.flag !== undefined) actions.propose(view.flag, request);
  };

  const showHistory = (): void => {
    if (view?.flag === undefined) return;
    const { latest, earlier } = historyNodes(view.flag, history, view.now, {
      propose: mayChange(view) ? propose : null,
      retry: () => void loadHistory(),
      more() {
        historyLimit = longestHistory;
        void loadHistory();
      },
    });
    latestBody.replaceChildren(...latest);
    earlierBody.replaceChildren(...earlier);
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

  const build = (flag: Flag, next: PanelView): void => {
    rows = [];
    scopes.replaceChildren(
      ...next.environments.map((environment) => {
        const own = environmentScopes(environment).map((scope) =>
          createScopeRow(flag, scope, mayChange(next) ? propose : null),
        );
        rows.push(...own);
        return environmentNode(environment, own);
      }),
    );
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
        node.querySelector('.panel-body')?.scrollTo(0, 0);
      }
      const { flag } = next;
      node.classList.toggle('missing', flag === undefined);
      if (flag === undefined) {
        facts.replaceChildren(element('p', {}, 'This project has no flag with that key.'));
        scopes.replaceChildren();
        latestBody.replaceChildren();
        earlierBody.replaceChildren();
        structure = '';
        return;
      }
      facts.replaceChildren(...factNodes(flag, next.now));
      const nextStructure = JSON.stringify([flag.key, flag.kind, flag.valueType, next.environments, mayChange(next)]);
      if (nextStructure !== structure) {
        structure = nextStructure;
        build(flag, next);
      }
      for (const row of rows) row.render(flag, next.now);
      const nextHistory = JSON.stringify([next.project, flag.key, flag.revision]);
      if (nextHistory !== historyOf) {
        historyOf = nextHistory;
        showHistory();
        void loadHistory();
      }
    },
    focus(scope) {
      const row = scope === null ? undefined : rows.find((candidate) => scopeId(candidate.scope) === scopeId(scope));
      if (row === undefined) heading.focus({ preventScroll: true });
      else row.focus();
    },
  };
}

/** An archived flag is read-only: bringing it back is an admin's decision, not a flip. */
function mayChange(view: PanelView): boolean {
  return view.canWrite && view.flag?.archivedAt === null;
}

/** Servers that inherit are one click away: what stands out is what matters first. */
function environmentNode(environment: Environment, rows: readonly ScopeRow[]): HTMLElement {
  const servers = rows.filter(({ scope }) => scope.server !== null).length;
  const all = button('Show all servers', () => showAll(!section.classList.contains('all')), {
    class: 'quiet show-all',
    attributes: { 'aria-expanded': 'false' },
  });
  const section = element(
    'section',
    { class: `panel-environment${environment.critical ? ' critical' : ''}` },
    element('h3', {}, environment.key, environment.critical ? element('span', { class: 'tag' }, 'critical') : null),
    servers === 0 ? null : all,
    element('ul', {}, ...rows.map((row) => row.node)),
  );
  const showAll = (visible: boolean): void => {
    section.classList.toggle('all', visible);
    setAttribute(all, 'aria-expanded', String(visible));
    setText(all, visible ? 'Hide servers that inherit' : `Show all ${servers} ${servers === 1 ? 'server' : 'servers'}`);
  };
  section.addEventListener('reveal', () => showAll(true));
  showAll(false);
  return section;
}

function factNodes(flag: Flag, now: number): HTMLElement[] {
  const facts: [string, string | null, string?][] = [
    ['Kind', [flag.kind, flag.purpose].filter((part) => part !== null).join(', ')],
    ['Owner', flag.owner ?? 'nobody'],
    [
      'Variants',
      flag.variants
        .map(({ name, value }) => (flag.valueType === 'boolean' ? name : `${name} = ${JSON.stringify(value)}`))
        .join(', '),
    ],
    ['Tags', flag.tags.length === 0 ? null : flag.tags.join(', ')],
    ['Created', flag.createdAt === null ? null : ago(flag.createdAt, now), exactTime(flag.createdAt)],
    [
      'Expires',
      flag.expiresAt === null
        ? flag.permanent
          ? 'never: it is permanent'
          : null
        : exactTime(flag.expiresAt).slice(0, 10),
    ],
    ['Archived', flag.archivedAt === null ? null : ago(flag.archivedAt, now), exactTime(flag.archivedAt)],
  ];
  return [
    ...(flag.description === null ? [] : [element('p', { class: 'description' }, flag.description)]),
    element(
      'dl',
      {},
      ...facts.flatMap(([name, value, title]) =>
        value === null || value === ''
          ? []
          : [element('div', {}, element('dt', {}, name), element('dd', { title: title ?? '' }, value))],
      ),
    ),
  ];
}
