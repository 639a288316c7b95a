/** Where the page starts: joins the address, the store and the parts of the page. */
import type { Flag, Scope } from '../../../core/model.ts';
import { signOut } from './api.ts';
import type { Proposal } from './model/change.ts';
import { noFilters, type Filters } from './model/filters.ts';
import { peopleWhoChanged } from './model/undo.ts';
import { mayActInEmergency } from './model/roles.ts';
import { formatRoute, parseRoute } from './model/route.ts';
import type { Route } from './model/route.ts';
import type { ChangeRequest } from './model/wire.ts';
import { createStore } from './store.ts';
import { createView } from './view.ts';
import { announce, createNewsReader, speak } from './ui/announce.ts';
import { approveRequest } from './ui/approve.ts';
import { confirmChange } from './ui/confirm.ts';
import { byId } from './ui/dom.ts';
import { createFleetBar } from './ui/fleet-bar.ts';
import { createHeader } from './ui/header.ts';
import { legendNodes } from './ui/legend.ts';
import { createMatrix } from './ui/matrix.ts';
import { createMatrixTips } from './ui/matrix-tips.ts';
import { createPanel } from './ui/panel.ts';
import { createRequestsPanel } from './ui/requests-panel.ts';
import { createSide } from './ui/side.ts';
import { createToolbar } from './ui/toolbar.ts';
import { createTooltip } from './ui/tooltip.ts';
import { tableNotice, summaryText } from './ui/table-notice.ts';
import { noticeNode } from './ui/notice.ts';
import { openUndo } from './ui/undo.ts';

const store = createStore();
const view = createView();
let route: Route = parseRoute(location.hash);
let shownNotice = '';
let connection = store.state().connection;

const header = createHeader({
  signOut() {
    void signOut().then(
      () => store.signedOut(),
      () => announce({ tone: 'bad', text: 'Signing out failed: the control plane cannot be reached.' }),
    );
  },
  openRequests: () => go({ ...route, flagKey: null, scope: null, requests: !route.requests }),
  openUndo: undo,
});
const toolbar = createToolbar({
  filter: (filters: Filters) => go({ ...route, filters }, 'replace'),
  openProject(project) {
    go({ ...route, project, flagKey: null, scope: null });
    void store.start(project);
  },
});
const matrix = createMatrix(byId('matrix'), {
  open: (flagKey, scope) => go({ ...route, flagKey, scope }),
  sort: (sort) => go({ ...route, filters: { ...route.filters, sort } }, 'replace'),
});
const fleetBar = createFleetBar((scope) => matrix.focusServer(scope));
const panel = createPanel({ close: closeSide, propose });
const requestsPanel = createRequestsPanel({
  close: closeSide,
  approve,
  decided(text, problem) {
    store.refresh();
    announce(problem === null ? { tone: 'good', text: text ?? '' } : { tone: 'bad', text: problem });
  },
});
const side = createSide(byId('panel'), {
  panel,
  requestsPanel,
  covered: [byId('main'), byId('toolbar'), byId('fleet')],
});
const tooltip = createTooltip();

byId('toolbar').append(toolbar.node);
byId('fleet').append(fleetBar.node);
byId('legend').append(...legendNodes());
document.body.append(tooltip.node);
tooltip.attach(
  matrix.node,
  createMatrixTips(
    () => view.tips(),
    () => tooltip.refresh(),
  ),
);
tooltip.attach(toolbar.node, {
  find: (target) => target.closest<HTMLElement>('[data-tip]'),
  tipOf: ({ dataset }) => ({ heading: '', lines: [dataset['tip'] ?? ''] }),
});
store.onChange(render);
const readNews = createNewsReader();
store.onNews((news) => {
  // What oneself has done is told where it was done.
  if (news.actor !== store.state().session?.name) readNews(news);
});
window.addEventListener('hashchange', () => {
  const before = route.project;
  route = parseRoute(location.hash);
  if (route.project !== before && route.project !== null) void store.start(route.project);
  render();
});
document.addEventListener('keydown', onKey);
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  focusMatrix(null);
});
// A laptop that wakes up should not show yesterday's state; who has signed in in another tab comes back signed in.
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  if (store.state().phase === 'ready') store.refresh();
  else if (store.state().phase === 'signed-out') void store.start(route.project);
});
// Ages grow, and "last update 12 s ago" counts.
setInterval(() => header.render(store.state(), Date.now()), 1000);
setInterval(render, 30_000);
setInterval(() => {
  if (store.state().phase === 'failed') void store.start(route.project);
}, 5000);
void store.start(route.project);

