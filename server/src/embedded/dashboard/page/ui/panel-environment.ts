/** One environment in a flag's panel: its scopes, and why they may not be changed. Servers at rest become rows only when asked for. */
import type { Flag, Scope } from '../../../../core/model.ts';
import type { Proposal } from '../model/change.ts';
import { environmentScopes, scopeId } from '../model/columns.ts';
import { flagFleetText, type FleetIndex } from '../model/fleet.ts';
import { requestFor } from '../model/requests.ts';
import type { Refusal } from '../model/roles.ts';
import { ownServing } from '../model/serving.ts';
import type { ChangeRequest, PageEnvironment } from '../model/wire.ts';
import { button, element, setAttribute, setText } from './dom.ts';
import { createScopeRow, hasNote } from './scope-row.ts';
import type { ScopeRow, ScopeRowView } from './scope-row.ts';

export interface EnvironmentView {
  readonly flag: Flag;
  readonly environment: PageEnvironment;
  readonly fleet: FleetIndex | null;
  readonly requests: readonly ChangeRequest[] | null;
  readonly now: number;
}

export interface EnvironmentSection {
  readonly node: HTMLElement;
  render(view: EnvironmentView): void;
  /** Makes the scope's row, if need be, and puts the focus on it. False where there is no such scope. */
  focus(scope: Scope): boolean;
}

export interface SectionOptions {
  readonly flag: Flag;
  readonly environment: PageEnvironment;
  readonly refusal: Refusal;
  propose(proposal: Proposal): void;
}

export function createEnvironmentSection(options: SectionOptions): EnvironmentSection {
  const { flag, environment, refusal } = options;
  const id = `environment-${environment.key}`;
  const refusedBy = refusal === null ? null : `${id}-why`;
  const all = button('', () => showAll(!isAll), { class: 'quiet show-all', attributes: { 'aria-expanded': 'false' } });
  const fleet = element('p', { class: 'muted environment-fleet' });
  const list = element('ul', { attributes: { 'aria-label': `Scopes of ${environment.key}` } });
  const node = element(
    'section',
    { class: `panel-environment${environment.critical ? ' critical' : ''}`, attributes: { 'aria-labelledby': id } },
    element(
      'h3',
      { id },
      environment.key,
      environment.critical ? element('span', { class: 'tag' }, 'critical') : null,
      environment.approval === true ? element('span', { class: 'tag approval' }, 'needs a second person') : null,
    ),
    all,
    refusal === null ? null : element('p', { class: 'refusal', id: refusedBy ?? '' }, refusal),
    fleet,
    list,
  );
  const rows = new Map<string, ScopeRow>();
  let scopes: readonly Scope[] = [];
  let view: EnvironmentView | null = null;
  let isAll = false;

  const showAll = (visible: boolean): void => {
    isAll = visible;
    node.classList.toggle('all', visible);
    setAttribute(all, 'aria-expanded', String(visible));
    const servers = scopes.filter(({ server }) => server !== null).length;
    all.hidden = servers === 0;
    setText(all, visible ? 'Hide servers that inherit' : `Show all ${servers} ${servers === 1 ? 'server' : 'servers'}`);
    fill();
  };

  const rowView = (scope: Scope, { fleet: index, requests, now, flag: current }: EnvironmentView): ScopeRowView => ({
    fleet: index,
    request: requestFor(requests, current.key, scope, now),
    now,
  });

  /** Rows stand in the order of the scopes; those that exist are left where they are. */
  const fill = (): void => {
    if (view === null) return;
    const wanted = new Set(scopes.map(scopeId));
    for (const [key, row] of rows) {
      if (wanted.has(key)) continue;
      rows.delete(key);
      row.node.remove();
    }
    let before: Element | null = list.firstElementChild;
    for (const scope of scopes) {
      const key = scopeId(scope);
      let row = rows.get(key);
      if (row === undefined) {
        if (!isWorthARow(scope, view)) continue;
        row = createScopeRow(flag, scope, { propose: options.propose, refusedBy });
        rows.set(key, row);
        list.insertBefore(row.node, before);
      } else before = row.node.nextElementSibling;
      row.render(view.flag, rowView(scope, view));
    }
  };

  const isWorthARow = (scope: Scope, current: EnvironmentView): boolean =>
    isAll ||
    scope.server === null ||
    ownServing(current.flag, scope) !== null ||
    hasNote(current.flag, scope, rowView(scope, current));

  return {
    node,
    render(next) {
      if (view?.environment !== next.environment) scopes = environmentScopes(next.environment);
      view = next;
      const text = flagFleetText(next.flag, next.environment.key, next.fleet, next.now);
      setText(fleet, text ?? '');
      fleet.hidden = text === null;
      showAll(isAll);
    },
    focus(scope) {
      const key = scopeId(scope);
      if (!scopes.some((candidate) => scopeId(candidate) === key)) return false;
      if (scope.server !== null && view !== null && !rows.has(key)) showAll(true);
      const row = rows.get(key);
      if (row?.node.checkVisibility() === false) showAll(true);
      row?.focus();
      return row !== undefined;
    },
  };
}
