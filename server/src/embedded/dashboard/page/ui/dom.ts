/** Elements without a framework. Text goes in as text nodes, never as markup. */
import { plainText } from '../model/text.ts';

export type Child = Node | string | null;

export interface ElementOptions {
  readonly class?: string;
  readonly id?: string;
  readonly title?: string;
  readonly attributes?: { readonly [name: string]: string | number | boolean | null };
  readonly on?: { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
}

/** Creates an element. Attributes that are null or false are left out, true is an empty attribute. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  options: ElementOptions = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name);
  if (options.class !== undefined) node.className = options.class;
  if (options.id !== undefined) node.id = options.id;
  if (options.title !== undefined) node.title = options.title;
  for (const [attribute, value] of Object.entries(options.attributes ?? {})) setAttribute(node, attribute, value);
  for (const [type, listener] of Object.entries(options.on ?? {})) {
    node.addEventListener(type, listener as EventListener);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** Text of people, in its own reading direction, which ends where the text does. */
export function foreign(text: string, options: ElementOptions = {}): HTMLElement {
  return element('bdi', options, plainText(text));
}

export function setAttribute(node: Element, name: string, value: string | number | boolean | null): void {
  const wanted = value === null || value === false ? null : value === true ? '' : String(value);
  if (node.getAttribute(name) === wanted) return;
  if (wanted === null) node.removeAttribute(name);
  else node.setAttribute(name, wanted);
}

/** Writes only what differs, so that a running selection or a screen reader is not disturbed. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function setClass(node: Element, name: string): void {
  if (node.className !== name) node.className = name;
}

export function button(text: string, onClick: () => void, options: ElementOptions = {}): HTMLButtonElement {
  const node = element('button', { ...options, attributes: { type: 'button', ...options.attributes } }, text);
  node.addEventListener('click', () => {
    if (!isRefused(node)) onClick();
  });
  return node;
}

/**
 * Takes a control out of use without taking it from the keyboard: whoever comes to it hears why, from the element `reasonId`.
 * Null puts it back to use.
 */
export function setRefused(node: HTMLElement, reasonId: string | null): void {
  setAttribute(node, 'aria-disabled', reasonId === null ? null : 'true');
  setAttribute(node, 'aria-describedby', reasonId);
  if (node instanceof HTMLInputElement) node.readOnly = reasonId !== null;
}

export function isRefused(node: Element): boolean {
  return node.getAttribute('aria-disabled') === 'true';
}

/** The element of the page's own markup with this id. Throws where the markup lacks it. */
export function byId(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`The page has no element "${id}".`);
  return node;
}

/**
 * Replaces what a container holds. Where the focus was inside, it goes to the new element with the same `data-focus` as the old
 * one, else to `otherwise`, and what was typed into such a field stays: live changes never take anything away.
 */
export function replaceContent(
  container: HTMLElement,
  nodes: readonly Node[],
  otherwise: HTMLElement | null = null,
): void {
  const focused = document.activeElement;
  const hadFocus = focused instanceof HTMLElement && focused !== container && container.contains(focused);
  const name = hadFocus ? focused.dataset['focus'] : undefined;
  const named = (): HTMLElement[] => [...container.querySelectorAll<HTMLElement>('[data-focus]')];
  const fields = named().filter((node) => node instanceof HTMLInputElement);
  const typed = new Map(fields.map((field) => [field.dataset['focus'], field.value]));
  container.replaceChildren(...nodes);
  for (const node of named()) {
    const text = typed.get(node.dataset['focus']);
    if (text !== undefined && node instanceof HTMLInputElement) node.value = text;
  }
  if (!hadFocus) return;
  const same = named().find((node) => node.dataset['focus'] === name);
  (name === undefined ? otherwise : (same ?? otherwise))?.focus({ preventScroll: true });
}
