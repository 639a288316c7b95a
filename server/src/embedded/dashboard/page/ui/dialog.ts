/** A modal dialog: keeps the focus inside, gives it back, and cannot be left while it waits for an answer. */
import { element } from './dom.ts';

export interface DialogOptions {
  readonly class: string;
  /** Id of the heading inside. */
  readonly labelledBy: string;
  readonly content: HTMLElement;
  readonly isBusy: () => boolean;
  onClosed(): void;
}

export interface Dialog {
  readonly node: HTMLDialogElement;
  open(focus: HTMLElement): void;
  close(): void;
}

export function createDialog(options: DialogOptions): Dialog {
  const opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const node = element(
    'dialog',
    { class: options.class, attributes: { 'aria-labelledby': options.labelledBy } },
    options.content,
  );
  node.addEventListener('cancel', (event) => {
    if (options.isBusy()) event.preventDefault();
  });
  node.addEventListener('keydown', (event) => {
    // The browser lets a second Escape through although the first one was refused.
    if (event.key === 'Escape' && options.isBusy()) event.preventDefault();
    if (event.key === 'Tab') stayInside(node, event);
  });
  node.addEventListener('close', () => {
    node.remove();
    if (opener !== null && opener.isConnected && document.activeElement !== opener) opener.focus();
    options.onClosed();
  });
  return {
    node,
    open(focus) {
      document.body.append(node);
      node.showModal();
      focus.focus();
    },
    close: () => node.close(),
  };
}

/** A native modal dialog lets Tab out to the browser's own bars; here it goes around. */
function stayInside(node: HTMLElement, event: KeyboardEvent): void {
  const reachable = [
    ...node.querySelectorAll<HTMLElement>(
      'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), summary, [tabindex="0"]',
    ),
  ].filter((candidate) => candidate.checkVisibility());
  const [first, last] = [reachable[0], reachable.at(-1)];
  if (first === undefined || last === undefined) return;
  const focused = document.activeElement;
  const isOutside = focused === null || !node.contains(focused) || focused === node;
  if (event.shiftKey ? focused === first || isOutside : focused === last || isOutside) {
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }
}
