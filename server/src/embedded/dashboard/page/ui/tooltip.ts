/** One tooltip for the whole page: over what the pointer rests on, and beside what has the keyboard's focus. */
import type { Tip } from '../model/tips.ts';
import { plainText } from '../model/text.ts';
import { element, setText } from './dom.ts';

export interface TipSource {
  /** The element a tip belongs to, from the one an event happened at. */
  find(target: Element): HTMLElement | null;
  /** What it says now; null for nothing. */
  tipOf(owner: HTMLElement): Tip | null;
}

export interface Tooltip {
  readonly node: HTMLElement;
  attach(region: HTMLElement, source: TipSource): void;
  /** Writes again what is shown, after the state has changed. */
  refresh(): void;
}

/** How long the pointer has to rest, in milliseconds; the keyboard does not wait. */
const restTime = 300;
const gap = 6;

/** A focused owner is described by the tip (`aria-describedby`). Escape puts the tip away, and nothing else. */
export function createTooltip(): Tooltip {
  const heading = element('strong');
  const lines = element('div', { class: 'tooltip-lines' });
  const node = element('div', { class: 'tooltip', id: 'tooltip', attributes: { role: 'tooltip' } }, heading, lines);
  node.hidden = true;
  let shown: { readonly owner: HTMLElement; readonly source: TipSource } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const hide = (): void => {
    clearTimeout(timer);
    if (shown?.owner.getAttribute('aria-describedby') === node.id) shown.owner.removeAttribute('aria-describedby');
    shown = null;
    node.hidden = true;
  };
  const write = (tip: Tip): void => {
    setText(heading, plainText(tip.heading));
    const texts = tip.lines.map(plainText);
    if (texts.join('\n') === [...lines.children].map((line) => line.textContent).join('\n')) return;
    lines.replaceChildren(...texts.map((line) => element('p', { attributes: { dir: 'auto' } }, line)));
  };
  const show = (owner: HTMLElement, source: TipSource, isFocus: boolean): void => {
    const tip = owner.isConnected ? source.tipOf(owner) : null;
    hide();
    if (tip === null) return;
    shown = { owner, source };
    write(tip);
    node.hidden = false;
    if (isFocus && !owner.hasAttribute('aria-describedby')) owner.setAttribute('aria-describedby', node.id);
    place(node, owner.getBoundingClientRect());
  };
  const isFocused = (): boolean => shown !== null && shown.owner === document.activeElement;

  // Over the tip itself it stays, so that it can be read with a magnifier.
  node.addEventListener('pointerenter', () => clearTimeout(timer));
  node.addEventListener('pointerleave', () => {
    if (!isFocused()) hide();
  });
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || shown === null) return;
      event.stopPropagation();
      hide();
    },
    true,
  );

  return {
    node,
    attach(region, source) {
      region.addEventListener('pointerover', (event) => {
        if (event.pointerType !== 'mouse' || !(event.target instanceof Element)) return;
        const owner = source.find(event.target);
        clearTimeout(timer);
        if (owner !== null && owner === shown?.owner) return;
        const wait = shown === null ? restTime : restTime / 3;
        timer = setTimeout(() => (owner === null ? hide() : show(owner, source, false)), wait);
      });
      region.addEventListener('pointerleave', (event) => {
        clearTimeout(timer);
        const isOverTip = event.relatedTarget instanceof Node && node.contains(event.relatedTarget);
        if (!isOverTip && !isFocused()) hide();
      });
      region.addEventListener('focusin', (event) => {
        const isShown = event.target instanceof HTMLElement && event.target.matches(':focus-visible, [data-led-to]');
        const target = isShown ? event.target : null;
        const owner = target === null ? null : source.find(target);
        if (owner === null) hide();
        else show(owner, source, true);
      });
      region.addEventListener('focusout', hide);
      region.addEventListener('pointerdown', hide);
      region.addEventListener('scroll', () => {
        if (shown === null) return;
        if (isFocused()) place(node, shown.owner.getBoundingClientRect());
        else hide();
      });
    },
    refresh() {
      const tip = shown?.owner.isConnected ? shown.source.tipOf(shown.owner) : null;
      if (tip === null) hide();
      else write(tip);
    },
  };
}

/** Below its owner, above where there is no room, never outside the window. */
function place(node: HTMLElement, anchor: DOMRect): void {
  const { width, height } = node.getBoundingClientRect();
  const left = Math.max(gap, Math.min(anchor.left, innerWidth - width - gap));
  const below = anchor.bottom + gap;
  const top = below + height <= innerHeight ? below : Math.max(gap, anchor.top - height - gap);
  node.style.setProperty('left', `${Math.round(left)}px`);
  node.style.setProperty('top', `${Math.round(top)}px`);
}
