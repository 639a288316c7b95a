/** One scope in the panel: what it serves, where that comes from, and how to change it. */
import type { Flag, Scope, ScopeState } from '../../../../core/model.ts';
import type { ChangeRequest } from '../model/change.ts';
import { scopeId, scopeName } from '../model/columns.ts';
import { effectiveServing, ownServing, scopeKind, servingLabel } from '../model/serving.ts';
import { ago, exactTime } from '../model/time.ts';
import { createControl } from './controls.ts';
import type { Control } from './controls.ts';
import { button, element, setAttribute, setText } from './dom.ts';
import { flash } from './flash.ts';

export interface ScopeRow {
  readonly node: HTMLElement;
  readonly scope: Scope;
  render(flag: Flag, now: number): void;
  /** Brings the row into view and puts the focus on its first control. */
  focus(): void;
}

/** `propose` is null for those who may not write: then there are no controls. */
export function createScopeRow(flag: Flag, scope: Scope, propose: ((request: ChangeRequest) => void) | null): ScopeRow {
  const kind = scopeKind(scope);
  const value = element('span', { class: 'value' });
  const origin = element('span', { class: 'origin' });
  const clear = button('Clear', () => propose?.({ kind: 'clear', scope }), { class: 'quiet clear' });
  const control: Control | null =
    propose === null ? null : createControl(flag, scope, (to) => propose({ kind: 'set', scope, to }));
  setAttribute(clear, 'aria-label', `Clear the override of ${scopeName(scope)}`);
  const more = control !== null && flag.kind !== 'switch' ? disclosure(control, scope) : null;
  const node = element(
    'li',
    { class: `scope scope-${kind}`, attributes: { tabindex: -1, 'data-scope': scopeId(scope) } },
    element(
      'div',
      { class: 'scope-line' },
      element('span', { class: 'scope-name' }, scope.server ?? scope.datacenter ?? 'all servers'),
      value,
      origin,
      propose === null ? null : clear,
      more?.toggle ?? control?.node ?? null,
    ),
    more?.node ?? null,
  );
  let signature = '';

  return {
    node,
    scope,
    render(now, time) {
      const effective = effectiveServing(now, scope);
      const own = ownServing(now, scope);
      const label = servingLabel(now, effective?.serving ?? null);
      setText(value, label.text);
      value.title = label.long;
      const flashed = value.classList.contains('flash-a') ? ' flash-a' : '';
      value.className = `value tone-${label.tone}${flashed}`;
      value.style.setProperty('--share', String((label.share ?? 10_000) / 10_000));
      node.classList.toggle('inherits', own === null);
      clear.hidden = own === null || kind === 'environment';
      const change = stateOf(now, scope);
      setText(origin, originText(scope, own !== null, effective?.source, change, time));
      origin.title = change?.changedAt ? exactTime(change.changedAt) : '';
      control?.render(now);
      const next = `${label.text} ${own === null}`;
      if (signature !== '' && signature !== next) flash(value);
      signature = next;
    },
    focus() {
      node.dispatchEvent(new CustomEvent('reveal', { bubbles: true }));
      more?.open();
      node.scrollIntoView({ block: 'center' });
      (node.querySelector<HTMLElement>('button:not([hidden]), input, select') ?? node).focus({ preventScroll: true });
    },
  };
}

function disclosure(control: Control, scope: Scope): { toggle: HTMLElement; node: HTMLElement; open(): void } {
  const toggle = button('Set…', () => show(toggle.getAttribute('aria-expanded') !== 'true'), { class: 'quiet' });
  const show = (visible: boolean): void => {
    control.node.hidden = !visible;
    setAttribute(toggle, 'aria-expanded', String(visible));
    setText(toggle, visible ? 'Hide' : 'Set…');
  };
  setAttribute(toggle, 'aria-label', `Controls of ${scopeName(scope)}`);
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