function render(): void {
  const state = store.state();
  const now = Date.now();
  const focused = document.activeElement;
  const shown = view.update(state, route.filters, now);
  const notice = tableNotice(state, route.filters, shown.rows.length, {
    retry: () => void store.start(route.project),
    clear: () => go({ ...route, filters: { ...noFilters, environment: route.filters.environment } }, 'replace'),
  });
  const isReady = state.phase === 'ready' && state.project !== null;

  header.render(state, now);
  document.body.dataset['phase'] = state.phase;
  toolbar.node.hidden = !isReady || state.flags.size === 0;
  toolbar.render({
    ...shown,
    filters: route.filters,
    environments: state.environments,
    projects: state.projects,
    project: state.project,
  });
  fleetBar.render({ environments: state.environments, fleet: isReady ? shown.fleet : null, picked: shown.picked, now });
  byId('matrix').hidden = notice !== null;
  byId('legend').hidden = notice !== null;
  matrix.render({ ...shown, selected: route.flagKey, sort: route.filters.sort, now, href });
  const summary = isReady ? summaryText(route.filters, shown.rows.length, shown.counts) : '';
  if (byId('summary').textContent !== summary) byId('summary').textContent = summary;
  if (notice?.title !== shownNotice) {
    shownNotice = notice?.title ?? '';
    byId('notice').replaceChildren(...(notice === null ? [] : [noticeNode(notice)]));
  }
  side.render(isReady ? route : null, { ...shown, ...state, fleetIndex: shown.fleet, now, href });
  tooltip.refresh();
  // Whatever the live state took away, the keyboard is not left in nowhere.
  if (document.activeElement === document.body && focused !== null && !focused.isConnected) byId('main').focus();
  tellConnection();
  document.title = route.flagKey === null ? `Sluice · ${state.project ?? 'flags'}` : `${route.flagKey} · Sluice`;
}

/** Said once when it breaks and once when it is back, not each second. */
function tellConnection(): void {
  const now = store.state().connection;
  if (now === connection) return;
  if (now === 'lost') speak('The connection is lost. What is shown may be old.');
  if (now === 'live' && connection === 'lost') speak('The connection is back. What is shown is up to date.');
  connection = now;
}

function propose(flag: Flag, proposal: Proposal): void {
  const { project, environments, session } = store.state();
  if (project === null) return;
  confirmChange({
    project,
    flag,
    proposal,
    environments,
    name: session?.name ?? '',
    mayActInEmergency: mayActInEmergency(session, proposal.scope.environment),
    onFlag: (now) => store.put(now),
    onDone: (now, text) => {
      store.refresh();
      announce({ tone: 'good', text: `Done. ${text} (revision ${now.revision ?? 'unknown'})` });
    },
    onAsked: (text) => {
      store.refresh();
      announce({ tone: 'good', text });
    },
    // The control that opened the dialog may be gone by now (a rollback button of an older list).
    onClosed: () => side.focusIfLost(),
  });
}

function approve(request: ChangeRequest): void {
  const { project, environments, flags } = store.state();
  const flag = flags.get(request.flagKey);
  if (project === null || flag === undefined) return;
  approveRequest({
    project,
    request,
    flag,
    environments,
    onFlag: (now) => store.put(now),
    onDone: (text) => announce({ tone: 'good', text }),
    onRequests: () => store.refresh(),
    onClosed: () => side.focusIfLost(),
  });
}

function undo(): void {
  const { project } = store.state();
  if (project === null) return;
  openUndo({
    project,
    people: peopleWhoChanged(store.state().flags.values()),
    person: null,
    environments: () => store.state().environments,
    flags: () => store.state().flags,
    onChanged: () => store.refresh(),
    onDone: (text) => announce({ tone: 'good', text }),
  });
}

function go(next: Route, how: 'push' | 'replace' = 'push'): void {
  route = next;
  const hash = formatRoute(next);
  if (hash !== location.hash) history[how === 'push' ? 'pushState' : 'replaceState'](null, '', hash);
  render();
  if (next.flagKey !== null) matrix.reveal(next.flagKey);
}

function href(flagKey: string, scope: Scope | null): string {
  return formatRoute({ ...route, flagKey, scope, requests: false });
}

function closeSide(): void {
  const key = side.openedFrom();
  go({ ...route, flagKey: null, scope: null, requests: false });
  focusMatrix(key);
}

/** Puts the focus on a flag's row, else on the first one, else on what stands in the matrix's place. */
function focusMatrix(flagKey: string | null): void {
  if (flagKey !== null && matrix.focusRow(flagKey)) return;
  const stop = matrix.node.querySelector<HTMLElement>('[tabindex="0"]');
  (matrix.node.hidden || stop === null ? byId('main') : stop).focus();
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) return;
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  const isTyping = target.matches('input, select, textarea');
  if (event.key === 'Escape' && (route.flagKey !== null || route.requests) && !isTyping) closeSide();
  else if (event.key === '/' && !isTyping) {
    event.preventDefault();
    toolbar.focusSearch();
  }
}
