/** Elements without a framework. Text goes in as text nodes, never as markup. */

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

export function setAttribute(node: Element, name: string, value: string | number | boolean | null): void {
  if (value === null || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : String(value));
}

/** Writes only what differs, so that a running selection or a screen reader is not disturbed. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

export function button(text: string, onClick: () => void, options: ElementOptions = {}): HTMLButtonElement {
  return element(
    'button',
    { ...options, attributes: { type: 'button', ...options.attributes }, on: { click: onClick, ...options.on } },
    text,
  );
}

/** The element of the page's own markup with this id. Throws where the markup lacks it. */
export function byId(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`The page has no element "${id}".`);
  return node;
}
