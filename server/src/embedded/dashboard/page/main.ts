/** Where the page starts: joins the address, the store and the parts of the page. */
import type { Flag, Scope } from '../../../core/model.ts';
import { signOut } from './api.ts';
import { buildColumns } from './model/columns.ts';
import type { Columns } from './model/columns.ts';
import type { ChangeRequest } from './model/change.ts';
import { applyFilters, countFlags } from './model/filters.ts';
import type { Filters } from './model/filters.ts';
import { formatRoute, parseRoute } from './model/route.ts';
import type { Route } from './model/route.ts';
import { factsEnvironment } from './model/rows.ts';
import { createStore } from './store.ts';
import { announce } from './ui/announce.ts';
import { confirmChange } from './ui/confirm.ts';
import { byId } from './ui/dom.ts';
import { renderHeader } from './ui/header.ts';
import { legendNodes } from './ui/legend.ts';
import { createMatrix } from './ui/matrix.ts';
import { createPanel } from './ui/panel.ts';
import { createToolbar } from './ui/toolbar.ts';
import { tableNotice, summaryText } from './ui/table-notice.ts';
import { noticeNode } from './ui/notice.ts';

const store = createStore();
let route: Route = parseRoute(location.hash);
/** The row link that gets the focus back when the panel closes. */
let openedFrom: string | null = null;
let shownPanel: string | null = null;
let shownNotice = '';
let columns: { readonly of: unknown; readonly only: string | null; readonly value: Columns } | null = null;

const matrix = createMatrix((flagKey, scope) => go({ ...route, flagKey, scope }));
const toolbar = createToolbar({
  filter: (filters: Filters) => go({ ...route, filters }, 'replace'),
  openProject(project) {
    go({ ...route, project, flagKey: null, scope: null });
    void store.start(project);
  },
});
const panel = createPanel({ close: closePanel, propose });

byId('toolbar').append(toolbar.node);
byId('matrix').append(matrix.node);
byId('legend').append(...legendNodes());
store.onChange(render);
window.addEventListener('hashchange', () => {
  const before = route.project;
  route = parseRoute(location.hash);
  if (route.project !== before && route.project !== null) void store.start(route.project);
  render();
});
document.addEventListener('keydown', onKey);
// A laptop that wakes up should not show yesterday's state; who has signed in in another tab comes back signed in.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  if (store.state().phase === 'ready') store.refresh();
  else if (store.state().phase === 'signed-out') void store.start(route.project);
});
// Ages grow, and "last update 12 s ago" counts.
setInterval(() => renderStatus(), 1000);
setInterval(() => render(), 30_000);
setInterval(() => {
  if (store.state().phase === 'failed') void store.start(route.project);
}, 5000);
void store.start(route.project);

function render(): void {
  const state = store.state();
  const now = Date.now();
  const flags = [...state.flags.values()];
  const picked = state.environments.some(({ key }) => key === route.filters.environment)
    ? route.filters.environment
    : null;
  const shownColumns = columnsOf(state.environments, picked);
  const factsIn = factsEnvironment(state.environments, picked);
  const shown = applyFilters(flags, route.filters, shownColumns.columns, factsIn);
  const notice = tableNotice(state, route.filters, shown.length, {
    retry: () => void store.start(route.project),
    clear: () =>
      go({ ...route, filters: { ...parseRoute('').filters, environment: route.filters.environment } }, 'replace'),
  });
  const isReady = state.phase === 'ready' && state.project !== null;

  renderStatus();
  document.body.dataset['phase'] = state.phase;
  toolbar.node.hidden = !isReady || flags.length === 0;
  toolbar.render({
    filters: route.filters,
    environments: state.environments,
    flags,
    counts: countFlags(flags, shownColumns.columns),
    projects: state.projects,
    project: state.project,
  });
  matrix.render({ columns: shownColumns, flags: shown, factsIn, selected: route.flagKey, now, href });
  byId('matrix').hidden = notice !== null;
  byId('legend').hidden = notice !== null;
  byId('summary').textContent = isReady ? summaryText(route.filters, shown.length, flags) : '';
  if (notice?.title !== shownNotice) {
    shownNotice = notice?.title ?? '';
    byId('notice').replaceChildren(...(notice === null ? [] : [noticeNode(notice)]));
  }
  renderPanel(isReady);
  document.title = route.flagKey === null ? `Sluice · ${state.project ?? 'flags'}` : `${route.flagKey} · Sluice`;
}

