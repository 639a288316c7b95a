/** Marks what has just changed for a moment. The style sheet decides how, and leaves it out where motion is unwanted. */

const names = ['flash-a', 'flash-b'] as const;

/** Lets the element flash. Two equal animations take turns, so that one starts anew without a forced layout of the page. */
export function flash(node: HTMLElement): void {
  const last = node.classList.contains(names[0]) ? 0 : 1;
  node.classList.remove(...names);
  node.classList.add(names[1 - last] ?? names[0]);
}
