/** One scope in the panel: what it serves, where that comes from, what really applies there, and how to change it. */
import type { Flag, Scope, ScopeState } from '../../../../core/model.ts';
import type { Proposal } from '../model/change.ts';
import { scopeId, scopeName } from '../model/columns.ts';
import { serverStateText, type FleetIndex } from '../model/fleet.ts';
import { effectiveServing, ownServing, scopeKind, servingLabel } from '../model/serving.ts';
import { plainText } from '../model/text.ts';
import { ago, exactTime } from '../model/time.ts';
import type { ChangeRequest } from '../model/wire.ts';
import { createControl } from './controls.ts';
import type { Control } from './controls.ts';
import { button, element, setAttribute, setClass, setRefused, setText } from './dom.ts';
import { flash } from './flash.ts';

export interface ScopeRowView {
  readonly fleet: FleetIndex | null;
  /** The open request for this scope. */
  readonly request: ChangeRequest | null;
  readonly now: number;
}

export interface ScopeRow {
  readonly node: HTMLElement;
  readonly scope: Scope;
  render(flag: Flag, view: ScopeRowView): void;
  /** Brings the row into view and puts the focus on its first control. */
  focus(): void;
}

export interface ScopeRowOptions {
  readonly propose: (proposal: Proposal) => void;
  /** The element that says why nothing may be changed here; null where it may. */
  readonly refusedBy: string | null;
}

export function createScopeRow(flag: Flag, scope: Scope, { propose, refusedBy }: ScopeRowOptions): ScopeRow {
  const kind = scopeKind(scope);
  const value = element('span', { class: 'value' });
  const origin = element('span', { class: 'origin' });
  const applied = element('span', { class: 'scope-applied' });
  const asked = element('span', { class: 'scope-asked' });
  const clear = button('Clear', () => propose({ kind: 'clear', scope }), { class: 'quiet clear' });
  setAttribute(clear, 'aria-label', `Clear the override of ${scopeName(scope)}`);
  setRefused(clear, refusedBy);
  const control: Control = createControl(flag, scope, (to) => propose({ kind: 'set', scope, to }), refusedBy);
  const more = flag.kind === 'switch' ? null : disclosure(control, scope);
  const node = element(
    'li',
    { attributes: { tabindex: -1, 'data-scope': scopeId(scope) } },
    element(
      'div',
      { class: 'scope-line' },
      element('span', { class: 'scope-name' }, scope.server ?? scope.datacenter ?? 'all servers'),
      value,
      element('span', { class: 'scope-notes' }, origin, applied, asked),
      clear,
      more?.toggle ?? control.node,
    ),
    more?.node ?? null,
  );
  let signature = '';

  return {
    node,
    scope,
    render(now, view) {
      const effective = effectiveServing(now, scope);
      const own = ownServing(now, scope);
      const label = servingLabel(now, effective?.serving ?? null);
      setText(value, label.text);
      value.title = label.long;
      const flashed = value.classList.contains('flash-a') ? ' flash-a' : '';
      setClass(value, `value tone-${label.tone}${flashed}`);
      value.style.setProperty('--share', String((label.share ?? 10_000) / 10_000));
      clear.hidden = own === null || kind === 'environment';
      const change = stateOf(now, scope);
      setText(origin, plainText(originText(scope, own !== null, effective?.source, change, view.now)));
      origin.title = change?.changedAt ? exactTime(change.changedAt) : '';
      const note = appliedNote(now, scope, view);
      setText(applied, plainText(note ?? ''));
      applied.hidden = note === null;
      setText(asked, view.request === null ? '' : plainText(`${view.request.requestedBy} asks for a change`));
      asked.hidden = view.request === null;
      setClass(
        node,
        `scope scope-${kind}${own === null ? ' inherits' : ''}${hasNote(now, scope, view) ? ' noted' : ''}`,
      );
      control.render(now);
      const next = `${label.text} ${own === null}`;
      if (signature !== '' && signature !== next) flash(value);
      signature = next;
    },
    focus() {
      more?.open();
      node.scrollIntoView({ block: 'center' });
      const controls = [...node.querySelectorAll<HTMLElement>('button:not([hidden]), input, select')];
      (controls.find((candidate) => candidate.checkVisibility()) ?? node).focus({ preventScroll: true });
    },
  };
}

/** True where there is something to know about the scope beside what it should serve. */
export function hasNote(flag: Flag, scope: Scope, view: ScopeRowView): boolean {
  return view.request !== null || appliedNote(flag, scope, view) !== null;
}

/** What really applies, where that is something else or nobody knows; null where there is nothing to say. */
function appliedNote(flag: Flag, scope: Scope, { fleet, now }: ScopeRowView): string | null {
  const server = scope.server === null ? undefined : fleet?.byScope.get(scopeId(scope));
  if (server === undefined) return null;
  const drift = fleet?.driftOf.get(flag.key)?.find((entry) => entry.server === server);
  const held = drift === undefined ? null : servingLabel(flag, drift.serving).text;
  if (server.state === 'silent') {
    const state = serverStateText(server, now);
    return held === null ? state : `${state}, last applied ${held}`;
  }
  return held === null ? null : `still applies ${held}`;
}

function disclosure(control: Control, scope: Scope): { toggle: HTMLElement; node: HTMLElement; open(): void } {
  const toggle = button('Set…', () => show(toggle.getAttribute('aria-expanded') !== 'true'), { class: 'quiet' });
  const show = (visible: boolean): void => {
    control.node.hidden = !visible;
    setAttribute(toggle, 'aria-expanded', String(visible));
    setText(toggle, visible ? 'Hide' : 'Set…');
    setAttribute(toggle, 'aria-label', `${visible ? 'Hide' : 'Set…'}: controls of ${scopeName(scope)}`);
  };
  show(scope.datacenter === null);
  return { toggle, node: control.node, open: () => show(true) };
}

function stateOf(flag: Flag, scope: Scope): Pick<ScopeState, 'changedAt' | 'changedBy'> | null {
  const state = flag.environments[scope.environment];
  if (state === undefined) return null;
  if (scope.datacenter === null) {
    // The environment's own times are those of its latest change, which an override may be.
    const isOverrides = state.scopes.some(({ changedAt }) => changedAt === state.changedAt);
    return isOverrides ? null : state;
  }
  return state.scopes.find((own) => own.datacenter === scope.datacenter && own.server === scope.server) ?? null;
}

function originText(
  scope: Scope,
  isOwn: boolean,
  source: string | undefined,
  change: Pick<ScopeState, 'changedAt' | 'changedBy'> | null,
  now: number,
): string {
  if (source === undefined) return 'no state';
  if (!isOwn) return `from ${source === 'datacenter' ? scope.datacenter : scope.environment}`;
  if (change === null || change.changedAt === null) return 'set here';
  return `${change.changedBy ?? 'unknown'}, ${ago(change.changedAt, now)}`;
}