function renderPanel(isReady: boolean): void {
  const state = store.state();
  const place = byId('panel');
  // On a narrow screen the panel covers the rest: then the keyboard must not wander off behind it.
  const covers = isReady && route.flagKey !== null && matchMedia('(max-width: 900px)').matches;
  byId('main').inert = covers;
  byId('toolbar').inert = covers;
  if (!isReady || route.flagKey === null || state.project === null) {
    place.replaceChildren();
    shownPanel = null;
    return;
  }
  if (panel.node.parentElement !== place) place.replaceChildren(panel.node);
  panel.render({
    flagKey: route.flagKey,
    flag: state.flags.get(route.flagKey),
    environments: state.environments,
    project: state.project,
    canWrite: state.session !== null && state.session.role !== 'viewer',
    now: Date.now(),
  });
  const id = JSON.stringify([route.flagKey, route.scope]);
  if (id === shownPanel) return;
  shownPanel = id;
  openedFrom = route.flagKey;
  rowOf(route.flagKey)?.querySelector('a.key')?.scrollIntoView({ block: 'nearest' });
  panel.focus(route.scope);
}

function renderStatus(): void {
  renderHeader(store.state(), Date.now(), {
    signOut() {
      void signOut().then(
        () => store.signedOut(),
        () => announce({ tone: 'bad', text: 'Signing out failed: the control plane cannot be reached.' }),
      );
    },
  });
}

function propose(flag: Flag, request: ChangeRequest): void {
  const { project, environments } = store.state();
  if (project === null) return;
  confirmChange({
    project,
    flag,
    request,
    environments,
    onFlag: (now) => store.put(now),
    onDone: (now, text) => {
      store.refresh();
      announce({ tone: 'good', text: `Done. ${text} (revision ${now.revision ?? 'unknown'})` });
    },
    // The control that opened the dialog may be gone by now (a rollback button of an older list).
    onClosed: () => {
      if (document.activeElement === document.body) panel.focus(null);
    },
  });
}

function columnsOf(environments: Parameters<typeof buildColumns>[0], only: string | null): Columns {
  if (columns === null || columns.of !== environments || columns.only !== only) {
    columns = { of: environments, only, value: buildColumns(environments, only) };
  }
  return columns.value;
}

function go(next: Route, how: 'push' | 'replace' = 'push'): void {
  route = next;
  const hash = formatRoute(next);
  if (hash !== location.hash) history[how === 'push' ? 'pushState' : 'replaceState'](null, '', hash);
  render();
}

function href(flagKey: string, scope: Scope | null): string {
  return formatRoute({ ...route, flagKey, scope });
}

function rowOf(flagKey: string | null): HTMLTableRowElement | undefined {
  return [...matrix.node.querySelectorAll('tr')].find((node) => flagKey !== null && node.dataset['key'] === flagKey);
}

function closePanel(): void {
  const key = openedFrom;
  go({ ...route, flagKey: null, scope: null });
  (rowOf(key)?.querySelector<HTMLElement>('a.key') ?? byId('main')).focus();
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) return;
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  const isTyping = target.matches('input, select, textarea');
  if (event.key === 'Escape' && route.flagKey !== null && !isTyping) closePanel();
  else if (event.key === '/' && !isTyping) {
    event.preventDefault();
    toolbar.focusSearch();
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && target.matches('a.key')) {
    const row = target.closest('tr');
    const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
    event.preventDefault();
    next?.querySelector<HTMLElement>('a.key')?.focus();
  }
}
