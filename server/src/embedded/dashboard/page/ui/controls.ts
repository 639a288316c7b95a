/** The controls of one scope: a toggle for a switch, a share for a valve, a choice for a variant flag. They propose; the dialog decides. */
import type { Flag, Scope, Serving } from '../../../../core/model.ts';
import { scopeName } from '../model/columns.ts';
import {
  closedVariant,
  effectiveServing,
  formatShare,
  openShare,
  openVariant,
  parsePercent,
  sameServing,
  servingOfShare,
} from '../model/serving.ts';
import { button, element, isRefused, setAttribute, setRefused } from './dom.ts';

export interface Control {
  readonly node: HTMLElement;
  /** Shows what the scope serves now; what somebody is typing is left alone. */
  render(flag: Flag): void;
}

/** The shares one step away, in 1/100 %. */
const steps = [0, 100, 500, 1000, 2500, 5000, 10_000];

/** `refusedBy`: the element that says why nothing may be changed; the controls then only show. */
export function createControl(
  flag: Flag,
  scope: Scope,
  propose: (to: Serving) => void,
  refusedBy: string | null,
): Control {
  const control = controlOf(flag, scope, propose);
  if (refusedBy === null) return control;
  const refuse = (): void => {
    const parts = [control.node, ...control.node.querySelectorAll<HTMLElement>('button, input')];
    for (const part of parts) if (part.matches('button, input')) setRefused(part, refusedBy);
  };
  refuse();
  return {
    node: control.node,
    render(now) {
      control.render(now);
      refuse();
    },
  };
}

function controlOf(flag: Flag, scope: Scope, propose: (to: Serving) => void): Control {
  if (flag.kind === 'switch') return switchControl(scope, propose);
  if (flag.kind === 'valve' && flag.variants.length <= 2) return valveControl(scope, propose);
  return variantControl(scope, propose);
}

function switchControl(scope: Scope, propose: (to: Serving) => void): Control {
  let flag: Flag | null = null;
  const toggle = button(
    '',
    () => {
      if (flag === null) return;
      const variant = isOn(flag, scope) ? closedVariant(flag) : openVariant(flag);
      propose({ kind: 'static', variant });
    },
    { class: 'toggle', attributes: { role: 'switch', 'aria-checked': 'false' } },
  );
  toggle.append(element('span', { class: 'knob' }));
  return {
    node: toggle,
    render(now) {
      flag = now;
      setAttribute(toggle, 'aria-checked', String(isOn(now, scope)));
      setAttribute(toggle, 'aria-label', `${now.key} in ${scopeName(scope)}`);
    },
  };
}

function valveControl(scope: Scope, propose: (to: Serving) => void): Control {
  let flag: Flag | null = null;
  const send = (share: number): void => {
    if (flag !== null) propose(servingOfShare(flag, share));
  };
  const input = element('input', {
    class: 'percent',
    attributes: {
      type: 'text',
      inputmode: 'decimal',
      autocomplete: 'off',
      maxlength: 7,
      'aria-label': `Percent open in ${scopeName(scope)}`,
    },
    on: { input: () => input.setCustomValidity('') },
  });
  const form = element(
    'form',
    {
      class: 'share',
      on: {
        submit: (event) => {
          event.preventDefault();
          if (isRefused(input)) return;
          const share = parsePercent(input.value);
          input.setCustomValidity(share === null ? 'A number from 0 to 100, in steps of 0.01.' : '');
          if (share === null) input.reportValidity();
          else send(share);
        },
      },
    },
    input,
    element('span', { attributes: { 'aria-hidden': 'true' } }, '%'),
    element('button', { attributes: { type: 'submit' } }, 'Set'),
  );
  const stepButtons = steps.map((share) => ({ share, node: button(formatShare(share), () => send(share)) }));
  const node = element(
    'div',
    { class: 'valve' },
    element(
      'div',
      { class: 'steps', attributes: { role: 'group', 'aria-label': `Steps for ${scopeName(scope)}` } },
      ...stepButtons.map((step) => step.node),
    ),
    form,
  );
  return {
    node,
    render(now) {
      flag = now;
      const serving = effectiveServing(now, scope)?.serving;
      const share = serving === undefined ? null : openShare(now, serving);
      if (document.activeElement !== input) input.value = share === null ? '' : String(share / 100);
      for (const step of stepButtons) setAttribute(step.node, 'aria-pressed', String(step.share === share));
    },
  };
}

function variantControl(scope: Scope, propose: (to: Serving) => void): Control {
  let known: Flag | null = null;
  const list = element('div', {
    class: 'variants',
    attributes: { role: 'group', 'aria-label': `Variant in ${scopeName(scope)}` },
  });
  const divide = element('form', { class: 'divide' });
  const problem = element('p', { class: 'problem', attributes: { role: 'alert' } });
  const node = element(
    'div',
    { class: 'variant-control' },
    list,
    element('details', {}, element('summary', {}, 'Divide the load'), divide),
  );
  divide.addEventListener('submit', (event) => {
    event.preventDefault();
    if (divide.querySelector('[aria-disabled="true"]') !== null) return;
    const shares = [...divide.querySelectorAll('input')].map((input) => ({
      variant: input.name,
      share: parsePercent(input.value === '' ? '0' : input.value),
    }));
    const valid = shares.flatMap(({ variant, share }) => (share === null ? [] : [{ variant, share }]));
    const sum = valid.reduce((total, { share }) => total + share, 0);
    const fits = valid.length === shares.length && sum === 10_000;
    problem.textContent = fits ? '' : `The shares have to add up to 100 %, not ${formatShare(sum)}.`;
    const open = valid.filter(({ share }) => share > 0);
    const [only] = open;
    if (!fits || only === undefined) return;
    propose(open.length === 1 ? { kind: 'static', variant: only.variant } : { kind: 'fractional', shares: open });
  });
  return {
    node,
    render(flag) {
      const serving = effectiveServing(flag, scope)?.serving ?? null;
      if (JSON.stringify(known?.variants) !== JSON.stringify(flag.variants)) {
        list.replaceChildren(
          ...flag.variants.map(({ name }) =>
            button(name, () => propose({ kind: 'static', variant: name }), { attributes: { 'data-variant': name } }),
          ),
        );
        divide.replaceChildren(
          ...flag.variants.map(({ name }) =>
            element(
              'label',
              {},
              element('span', {}, name),
              element('input', {
                class: 'percent',
                attributes: { type: 'text', inputmode: 'decimal', name, maxlength: 7 },
              }),
              '%',
            ),
          ),
          problem,
          element('button', { attributes: { type: 'submit' } }, 'Set'),
        );
      }
      known = flag;
      for (const option of list.querySelectorAll('button')) {
        const variant = option.dataset['variant'] ?? '';
        setAttribute(option, 'aria-pressed', String(sameServing(serving, { kind: 'static', variant })));
      }
      if (divide.contains(document.activeElement)) return;
      for (const input of divide.querySelectorAll('input')) input.value = String(shareOf(serving, input.name) / 100);
    },
  };
}

function isOn(flag: Flag, scope: Scope): boolean {
  const serving = effectiveServing(flag, scope)?.serving;
  return serving !== undefined && openShare(flag, serving) === 10_000;
}

function shareOf(serving: Serving | null, variant: string): number {
  if (serving?.kind === 'static') return serving.variant === variant ? 10_000 : 0;
  if (serving?.kind !== 'fractional') return 0;
  return serving.shares.find((part) => part.variant === variant)?.share ?? 0;
}
